"""Between two organisations of one cloud nothing crosses: not a row, a log entry, a notice, a sum, an answer, a right.

Promises: what the cloud keeps of an organisation stays as it is, to the letter, while calls are answered for another;
asked after each call that may write. A device's files hold no byte that is marked as another organisation's: not in
the database, its log of pages or its journal; asked after each step, of what was written since.
May not know: what a table is for; every table of the cloud that names an organisation is looked at.

Why bytes: a row that leaked and was purged, or was staged and thrown away, was on the drive of somebody who may not
know of it all the same.
"""

from collections.abc import Iterable
from pathlib import Path

from onetool_desktop.cloud import tables
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.sync.calls import Call

_TABLES = tuple(name for name, table in tables.metadata.tables.items() if "org_id" in table.columns)
# A write-ahead log: what comes before its frames, what of that is another where it was begun anew, a frame's bytes.
_HEAD, _SALTS, _FRAME = 32, slice(16, 24), 24 + 4096


class Borders:
    """What each organisation's part of the cloud is while calls are answered for another one."""

    def __init__(self, world: World, orgs: Iterable[str]) -> None:
        self._world = world
        self._orgs = tuple(orgs)
        self._stood: dict[str, int] = {}
        self.crossed = ""

    def before(self, call: Call) -> None:
        """Notes how the parts of all others stand."""
        for org in self._others(call):
            if org not in self._stood:
                self._stood[org] = self._standing(org)

    def after(self, call: Call) -> None:
        """They have to stand as they stood."""
        for org in self._others(call):
            if self._standing(org) != self._stood[org]:
                self.crossed = self.crossed or f"{call.path} for {call.args['org']} changed what {org} has"
        if call.kind == "mutation":
            self._stood.pop(str(call.args.get("org")), None)

    def start_over(self) -> None:
        """The cloud is another one from now on."""
        self._stood.clear()

    def _others(self, call: Call) -> list[str]:
        if call.kind == "query" or "org" not in call.args:
            return []
        return [org for org in self._orgs if org != call.args["org"]]

    def _standing(self, org: str) -> int:
        """A hash over all that the cloud keeps of the organisation."""
        with self._world.service.database.read() as connection:
            return hash(
                tuple(
                    [
                        tuple(connection.all(f"SELECT * FROM {name} WHERE org_id = ?", (org,)))
                        for name in _TABLES
                    ]
                )
            )


class Strangers:
    """Looks for marks that must not be in the files of one device: reads what was written since it looked last."""

    def __init__(self, path: Path, marks: Iterable[str]) -> None:
        self._path = path
        self._log = path.with_name(f"{path.name}-wal")
        self._journal = path.with_name(f"{path.name}.groups")
        self._marks = tuple(mark.encode() for mark in marks)
        self._inode = 0
        self._salts, self._at = b"", 0
        self._journalled = 0

    def found(self) -> str:
        """Which mark was written; "" for none."""
        fresh = (self._database(), self._pages(), self._groups())
        marks = [mark.decode() for mark in self._marks if any(mark in part for part in fresh)]
        return f"{marks[0]} stands in {self._path.name}" if marks else ""

    def _database(self) -> bytes:
        """The file itself, where it was put there anew: pages come to it through the log alone."""
        inode = self._path.stat().st_ino
        fresh, self._inode = inode != self._inode, inode
        return self._path.read_bytes() if fresh else b""

    def _pages(self) -> bytes:
        """The pages that were added to the write-ahead log since."""
        if not self._log.exists():
            self._salts, self._at = b"", 0
            return b""
        with self._log.open("rb") as file:
            salts = file.read(_HEAD)[_SALTS]
            if salts != self._salts:
                self._salts, self._at = salts, _HEAD
            file.seek(self._at)
            added, end = file.read(), 0
        while (
            salts and added[end + 8 : end + 16] == salts
        ):  # what lies behind is from before it was begun anew
            end += _FRAME
        self._at += end
        return added[:end]

    def _groups(self) -> bytes:
        size = self._journal.stat().st_size if self._journal.exists() else 0
        fresh, self._journalled = size != self._journalled, size
        return self._journal.read_bytes() if fresh and size else b""
