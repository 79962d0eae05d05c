"""What falls here with rows that the cloud tells as deleted: all that hangs on them (WIRE section 7).

Promises: a row beneath a deleted one is deleted too, by the same group, from the checkpoint on that tells of its
parent, with what it was kept for a restore; its own tombstone only confirms it. Where work is pending, what the cloud
last had falls, and the visible row is computed anew.
May not know: cursors, who deleted what.

Why: a large delete reaches its rows in the cloud step by step, and so do their tombstones. What is shown may not depend
on how far the cloud has come. Asked once a checkpoint is whole, and not page by page: in between, a row may still stand
beneath a parent from which it was moved away.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onetool_desktop.changes.merge import apply_delete
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.store import outbox, projection
from onetool_desktop.store.codec import row_of_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import Page
from onetool_desktop.store.visible import WritableRows


def told(pages: Iterable[Page]) -> dict[RowKey, str]:
    """The rows that pages, taken together, tell as deleted, each with its delete group."""
    last = {
        (c, row["id"]): row.get("del")
        for page in pages
        for c, rows in page.rows.items()
        for row in rows
        if c in COLLECTIONS
    }
    return {key: gid for key, gid in last.items() if gid is not None}


def known(db: Db) -> dict[RowKey, str]:
    """Every row that the cloud has told as deleted; not those that only pending work deletes here."""
    shadows = dict(_shadows(db))
    found = {(c, row_id): gid for c, row_id, gid in db.execute("SELECT c, id, gid FROM tombstones")}
    dead = {key: row.deleted for key, row in shadows.items() if row is not None and row.deleted}
    return {key: gid for key, gid in found.items() if key not in shadows} | dead


def fall(rows: WritableRows, dead: Mapping[RowKey, str], *, org: str) -> None:
    """Deletes what hangs on `dead` rows, each named with its delete group."""
    left = {key: gid for key, gid in dead.items() if falls_with(key[0])}
    if not left:
        return
    beneath = _Beneath(rows)
    while left:
        key, gid = left.popitem()
        fallen = beneath.take(key, gid)
        left |= {one: gid for one in fallen if falls_with(one[0])}
    projection.recompute(rows, beneath.pending, org=org)


class _Beneath:
    """What hangs on a row, visible or in the shadow of pending work; `pending` are those of the latter that fell."""

    def __init__(self, rows: WritableRows) -> None:
        self._rows = rows
        self._shadows = dict(_shadows(rows.db))
        self._by_parent: defaultdict[tuple[str, str, str], list[RowKey]] = defaultdict(list)
        self.pending: list[RowKey] = []
        for (c, row_id), row in self._shadows.items():
            for field in COLLECTIONS[c].refs if row is not None and row.live else ():
                if row is not None and row.f.get(field.name):
                    self._by_parent[c, field.name, row.f[field.name]].append((c, row_id))

    def take(self, parent: RowKey, gid: str) -> list[RowKey]:
        """Deletes the rows directly beneath `parent`; those it deleted."""
        fallen: list[RowKey] = []
        for child, field in falls_with(parent[0]):
            for row in self._rows.children(child.name, field, parent[1]):
                key = (child.name, row.id)
                if row.seq is not None and key not in self._shadows:
                    self._rows.write(*key, apply_delete(row, gid))
                    fallen.append(key)
            for key in self._by_parent.pop((child.name, field, parent[1]), ()):
                shadow = self._shadows[key]
                if shadow is not None and shadow.live:
                    self._shadows[key] = dead = apply_delete(shadow, gid)
                    outbox.set_shadows(self._rows.db, [(key, dead)])
                    self.pending.append(key)
                    fallen.append(key)
        return fallen


def _shadows(db: Db) -> list[tuple[RowKey, Row | None]]:
    return [
        ((c, row_id), row_of_json(text)) for c, row_id, text in db.execute("SELECT c, id, row FROM shadow")
    ]
