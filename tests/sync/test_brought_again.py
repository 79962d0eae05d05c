"""A business that left a cloud is brought to another one: with rows, stamps, numbers, files and past as they stood."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.cloud import service
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.proof.deterministic import ManualClock
from onetool_desktop.services import clients, invoices, merging, payments, quotes, tasks
from onetool_desktop.services.attachments import AttachmentId, fetch_files
from onetool_desktop.services.history import bring_back
from onetool_desktop.services.organisation import new_identity, open_business
from onetool_desktop.store import alone, backup, carrying, exchange
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, connect, errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.past import past_of
from onetool_desktop.sync.settle import NotSettledError
from tests.sync.test_leaving import issued, leave, told
from tests.sync.test_transfers import PHOTO, porter
from tests.sync.wire import cut_each_call_once
from tests.sync.world import PASSWORD, Person, World, add_client, names, two_at_one_client

TODAY = "2026-01-05"
LINES = 300


@pytest.fixture
def other(tmp_path: Path) -> Iterator[World]:
    """Another cloud, which knows nobody."""
    (tmp_path / "other").mkdir()
    world = World(tmp_path / "other")
    yield world
    world.close()


def sent_quote(person: Person, client: str, *, lines: int) -> str:
    """A quote of so many lines, sent; of more than 250 it is several groups."""
    items = [{"description": f"Stone {n}", "quantity": "1", "unitPrice": "2"} for n in range(lines)]
    made = quotes.create_quote(
        person.replica, client_id=ClientId(client), today=TODAY, fields={"validUntil": TODAY}, lines=items
    ).id
    quotes.send_quote(person.replica, id=QuoteId(made), day=TODAY, online=True)
    return made


@pytest.fixture
def firm(world: World) -> tuple[Person, Person, str]:
    """What an owner and a colleague made together of one client at their cloud, before the owner left it."""
    owner, colleague, client = two_at_one_client(world)
    van = porter(colleague)
    van.add(client)
    colleague.sync()
    van.run()
    sent_quote(colleague, client, lines=3)
    for _ in range(3):
        issued(colleague, client)
    colleague.sync()
    owner.sync()
    return owner, colleague, client


def at(person: Person, world: World) -> Person:
    """The same person with the same file at the door of another cloud."""
    gate, wire = world.gate(person.clock)
    session = gate.sign_up(email="owner@other.example", password=PASSWORD, name="Olga")
    return Person(gate, session, wire, person.replica, person.clock)


def come(person: Person) -> None:
    connect.bring(person.gate, person.session, person.replica)


def kept(replica: Replica) -> dict[str, list[Any]]:
    """What must stay as it was: each row with all it says and by whom, but for what a cloud says for itself."""
    db = replica.reads().db
    found: dict[str, list[Any]] = {}
    for c in ("clients", "quotes", "quoteLineItems", "invoices", "invoiceLineItems", "payments", "issued"):
        ids = [row_id for (row_id,) in db.execute(f'SELECT id FROM "{c}" ORDER BY id')]
        rows = [replica.reads().get(c, row_id) for row_id in ids]
        found[c] = [(row.id, dict(row.f), dict(row.clk)) for row in rows if row is not None]
    return found


def agrees(person: Person) -> bool:
    ours = {c: s for c, s in exchange.digest(person.replica.reads().db).items() if s["count"]}
    return ours == calls.as_object(person.session.ask(calls.digest(person.replica.identity.org)))["sums"]


def test_a_business_comes_to_another_cloud_as_it_left(firm: tuple[Person, Person, str], other: World) -> None:
    owner, colleague, client = firm
    sent_quote(colleague, client, lines=LINES)
    colleague.sync()
    owner.sync()
    leave(owner)
    before, past = kept(owner.replica), told(owner, client)
    there = at(owner, other)
    come(there)
    assert kept(there.replica) == before
    assert len(before["quoteLineItems"]) == LINES + 3
    assert (there.replica.identity.connected, agrees(there)) == (True, True)
    assert exchange.visible_equals_fold(there.replica) == []
    assert told(there, client) == past
    asked = past_of(there.session.ask, org=there.replica.identity.org, rows=[("clients", client)])
    named = [one.f["companyName"] for one in asked["clients", client] if "companyName" in one.f]
    assert named == ["Harbour", "Harbour Bakery"]


def worked_alone(owner: Person, client: str) -> None:
    """What is done to papers, clients and files while the business has no cloud."""
    replica = owner.replica
    owner.clock.advance(5 * 86_400_000)
    (quote,) = replica.reads().db.execute("SELECT id FROM quotes").fetchone()
    first, second, _third = replica.reads().db.execute("SELECT id FROM invoices ORDER BY number").fetchall()
    quotes.revise_quote(replica, id=QuoteId(quote))
    quotes.send_quote(replica, id=QuoteId(quote), day=TODAY, online=False)
    invoices.void_invoice(replica, id=InvoiceId(first[0]))
    payments.record_payment(replica, invoice_id=InvoiceId(second[0]), amount=200, day=TODAY, method="cash")
    twin, gone = add_client(owner, "Harbor"), add_client(owner, "Typed twice")
    merging.merge_client(replica, id=ClientId(twin), into=ClientId(client))
    clients.delete_client(replica, id=ClientId(gone))
    assert issued(owner, client, online=False) == "INV-000004"
    porter(owner).add(client, b"another photo", name="Later.jpg")


def numbers(person: Person) -> list[str]:
    """The numbers on paper as this person's device has them."""
    found = person.replica.reads().db.execute("SELECT number FROM issued ORDER BY number").fetchall()
    return [number for (number,) in found]


