"""A backup put in the place of the present: nothing is lost, nothing unsent is forgotten, no number is given twice."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.store import backup, exchange, outbox, restoring, swapping
from onetool_desktop.store.errors import DamagedError, StoreError, WrongKeyError
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica
from tests.store.world import KEY, World


def another_device(world: World) -> Identity:
    device = world.ids.new_id()
    return replace(world.replica.identity, device=device, author=device[-8:], series="C7")


def backed_up(world: World, name: str = "kept.onetool") -> Path:
    return backup.make(world.replica.reads().db, world.path.with_name(name), key=world.key)


def restore(world: World, source: Path, device: Identity | None = None) -> restoring.Restored:
    world.replica.close()
    try:
        return restoring.restore(
            world.path,
            source,
            org=world.org,
            key=world.key,
            clock=world.clock,
            ids=world.ids,
            device=device,
        )
    finally:
        world.replica = Replica.open(world.path, key=world.key, clock=world.clock, ids=world.ids)


def names(world: World) -> set[str]:
    return {name for (name,) in world.replica.reads().db.execute('SELECT "companyName" FROM clients')}


@pytest.mark.parametrize("key", [KEY, None], ids=["keyed", "plain"])
def test_a_business_without_a_cloud_is_as_it_was_and_what_was_there_can_be_restored_in_turn(
    make_world: Callable[..., World], key: str | None
) -> None:
    world = make_world(key=key, connected=False)
    world.client("Before")
    source = backed_up(world)
    world.client("After")

    found = restore(world, source)

    assert names(world) == {"Before"}
    assert found.carried == 0
    assert found.quarantine is not None
    world.client("Later")
    restore(world, found.quarantine / world.path.name)
    assert names(world) == {"Before", "After"}
    world.agree()


def test_numbers_go_on_above_those_given_since_the_backup(make_world: Callable[..., World]) -> None:
    world = make_world(connected=False)
    world.client()
    source = backed_up(world)
    count = "INSERT INTO counters(kind, series, last) VALUES ('invoice', 'main', 41)"
    world.replica.write(lambda tx: tx.db.execute(count))

    restore(world, source)

    assert world.replica.write(lambda tx: tx.next_number("invoice", MAIN)) == 42


def test_unsent_work_is_carried_into_the_backup_of_a_business_with_a_cloud(world: World) -> None:
    known = world.cloud_row(companyName="Known to the cloud", status="lead")
    world.pull(("clients", known))
    early = world.client("Unsent before")
    source = backed_up(world)
    late = world.client("Unsent after")
    gid = world.edit("clients", early, notes="unsent too")
    device = another_device(world)

    found = restore(world, source, device)

    assert found.carried == 2
    assert names(world) == {"Known to the cloud", "Unsent before", "Unsent after"}
    assert world.live("clients", early).f["notes"] == "unsent too"
    assert world.live("clients", late) is not None
    assert world.replica.identity.series == "C7"
    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert [group.n for group in batch.groups] == [1, 2, 3]
    assert {group.h[16:] for group in batch.groups} == {device.author}
    assert gid in {group.gid for group in batch.groups}
    world.agree()


def test_what_the_backup_still_holds_as_unsent_is_offered_under_its_gid_again(world: World) -> None:
    world.client("Sent since")
    source = backed_up(world)
    (gid,) = (entry.group.gid for entry in outbox.entries(world.replica.reads().db))
    world.push()

    found = restore(world, source, another_device(world))

    batch = exchange.next_batch(world.replica)
    assert batch is not None
    assert ([group.gid for group in batch.groups], found.carried) == ([gid], 0)


def test_a_kill_in_the_last_moment_is_completed_at_the_next_start(
    make_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world(connected=False)
    world.client("Before")
    source = backed_up(world)
    world.client("After")
    world.replica.close()

    def killed(path: Path, now_ms: int) -> Path:
        swapping.put_aside(path, now_ms)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "put_aside", killed)
        with pytest.raises(KeyboardInterrupt):
            restoring.restore(world.path, source, org=world.org, key=KEY, clock=world.clock, ids=world.ids)
    assert not world.path.exists()
    log = world.path.with_name(world.path.name + "-wal")
    log.write_bytes(b"a log of the old file")

    world.clock.advance(1)
    swapping.finish(world.path, world.clock.now_ms())

    world.replica = Replica.open(world.path, key=KEY, clock=world.clock, ids=world.ids)
    assert names(world) == {"Before"}
    aside = world.path.parent.glob("quarantine/*/business.db-wal")
    assert b"a log of the old file" in {path.read_bytes() for path in aside}


def test_what_is_no_whole_backup_of_this_business_changes_nothing(
    make_world: Callable[..., World],
) -> None:
    world, other, strange = make_world(), make_world("other.db"), make_world("strange.db", key="ab" * 32)
    world.client("Here")
    torn = backed_up(world)
    content = bytearray(torn.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 9_000] = bytes(9_000)
    torn.write_bytes(content)

    with pytest.raises(DamagedError, match="damaged"):
        restore(world, torn, another_device(world))
    with pytest.raises(StoreError, match="another business"):
        restore(world, backed_up(other, "other.onetool"), another_device(world))
    with pytest.raises(WrongKeyError, match=r"does not open strange\.onetool"):
        restore(world, backed_up(strange, "strange.onetool"), another_device(world))
    with pytest.raises(StoreError):
        restore(world, world.path.with_name("nothing.onetool"), another_device(world))

    assert names(world) == {"Here"}
    assert not (world.path.parent / "restoring").exists()
    assert not (world.path.parent / "quarantine").exists()


def test_a_sealed_backup_is_never_one_of_a_business_that_lies_open(make_world: Callable[..., World]) -> None:
    world, sealed = make_world(key=None), make_world("sealed.db", key=KEY)
    world.client("Here")
    source = backed_up(sealed, "sealed.onetool")
    world.replica.close()
    with pytest.raises(StoreError, match="another business"):
        restoring.restore(
            world.path, source, org=world.org, key=None, clock=world.clock, ids=world.ids, source_key=KEY
        )
    world.replica = Replica.open(world.path, key=None, clock=world.clock, ids=world.ids)
    assert names(world) == {"Here"}
    assert not (world.path.parent / "restoring").exists()


def test_a_backup_by_hand_never_takes_the_place_of_a_file_that_is_there(world: World, tmp_path: Path) -> None:
    chosen = tmp_path / "stick"
    chosen.mkdir()
    db = world.replica.reads().db
    made = [
        backup.by_hand(db, chosen, name="Birch & Amber / Café", key=KEY, now_ms=world.clock.now_ms())
        for _ in range(2)
    ]
    day = made[0].path.name[-18:-8]
    assert [one.path.name for one in made] == [
        f"Birch Amber Café {day}.onetool",
        f"Birch Amber Café {day} 2.onetool",
    ]
    assert all(one.size == one.path.stat().st_size > 0 for one in made)
