"""What an arrival into an empty file does without, and how it comes up afterwards: indexes, sums owed, search.

Promises: `begin` takes it down, `step` brings up a part small enough that a save may wait for it, and says whether more
is left; it goes on where it stopped, also after a crash. `finish` does all that is left at once.
May not know: pages, when an arrival ends.

Why in steps: built at once, the indexes and the search of sixty thousand rows hold the one writing connection for a
third of a second, and somebody who saves just then would feel it. An index alone cannot be built in parts; its table is
what a step then costs.
"""

from collections.abc import Iterator
from functools import cache

from onetool_desktop.store import columns, derived, meta, search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.transaction import Transaction

ROWS = 3_000  # a step's rows, some 20 ms
_NEVER, _USUALLY = 1_999, 16  # FTS5's most, and what it has by itself
_PLACE = "built"  # the fact that says where the building stands: the step, and the last rowid of it


def begin(db: Db) -> None:
    """Takes down the indexes that an arrival does without."""
    for name in _indexes():
        db.execute(f'DROP INDEX IF EXISTS "{name}"')


def step(tx: Transaction) -> bool:
    """Brings up the next part; False when nothing is left."""
    at, after = (int(part) for part in (meta.read(tx.db, _PLACE) or "0 0").split())
    work = _steps()[at]
    upto = _part(tx, work, after)
    at, after = (at, upto) if upto else (at + 1, 0)
    more = at < len(_steps())
    meta.write(tx.db, **{_PLACE: f"{at} {after}" if more else None})
    return more


def finish(tx: Transaction) -> None:
    """Brings up all that is left."""
    while step(tx):
        pass


@cache
def _steps() -> tuple[tuple[str, str], ...]:
    """What is to be done, in order: the kind of work, and what it is done to."""
    return tuple(_listed())


def _listed() -> Iterator[tuple[str, str]]:
    for name in _indexes():
        yield "index", name
    yield "owed", "clients"
    yield "empty", "search"
    for c in columns.CODES:
        if search.is_searched(c):
            yield "search", c
    yield "merge", "search"


def _part(tx: Transaction, work: tuple[str, str], after: int) -> int:
    """Does one part of a step; the last rowid done, 0 when the step is done."""
    kind, what = work
    if kind == "index":
        c, names = _indexes()[what]
        tx.db.execute(f'CREATE INDEX IF NOT EXISTS "{what}" ON "{c}" ({columns.quoted(names)})')
        return 0
    if kind == "empty":
        search.clear(tx.db)
        search.merge_by_itself(tx.db, at=_NEVER)
        tx.rows.search.clear()
        return 0
    if kind == "merge":
        more = search.merge(tx.db)
        if not more:
            search.merge_by_itself(tx.db, at=_USUALLY)
        return int(more)
    upto, count = tx.db.execute(
        f'SELECT max(rid), count(*) FROM (SELECT rid FROM "{what}" WHERE rid>? ORDER BY rid LIMIT {ROWS})',
        (after,),
    ).fetchone()
    if kind == "owed":
        derived.owed(tx.db, after, upto or 0)
    else:
        search.fill(tx.db, what, after, upto or 0)
    # What is saved meanwhile is entered by whoever saves it; to go after it would have no end.
    return upto if count == ROWS else 0


@cache
def _indexes() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        name: (c, names)
        for c in columns.CODES
        for name, names in columns.indexes(c).items()
        if name not in columns.KEPT_IN_BULK
    }
