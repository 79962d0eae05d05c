"""Before records go that the cloud does not send any more, a copy is kept and named, whatever the cloud says."""

import sqlite3
from typing import Any

import pytest

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients
from onetool_desktop.store import attention, backup, exchange
from onetool_desktop.store.errors import damaged
from onetool_desktop.sync import events as e
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind
from onetool_desktop.sync.transport import Call
from tests.sync.engine import Engine
from tests.sync.test_restored_cloud import back_up, bring_back
from tests.sync.world import Person, World, add_client, names

MANY = 120
HOUR_MS, DAY_MS, WEEK_MS = 3_600_000, 86_400_000, 7 * 86_400_000


def in_copy(engine: Engine) -> list[str]:
    """The clients in the copy that the person is told of."""
    name = exchange.state(engine.person.replica).kept_before
    assert Cause.KEPT_BEFORE in engine.status.hints
    assert name in engine.status.sentence
    (found,) = [one.path for one in backup.kept(engine.person.replica.path) if one.path.name == name]
    copy = sqlite3.connect(found)
    try:
        return [said for (said,) in copy.execute('SELECT "companyName" FROM clients ORDER BY 1')]
    finally:
        copy.close()


def full(*_: object, **__: object) -> None:
    """No copy can be made."""
    raise damaged()


def sends_nothing(value: Any) -> Any:
    """A page of a cloud that names other rights, under which there is next to nothing."""
    return {**value, "scopes": "owner.99", "rows": {}, "more": False, "phase": None}


def restored(world: World) -> tuple[Person, Engine]:
    """An owner whose cloud was restored and lost nothing; his engine asks."""
    owner = world.owner()
    add_client(owner, "Known")
    owner.sync()
    engine = Engine(owner)
    back_up(world)
    bring_back(world)
    engine.hear(e.SyncNow())
    return owner, engine


@pytest.fixture
def held(world: World) -> Engine:
    """A second device of the owner, which holds many clients."""
    owner = world.owner()
    for number in range(MANY):
        add_client(owner, f"Client {number:02}")
    owner.sync()
    return Engine(world.again(owner))


def test_a_cloud_that_names_other_rights_and_sends_next_to_nothing_leaves_a_copy_and_all_that_waits(
    held: Engine,
) -> None:
    person = held.person
    client = str(person.replica.reads().db.execute("SELECT id FROM clients LIMIT 1").fetchone()[0])
    before = names(person)
    person.clock.advance(DAY_MS // 2)
    clients.edit_client(person.replica, id=ClientId(client), fields={"notes": "Waits"})
    person.replica.write(lambda tx: tx.db.execute("UPDATE outbox SET state='refused', code='locked'"))
    person.wire.after = lambda call, value: sends_nothing(value) if call.path == "sync:pull" else value
    held.hear(e.SyncNow())
    for _ in range(6):
        held.ring()
        if len(names(person)) < MANY:
            break
    assert in_copy(held) == sorted(before)
    (waits,) = attention.items(person.replica.reads().db)
    assert waits.group.changes[0].f == {"notes": "Waits"}
    person.clock.advance(WEEK_MS - HOUR_MS)
    person.replica.backup_daily()
    held.hear(e.SyncNow())
    assert in_copy(held) == sorted(before)
    person.clock.advance(DAY_MS)
    held.hear(e.SyncNow())
    person.replica.backup_daily()
    assert Cause.KEPT_BEFORE not in held.status.hints
    assert [one.path.stem for one in backup.kept(person.replica.path) if " " in one.path.stem] == []


def test_the_copy_of_the_morning_is_not_replaced_by_one_that_holds_less(held: Engine) -> None:
    person = held.person
    before = {str(row_id) for (row_id,) in person.replica.reads().db.execute("SELECT id FROM clients")}
    shown = {*sorted(before)[: MANY // 2]}

    def sends_those(call: Call, value: Any) -> Any:
        if call.path != "sync:pull":
            return value
        rows = {"clients": [row for row in value["rows"].get("clients", ()) if row["id"] in shown]}
        return {**value, "rows": rows, "scopes": f"owner.{len(shown)}"}

    person.wire.after = sends_those
    held.hear(e.SyncNow())
    assert len(names(person)) == len(shown)
    shown.clear()
    held.hear(e.SyncNow())
    assert names(person) == []
    assert len(in_copy(held)) == MANY


def test_where_no_copy_can_be_made_nothing_goes(held: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "make", full)
    held.person.wire.after = lambda call, value: sends_nothing(value) if call.path == "sync:pull" else value
    held.hear(e.SyncNow())
    for _ in range(10):
        held.ring()
    assert len(names(held.person)) == MANY
    assert held.status.cause is Cause.THIS_COMPUTER
    assert held.timer is not None
    assert held.timer.delay.least_ms > 60_000, "ever more rarely"


def test_a_restored_cloud_is_followed_with_a_copy_of_what_it_lost_and_others_made(world: World) -> None:
    owner = world.owner()
    engine, colleague = Engine(owner), world.colleague(owner)
    back_up(world)
    add_client(colleague, "Made since")
    colleague.sync()
    engine.hear(e.SyncNow())
    bring_back(world)
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    assert names(owner) == []
    assert in_copy(engine) == ["Made since"]


def test_whoever_let_a_restored_cloud_be_followed_is_not_asked_again_where_no_copy_could_be_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, engine = restored(world)
    with monkeypatch.context() as without_room:
        without_room.setattr(backup, "make", full)
        engine.hear(e.Proceed())
        engine.ring()
        assert engine.status.cause is Cause.THIS_COMPUTER
    engine.ring()
    assert engine.status.kind is Kind.SYNCED
    assert names(owner) == ["Known"]


def test_a_restored_cloud_that_lost_nothing_is_followed_and_nothing_is_told(world: World) -> None:
    owner, engine = restored(world)
    engine.hear(e.Proceed())
    assert names(owner) == ["Known"]
    assert exchange.state(owner.replica).kept_before == ""


def test_a_few_records_out_of_sight_are_no_matter(held: Engine) -> None:
    person: Person = held.person
    gone = str(person.replica.reads().db.execute("SELECT id FROM clients LIMIT 1").fetchone()[0])

    def without_one(call: Call, value: Any) -> Any:
        if call.path != "sync:pull" or "clients" not in value["rows"]:
            return value
        rows = {**value["rows"], "clients": [row for row in value["rows"]["clients"] if row["id"] != gone]}
        return {**value, "rows": rows}

    person.wire.after = without_one
    exchange.start_over(person.replica)
    person.sync()
    assert len(names(person)) == MANY - 1
    assert exchange.state(person.replica).kept_before == ""
