"""Between two organisations of one cloud nothing crosses: not a row, a log entry, a notice, a sum, an answer, a right.

Promises: what the cloud keeps of an organisation stays as it is, to the letter, while calls are answered for another;
asked after each call that may write. A device's files hold no byte that is marked as another organisation's: not in
the database, its log of pages or its journal; asked after each step, of what was written since.
May not know: what a table is for; every table of the cloud that names an organisation is looked at.

Why bytes: a row that leaked and was purged, or was staged and thrown away, was on the drive of somebody who may not
know of it all the same.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from onetool_desktop.cloud import tables
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.sync.calls import Call

_TABLES = [table for table in tables.metadata.tables.values() if "org_id" in table.columns]
# A write-ahead log: what comes before its frames, what of that is another where it was begun anew, a frame's bytes.
_HEAD, _SALTS, _FRAME, _OF_FRAME = 32, slice(16, 24), 24 + 4096, slice(8, 16)


def _everything() -> str:
    """All rows of one organisation in one statement: what is asked so often is read at one go."""
    most = max(len(table.columns) for table in _TABLES)
    parts = [
        f"SELECT '{table.name}', {', '.join(column.name for column in table.columns)}"
        f"{', NULL' * (most - len(table.columns))} FROM {table.name} WHERE org_id = ?1"
        for table in _TABLES
    ]
    return " UNION ALL ".join(parts)


_EVERYTHING = _everything()


class Borders:
    """What each organisation's part of the cloud is while calls are answered for another one."""

    def __init__(self, world: World, orgs: Iterable[str]) -> None:
        self._world = world
        self._orgs = tuple(orgs)
        self._stood: dict[str, int] = {}
        self._call: Call | None = None
        self._found = ""

    def before(self, call: Call | None) -> None:
        """Notes how the parts of all others stand, and looks at them for a call that was another one's. No call: the
        cloud does something of its own, for whichever of them.
        """
        if call is None:
            self.crossed()
            self._stood.clear()
            return
        if self._call is not None and self._call.args["org"] != call.args.get("org"):
            self.crossed()
        for org in self._others(call):
            if org not in self._stood:
                self._stood[org] = self._standing(org)

    def after(self, call: Call | None) -> None:
        """They have to stand as they stood: asked at the end of the step, or before another organisation's call.

        Its own part may be another now, after a query too: when a device was seen is written down.
        """
        if call is not None:
            self._stood.pop(str(call.args.get("org")), None)
            self._call = call if self._others(call) else self._call

    def crossed(self) -> str:
        """What has crossed so far; "" for nothing."""
        if self._call is not None:
            self._found, self._call = self._found or self._look(self._call), None
        return self._found

    def start_over(self) -> None:
        """The cloud is another one from now on."""
        self._stood.clear()
        self._call = None

    def _look(self, call: Call) -> str:
        changed = [org for org in self._others(call) if self._standing(org) != self._stood[org]]
        return (
            f"calls for {call.args['org']}, {call.path} the last, changed what {changed} have"
            if changed
            else ""
        )

    def _others(self, call: Call) -> list[str]:
        if call.kind == "query" or "org" not in call.args:
            return []
        return [org for org in self._orgs if org != call.args["org"]]

    def _standing(self, org: str) -> int:
        """A hash over all that the cloud keeps of the organisation."""
        with self._world.service.database.read() as connection:
            return hash(tuple(connection.all(_EVERYTHING, (org,))))


class Strangers:
    """Looks for marks that must not be in the files of one device: reads what was written since it looked last."""

    def __init__(self, path: Path, marks: Iterable[str]) -> None:
        self._path = path
        self._journal = path.with_name(f"{path.name}.groups")
        self._marks = tuple(mark.encode() for mark in marks)
        self._log: int | None = None
        self._salts, self._at = b"", 0
        self._journalled = 0
        self._whole = True

    def begin(self) -> None:
        """The files were opened anew, or put there: they are read from their beginning."""
        self.close()
        self._salts, self._at, self._journalled, self._whole = b"", 0, 0, True

    def close(self) -> None:
        """Gives back what is open."""
        if self._log is not None:
            os.close(self._log)
            self._log = None

    def found(self) -> str:
        """Which mark was written; "" for none."""
        for part in self._fresh():
            for mark in self._marks:
                if mark in part:
                    return f"{mark.decode()} stands in {self._path.name}"
        return ""

    def _fresh(self) -> Iterator[bytes]:
        if self._whole:  # later its pages come through the log alone
            self._whole = False
            yield self._path.read_bytes()
        yield from self._pages()
        size = self._journal.stat().st_size if self._journal.exists() else 0
        if size != self._journalled:
            self._journalled = size
            yield self._journal.read_bytes()

    def _pages(self) -> Iterator[bytes]:
        """The pages that were added to the write-ahead log since."""
        if self._log is None:
            try:
                self._log = os.open(f"{self._path}-wal", os.O_RDONLY)
            except FileNotFoundError:
                return
        salts = os.pread(self._log, _HEAD, 0)[_SALTS]
        if salts != self._salts:
            self._salts, self._at = salts, _HEAD
        while len(page := os.pread(self._log, _FRAME, self._at)) == _FRAME and page[_OF_FRAME] == salts:
            self._at += _FRAME  # what lies behind is from before it was begun anew
            yield page
