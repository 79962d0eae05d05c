"""What an arrival in bulk does without, and how it comes up afterwards: indexes, sums owed, search.

Promises: `begin` takes it down, `step` brings up a part small enough that a save may wait for it, and says whether more
is left; it goes on where it stopped, also after a crash. `finish` does all that is left at once.
May not know: pages, when an arrival ends.

Why in steps: built at once, the indexes and the search of sixty thousand rows hold the one writing connection for a
third of a second, and somebody who saves just then would feel it. An index alone cannot be built in parts; its table is
what a step then costs. And why a step takes what is small together: most tables of a business are nearly empty, and a
commit for each of their indexes cost more than the indexes. Memory is lean meanwhile: a cache that holds all that came
would grow with the business, and be used once.
"""

from collections.abc import Iterator
from functools import cache

from onetool_desktop.store import columns, derived, engine, meta, search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.transaction import Transaction

ROWS = 4_000  # rows entered into the search in a step, some 20 ms
_SORTED = 4  # rows that an index takes in the time the search takes for one
_PLACE = "built"  # the fact that says where the building stands: the step, and the last rowid of it


def begin(db: Db) -> None:
    """Takes down the indexes that an arrival does without."""
    for name in _indexes().keys() - columns.NAMED:
        db.execute(f'DROP INDEX IF EXISTS "{name}"')


def step(tx: Transaction) -> bool:
    """Brings up the next part; False when nothing is left."""
    engine.lean(tx.db, on=True)
    at, after = (int(part) for part in (meta.read(tx.db, _PLACE) or "0 0").split())
    steps, room = _steps(), ROWS
    while at < len(steps) and room > 0 and (room == ROWS or _least(tx, steps[at]) <= room):
        upto, used = _part(tx, steps[at], after, room)
        at, after, room = (at, upto, room - used) if upto else (at + 1, 0, room - used)
    more = at < len(steps)
    meta.write(tx.db, **{_PLACE: f"{at} {after}" if more else None})
    if not more:
        engine.lean(tx.db, on=False)
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


def _least(tx: Transaction, work: tuple[str, str]) -> int:
    """What the next part of a step takes up at least, in rows of a step."""
    kind, what = work
    if kind == "index":
        return (tx.db.execute(f'SELECT max(rid) FROM "{_indexes()[what][0]}"').fetchone()[0] or 0) // _SORTED
    return 0


def _part(tx: Transaction, work: tuple[str, str], after: int, room: int) -> tuple[int, int]:
    """Does one part of a step: the last rowid done, 0 when the step is done; and what it took up, in rows of a step."""
    kind, what = work
    if kind == "index":
        c, names = _indexes()[what]
        tx.db.execute(f'CREATE INDEX IF NOT EXISTS "{what}" ON "{c}" ({columns.quoted(names)})')
        return 0, _least(tx, work)
    if kind == "empty":
        search.clear(tx.db)
        tx.rows.search.clear()
        return 0, 0
    return _rows(tx, work, after, room)


def _rows(tx: Transaction, work: tuple[str, str], after: int, room: int) -> tuple[int, int]:
    kind, what = work
    last = tx.db.execute(f'SELECT max(rid) FROM "{what}"').fetchone()[0] or 0
    upto = min(after + room, last)
    if kind == "owed":
        derived.owed(tx.db, after, upto)
    else:
        search.fill(tx.db, what, after, upto)
    # What is saved meanwhile is entered by whoever saves it; it makes this no longer than by a row a save.
    return (upto if upto < last else 0), max(upto - after, 0)


@cache
def _indexes() -> dict[str, tuple[str, tuple[str, ...]]]:
    return {
        name: (c, names)
        for c in columns.CODES
        for name, names in columns.indexes(c).items()
        if name not in columns.KEPT_IN_BULK
    }
