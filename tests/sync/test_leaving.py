"""A business that leaves its cloud: whole, under its own ids, its numbers going on; cut off, it goes on later."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from onetool_desktop.cloud.blob_store import BlobStore, files_beside
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import clients, invoices
from onetool_desktop.services.history import What, history_of
from onetool_desktop.store import alone, exchange, transfers
from onetool_desktop.store.queries.files import lost_files
from onetool_desktop.sync import connect, errors, leaving
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.settle import NotSettledError
from tests.sync.test_transfers import PHOTO, porter
from tests.sync.wire import cut_each_call_once
from tests.sync.world import Person, World, add_client, names, two_at_one_client

TODAY = "2026-01-05"


def issued(person: Person, client: str, *, online: bool = True) -> str:
    """The number of a new invoice of this client."""
    line = {"description": "Stone", "quantity": "1", "unitPrice": "2"}
    made = invoices.create_invoice(
        person.replica, client_id=ClientId(client), today=TODAY, lines=[line], fields={"dueDate": TODAY}
    )
    invoices.issue_invoice(person.replica, id=InvoiceId(made.id), day=TODAY, online=online)
    if person.replica.identity.connected:
        person.sync()
    row = person.replica.reads().row("invoices", made.id)
    assert row is not None
    return str(row.f["number"])


@pytest.fixture
def firm(world: World) -> tuple[Person, Person, str]:
    """The owner, a colleague, and a client that both have written to, with a photo of the colleague's and a number."""
    owner, colleague, client = two_at_one_client(world)
    van = porter(colleague)
    van.add(client)
    assert issued(colleague, client) == "INV-000001"
    van.run()
    colleague.sync()
    owner.sync()
    return owner, colleague, client


def bring_here(person: Person) -> None:
    while not leaving.fetch(person.session, person.replica):
        pass
    porter(person).run()


def leave(person: Person) -> None:
    bring_here(person)
    leaving.end(person.session, person.replica)
    leaving.farewell(person.session, person.replica, ids=person.gate.ids, sign_out=True)


def told(person: Person, client: str) -> list[tuple[What, object, object]]:
    """What the history of a client says of its name, newest first."""
    found = history_of(person.replica.reads(), c="clients", id=client)
    return [
        (entry.what, change.before, change.after)
        for entry in found.entries
        for change in entry.changes
        if change.name == "companyName"
    ]


def test_a_business_leaves_with_all_it_has_and_goes_on_alone(
    firm: tuple[Person, Person, str],
) -> None:
    owner, colleague, client = firm
    before, sums = owner.replica.identity, exchange.digest(owner.replica.reads().db)
    leave(owner)
    after = owner.replica.identity
    assert (after.org, after.device, after.user_id) == (before.org, before.device, before.user_id)
    assert (after.connected, alone.is_farewell_due(owner.replica)) == (False, False)
    assert exchange.digest(owner.replica.reads().db) == sums
    assert b"".join(owner.replica.blobs.read(hashlib.sha256(PHOTO).hexdigest())) == PHOTO
    assert told(owner, client) == [
        (What.CHANGED, "Harbour", "Harbour Bakery"),
        (What.MADE, None, "Harbour"),
    ]
    owner.wire.cut = True
    clients.edit_client(owner.replica, id=ClientId(client), fields={"companyName": "Harbour & Sons"})
    assert told(owner, client)[0] == (What.CHANGED, "Harbour Bakery", "Harbour & Sons")
    assert issued(owner, client, online=False) == "INV-000002"
    left = alone.left(owner.replica)
    assert left is not None
    assert left.email == "owner@example.com"
    add_client(colleague, "Meanwhile")
    colleague.sync()
    assert names(colleague) == ["Harbour Bakery", "Meanwhile"]