def test_what_was_done_alone_goes_along_and_a_colleague_sees_all_of_it(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, colleague, client = firm
    leave(owner)
    worked_alone(owner, client)
    before = numbers(owner)
    assert before == [*(f"INV-00000{no}" for no in (1, 2, 3, 4)), "Q-000001", "Q-000001 r2"]
    there = at(owner, other)
    come(there)
    porter(there).run()
    there.sync()
    assert numbers(there) == before
    assert issued(there, client) == "INV-000005"
    new = other.colleague(there)
    assert new.replica.identity.series != colleague.replica.identity.series
    assert kept(new.replica) == kept(there.replica)
    assert agrees(new)
    van = porter(new)
    files = new.replica.reads().db.execute("SELECT id FROM attachments").fetchall()
    fetch_files(new.replica, ids=[AttachmentId(row_id) for (row_id,) in files])
    van.run()
    assert [van.read(data) for data in (PHOTO, b"another photo")] == [PHOTO, b"another photo"]


def cut_short(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """Parts of so few rows that there are many."""
    monkeypatch.setattr(carrying, "MOST", rows)


def test_a_way_that_is_cut_off_at_any_call_goes_on(
    firm: tuple[Person, Person, str], other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, _colleague, _client = firm
    leave(owner)
    before = kept(owner.replica)
    there = at(owner, other)
    cut_short(monkeypatch, 10)
    seen = cut_each_call_once(there.wire)
    faults = 0
    while not there.replica.identity.connected:
        try:
            come(there)
        except (errors.UnreachableError, NotSettledError):
            faults += 1
    there.wire.after = lambda _call, value: value
    assert seen >= {"orgs:create", "devices:enrol", "orgs:importRows", "sync:pull", "orgs:opened"}
    assert faults >= 4
    assert kept(there.replica) == before
    assert agrees(there)


class Killed(Exception):
    """The program ended here."""


def test_a_program_that_is_killed_goes_on_with_the_part_it_had_not_brought(
    firm: tuple[Person, Person, str], other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, _colleague, client = firm
    leave(owner)
    there = at(owner, other)
    cut_short(monkeypatch, 10)
    brought: list[dict[str, Any]] = []

    def dies(call: Call) -> None:
        if call.path == "orgs:importRows":
            if len(brought) == 2:
                raise Killed
            brought.append(dict(call.args["rows"]))

    there.wire.before = dies
    with pytest.raises(Killed):
        come(there)
    assert alone.left(there.replica) is not None, "it stands alone as before"
    clients.edit_client(there.replica, id=ClientId(client), fields={"companyName": "Meanwhile"})
    again = reopened(there)
    before = kept(again.replica)
    first = len(there.wire.calls)
    there.wire.before = lambda _call: None
    come(again)
    sent = [call.args["rows"] for call in there.wire.calls[first:] if call.path == "orgs:importRows"]
    assert sent
    assert not [rows for rows in sent if rows in brought], "what was brought is not brought again"
    assert kept(again.replica) == before
    assert agrees(again)
    assert names(again) == ["Meanwhile"]


def reopened(person: Person) -> Person:
    """The same with its file closed and opened again."""
    old = person.replica
    old.close()
    fresh = Replica.open(old.path, key=None, clock=person.clock, ids=old.ids)
    old.__dict__.update(fresh.__dict__)  # whoever made the first one closes it
    return Person(person.gate, person.session, person.wire, old, person.clock)


def test_a_cloud_that_knows_the_business_under_another_owner_is_not_brought_it(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, _colleague, _client = firm
    leave(owner)
    gate, _wire = other.gate(owner.clock)
    stranger = gate.sign_up(email="stranger@example.com", password=PASSWORD, name="Sam")
    args = {"rid": gate.ids.new_id(), "id": owner.replica.identity.org}
    args |= {"name": "Taken", "currency": "EUR", "timezone": "Europe/Berlin"}
    stranger.ask(Call("mutation", "orgs:create", args))
    before = kept(owner.replica)
    there = at(owner, other)
    with pytest.raises(SentenceError, match="has a copy"):
        come(there)
    assert kept(there.replica) == before
    assert alone.left(there.replica) is not None
    assert issued(there, _client, online=False) == "INV-000004"


@pytest.mark.parametrize("began_here", [True, False])
def test_the_cloud_that_it_left_is_not_brought_it_a_second_time(world: World, began_here: bool) -> None:
    owner = at_home(world) if began_here else world.owner()
    add_client(owner, "Harbour")
    owner.sync()
    leave(owner)
    session = owner.gate.sign_in(email="owner@example.com", password=PASSWORD)
    with pytest.raises(SentenceError, match="has a copy"):
        connect.begin_bringing(owner.gate, session, owner.replica)
    assert alone.left(owner.replica) is not None


def at_home(world: World) -> Person:
    """The owner of a business that began on this computer and was brought to the cloud a moment ago."""
    clock = ManualClock()
    gate, wire = world.gate(clock)
    identity = new_identity(ids=gate.ids, name="Local")
    replica = Replica.create(world.folder / "local.db", identity, key=None, clock=clock, ids=gate.ids)
    open_business(replica, name="Local", currency="EUR", timezone="Europe/Berlin", owner="Olga")
    session = gate.sign_up(email="owner@example.com", password=PASSWORD, name="Olga")
    person = Person(gate, session, wire, replica, clock)
    world.people.append(person)
    come(person)
    return person


@pytest.mark.parametrize("knows", [True, False], ids=["knows what was deleted", "came later"])
def test_what_leads_to_something_deleted_can_be_worked_on_at_the_other_cloud(
    world: World, firm: tuple[Person, Person, str], other: World, knows: bool
) -> None:
    owner, _colleague, client = firm
    place = clients.add_property(owner.replica, client_id=ClientId(client), fields={"city": "Bath"}).id
    fields = {"title": "Gutters", "date": TODAY, "status": "pending", "propertyId": place}
    visit = tasks.create_task(owner.replica, fields={**fields, "clientId": client}).id
    clients.remove(owner.replica, client_id=ClientId(client), c="clientProperties", id=place)
    gone = add_client(owner, "Typed twice")
    owner.sync()
    clients.delete_client(owner.replica, id=ClientId(gone))
    owner.sync()
    leaver = owner if knows else world.again(owner)
    leave(leaver)
    there = at(leaver, other)
    come(there)
    assert agrees(there)
    tasks.edit_task(there.replica, id=visit, fields={"date": "2026-01-07"})
    if knows:
        bring_back(there.replica, c="clients", id=gone)
    there.sync()
    assert exchange.state(there.replica).attention == 0
    new = other.colleague(there)
    row = new.replica.reads().row("tasks", visit)
    assert row is not None
    assert (row.f["date"], row.f["propertyId"]) == ("2026-01-07", place)
    assert names(new) == ["Harbour Bakery", "Typed twice"][: 1 + knows]


def test_nobody_is_told_of_what_was_deleted_alone(firm: tuple[Person, Person, str], other: World) -> None:
    owner, colleague, _client = firm
    theirs = add_client(colleague, "Typed twice")
    colleague.sync()
    owner.sync()
    leave(owner)
    clients.delete_client(owner.replica, id=ClientId(theirs))
    there = at(owner, other)

    def counts_further(call: Call) -> None:
        """Than the first cloud did, to whose places the delete refers."""
        if call.path == "orgs:importRows":
            with other.service.database.write() as connection:
                connection.run("UPDATE orgs SET seq = seq + 1000")

    there.wire.before = counts_further
    come(there)
    with other.service.database.read() as connection:
        deleted, told_of = (
            connection.one(f"SELECT count(*) FROM {table}")[0]
            for table in ("c_clients WHERE del IS NOT NULL", "c_notices")
        )
    assert (deleted, told_of) == (1, 0)


def settle_push(person: Person) -> None:
    """What waits is taken by the cloud, and no page tells of it yet."""

    def breaks(call: Call) -> None:
        if call.path == "sync:pull":
            raise errors.UnreachableError("The cloud cannot be reached.")

    person.wire.before = breaks
    with pytest.raises(NotSettledError):
        person.sync()
    assert exchange.state(person.replica).acked == 1


def test_a_backup_from_its_days_at_a_cloud_is_brought_whole(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, _colleague, client = firm
    clients.edit_client(owner.replica, id=ClientId(client), fields={"notes": "Ring twice"})
    owner.sync()
    clients.edit_client(owner.replica, id=ClientId(client), fields={"notes": "Knock"})
    settle_push(owner)
    before = kept(owner.replica)
    alone.stand_alone(owner.replica)
    there = at(owner, other)
    come(there)
    assert kept(there.replica) == before
    asked = past_of(there.session.ask, org=there.replica.identity.org, rows=[("clients", client)])
    notes = [one.f["notes"] for one in asked["clients", client] if "notes" in one.f]
    assert notes == ["Ring twice", "Knock"]


def test_what_this_program_does_not_know_is_not_left_behind(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, _colleague, _client = firm
    leave(owner)
    later = "INSERT INTO unknown(c, id, row) VALUES ('rockets', 'x', '{}')"
    owner.replica.write(lambda tx: tx.db.execute(later))
    with pytest.raises(SentenceError, match="Update OneTool"):
        come(at(owner, other))
    assert alone.left(owner.replica) is not None


def test_a_cloud_that_cannot_read_a_row_says_so_and_is_brought_nothing(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, _colleague, client = firm
    leave(owner)
    later = "UPDATE clients SET extra='{\"rating\": 5}' WHERE id=?"
    owner.replica.write(lambda tx: tx.db.execute(later, (client,)))
    there = at(owner, other)
    with pytest.raises(
        SentenceError, match="cannot take this business: Client: This field is not known here"
    ):
        come(there)
    assert alone.left(there.replica) is not None


def test_a_cloud_that_does_not_give_back_what_it_took_takes_nothing_away(
    firm: tuple[Person, Person, str], other: World
) -> None:
    owner, _colleague, _client = firm
    leave(owner)
    before = kept(owner.replica)
    there = at(owner, other)

    def hides(call: Call, value: Any) -> Any:
        return {**value, "rows": {}} if call.path == "sync:pull" else value

    there.wire.after = hides
    with pytest.raises(NotSettledError, match="does not give"):
        come(there)
    assert kept(there.replica) == before
    assert not there.replica.identity.connected
    assert [one.path.stem.split(" ", 1)[1] for one in backup.kept(there.replica.path)] == ["before the cloud"]
    there.wire.after = lambda _call, value: value
    come(there)
    assert kept(there.replica) == before
    assert names(there) == ["Harbour Bakery"]


def test_nor_what_is_worked_on_meanwhile(firm: tuple[Person, Person, str], other: World) -> None:
    owner, _colleague, client = firm
    leave(owner)
    clients.edit_client(owner.replica, id=ClientId(client), fields={"notes": "Ring twice"})
    there = at(owner, other)

    def hides(call: Call, value: Any) -> Any:
        if call.path != "sync:pull":
            return value
        rows = {c: [row for row in some if row["id"] != client] for c, some in value["rows"].items()}
        return {**value, "rows": rows}

    there.wire.after = hides
    with pytest.raises(NotSettledError, match="does not give"):
        come(there)
    assert names(there) == ["Harbour Bakery"]
    there.wire.after = lambda _call, value: value
    come(there)
    row = there.replica.reads().row("clients", client)
    assert row is not None
    assert row.f["notes"] == "Ring twice"
    assert agrees(there)


def test_a_cloud_that_is_too_old_to_take_it_says_so(
    firm: tuple[Person, Person, str], other: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, _colleague, _client = firm
    leave(owner)
    there = at(owner, other)
    older = {path: how for path, how in service.FUNCTIONS.items() if path != "orgs:importRows"}
    monkeypatch.setattr(service, "FUNCTIONS", older)
    with pytest.raises(SentenceError, match="cannot take this business: This cloud has no such function"):
        come(there)
    assert alone.left(there.replica) is not None
