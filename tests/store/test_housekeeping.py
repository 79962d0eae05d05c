"""What happens beside the work: the log goes back into the file after saves have answered, and a day has its backup."""

from functools import partial
from pathlib import Path

import pytest

from onetool_desktop.changes.values import Result
from onetool_desktop.domain.ids import AttachmentId
from onetool_desktop.services.attachments import NewFile, add_file, remove_file, store_file
from onetool_desktop.store import attention, search
from onetool_desktop.store.housekeeping import FILES_KEPT_S, clear_files, keep_house
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


def test_the_search_index_is_tidied_until_nothing_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An arrival leaves it in parts; what a rest begins the next ones end, without a save between them."""
    monkeypatch.setattr(search, "merge", partial(search.merge, pages=2))
    db = world.replica.writer
    search.clear(db)
    for at in range(30):
        world.client("Saved", notes=" ".join(f"{at}w{word}" for word in range(400)))
    parts = "SELECT count(DISTINCT segid) FROM search_idx"
    assert db.execute(parts).fetchone()[0] >= 30
    keep_house(world.replica, InlineLanes())
    world.client("Last")

    assert db.execute(parts).fetchone()[0] < 5
    assert len(search.hits(world.replica.reads().db, search.expression("saved"), limit=100)) == 30


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


DAY_MS = 24 * 3_600_000


def add_photo(world: World, data: bytes, preview: bytes = b"") -> tuple[AttachmentId, str]:
    new = NewFile(name="a.jpg", kind="photo", mime="image/jpeg", data=[data], preview=preview)
    stored = store_file(world.replica, new)
    made = add_file(world.replica, home="clientId", home_id=world.client("Harbour"), file=stored)
    return made.id, stored.sent[0][0]


def test_the_bytes_of_a_deleted_file_go_after_thirty_days_and_no_others(world: World) -> None:
    kept, kept_sha = add_photo(world, b"kept", preview=b"small")
    gone, gone_sha = add_photo(world, b"gone")
    clear_files(world.replica)
    remove_file(world.replica, id=gone)
    world.clock.advance(FILES_KEPT_S * 1_000 - DAY_MS)
    assert clear_files(world.replica) == 0
    assert world.replica.blobs.has(gone_sha)
    world.clock.advance(2 * DAY_MS)
    assert clear_files(world.replica) == 1
    blobs, row = world.replica.blobs, world.live("attachments", kept)
    assert not blobs.has(gone_sha)
    assert (blobs.holds(kept_sha), blobs.holds(row.f["previewSha256"])) == (True, True)


def test_bytes_of_a_record_that_was_refused_stay_as_long_as_the_refusal(world: World) -> None:
    made, sha = add_photo(world, b"to be sent")
    clear_files(world.replica)
    refused = world.push(Result.OK, Result.REFUSED, code="not_found")[-1]
    assert world.replica.reads().row("attachments", made) is None
    world.clock.advance(2 * FILES_KEPT_S * 1_000)
    assert clear_files(world.replica) == 0
    assert world.replica.blobs.has(sha)
    world.replica.write(lambda tx: attention.drop(tx, refused.gid))
    world.clock.advance(2 * FILES_KEPT_S * 1_000)
    assert clear_files(world.replica) == 1