def test_the_cloud_forgets_the_computer_and_its_sign_in(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, colleague, _client = firm
    device = owner.replica.identity.device
    leave(owner)
    with pytest.raises(errors.UnauthenticatedError):
        owner.session.renew()
    with pytest.raises(errors.UnauthenticatedError):
        connect.organisations(owner.session)
    colleague.sync()
    row = colleague.replica.reads().row("devices", device)
    assert row is not None
    assert row.f["withdrawnBy"] == owner.replica.identity.user_id
    again = world.again(owner)
    assert names(again) == ["Harbour Bakery"]


def test_a_leaving_that_is_cut_off_at_any_call_goes_on(firm: tuple[Person, Person, str]) -> None:
    owner, _colleague, client = firm
    seen = cut_each_call_once(owner.wire)
    faults = 0
    while owner.replica.identity.connected or alone.is_farewell_due(owner.replica):
        try:
            if owner.replica.identity.connected:
                leave(owner)
            else:
                leaving.farewell(owner.session, owner.replica, ids=owner.gate.ids, sign_out=True)
        except (errors.CloudError, NotSettledError):
            faults += 1
    assert seen >= {"history:all", "files:url", "sync:digest", "orgs:numbers", "devices:withdraw"}
    assert faults >= len(seen) - 1
    assert len(told(owner, client)) == 2


def saved_here(owner: Person, _colleague: Person) -> None:
    add_client(owner, "Not sent")


def saved_there(_owner: Person, colleague: Person) -> None:
    add_client(colleague, "Not fetched")
    colleague.sync()


def no_file_yet(owner: Person, _colleague: Person) -> None:
    owner.replica.blobs.remove(hashlib.sha256(PHOTO).hexdigest())


@pytest.mark.parametrize("meanwhile", [saved_here, saved_there, no_file_yet])
def test_nothing_changes_while_anything_is_missing_on_either_side(
    firm: tuple[Person, Person, str], meanwhile: Callable[[Person, Person], None]
) -> None:
    owner, colleague, _client = firm
    bring_here(owner)
    meanwhile(owner, colleague)
    with pytest.raises(NotSettledError, match="as before"):
        leaving.end(owner.session, owner.replica)
    assert owner.replica.identity.connected
    owner.sync()
    leave(owner)
    assert not owner.replica.identity.connected
    assert names(owner) == sorted(set(names(owner)) | {"Harbour Bakery"})


def bytes_in_cloud(world: World, owner: Person) -> Path:
    """Where the cloud keeps the photo."""
    blobs = BlobStore(lambda: files_beside(world.service.database))
    return blobs.path(owner.replica.identity.org, hashlib.sha256(PHOTO).hexdigest())


def lose_the_photo(world: World, owner: Person) -> str:
    """The cloud does not have the bytes any more; the row of the file."""
    bytes_in_cloud(world, owner).unlink()
    (row,) = owner.replica.reads().db.execute("SELECT id FROM attachments").fetchone()
    return str(row)


def test_a_file_that_the_cloud_cannot_give_is_let_go_by_name_and_only_after_it_was_tried(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, _colleague, client = firm
    row = lose_the_photo(world, owner)
    while not leaving.fetch(owner.session, owner.replica):
        pass
    with pytest.raises(NotSettledError, match="Not all files"):
        leaving.end(owner.session, owner.replica, without=[row])
    porter(owner).run()
    (lost,) = lost_files(owner.replica.reads().db)
    assert (lost.id, lost.name, lost.c, lost.record) == (row, "Leak.jpg", "clients", client)
    assert "does not have this file" in lost.words
    for without in ((), [client]):
        with pytest.raises(NotSettledError, match="Not all files"):
            leaving.end(owner.session, owner.replica, without=without)
    leaving.end(owner.session, owner.replica, without=[row])
    assert not owner.replica.identity.connected
    assert owner.replica.reads().row("attachments", row) is not None


def test_a_photo_whose_preview_alone_cannot_be_had_is_not_let_go_before_it_came(
    world: World, firm: tuple[Person, Person, str]
) -> None:
    owner, _colleague, _client = firm
    while not leaving.fetch(owner.session, owner.replica):
        pass
    (row,) = owner.replica.reads().db.execute("SELECT id FROM attachments").fetchone()
    preview = transfers.Transfer(transfers.DOWN, row, "0" * 64, 1)
    owner.replica.write(lambda tx: transfers.want(tx, [preview]))
    owner.replica.write(lambda tx: transfers.give_up(tx, preview, "The cloud does not have this file."))
    with pytest.raises(NotSettledError, match="Not all files"):
        leaving.end(owner.session, owner.replica, without=[row])


def test_a_file_that_is_there_again_comes_along(world: World, firm: tuple[Person, Person, str]) -> None:
    owner, _colleague, _client = firm
    path = bytes_in_cloud(world, owner)
    kept = path.read_bytes()
    lose_the_photo(world, owner)
    bring_here(owner)
    assert lost_files(owner.replica.reads().db)
    path.write_bytes(kept)
    leave(owner)
    assert owner.replica.blobs.has(hashlib.sha256(PHOTO).hexdigest())


def test_what_others_changed_while_the_past_came_is_in_it(firm: tuple[Person, Person, str]) -> None:
    owner, colleague, client = firm
    bring_here(owner)
    clients.edit_client(colleague.replica, id=ClientId(client), fields={"companyName": "Late"})
    colleague.sync()
    owner.sync()
    leaving.end(owner.session, owner.replica)
    assert told(owner, client)[0] == (What.CHANGED, "Harbour Bakery", "Late")


def test_only_an_owner_takes_a_business_along(firm: tuple[Person, Person, str]) -> None:
    _owner, colleague, _client = firm
    with pytest.raises(SentenceError, match="Only an owner"):
        leaving.fetch(colleague.session, colleague.replica)
    with pytest.raises(errors.RefusedError):
        colleague.session.ask(Call("query", "history:all", {"org": colleague.replica.identity.org}))
