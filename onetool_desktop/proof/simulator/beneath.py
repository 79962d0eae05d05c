"""A database file that becomes another one beneath the connections that are open on it.

Promises: what is open sees the other file from its next statement on, as a program does that comes after one that was
killed: SQLite finds no index of the log that it can trust, makes it anew from the log, and drops what it kept of the
file. Statements stay compiled where the schema is the same. Of several connections on one file the first that looks
makes the index, and the others notice by the log that the file is another: between two states that several have open,
the log is what differs, unless nothing does.
May not know: which databases.

Why: to connect and to compile every statement once more was a sixth of the work of a schedule.
"""

import shutil
from pathlib import Path
from typing import TypeAlias

LOG, INDEX = "-wal", "-shm"
_INDEX_HEAD = 136  # bytes: twice what says whether an index can be trusted, then how far it was written back
Whole: TypeAlias = tuple[bytes, bytes]
"""A file and its log."""


def beside(path: Path, end: str) -> Path:
    """The file that SQLite keeps beside a database."""
    return path.with_name(path.name + end)


def whole(path: Path) -> Whole:
    """What a file is on which no transaction is open."""
    log = beside(path, LOG)
    return path.read_bytes(), log.read_bytes() if log.exists() else b""


def put(path: Path, copy: Path) -> None:
    """The file at `path`, on which no transaction is open, becomes what `copy` is, its log with it."""
    put_bytes(path, whole(copy))


def put_bytes(path: Path, found: Whole) -> None:
    """The file at `path`, on which no transaction is open, becomes this one."""
    data, log = found
    _write_over(path, data)
    if log or beside(path, LOG).exists():
        _write_over(beside(path, LOG), log)
    forget_index(path)


def copy_whole(path: Path, copy: Path) -> None:
    """Copies a file on which no transaction is open, its log with it."""
    for end in ("", LOG):
        if beside(path, end).exists():
            shutil.copyfile(beside(path, end), beside(copy, end))
        else:
            beside(copy, end).unlink(missing_ok=True)


def forget_index(path: Path) -> None:
    """Whoever looks next reads the log anew, as after a kill."""
    index = beside(path, INDEX)
    if index.exists():
        with index.open("r+b") as file:
            file.write(bytes(_INDEX_HEAD))


def _write_over(path: Path, data: bytes) -> None:
    """The same file with other bytes: another one by this name would not be the one that is open."""
    with path.open("r+b" if path.exists() else "wb") as file:
        file.write(data)
        file.truncate()
