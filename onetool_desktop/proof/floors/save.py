"""The floor of a local save: one row changed and committed by the same driver, under the same key and pragmas.

It knows nothing of groups, outbox, search or journal: it is what durability alone costs here.
"""

from pathlib import Path

from onetool_desktop.store import engine


class BareSave:
    """One-row commits into the table of clients of a file."""

    def __init__(self, path: Path, *, key: str) -> None:
        self._db = engine.connect(path, key=key)

    def save(self, row_id: str, notes: str) -> None:
        """Changes one client's note, durably."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("UPDATE clients SET notes=? WHERE id=?", (notes, row_id))
        self._db.execute("COMMIT")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()
