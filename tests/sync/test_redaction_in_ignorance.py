"""Work that goes on where nobody has heard of a redaction yet: whatever its order and its stamps, and whatever is taken
back later, it brings nothing back.
"""

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import attention as in_attention, clients, merging, undo
from onetool_desktop.store import attention, exchange
from tests.sync.test_redaction import CANARY, LATER, in_cloud, note, on_device, redact, said
from tests.sync.world import Person, World, add_client


def places(world: World, *people: Person) -> list[str]:
    """Where it stands, in the cloud and on the computers of these people."""
    return [*in_cloud(world, CANARY), *(place for person in people for place in on_device(person, CANARY))]


def notes(person: Person, client: str) -> object:
    row = person.replica.reads().row("clients", client)
    assert row is not None
    return row.f.get("notes")


def test_of_two_edits_one_after_the_other_the_second_says_nothing_either(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    colleague.sync()
    redact(world, owner, client, "notes")
    colleague.clock.advance(3_600_000)
    for text in (
        f"{CANARY} one",
        f"{CANARY} two",
    ):  # the second over the first, which is later than the redaction
        note(colleague, client, text)
    colleague.sync()
    owner.sync()
    assert places(world, owner, colleague) == []
    assert (notes(owner, client), notes(colleague, client)) == (None, None)


def test_a_second_edit_of_somebody_who_has_heard_of_it_stands_before_the_first_is_there(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    redact(world, owner, client, "notes")
    owner.sync()
    for text in ("First", LATER):
        note(owner, client, text)
    owner.sync()
    assert notes(owner, client) == LATER
    assert "c_clients" in in_cloud(world, LATER)


def test_what_was_done_in_ignorance_is_not_undone_into_it(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    owner.sync()
    redact(world, owner, client, "notes")
    for clock in (world.clock, owner.clock):
        clock.advance(3_600_000)
    edited = clients.edit_client(owner.replica, id=ClientId(client), fields={"notes": "harmless"})
    owner.sync()
    assert edited.undo is not None
    undone = undo.take_back(owner.replica, edited.undo)
    owner.sync()
    assert (undone.gids, undone.skipped) == ((), ("Notes",))
    assert places(world, owner) == []


def test_what_was_discarded_comes_back_to_the_list_without_it(world: World) -> None:
    owner = world.owner()
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    note(owner, client, CANARY)
    owner.replica.write(lambda tx: tx.db.execute("UPDATE outbox SET state='refused', code='locked'"))
    (item,) = attention.items(owner.replica.reads().db)
    discarded = in_attention.discard(owner.replica, gids=[item.gid]).undo
    redact(world, owner, client, "notes")
    owner.sync()
    assert discarded is not None
    undo.take_back(owner.replica, discarded)
    assert [one.gid for one in attention.items(owner.replica.reads().db)] == [item.gid]
    assert places(world, owner) == []


def test_a_deleted_record_is_forgotten_by_a_computer_that_begins_anew(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    note(owner, client, CANARY)
    owner.sync()
    colleague.sync()
    clients.delete_client(colleague.replica, id=ClientId(client))
    colleague.sync()
    redact(world, owner, client, "notes")
    exchange.start_over(owner.replica)
    for person in (owner, colleague):
        person.sync()
    assert places(world, owner, colleague) == []


def test_the_label_of_an_undone_creation_says_the_name_no_more(world: World) -> None:
    owner = world.owner()
    made = clients.create_client(owner.replica, fields={"companyName": CANARY, "status": "lead"})
    owner.sync()
    assert made.saved.undo is not None
    undo.take_back(owner.replica, made.saved.undo)
    owner.sync()
    assert "settled" in on_device(owner, CANARY)
    redact(world, owner, made.id, "companyName")
    owner.sync()
    assert places(world, owner) == []


def test_who_merges_in_ignorance_takes_nothing_over_that_was_redacted(world: World) -> None:
    owner = world.owner()
    colleague = world.colleague(owner)
    client, stays, told = (add_client(owner, name) for name in ("Bakery", "Cakes", "Told"))
    clients.edit_client(owner.replica, id=ClientId(client), fields={"taxNumber": CANARY})
    owner.sync()
    colleague.sync()
    redact(world, owner, client, "taxNumber")
    colleague.clock.advance(3_600_000)
    merging.merge_client(colleague.replica, id=ClientId(client), into=ClientId(stays))
    colleague.sync()
    owner.sync()
    assert places(world, owner, colleague) == []
    assert said(colleague, client, "mergedInto") == stays
    merging.set_apart(owner.replica, id=ClientId(client))
    clients.edit_client(owner.replica, id=ClientId(client), fields={"taxNumber": LATER})
    merging.merge_client(owner.replica, id=ClientId(client), into=ClientId(told))
    for person in (owner, colleague):
        person.sync()
    assert said(colleague, told, "taxNumber") == LATER, "who has heard of it takes over what stands since"


def test_a_merging_that_waits_is_redacted_with_what_it_takes_over(world: World) -> None:
    owner = world.owner()
    client, stays = add_client(owner, "Bakery"), add_client(owner, "Cakes")
    clients.edit_client(owner.replica, id=ClientId(client), fields={"taxNumber": CANARY})
    owner.sync()
    redact(world, owner, client, "taxNumber")
    merging.merge_client(owner.replica, id=ClientId(client), into=ClientId(stays))
    owner.replica.write(lambda tx: tx.db.execute("UPDATE outbox SET state='refused', code='locked'"))
    owner.sync()
    assert places(world, owner) == []
    assert said(owner, stays, "taxNumber") is None
