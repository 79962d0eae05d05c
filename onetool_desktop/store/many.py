"""Many rows into one table: what an arrival is made of.

Promises: the records are written as if one by one, in their order; a record that stands already is replaced. Runs in
the caller's transaction. May not know: pages, what follows from the rows.

Why so: a statement takes fifty rows, because each step of the driver lets the interpreter's lock go and may wait for
another thread to give it back. And an absent value goes in as NaN, which SQLite stores as NULL
(sqlite.org/floatingpoint.html) and no column of ours holds: the driver looks for an adapter for each None it binds,
which costs a row more than all the rest of it, and none for a float.
"""

from collections.abc import Sequence

from onetool_desktop.store.codec import Record, codec, to_json, upsert_statement
from onetool_desktop.store.engine import Db

AT_ONCE = 50  # rows a statement; more gain nothing
_NULL = float("nan")


def upsert(db: Db, c: str, records: Sequence[Record]) -> None:
    """Writes records of one collection, as its codec makes them."""
    values = [_NULL if value is None else value for record in records for value in record]
    width = len(codec(c).every)
    whole = len(values) - len(values) % (width * AT_ONCE)
    for count, start, end in ((AT_ONCE, 0, whole), (1, whole, len(values))):
        step = width * count
        db.executemany(upsert_statement(c, count), [values[at : at + step] for at in range(start, end, step)])


def rids(db: Db, c: str, ids: Sequence[str]) -> dict[str, int]:
    """The keys of rows that stand in a collection's table."""
    found = db.execute(
        f'SELECT id, rid FROM "{c}" WHERE id IN (SELECT value FROM json_each(?))', (to_json(ids),)
    )
    return dict(found.fetchall())
