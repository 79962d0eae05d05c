"""Visible = fold(shadow, outbox), checked after every step and worked out only where something has changed.

Promises: as `store.checks.visible_equals_fold`, which it asks about every row whose record, shadow or pending groups
are others than when they last agreed; links and shadows that should not be are looked for each time.
May not know: what a row means.

Why: most steps touch one row of thirty that are pending. The equation is a function of what is read here, so a row for
which nothing has changed agrees as it did before.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from onetool_desktop.changes.values import RowKey
from onetool_desktop.store import checks, outbox
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.visible import VisibleRows

_LINKS = f"""SELECT r.c, r.id, s.row, s.c, o.gid, o.body, o.state IN {outbox.PENDING}
    FROM outbox_rows r LEFT JOIN outbox o USING (gid) LEFT JOIN shadow s ON s.c=r.c AND s.id=r.id
    ORDER BY r.c, r.id, o.n"""
_STRAYS = """SELECT c, id FROM shadow WHERE NOT EXISTS
    (SELECT 1 FROM outbox_rows r WHERE r.c=shadow.c AND r.id=shadow.id)"""
_TOUCHED = "(SELECT r.id FROM outbox_rows r WHERE r.c=?)"
_BURIED = "SELECT c, id, t.* FROM tombstones t WHERE EXISTS (SELECT 1 FROM outbox_rows r WHERE r.c=t.c AND r.id=t.id)"
State: TypeAlias = tuple[Any, ...]


class Folding:
    """The equation over one replica's file; remembers where it held."""

    def __init__(self) -> None:
        self._held: dict[RowKey, State] = {}

    def wrong(self, replica: Replica) -> list[str]:
        """Where it does not hold, in words."""
        db = replica.writer
        states, problems = self._states(replica)
        problems += [f"{(c, i)} has a shadow and no pending group" for c, i in db.execute(_STRAYS)]
        fresh = {key: state for key, state in states.items() if self._held.get(key) != state}
        problems += checks.unfolded(VisibleRows(db), sorted(fresh), org=replica.identity.org)
        self._held = states
        return problems

    def _states(self, replica: Replica) -> tuple[dict[RowKey, State], list[str]]:
        """What the equation reads, of every row that a pending group touches."""
        groups: dict[RowKey, list[Any]] = {}
        problems: list[str] = []
        for c, row_id, shadow, shadowed, gid, body, pending in replica.writer.execute(_LINKS):
            if not pending:
                problems.append(f"group {gid} is not pending and still touches rows")
            if shadowed is None:
                problems.append(f"{(c, row_id)} is touched by a pending group and has no shadow")
            groups.setdefault((c, row_id), [shadow]).append(body)
        records = _records(replica, groups)
        return {key: (*found, records.get(key)) for key, found in groups.items()}, problems


def _records(replica: Replica, keys: Iterable[RowKey]) -> dict[RowKey, State]:
    """The visible rows as they lie in their tables or among the tombstones."""
    db = replica.writer
    found: dict[RowKey, State] = {(row[0], row[1]): row[1:] for row in db.execute(_BURIED)}
    for c in {c for c, _ in keys}:
        for row in db.execute(f'SELECT id, t.* FROM "{c}" t WHERE id IN {_TOUCHED}', (c,)):
            found[c, row[0]] = row
    return found
