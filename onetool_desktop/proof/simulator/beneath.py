"""A database file that becomes another one beneath the connections that are open on it.

Promises: what is open sees the other file from its next statement on, as a program does that comes after one that was
killed: SQLite finds no index of the log that it can trust, makes it anew from the log, and drops what it kept of the
file. Statements stay compiled where the schema is the same.
May not know: which databases.

Why: to connect and to compile every statement once more was a sixth of the work of a schedule.
"""

import shutil
from pathlib import Path

LOG, INDEX = "-wal", "-shm"
_INDEX_HEAD = (
    136  # bytes, both copies of what says whether an index can be trusted, and how far it was written back
)


def beside(path: Path, end: str) -> Path:
    """The file that SQLite keeps beside a database."""
    return path.with_name(path.name + end)


def put(path: Path, copy: Path) -> None:
    """The file at `path`, on which no transaction is open, becomes what `copy` is, its log with it."""
    log, copied = beside(path, LOG), beside(copy, LOG)
    for source, target in ((copy, path), (copied, log)):
        if source.exists():
            _write_over(target, source.read_bytes())
        elif target.exists():
            _write_over(target, b"")
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
