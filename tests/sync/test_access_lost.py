"""What a person may no longer see is on his computer no more: in no table, no index, no journal, no file of bytes."""

import hashlib
from collections.abc import Sequence
from typing import Any

import pytest

from onetool_desktop.changes.values import RowKey
from onetool_desktop.domain.ids import ClientId, TaskId
from onetool_desktop.services import attachments, attention as in_attention, clients, tasks, undo
from onetool_desktop.store import attention, exchange, redacting, search
from onetool_desktop.store.housekeeping import keep_house
from onetool_desktop.store.lanes import InlineLanes
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.sync import team
from tests.sync.test_redaction import CANARY, note, on_device, redact
from tests.sync.test_transfers import PHOTO, porter, sent
from tests.sync.world import Person, World, add_client

_REFUSE = """INSERT INTO outbox(n, gid, action, action_id, label, made_at, h, body, state, size)
    SELECT n, gid, action, action_id, label, made_at, h, body, 'refused', 0 FROM settled WHERE body LIKE ?"""


def in_file(person: Person, text: str) -> bool:
    """Whether the bytes of the database hold a word, as it is written or as the index has it."""
    person.replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return text.lower().encode() in person.replica.path.read_bytes().lower()


def assign(owner: Person, task: str, user: str | None) -> None:
    tasks.edit_task(owner.replica, id=TaskId(task), fields={"assigneeUserId": user})
    owner.sync()


def become(owner: Person, person: Person, role: str) -> None:
    user, org = person.replica.identity.user_id, owner.replica.identity.org
    team.set_role(owner.session, org, user=user, role=role, ids=owner.gate.ids)


@pytest.fixture
def owner(world: World) -> Person:
    return world.owner()


@pytest.fixture
def technician(world: World, owner: Person) -> Person:
    return world.colleague(owner, role="technician")


def visit(owner: Person, technician: Person) -> tuple[str, str]:
    """A client with a visit that is the technician's, who has fetched both."""
    client = add_client(owner, CANARY)
    fields = {"title": f"{CANARY} leak", "clientId": client, "date": "2026-01-05", "status": "pending"}
    me = technician.replica.identity.user_id
    task = tasks.create_task(owner.replica, fields={**fields, "assigneeUserId": me}).id
    owner.sync()
    technician.sync()
    return client, task


def test_what_is_withdrawn_leaves_every_table_and_the_index(owner: Person, technician: Person) -> None:
    keep_house(technician.replica, InlineLanes())
    _, task = visit(owner, technician)
    assert in_file(technician, CANARY)
    assign(owner, task, None)
    technician.sync()
    assert on_device(technician, CANARY) == []
    assert not in_file(technician, CANARY)
    assert search.hits(technician.replica.reads().db, search.expression(CANARY)) == []


def test_what_he_sees_all_the_same_is_still_found_afterwards(owner: Person, technician: Person) -> None:
    keep_house(technician.replica, InlineLanes())
    _, first = visit(owner, technician)
    visit(owner, technician)
    assign(owner, first, None)
    technician.sync()
    found = search.hits(technician.replica.reads().db, search.expression(CANARY))
    assert sorted(c for c, _ in found) == ["clients", "tasks"]
    assert not search.is_to_forget(technician.replica.writer)


def test_a_redacted_word_leaves_the_index_too(world: World, owner: Person) -> None:
    keep_house(owner.replica, InlineLanes())
    client = add_client(owner, CANARY)
    owner.sync()
    redact(world, owner, client, "companyName")
    owner.sync()
    assert not in_file(owner, CANARY)


def test_the_bytes_of_a_file_go_with_its_record(owner: Person, technician: Person) -> None:
    office, there = porter(owner), porter(technician)
    client, task = visit(owner, technician)
    row_id = sent(office, client)
    technician.sync()
    attachments.fetch_files(technician.replica, ids=[attachments.AttachmentId(row_id)])
    there.run()
    assert there.read() == PHOTO
    assign(owner, task, None)
    technician.sync()
    assert not technician.replica.blobs.has(hashlib.sha256(PHOTO).hexdigest())
    assert office.read() == PHOTO


