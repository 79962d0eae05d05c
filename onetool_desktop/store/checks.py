"""What a replica can be held to: the sums the cloud keeps too, and the equation of what is visible.

Both read only, and read everything: for the simulator, the demo and the daily comparison.
"""

from collections.abc import Iterable

from onetool_desktop.changes import digest as sums
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.store import columns, outbox, projection
from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.visible import VisibleRows


def digest(db: Db) -> dict[str, dict[str, object]]:
    """Count and hash of the live rows by collection, as `sync:digest` has them; of a replica with nothing pending."""
    found: dict[str, dict[str, object]] = {}
    for c in columns.CODES:
        rows = db.execute(f'SELECT id, seq FROM "{c}" WHERE seq IS NOT NULL').fetchall()
        found[c] = {"count": len(rows), "hash": sums.hex16(sums.total(rows))}
    return found


def visible_equals_fold(replica: Replica) -> list[str]:
    """Where visible is not fold(shadow, outbox), in words; and shadows and links that should not be. Empty if
    all holds.
    """
    reads = replica.reads()
    db = reads.db
    shadowed = outbox.shadowed(db)
    linked: set[RowKey] = {(c, i) for c, i in db.execute("SELECT DISTINCT c, id FROM outbox_rows")}
    wrong = [f"{key} has a shadow and no pending group" for key in shadowed - linked]
    wrong += [f"{key} is touched by a pending group and has no shadow" for key in linked - shadowed]
    strays = db.execute(
        "SELECT DISTINCT gid FROM outbox_rows WHERE gid NOT IN "
        f"(SELECT gid FROM outbox WHERE state IN {outbox.PENDING})"
    )
    wrong += [f"group {gid} is not pending and still touches rows" for (gid,) in strays]
    return wrong + unfolded(reads, sorted(linked & shadowed), org=replica.identity.org)


def unfolded(rows: VisibleRows, keys: Iterable[RowKey], *, org: str) -> list[str]:
    """Those of these rows, which pending groups touch, that are not visible as the fold has them, in words."""
    seen = [(key, _plain(rows.get(*key)), _plain(projection.expected(rows, key, org=org))) for key in keys]
    return [
        f"{key}: visible {visible}, by the fold {expected}"
        for key, visible, expected in seen
        if visible != expected
    ]


def _plain(row: Row | None) -> tuple[object, ...] | None:
    """A row as compared: what it says, by whom, and whether it lives."""
    if row is None:
        return None
    return (dict(row.f), dict(row.clk), row.seq, row.deleted, None if row.was is None else dict(row.was))
