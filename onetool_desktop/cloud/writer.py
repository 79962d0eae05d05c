"""Writes what an accepted group does: rows, index, sums, burials, counters, grants, and the log.

Promises: one `seq` for a group; every row it touched stands in the index once, under that `seq`; sums and grants move
in the same transaction, also for what falls with a large delete and gets its tombstone later (`burying`).
May not know: why the group was accepted.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from onetool_desktop.changes import merge
from onetool_desktop.changes.issuing import ISSUED, reference_field
from onetool_desktop.changes.values import Effects, Row, RowKey
from onetool_desktop.changes.wire import dumps
from onetool_desktop.cloud import burying, grants, history, rows
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.grants import Touched
from onetool_desktop.cloud.ledger import Ledger, seq_text
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.rows import Stored
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope

_NOTHING_BARRED: Mapping[str, None] = {}


class Writer:
    """Writes into one organisation while its ledger is locked."""

    def __init__(
        self, connection: Connection, ledger: Ledger, reader: CloudReader, *, at_once: int = burying.AT_ONCE
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._reader = reader
        self._at_once = at_once

    def write(
        self,
        effects: Effects,
        *,
        gid: str,
        user_id: str,
        now_ms: int,
        body: Mapping[str, Any],
        noted: bool = True,
    ) -> str:
        """Stores the effects under a new `seq`, which is returned as text; not `noted`, no row's past tells of it."""
        seq = self._ledger.next_seq()
        text = seq_text(seq)
        later = self._left_for_later(effects, gid, body)
        touched, fell = dict[RowKey, Touched](), dict[RowKey, Touched]()
        for (c, row_id), after in effects.rows.items():
            before = self._reader.stored(c, row_id)
            if before is not None and (c, row_id) in later:
                fell[c, row_id] = self._strike(c, before, gid)
            elif before is None or before.row is not after:
                row = Row(after.id, after.f, after.clk, text, after.deleted, after.was)
                touched[c, row_id] = self._write_row(c, before, row)
        burying.forget(self._connection, self._ledger.org, touched)
        for (kind, series), last in effects.counters.items():
            self._count(kind, series, last)
        self._regrant(touched | fell)
        written = touched if noted else {}
        self._log(seq, written, gid=gid, user_id=user_id, now_ms=now_ms, body=body)
        return text

    def bury(self, gid: str, keys: Iterable[RowKey], *, step: burying.Step) -> None:
        """Gives rows that fell with the delete group `gid` their tombstones, under a `seq` of their own."""
        org, seq = self._ledger.org, self._ledger.next_seq()
        touched: dict[RowKey, Touched] = {}
        for c, row_id in keys:
            written, fell = rows.get_written(self._connection, org, c, row_id)
            if written is not None and written.row.live and fell == gid:
                dead = replace(merge.apply_delete(written.row, gid), seq=seq_text(seq))
                buried = Stored(dead, written.root)
                rows.write(self._connection, org, c, written, buried, _NOTHING_BARRED)
                self._index(c, written, dead)
                touched[c, row_id] = Touched(written, buried)
        self._regrant({key: Touched(t.after, t.after) for key, t in touched.items()})
        body = {"gid": step.gid, "by": "cloud", "h": step.h, "rows": [list(key) for key in touched]}
        self._log(seq, touched, gid=step.gid, user_id=step.user_id, now_ms=step.now_ms, body=body)

    def _left_for_later(self, effects: Effects, gid: str, body: Mapping[str, Any]) -> Collection[RowKey]:
        """What falls with the rows this group deletes, where that is too much for one group."""
        named = {(change["c"], change["id"]) for change in body.get("changes", ())}
        fallen = {key for key, row in effects.rows.items() if row.deleted == gid and key not in named}
        return fallen if len(fallen) > self._at_once else frozenset()

    def _strike(self, c: str, before: Stored, gid: str) -> Touched:
        """Makes a row dead to every query at once, and leaves its tombstone to the job."""
        fallen = Stored(merge.apply_delete(before.row, gid), before.root)
        rows.fell(self._connection, self._ledger.org, c, before.row.id, gid)
        burying.note(self._connection, self._ledger, gid, (c, before.row.id))
        self._sum(c, before, fallen.row)
        self._reader.remember(c, fallen)
        return Touched(before, fallen)

    def _regrant(self, touched: Mapping[RowKey, Touched]) -> None:
        if self._ledger.scoped:
            grants.follow(self._connection, self._ledger, self._reader, touched)

    def _log(
        self,
        seq: int,
        touched: Mapping[RowKey, Touched],
        *,
        gid: str,
        user_id: str,
        now_ms: int,
        body: Mapping[str, Any],
    ) -> None:
        self._connection.run(
            "INSERT INTO log (org_id, seq, gid, user_id, at, body) VALUES (?, ?, ?, ?, ?, ?)",
            (self._ledger.org, seq, gid, user_id, now_ms, dumps(body).decode()),
        )
        changed = {key: (t.before.row if t.before else None, t.after.row) for key, t in touched.items()}
        history.note(self._connection, self._ledger.org, seq, changed)

    def _write_row(self, c: str, before: Stored | None, after: Row) -> Touched:
        org, stored = self._ledger.org, Stored(after, self._root(c, before, after))
        rows.write(self._connection, org, c, before, stored, self._barred(c, after))
        self._index(c, before, after)
        self._sum(c, before, after)
        if after.deleted is not None and (before is None or before.row.live):
            self._connection.run(
                "INSERT INTO burials (org_id, gid, c, id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (org, after.deleted, c, after.id),
            )
        self._reader.remember(c, stored)
        if before is not None and before.root != stored.root:
            self._move_files(c, stored)
        if before is None and COLLECTIONS[c].paper:
            self._take_in_papers(c, stored)
        return Touched(before, stored)

    def _take_in_papers(self, c: str, came: Stored) -> None:
        """What was recorded before its document came hangs on its client from now on, and is seen with it."""
        for paper in self._reader.waiting_for(reference_field(c), came.row.id):
            hung = Stored(paper.row, came.root)
            rows.write(self._connection, self._ledger.org, ISSUED, paper, hung, _NOTHING_BARRED)
            self._reader.remember(ISSUED, hung)

    def _move_files(self, c: str, moved: Stored) -> None:
        """A visit that goes to another client takes its files along; what else hangs on a row never moves."""
        for child in ALL:
            for name in child.homes:
                leads_to = child.by_name[name].ref
                if leads_to is not None and leads_to.collection == c:
                    for file in rows.children(
                        self._connection, self._ledger.org, child.name, name, moved.row.id
                    ):
                        rows.move(self._connection, self._ledger.org, child.name, file.row.id, moved.root)
                        self._reader.remember(child.name, Stored(file.row, moved.root))

    def _index(self, c: str, before: Stored | None, after: Row) -> None:
        if before is None:
            self._connection.run(
                "INSERT INTO row_index (seq, org_id, c, id) VALUES (?, ?, ?, ?)",
                (self._ledger.seq, self._ledger.org, c, after.id),
            )
        else:
            self._connection.run(
                "UPDATE row_index SET seq = ? WHERE org_id = ? AND c = ? AND id = ? AND seq = ?",
                (self._ledger.seq, self._ledger.org, c, after.id, int(before.row.seq or 0)),
            )

    def _sum(self, c: str, before: Stored | None, after: Row) -> None:
        own = COLLECTIONS[c].scope is Scope.OWN
        user_id = str((after.f or after.was or {}).get("userId", ""))
        sums = self._ledger.sums_of(self._connection, user_id) if own else self._ledger.sums
        if before is not None and before.row.live:
            sums.remove(c, after.id, before.row.seq or "")
        if after.live:
            sums.add(c, after.id, after.seq or "")

    def _root(self, c: str, before: Stored | None, after: Row) -> str:
        """The client the row hangs on, through the first reference that is set; else itself.

        Recorded paper whose document never came hangs on that document's id, and is found by it when it comes.
        """
        if not after.live:
            return before.root if before else after.id
        for name in COLLECTIONS[c].roots:
            target, leads_to = after.f.get(name), COLLECTIONS[c].by_name[name].ref
            if target and leads_to:
                parent = self._reader.stored(leads_to.collection, target)
                return target if parent is None else parent.root
        return after.id

    def _barred(self, c: str, after: Row) -> Mapping[str, None]:
        """References of recorded paper to a document that has not come: until then kept in the body alone."""
        if c != ISSUED:
            return _NOTHING_BARRED
        refs = [(f.name, f.ref) for f in COLLECTIONS[c].refs]
        return {
            name: None
            for name, ref in refs
            if ref and after.f.get(name) and self._reader.stored(ref.collection, after.f[name]) is None
        }

    def _count(self, kind: str, series: str, last: int) -> None:
        self._connection.run(
            "INSERT INTO counters (org_id, kind, series, last) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (org_id, kind, series) DO UPDATE SET last = excluded.last"
            " WHERE excluded.last > counters.last",
            (self._ledger.org, kind, series, last),
        )
