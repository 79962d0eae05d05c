"""A cloud brought back from a backup, seen from its devices: nothing they kept is lost, no number on paper changes."""

import shutil

from onetool_desktop.cloud import restored
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.proof.deterministic import SeededIds
from onetool_desktop.services import invoices, lines
from onetool_desktop.store import attention
from onetool_desktop.sync import events as e
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind
from tests.sync.engine import Engine
from tests.sync.world import Person, World, add_client, names, open_service

DAY = "2026-01-05"


def bill(person: Person, name: str) -> str:
    """An invoice issued with a network; its id."""
    client = ClientId(add_client(person, name))
    made = invoices.create_invoice(person.replica, client_id=client, today=DAY).id
    fields = {"description": "Hedge", "quantity": "1", "unitPrice": "40.00", "taxRate": "19"}
    lines.add_line(person.replica, c="invoices", document=made, fields=fields)
    invoices.issue_invoice(person.replica, id=made, day=DAY, online=True)
    return made


def numbers(person: Person) -> list[str]:
    found = person.replica.reads().db.execute("SELECT number FROM issued ORDER BY 1").fetchall()
    return [number for (number,) in found]


def back_up(world: World) -> None:
    world.service.database.close()
    shutil.copyfile(world.folder / "cloud.db", world.folder / "backup.db")


def bring_back(world: World) -> None:
    world.service.database.close()
    for end in ("-wal", "-shm"):
        (world.folder / f"cloud.db{end}").unlink(missing_ok=True)
    shutil.copyfile(world.folder / "backup.db", world.folder / "cloud.db")
    world.service = open_service(world.folder, world.clock)
    restored.open_epoch(world.service.database, clock=world.clock, ids=SeededIds(77, world.clock))
    for person in world.people:
        person.wire.service = world.service


def test_what_the_backup_lacks_is_offered_again_with_its_numbers(world: World) -> None:
    owner = world.owner()
    other = world.again(owner)
    first = Engine(owner)
    bill(owner, "Before")
    first.hear(e.Edited())
    back_up(world)
    bill(owner, "After")
    first.hear(e.Edited())
    assert numbers(owner) == ["INV-000001", "INV-000002"]
    assert attention.items(owner.replica.reads().db) == []
    bring_back(world)

    first.hear(e.SyncNow())
    assert (first.status.kind, first.status.cause) == (Kind.STOPPED, Cause.EPOCH)
    first.hear(e.Proceed())
    assert first.status.kind is Kind.SYNCED, first.status
    assert numbers(owner) == ["INV-000001", "INV-000002"]
    assert attention.items(owner.replica.reads().db) == []
    second = Engine(other)
    second.hear(e.Proceed())
    assert second.status.kind is Kind.SYNCED
    assert (names(other), numbers(other)) == (["After", "Before"], ["INV-000001", "INV-000002"])


def test_a_new_number_waits_for_the_release_and_follows_the_highest(world: World) -> None:
    owner = world.owner()
    engine = Engine(owner)
    back_up(world)
    bill(owner, "Printed")
    engine.hear(e.Edited())
    bring_back(world)
    engine.hear(e.SyncNow())
    engine.hear(e.Proceed())
    bill(owner, "Meanwhile")
    engine.hear(e.Edited())
    assert engine.status.kind is Kind.ATTENTION
    item, *held = attention.items(owner.replica.reads().db)
    assert "administrator" in item.reason
    assert [one.cause for one in held] == [item.gid], "what the issue makes of a lead waits with it"
    assert numbers(owner) == ["INV-000001"]

    with world.service.database.write() as connection:
        connection.run("UPDATE closed_series SET since = 0")
    attention.retry(owner.replica, item.gid)
    engine.hear(e.Edited())
    assert numbers(owner) == ["INV-000001", "INV-000002"]
    assert attention.items(owner.replica.reads().db) == []
