"""The visible rows: read by key or parent, and written by the two that may, the group writer and the
projection.

Promises: a row that is not live stands in `tombstones` and in no table of its collection. Every write marks
what has to follow it in the same transaction: search text, cached amounts, the screens' `Changes`. A cache
inside one transaction spares reading a row twice.
May not know: groups, the outbox, the cloud.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from onetool_desktop.changes.values import NOTHING, Row, RowKey
from onetool_desktop.store.codec import Codec, Record, codec, from_json, pick, to_json, update_statement
from onetool_desktop.store.engine import Db

_DEAD = "SELECT id, gid, clk, seq, was FROM tombstones"
_BURY = "INSERT OR REPLACE INTO tombstones(c, id, gid, clk, seq, was) VALUES (?, ?, ?, ?, ?, ?)"


class VisibleRows:
    """The rows of one connection, uncached: what a reader sees."""

    def __init__(self, db: Db) -> None:
        self.db = db

    def get(self, c: str, id: str) -> Row | None:
        """The row, live or dead; None if it was never there."""
        found = self.db.execute(f"{codec(c).select} WHERE id=?", (id,)).fetchone()
        if found is not None:
            return codec(c).decode(found)
        return self.dead(c, id)

    def dead(self, c: str, id: str) -> Row | None:
        """The tombstone of a row, or None."""
        found = self.db.execute(f"{_DEAD} WHERE c=? AND id=?", (c, id)).fetchone()
        return None if found is None else _tombstone(found)

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        """Live rows of `c` whose `field` is `id`, in order of making."""
        one = codec(c)
        rows = self.db.execute(f'{one.select} WHERE "{field}"=? ORDER BY id', (id,))
        return [one.decode(record) for record in rows]

    def count(self, c: str, field: str, id: str) -> int:
        """How many live rows of `c` have `id` in `field`."""
        return self.db.execute(f'SELECT count(*) FROM "{c}" WHERE "{field}"=?', (id,)).fetchone()[0]

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        """The rows deleted by the group `gid`."""
        rows = self.db.execute("SELECT c, id, gid, clk, seq, was FROM tombstones WHERE gid=?", (gid,))
        return [(record[0], _tombstone(record[1:])) for record in rows]


class WritableRows(VisibleRows):
    """The rows of one write transaction."""

    def __init__(self, db: Db) -> None:
        super().__init__(db)
        self._cache: dict[RowKey, Row | None] = {}
        self._records: dict[RowKey, Sequence[Any]] = {}
        self.touched: dict[str, set[str]] = {}
        self.search: dict[tuple[str, int], str | None] = {}
        self.before: dict[RowKey, Row | None] = {}

    def get(self, c: str, id: str) -> Row | None:
        """As a reader's, each row read once."""
        key = (c, id)
        if key in self._cache:
            return self._cache[key]
        record = self.db.execute(f"{codec(c).select} WHERE id=?", (id,)).fetchone()
        if record is not None:
            self._records[key] = record
        row = self.dead(c, id) if record is None else codec(c).decode(record)
        self._cache[key] = row
        return row

    def touch(self, c: str, ids: Iterable[str]) -> None:
        """Notes rows as changed, for those who listen to writes."""
        self.touched.setdefault(c, set()).update(ids)

    def remember(self, c: str, ids: Sequence[str], field: str | None) -> None:
        """Notes what rows are before many of them are written at once, of their fields this one alone: to read them
        whole takes as long as to write them. What was noted before stands.
        """
        old = self._with(c, ids, field)
        for row_id in ids:
            self.before.setdefault((c, row_id), old.get(row_id))

    def latest(self, c: str, ids: Collection[str], field: str) -> dict[str, Row | None]:
        """Rows as they are now, live or dead; of those that were written at once this field alone."""
        found = self._with(c, [row_id for row_id in ids if (c, row_id) not in self._cache], field)
        return {row_id: found.get(row_id) or self.get(c, row_id) for row_id in ids}

    def _with(self, c: str, ids: Sequence[str], field: str | None) -> dict[str, Row]:
        """The live ones of these rows with this field alone, or with none."""
        if field is None or not ids:
            return {}
        found = self.db.execute(
            f'SELECT id, "{field}" FROM "{c}" WHERE id IN (SELECT value FROM json_each(?))', (to_json(ids),)
        )
        return {row_id: Row(row_id, {field: value}, NOTHING, None) for row_id, value in found}

    def forget(self, keys: Iterable[RowKey]) -> None:
        """Drops rows from the cache that were written in bulk."""
        if self._cache:
            for key in keys:
                self._cache.pop(key, None)
                self._records.pop(key, None)

    def write(self, c: str, id: str, row: Row | None) -> None:
        """Makes `row` what is visible under this key: live, dead, or not there."""
        old = self.get(c, id)
        if row == old:
            return
        key = (c, id)
        self.before.setdefault(key, old)
        self.touch(c, (id,))
        self._cache[key] = row
        if row is not None and row.live:
            self._put(c, row, old)
        else:
            self._take_out(c, id, row, old)

    def _put(self, c: str, row: Row, old: Row | None) -> None:
        one = codec(c)
        record = one.encode(row)
        if old is None or not old.live:
            if old is not None:
                self.db.execute("DELETE FROM tombstones WHERE c=? AND id=?", (c, row.id))
            rid = self.db.execute(one.returning, record).fetchone()[0]
        else:
            rid = self._update(one, record, self._records.get((c, row.id)) or one.encode(old))
        self._records[c, row.id] = record
        if rid is not None and _found_differently(one, old, row):
            self.search[c, rid] = row.id

    def _update(self, one: Codec, record: Record, was: Sequence[Any]) -> int | None:
        changed = tuple([at for at, (new, old) in enumerate(zip(record, was, strict=True)) if new != old])
        if not changed:
            return None
        values = (*pick(record, changed), record[0])
        return self.db.execute(update_statement(one.name, changed), values).fetchone()[0]

    def _take_out(self, c: str, id: str, row: Row | None, old: Row | None) -> None:
        if old is not None and old.live:
            gone = self.db.execute(f'DELETE FROM "{c}" WHERE id=? RETURNING rid', (id,)).fetchone()
            self._records.pop((c, id), None)
            if codec(c).searched:
                self.search[c, gone[0]] = None
        if row is None:
            self.db.execute("DELETE FROM tombstones WHERE c=? AND id=?", (c, id))
        else:
            self.db.execute(_BURY, tombstone_record(c, row))


def tombstone_record(c: str, row: Row) -> tuple[Any, ...]:
    """A dead row as its record."""
    was = None if row.was is None else to_json(row.was)
    return (c, row.id, row.deleted, to_json(row.clk), row.seq, was)


def _tombstone(record: Sequence[Any]) -> Row:
    row_id, gid, clk, seq, was = record
    return Row(row_id, {}, from_json(clk), seq, gid, from_json(was))


def _found_differently(one: Codec, old: Row | None, row: Row) -> bool:
    """Whether the words by which a row is found have changed."""
    if not one.searched:
        return False
    if old is None or not old.live:
        return True
    return any(old.f.get(name) != row.f.get(name) for name in one.searched)
