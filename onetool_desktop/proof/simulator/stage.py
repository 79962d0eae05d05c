"""The files that schedules are played on, and what stays open on them from one schedule to the next.

Promises: every schedule finds the beginning's files to the letter, and connections with the product's settings that see
these; of the one before it nothing is left but what the connections have compiled.
May not know: what a schedule does.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

from onetool_desktop.cloud.database import Database
from onetool_desktop.proof.simulator import beneath
from onetool_desktop.proof.simulator.beginning import CLOUD_FILE, Beginning, open_database
from onetool_desktop.store import engine
from onetool_desktop.store.engine import Db
from onetool_desktop.store.journal import journal_path


class Stage:
    """A folder for the schedules of one beginning, which are played one after another."""

    def __init__(self, beginning: Beginning, folder: Path) -> None:
        self.beginning = beginning
        self.folder = folder
        self._open: dict[Path, Db] = {}
        beginning.copy_to(folder, ())
        self.database: Database = open_database(folder)

    def set(self, files: Iterable[str]) -> None:
        """Puts the cloud and these replicas with their journals where a schedule begins."""
        beneath.put(self.folder / CLOUD_FILE, self.beginning.folder / CLOUD_FILE)
        for name in files:
            path, first = self.folder / name, self.beginning.folder / name
            beneath.put(path, first)
            shutil.copyfile(journal_path(first), journal_path(path))

    def lend(self, path: Path) -> Db | None:
        """What was left open on a file, or None."""
        db = self._open.pop(path, None)
        if db is not None:
            engine.lean(db, on=False)
        return db

    def leave(self, path: Path, db: Db | None) -> None:
        """Keeps a connection, no transaction open on it, for the next schedule."""
        if db is not None and (self.beginning.folder / path.name).exists():
            self._open[path] = db
        elif db is not None:
            db.close()

    def clear(self) -> None:
        """Takes away what a schedule has left lying about."""
        kept = {
            beneath.beside(path, end).name
            for path in (self.folder / CLOUD_FILE, *self._open)
            for end in ("", beneath.LOG, beneath.INDEX)
        }
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.name not in kept:
                path.unlink()

    def close(self) -> None:
        """Gives back the files."""
        for db in self._open.values():
            db.close()
        self._open.clear()
        self.database.close()
