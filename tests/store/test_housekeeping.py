"""What happens beside the work: the log goes back into the file after saves have answered, and a day has its backup."""

from pathlib import Path

from onetool_desktop.store.housekeeping import keep_house
from onetool_desktop.store.lanes import InlineLanes, Lane, ThreadLanes
from tests.store.world import World


def pages_of_log(world: World) -> int:
    _, grown, written = world.replica.writer.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
    return int(grown) - int(written)


def test_the_log_is_written_back_after_saves_and_never_grows_without_end(world: World) -> None:
    lanes = InlineLanes()
    keep_house(world.replica, lanes)

    grown = max(pages_of_log(world) for _ in range(60) if world.client("Saved", notes="x" * 5_000))

    assert grown < 260
    assert world.live("clients", world.client("Last")).f["companyName"] == "Last"


def test_without_housekeeping_the_log_grows_on(world: World) -> None:
    for _ in range(60):
        world.client("Saved", notes="x" * 5_000)

    assert pages_of_log(world) > 260


def test_the_first_hour_of_a_day_makes_its_backup(world: World) -> None:
    keep_house(world.replica, InlineLanes())

    folder: Path = world.path.with_name(world.path.stem + " backups")
    assert [path.name for path in folder.iterdir()] == ["2026-01-01.db"]


def test_a_save_while_the_lanes_close_is_still_a_save(world: World) -> None:
    lanes = ThreadLanes()
    keep_house(world.replica, lanes)

    client = lanes.submit(Lane.WRITE, lambda: world.client("Last thing"))
    lanes.close()

    assert world.live("clients", client.result()).f["companyName"] == "Last thing"
