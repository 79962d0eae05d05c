"""The file of a closed replica moved as a whole, with its log and its journal: put aside, or another in its place.

Promises: renames alone, nothing is deleted of what was there; a kill at any moment leaves what `finish` completes. May
not know: what is in a file.
"""

import shutil
from pathlib import Path

from onetool_desktop.platform import files
from onetool_desktop.store import journal


def beside_of(path: Path) -> Path:
    """The folder in which a file is made ready that shall be in the place of `path`."""
    return path.parent / "restoring"


def put_aside(path: Path, now_ms: int) -> Path:
    """Moves a closed replica, its log and its journal into a folder of their own beside it."""
    quarantine = path.parent / "quarantine" / f"{path.stem} {now_ms}"
    quarantine.mkdir(parents=True)
    for part in (
        path,
        *(path.with_name(path.name + end) for end in ("-wal", "-shm")),
        journal.journal_path(path),
    ):
        if part.exists():
            part.rename(quarantine / part.name)
    return quarantine


def finish(path: Path, now_ms: int) -> None:
    """Completes a restoring that was cut off in its last moment: the file that was there lies aside already."""
    beside = beside_of(path)
    if path.exists() or not (beside / path.name).exists():
        return
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-shm", journal.ENDING)):
        put_aside(path, now_ms)  # a log of the old file would bring the old data back
    ready = journal.journal_path(beside / path.name)
    if ready.exists():
        ready.replace(journal.journal_path(path))
    (beside / path.name).replace(path)
    files.sync_folder(path.parent)
    shutil.rmtree(beside, ignore_errors=True)