@pytest.mark.parametrize("anew", [False, True], ids=["the next page", "an arrival beside the data"])
def test_what_he_wrote_himself_is_redacted_though_the_record_is_out_of_sight(
    world: World, owner: Person, technician: Person, anew: bool
) -> None:
    client, task = visit(owner, technician)
    for text in (CANARY, f"{CANARY} refused"):
        note(technician, client, text)
        technician.sync()
    technician.replica.write(lambda tx: tx.db.execute(_REFUSE, (f"%{CANARY} refused%",)))
    assign(owner, task, None)
    technician.sync()
    assert on_device(technician, CANARY) != []
    redact(world, owner, client, "notes")
    if anew:
        exchange.start_over(technician.replica)
    technician.sync()
    assert on_device(technician, CANARY) == []


@pytest.mark.parametrize("deleted", [False, True], ids=["alive", "deleted before"])
def test_who_saw_everything_until_his_role_changed_hears_of_what_is_redacted_since(
    world: World, owner: Person, *, deleted: bool
) -> None:
    paul = world.colleague(owner)
    client = add_client(owner, "Harbour Bakery")
    owner.sync()
    paul.sync()
    note(paul, client, CANARY)
    paul.sync()
    if deleted:
        clients.delete_client(paul.replica, id=ClientId(client))
        paul.sync()
    become(owner, paul, "technician")
    paul.sync()
    assert paul.replica.reads().row("clients", client) is None
    assert on_device(paul, CANARY) != [], "what he wrote is in his log"
    redact(world, owner, client, "notes")
    paul.sync()
    assert on_device(paul, CANARY) == []


def test_what_he_discarded_comes_back_to_the_list_without_what_was_redacted_out_of_his_sight(
    world: World, owner: Person, technician: Person
) -> None:
    client, task = visit(owner, technician)
    note(technician, client, f"{CANARY} refused")
    technician.replica.write(lambda tx: tx.db.execute("UPDATE outbox SET state='refused', code='locked'"))
    (item,) = attention.items(technician.replica.reads().db)
    discarded = in_attention.discard(technician.replica, gids=[item.gid]).undo
    assign(owner, task, None)
    technician.sync()
    redact(world, owner, client, "notes")
    technician.sync()
    assert discarded is not None
    undo.take_back(technician.replica, discarded)
    assert [one.gid for one in attention.items(technician.replica.reads().db)] == [item.gid]
    assert on_device(technician, f"{CANARY} refused") == []


def test_what_was_told_of_a_record_out_of_sight_is_forgotten_once(
    world: World, owner: Person, technician: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[object] = []
    forget = redacting._forget  # pyright: ignore[reportPrivateUsage]

    def noted(tx: Transaction, key: RowKey, registers: Sequence[str]) -> None:
        forgotten.append((key, sorted(registers)))
        forget(tx, key, registers)

    monkeypatch.setattr(redacting, "_forget", noted)
    client, task = visit(owner, technician)
    note(technician, client, CANARY)
    technician.sync()
    assign(owner, task, None)
    technician.sync()
    for redacted in (["notes"], ["companyName", "notes"]):
        redact(world, owner, client, *redacted)
        forgotten.clear()
        for _ in range(2):
            technician.sync()
            exchange.start_over(technician.replica)
        technician.sync()
        assert forgotten == [(("clients", client), redacted)], "each redaction is a later one, and heard once"


def test_who_never_saw_a_record_hears_nothing_of_it(world: World, owner: Person, technician: Person) -> None:
    client = add_client(owner, CANARY)
    owner.sync()
    redact(world, owner, client, "companyName")
    told: list[Any] = []
    technician.wire.after = lambda call, value: told.append(value) or value
    technician.sync()
    assert told
    assert client not in str(told)


def test_a_smaller_role_is_not_told_row_by_row_of_all_that_it_sees_no_more(
    world: World, owner: Person
) -> None:
    paul = world.colleague(owner)
    for at in range(5):
        add_client(owner, f"Client {at}")
    owner.sync()
    paul.sync()
    become(owner, paul, "technician")
    told: list[Any] = []
    paul.wire.after = lambda call, value: told.append(value) or value
    paul.sync()
    assert {key: ids for value in told for key, ids in value.get("gone", {}).items()} == {}
    assert paul.replica.reads().db.execute("SELECT count(*) FROM clients").fetchone() == (0,)
