"""Many rows into one table: what an arrival is made of.

Promises: the rows are written as if one by one, in their order; a row that stands already is replaced. Runs in the
caller's transaction. May not know: pages, what follows from the rows.

Why so: a statement takes fifty rows, because each step of the driver lets the interpreter's lock go and may wait for
another thread to give it back. Rows that name the same fields go together in a statement of these fields alone: of a
collection's thirty columns a row fills eight, and looking for the others and binding their absence cost more than
writing what is there. Among rows of several forms an absent value goes in as NaN, which SQLite stores as NULL
(sqlite.org/floatingpoint.html) and no column of ours holds: the driver looks for an adapter for each None it binds,
which costs a row more than all the rest of it, and none for a float. And rows of one form are looked at column by
column: whether all of a column is text is asked once, not of each value.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, TypeAlias

from onetool_desktop.store.codec import MOST, codec, lines_of_json, plain_kinds, to_json, upsert_statement
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
            continue
        fitting, others = alike, list[WireRow]()
        columns = _columns(fitting)
        if not _hold(kinds, columns):
            fitting, others = _parted(kinds, alike)
            columns = _columns(fitting)
        left += others
        yield from _in_blocks(c, ("id", "seq", "clk", "sort_key", *names), _values(c, fitting, columns))
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
    """The rows by the fields they name; one by one, in their order, where one of them stands twice."""
    if len({row["id"] for row in rows}) < len(rows):
        yield from ((tuple(row["f"]), [row]) for row in rows)
        return
    forms: dict[tuple[str, ...], list[WireRow]] = {}
    for row in rows:
        forms.setdefault(tuple(row["f"]), []).append(row)
    yield from forms.items()


def _columns(rows: Sequence[WireRow]) -> list[tuple[Any, ...]]:
    """What rows of one form hold, field by field."""
    return list(zip(*[row["f"].values() for row in rows], strict=True))


def _parted(kinds: tuple[type, ...], rows: list[WireRow]) -> tuple[list[WireRow], list[WireRow]]:
    """Those rows of one form that hold what their fields are declared for, and the others."""
    fitting: list[WireRow] = []
    others: list[WireRow] = []
    for row in rows:
        (fitting if _hold(kinds, _columns([row])) else others).append(row)
    return fitting, others


def _hold(kinds: tuple[type, ...], columns: Sequence[tuple[Any, ...]]) -> bool:
    """Whether each column has values of its kind alone, and no number beyond what one on the wire is at most."""
    return all(
        {kind}.issuperset(map(type, column))
        and (kind is not int or (min(column) >= -MOST and max(column) <= MOST))
        for kind, column in zip(kinds, columns, strict=True)
    )


def _values(c: str, rows: Sequence[WireRow], columns: Sequence[tuple[Any, ...]]) -> list[Any]:
    """The values of rows of one form, one row after another."""
    clocks = lines_of_json([row["clk"] for row in rows])
    keys = codec(c).sort_keys([row["f"] for row in rows])
    local = ([row["id"] for row in rows], [row["seq"] for row in rows], clocks, keys)
    return list(chain.from_iterable(zip(*local, *columns, strict=True)))


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
