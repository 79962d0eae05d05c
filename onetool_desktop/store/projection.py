"""Visible = fold(shadow, outbox in order): computes anew the rows whose shadow or pending groups have
changed.

Promises: exactly the rows asked for are computed, and what lies beneath a delete that is still pending is
hidden with it, also when it came only now, or while a restore that was refused since let it be seen. A row
no pending group touches any more becomes what the cloud last had, and its shadow goes.
May not know: why something changed.
"""

from collections.abc import Iterable

from onetool_desktop.changes.fold import fold, touched
from onetool_desktop.changes.values import Group, Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.store import columns, outbox
from onetool_desktop.store.visible import VisibleRows, WritableRows


def recompute(rows: WritableRows, keys: Iterable[RowKey], *, org: str) -> None:
    """Brings the visible rows under these keys up to their shadows and pending groups, parents first."""
    for key in sorted(set(keys), key=lambda key: (columns.CODES[key[0]], key[1])):
        _settle_one(rows, key, org)


def expected(rows: VisibleRows, key: RowKey, *, org: str) -> Row | None:
    """What the equation says is visible of a row that pending groups touch."""
    groups = outbox.pending_groups(rows.db, *key)
    return fold(COLLECTIONS[key[0]], outbox.shadow(rows.db, *key), groups, key[1], org)


def before(rows: VisibleRows, key: RowKey, n: int, *, org: str) -> Row | None:
    """The row as it was before this device's group `n`: the cloud's last, and the pending groups up to there."""
    earlier = [group for group in outbox.pending_groups(rows.db, *key) if group.n < n]
    return fold(COLLECTIONS[key[0]], outbox.shadow(rows.db, *key), earlier, key[1], org)


def protect(rows: WritableRows, keys: Iterable[RowKey]) -> None:
    """Puts what the cloud last had of these rows into the shadow, where none stands yet."""
    fresh = [(key, rows.get(*key)) for key in keys if not outbox.has_shadow(rows.db, *key)]
    outbox.set_shadows(rows.db, fresh)


def named(rows: WritableRows, group: Group, *, org: str) -> list[RowKey]:
    """The rows a group names, and those its deletes took along as far as their tombstones tell."""
    swept = [(c, row.id) for c, row in rows.buried(group.gid)]
    return list(dict.fromkeys([*touched(group, org), *swept]))


def arrived_beneath(rows: WritableRows, key: RowKey) -> str | None:
    """The pending delete group that took a live row's parent, if there is one."""
    row = rows.get(*key)
    if row is None or not row.live:
        return None
    for field in COLLECTIONS[key[0]].refs:
        if field.ref is None or not field.ref.cascade or not row.f.get(field.name):
            continue
        parent = rows.get(field.ref.collection, row.f[field.name])
        if parent is not None and parent.deleted and outbox.pending_delete(rows.db, parent.deleted):
            return parent.deleted
    return None


def hide_beneath(rows: WritableRows, keys: Iterable[RowKey], *, org: str) -> None:
    """Hides rows that have come beneath a pending delete, with all that hangs on them."""
    for key in sorted(keys, key=lambda key: (columns.CODES[key[0]], key[1])):
        gid = arrived_beneath(rows, key)
        if gid is not None:
            _hide(rows, key, gid, org)


def _settle_one(rows: WritableRows, key: RowKey, org: str) -> None:
    if not outbox.has_shadow(rows.db, *key):
        return
    before = rows.get(*key)
    if outbox.pending_groups(rows.db, *key):
        rows.write(*key, expected(rows, key, org=org))
    else:
        rows.write(*key, outbox.shadow(rows.db, *key))
        outbox.drop_shadow(rows.db, *key)
    gid = arrived_beneath(rows, key)
    if gid is not None:
        _hide(rows, key, gid, org)
    elif before is None or before.live:
        _hide_what_came(rows, key, org)


def _hide_what_came(rows: WritableRows, key: RowKey, org: str) -> None:
    """Hides what came for a row while a restore that waited brought it back, and the restore was refused: no group
    names that, and the row is dead again by a delete that is still pending.
    """
    row = rows.get(*key)
    if row is not None and row.deleted and outbox.pending_delete(rows.db, row.deleted):
        for one in _below(rows, key):
            _hide(rows, one, row.deleted, org)


def _below(rows: WritableRows, key: RowKey) -> list[RowKey]:
    return [
        (child.name, row.id)
        for child, field in falls_with(key[0])
        for row in rows.children(child.name, field, key[1])
    ]


def _hide(rows: WritableRows, key: RowKey, gid: str, org: str) -> None:
    protect(rows, [key])
    outbox.link(rows.db, gid, [key])
    below = _below(rows, key)
    rows.write(*key, expected(rows, key, org=org))
    for one in below:
        _hide(rows, one, gid, org)
