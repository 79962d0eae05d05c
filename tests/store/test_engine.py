"""The door to the file: safe settings in force, the right key, and files that are told from a distance to be wrong."""

import hashlib
import shutil
from pathlib import Path

import pytest

from onetool_desktop.store import engine, errors, migrate
from onetool_desktop.store.journal import journal_path
from onetool_desktop.store.replica import Replica
from tests.store.world import KEY, World

SAFE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "fullfsync": 1,
    "checkpoint_fullfsync": 1,
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "cache_size": -65536,
}


def closed_file(world: World) -> Path:
    """A file with a client in it, copied while nobody has it open."""
    world.client("Kept Safe")
    world.replica.close()
    copy = world.path.with_name("copy.db")
    shutil.copyfile(world.path, copy)
    world.reopen()
    return copy


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def opened(world: World, path: Path, key: str | None = KEY) -> Replica:
    return Replica.open(path, key=key, clock=world.clock, ids=world.ids)


@pytest.mark.parametrize("readonly", [False, True], ids=["writer", "reader"])
def test_every_connection_runs_with_the_safe_settings(world: World, readonly: bool) -> None:
    db = world.replica.reads().db if readonly else world.replica.writer

    assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in SAFE} == SAFE


def test_a_reader_cannot_write(world: World) -> None:
    with pytest.raises(engine.driver().OperationalError, match="readonly"):
        world.replica.reads().db.execute("DELETE FROM clients")


def test_an_engine_that_can_damage_files_is_refused() -> None:
    with pytest.raises(errors.EngineError, match=r"3\.51\.2"):
        engine.gate((3, 51, 2))
    engine.gate((3, 51, 3))


def test_a_setting_that_does_not_take_effect_stops_the_start(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine.PRAGMAS, "synchronous", ("NORMAL", 2))  # type: ignore[arg-type]

    with pytest.raises(errors.EngineError, match="synchronous"):
        engine.connect(world.path, key=KEY)


def test_another_key_is_told_and_nothing_is_changed(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    copy = closed_file(world)
    before = fingerprint(copy)

    with pytest.raises(errors.WrongKeyError, match="key on this computer"):
        opened(world, copy, key="00" * 32)

    assert fingerprint(copy) == before
    assert capfd.readouterr().err == ""


def test_a_damaged_first_page_is_damage_and_no_wrong_key_when_the_journal_opens(world: World) -> None:
    copy = closed_file(world)
    shutil.copyfile(journal_path(world.path), journal_path(copy))
    damaged = bytearray(copy.read_bytes())
    damaged[100] ^= 1
    copy.write_bytes(damaged)
    before = fingerprint(copy)

    with pytest.raises(errors.DamagedError, match="damaged"):
        opened(world, copy)

    assert fingerprint(copy) == before


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\0" + b"\0" * 4096], ids=["empty", "text", "zeros"]
)
def test_what_is_no_business_is_told_in_a_sentence(world: World, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)

    with pytest.raises(errors.StoreError) as error:
        opened(world, path, key=None)

    assert str(error.value).endswith(".")
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(world: World, tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.db"
    other = engine.driver().connect(str(path), isolation_level=None)
    other.execute("CREATE TABLE bookmarks(url)")
    other.close()
    before = fingerprint(path)

    with pytest.raises(errors.StoreError, match="not a business"):
        opened(world, path, key=None)

    assert fingerprint(path) == before


def test_a_file_that_is_not_there_is_told_and_not_made(world: World, tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match="no file"):
        opened(world, tmp_path / "nowhere.db")

    assert not (tmp_path / "nowhere.db").exists()


def test_a_folder_in_place_of_the_file_is_told(world: World, tmp_path: Path) -> None:
    (tmp_path / "replica.db").mkdir()
    with pytest.raises(errors.StoreError, match="no file"):
        opened(world, tmp_path / "replica.db", key=None)


def test_a_file_of_a_newer_program_is_left_as_it_is(world: World) -> None:
    copy = closed_file(world)
    db = engine.connect(copy, key=KEY)
    db.execute(f"PRAGMA user_version={migrate.VERSION + 1}")
    db.close()
    before = fingerprint(copy)

    with pytest.raises(errors.NewerFileError, match="newer version"):
        opened(world, copy)

    assert fingerprint(copy) == before


def test_a_new_business_never_takes_the_place_of_an_old_one(world: World) -> None:
    with pytest.raises(errors.StoreError, match="already"):
        Replica.create(world.path, world.replica.identity, key=KEY, clock=world.clock, ids=world.ids)


def test_a_business_that_cannot_be_made_leaves_no_file_behind(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(migrate, "create", broken)
    with pytest.raises(OSError, match="no room"):
        Replica.create(
            tmp_path / "half.db", world.replica.identity, key=KEY, clock=world.clock, ids=world.ids
        )

    assert list(tmp_path.glob("half*")) == []


def test_a_file_that_was_not_closed_is_checked_before_it_is_used(world: World) -> None:
    client = world.client("Unclosed")
    copy = world.path.with_name("crashed.db")
    for end in ("", "-wal"):
        shutil.copyfile(f"{world.path}{end}", f"{copy}{end}")

    replica = opened(world, copy)

    assert replica.reads().row("clients", client) is not None
    replica.close()


def test_a_full_drive_is_told_and_the_save_before_is_safe(world: World) -> None:
    client = world.client("Before")
    pages = world.replica.writer.execute("PRAGMA page_count").fetchone()[0]
    world.replica.writer.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(errors.FullError, match="drive is full"):
        world.client("Too much", notes="x" * 50_000)
    world.replica.writer.execute("PRAGMA max_page_count=1000000")

    assert world.live("clients", client).f["companyName"] == "Before"
    assert world.live("clients", world.client("After")).f["companyName"] == "After"
    assert world.replica.hand.last_n == 2
