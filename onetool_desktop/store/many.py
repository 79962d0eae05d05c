"""Many rows into one table: what an arrival is made of.

Promises: the rows are written as if one by one, in their order; a row that stands already is replaced. Runs in the
caller's transaction. May not know: pages, what follows from the rows.

Why so: a statement takes fifty rows, because each step of the driver lets the interpreter's lock go and may wait for
another thread to give it back. Rows that name the same fields go together in a statement of these fields alone: of a
collection's thirty columns a row fills eight, and looking for the others and binding their absence cost more than
writing what is there. Among rows of several forms an absent value goes in as NaN, which SQLite stores as NULL
(sqlite.org/floatingpoint.html) and no column of ours holds: the driver looks for an adapter for each None it binds,
which costs a row more than all the rest of it, and none for a float.
"""

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from onetool_desktop.store.codec import MOST, codec, plain_kinds, to_json, upsert_statement
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import WireRow

AT_ONCE = 50  # rows a statement; more gain nothing
_NULL = float("nan")
Statement: TypeAlias = tuple[str, list[list[Any]]]


def write(db: Db, c: str, rows: Sequence[WireRow]) -> None:
    """Writes live rows of one collection as the cloud sends them."""
    for text, values in statements(c, rows):
        db.executemany(text, values)


def statements(c: str, rows: Sequence[WireRow]) -> Iterator[Statement]:
    """What writes the rows, in order: statements, each with the values of its runs."""
    left: list[WireRow] = []
    for names, alike in _by_form(rows):
        kinds = plain_kinds(c, names) if len(alike) >= AT_ONCE else None
        if kinds is None:
            left += alike
        else:
            values, others = _plain(c, kinds, alike)
            left += others
            yield from _in_blocks(c, ("id", "seq", "clk", "sort_key", *names), values)
    record = codec(c).record
    records = [record(row["id"], row["seq"], row["clk"], row["f"]) for row in left]
    values = [_NULL if value is None else value for one in records for value in one]
    yield from _in_blocks(c, codec(c).every, values)


def rids(db: Db, c: str, ids: Sequence[str]) -> dict[str, int]:
    """The keys of rows that stand in a collection's table."""
    found = db.execute(
        f'SELECT id, rid FROM "{c}" WHERE id IN (SELECT value FROM json_each(?))', (to_json(ids),)
    )
    return dict(found.fetchall())


def _by_form(rows: Sequence[WireRow]) -> Iterator[tuple[tuple[str, ...], list[WireRow]]]:
    """The rows by the fields they name; all together, in their order, where one of them stands twice."""
    forms: dict[tuple[str, ...], list[WireRow]] = {}
    if len({row["id"] for row in rows}) == len(rows):
        for row in rows:
            forms.setdefault(tuple(row["f"]), []).append(row)
    else:
        forms[()] = list(rows)
    yield from forms.items()


def _plain(c: str, kinds: tuple[type, ...], rows: Sequence[WireRow]) -> tuple[list[Any], list[WireRow]]:
    """The values of those rows of one form that hold what their fields are declared for, and the other rows."""
    values: list[Any] = []
    others: list[WireRow] = []
    sort_key = codec(c).sort_key
    numbers = [at for at, kind in enumerate(kinds) if kind is int]
    for row in rows:
        f = row["f"]
        given = tuple(f.values())
        fits = tuple(map(type, given)) == kinds
        if fits and (not numbers or all(-MOST <= given[at] <= MOST for at in numbers)):
            values += (row["id"], row["seq"], to_json(row["clk"]), sort_key(f), *given)
        else:
            others.append(row)
    return values, others


def _in_blocks(c: str, filled: tuple[str, ...], values: list[Any]) -> Iterator[Statement]:
    """The writing of rows whose values of these columns stand one after another."""
    width = len(filled)
    whole = len(values) - len(values) % (width * AT_ONCE)
    for count, start, end in ((AT_ONCE, 0, whole), (1, whole, len(values))):
        step = width * count
        if start < end:
            yield (
                upsert_statement(c, filled, count),
                [values[at : at + step] for at in range(start, end, step)],
            )
