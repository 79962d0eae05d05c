"""Backups of a replica: one file each, whole and checked before it takes its name.

Promises: a backup is a consistent copy under the same key, made while others read and write; it is on the
drive when the call returns; a failed one leaves nothing behind and never takes the place of a good one. Old
ones are thinned to seven days and four weeks, those made before records went to seven whole days; those made before a
migration or the way to another cloud, or by a person, are kept.
"""

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from onetool_desktop.platform import files
from onetool_desktop.store import engine, errors
from onetool_desktop.store.engine import Db

DAY_MS = 86_400_000
DAYS, WEEKS = 7, 4
_BEFORE_PURGE = "before records went"
END = ".onetool"
"""How the name of a backup ends that a person made."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that lies here: when it was made (ms UTC) and its size in bytes."""

    path: Path
    made_ms: int
    size: int


def folder(database: Path) -> Path:
    """Where the backups of a database file lie."""
    return database.with_name(database.stem + " backups")


def make(db: Db, target: Path, *, key: str | None) -> Path:
    """Copies the database of `db` to `target`, checked. Raises DamagedError where the copy does not hold."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.part")
    files.remove_patiently(temporary)
    try:
        _copy(db, temporary, key)
        with temporary.open("rb+") as file:
            files.sync_to_disk(file.fileno())
        temporary.replace(target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                temporary.with_name(temporary.name + suffix).unlink()
    files.sync_folder(target.parent)
    return target


def kept(database: Path) -> list[Kept]:
    """The backups of a database that the program made by itself, newest first."""
    found: list[Kept] = []
    for path in folder(database).glob("*.db"):
        with contextlib.suppress(FileNotFoundError):  # thinned at this very moment
            facts = path.stat()
            found.append(Kept(path, facts.st_mtime_ns // 1_000_000, facts.st_size))
    return sorted(found, key=lambda one: one.made_ms, reverse=True)


def by_hand(db: Db, target_folder: Path, *, name: str, key: str | None, now_ms: int) -> Kept:
    """A backup into a folder a person chose, under a name that no file there has; theirs to keep."""
    plain = "".join(letter if letter.isalnum() else " " for letter in name).split()
    stem = f"{' '.join(plain) or 'Business'} {_day(now_ms)}"
    names = (f"{stem}{END}", *(f"{stem} {n}{END}" for n in range(2, 10_000)))
    target = next(target_folder / one for one in names if not (target_folder / one).exists())
    made = make(db, target, key=key)
    return Kept(made, now_ms, made.stat().st_size)


def daily(db: Db, database: Path, *, key: str | None, now_ms: int) -> Path | None:
    """Today's backup, unless there is one; older ones are thinned. Days are UTC."""
    target = folder(database) / f"{_day(now_ms)}.db"
    if target.exists():
        return None
    made = make(db, target, key=key)
    for name in superfluous(sorted(path.stem for path in target.parent.glob("????-??-??.db"))):
        files.remove_patiently(target.parent / f"{name}.db")
    for path in target.parent.glob(f"????-??-?? {_BEFORE_PURGE}.db"):
        if path.name[:10] < _day(now_ms - DAYS * DAY_MS):
            files.remove_patiently(path)
    return made


def before_migration(db: Db, database: Path, *, key: str | None, version: int, now_ms: int) -> Path:
    """The backup that a migration is preceded by."""
    return make(db, folder(database) / f"{_day(now_ms)} before version {version + 1}.db", key=key)


def before_purge(db: Db, database: Path, *, key: str | None, now_ms: int) -> Path:
    """Today's backup of what stands before much of it goes, unless there is one."""
    target = folder(database) / f"{_day(now_ms)} {_BEFORE_PURGE}.db"
    return target if target.exists() else make(db, target, key=key)


def before_cloud(db: Db, database: Path, *, key: str | None, now_ms: int) -> Path:
    """The backup that the way to another cloud is preceded by."""
    return make(db, folder(database) / f"{_day(now_ms)} before the cloud.db", key=key)


def superfluous(days: list[str]) -> list[str]:
    """Of the days (ISO, rising) that have a backup, those not needed: kept are the last seven and a day of
    each of the four weeks before.
    """
    rest = days[:-DAYS]
    weeks = {datetime.fromisoformat(day).isocalendar()[:2]: day for day in rest}
    kept = set(list(weeks.values())[-WEEKS:])
    return [day for day in rest if day not in kept]


def _copy(db: Db, target: Path, key: str | None) -> None:
    module = engine.driver()
    copy = module.connect(str(target), isolation_level=None)
    try:
        copy.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            copy.execute(f"PRAGMA key=\"x'{key}'\"")
        cast(Any, db).backup(copy)
        if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise errors.damaged()
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def _day(now_ms: int) -> str:
    return datetime.fromtimestamp(now_ms / 1000, UTC).date().isoformat()
