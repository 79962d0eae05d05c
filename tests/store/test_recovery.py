"""Damage and loss: backups that open, damaged files that are put aside, and work that is found again."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onetool_desktop.changes.values import Result
from onetool_desktop.store import attention, backup, engine, exchange, journal, outbox, recovery
from onetool_desktop.store.errors import DamagedError
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica
from tests.store.world import KEY, World, put


def another_device(world: World) -> Identity:
    device = world.ids.new_id()
    return replace(world.replica.identity, device=device, author=device[-8:], series="C7")


def ruin(path: Path) -> None:
    """Zeroes the middle half of the file, as a bad drive does."""
    content = bytearray(path.read_bytes())
    quarter = len(content) // 4
    content[quarter : 3 * quarter] = bytes(2 * quarter)
    path.write_bytes(content)


@pytest.mark.parametrize("key", [KEY, None], ids=["keyed", "plain"])
def test_every_unsettled_group_is_salvaged_when_the_database_is_ruined(
    make_world: Callable[..., World], key: str | None
) -> None:
    world = make_world(key=key)
    settled = world.client("Settled")
    world.push()
    world.pull(world.echo("clients", settled))
    client = world.client("Unsettled")
    gids = [world.edit("clients", client, notes=f"note {i}") for i in range(5)]
    world.replica.close()
    ruin(world.path)

    found = journal.salvage(journal.journal_path(world.path), key)

    assert [entry.group.gid for entry in found][1:] == gids
    assert found[0].group.changes[0].f["companyName"] == "Unsettled"
    world.path.unlink()
    world.replica = Replica.create(
        world.path, world.replica.identity, key=key, clock=world.clock, ids=world.ids
    )


def test_a_damaged_line_of_the_journal_costs_itself_and_no_other(world: World) -> None:
    client = world.client()
    gids = [world.edit("clients", client, notes=str(i)) for i in range(3)]
    path = journal.journal_path(world.path)
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3][:40] + b"#" + lines[3][41:]
    path.write_bytes(b"\n".join(lines))

    found = [entry.group.gid for entry in journal.salvage(path, KEY)]

    assert [gid for gid in gids if gid not in found] == [gids[1]]


def test_a_journal_that_lags_behind_is_mended_at_the_next_start(world: World) -> None:
    client = world.client()
    path = journal.journal_path(world.path)
    early = path.read_bytes()
    gid = world.edit("clients", client, notes="later")
    world.replica.close()
    path.write_bytes(early)

    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)

    assert [entry.group.gid for entry in journal.salvage(path, KEY)][1:] == [gid]


def test_a_new_file_in_the_place_of_a_lost_one_does_not_take_its_journal(world: World) -> None:
    gid = world.save(put("clients", world.ids.new_id(), companyName="Only in the journal", status="lead"))
    world.replica.close()
    world.path.unlink()

    world.replica = Replica.create(
        world.path, another_device(world), key=KEY, clock=world.clock, ids=world.ids
    )

    (kept,) = world.path.parent.glob("*.groups ?*")
    assert [entry.group.gid for entry in journal.salvage(kept, KEY)] == [gid]


@pytest.mark.expects_log("journal beside the database could not be written")
def test_a_save_stands_though_its_journal_cannot_be_written(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("no room")

    with monkeypatch.context() as patch:
        patch.setattr(journal.Journal, "append", broken)
        client = world.client("Saved anyway")
    world.edit("clients", client, notes="and again")

    assert world.live("clients", client).f["notes"] == "and again"
    assert len(journal.salvage(journal.journal_path(world.path), KEY)) == 2


def test_a_ruined_file_is_put_aside_and_its_work_is_offered_again(world: World) -> None:
    known = world.cloud_row(companyName="Known to the cloud", status="lead")
    world.pull(("clients", known))
    gid_edit = world.edit("clients", known["id"], notes="pending edit")
    client = world.client("New here")
    contact = world.ids.new_id()
    world.save(put("clientContacts", contact, clientId=client, firstName="Ada"))
    refused = world.edit("clients", client, status="active")
    batch = exchange.next_batch(world.replica)
    assert batch is not None
    answers = world.outcomes(batch, [Result.REFUSED], only=refused)
    world.answer(batch, answers)
    world.replica.close()
    ruin(world.path)

    with pytest.raises(DamagedError):
        _check(world)
    found = recovery.recover(world.path, another_device(world), key=KEY, clock=world.clock, ids=world.ids)
    world.replica = found.replica

    assert (found.waiting, found.attention) == (3, 1)
    assert {path.name for path in found.quarantine.iterdir()} >= {"business.db", "business.db.groups"}
    assert world.live("clients", client).f["companyName"] == "New here"
    assert world.live("clientContacts", contact).f["firstName"] == "Ada"
    assert [item.gid for item in attention.items(world.replica.reads().db)] == [refused]
    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [group.n for group in batch.groups] == [1, 2, 3]
    assert {group.h[16:] for group in batch.groups} == {world.replica.identity.author}
    exchange.apply_arrival(world.replica, world.page(("clients", known)))
    assert world.live("clients", known["id"]).f["notes"] == "pending edit"
    assert gid_edit in {entry.group.gid for entry in outbox.entries(world.replica.reads().db)}
    world.agree()


def _check(world: World) -> None:
    """Opens the file and reads all of it."""
    replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)
    try:
        if not replica.check():
            raise DamagedError("damaged", safe="", next_step="")
    except engine.driver().DatabaseError as error:
        raise DamagedError("damaged", safe="", next_step="") from error
    finally:
        replica.close()


def test_a_backup_is_whole_under_the_same_key_and_made_once_a_day(world: World) -> None:
    client = world.client("In the backup")

    made = world.replica.backup_daily()
    again = world.replica.backup_daily()
    world.clock.advance(backup.DAY_MS)
    next_day = world.replica.backup_daily()

    assert made is not None
    assert next_day is not None
    assert again is None
    assert made.name < next_day.name
    with pytest.raises(engine.driver().DatabaseError):
        engine.connect(made, key="00" * 32, readonly=True)
    restored = world.path.with_name("restored.db")
    shutil.copyfile(made, restored)
    replica = Replica.open(restored, key=KEY, clock=world.clock, ids=world.ids)
    assert replica.reads().row("clients", client) is not None
    replica.close()
    assert sorted(path.name for path in made.parent.iterdir()) == sorted([made.name, next_day.name])


def test_backups_are_thinned_to_a_week_of_days_and_a_month_of_weeks() -> None:
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in range(1, 29)]

    gone = backup.superfluous(days)

    kept = [day for day in days if day not in gone]
    assert kept[-7:] == days[-7:]
    assert len(kept) == 11


def test_a_failed_backup_leaves_the_good_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.client()
    target = backup.make(world.replica.reads().db, world.path.with_name("kept.db"), key=KEY)
    before = target.read_bytes()

    def broken(*_: object) -> None:
        raise OSError("the drive went away")

    monkeypatch.setattr(backup, "_copy", broken)
    with pytest.raises(OSError, match="drive"):
        backup.make(world.replica.reads().db, target, key=KEY)

    assert target.read_bytes() == before
    assert [path.name for path in world.path.parent.glob(".*part*")] == []
