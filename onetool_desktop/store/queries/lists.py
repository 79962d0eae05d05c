"""The three questions of every list: which rows in which order, how many under each tab, and the rows of one
page.

Promises: a list is a `Shape`, SQL that its noun's module states once; what a person typed is bound, never
part of the SQL; orders are total, so that a row has one place. May not know: nouns.

Why: the whole order is an array of row numbers, a few milliseconds for a hundred thousand rows, and any place
in it is read by key; paging by offset gets slower towards the end and shows a row twice when others come in
between.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from onetool_desktop.store import columns, search
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A list of one collection. `select` begins with rid and id; `found_by` are rows under it whose words find it too.

    `tabs` and `sorts` are SQL over the collection's own columns, without values; `:today` may stand in a tab.
    """

    table: str
    select: str
    joins: str = ""
    tabs: Mapping[str, str]
    sorts: Mapping[str, str]
    found_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a list shows. `within` is a reference and the row it must lead to."""

    tab: str = ""
    search: str = ""
    sort: str = ""
    descending: bool = False
    today: str = ""
    within: tuple[str, str] | None = None


@dataclass(slots=True)
class _Where:
    parts: list[str] = field(default_factory=list[str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def sql(self) -> str:
        return f" WHERE {' AND '.join(self.parts)}" if self.parts else ""


def ids(db: Db, shape: Shape, question: Question, *, limit: int | None = None) -> "array[int]":
    """The row numbers that answer a question, in order; all, or the first `limit`."""
    where = _where(shape, question)
    direction = "DESC" if question.descending else "ASC"
    order = shape.sorts[question.sort]
    whole = (
        "" if limit is not None else "+"
    )  # all of it: sort what the filter's index gives, do not walk the order's
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    sql = f'SELECT rid FROM "{shape.table}"{where.sql} ORDER BY {whole}{order} {direction}, rid {direction}{cut}'
    if not where.parts:
        sql = sql.replace(f"ORDER BY +{order}", f"ORDER BY {order}")
    return array("q", [rid for (rid,) in db.execute(sql, where.values)])


def counts(db: Db, shape: Shape, question: Question) -> dict[str, int]:
    """How many rows each tab has, of those that the search leaves."""
    found: dict[str, int] = {}
    for tab in shape.tabs:
        where = _where(
            shape, Question(tab=tab, search=question.search, today=question.today, within=question.within)
        )
        found[tab] = db.execute(f'SELECT count(*) FROM "{shape.table}"{where.sql}', where.values).fetchone()[
            0
        ]
    return found


def page(db: Db, shape: Shape, rids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The records of these row numbers, in any order."""
    marks = ",".join(str(int(rid)) for rid in rids)
    sql = f'SELECT {shape.select} FROM "{shape.table}" AS it {shape.joins} WHERE it.rid IN ({marks})'
    return db.execute(sql).fetchall()


def waiting(db: Db, c: str, row_ids: Sequence[str]) -> set[str]:
    """Those of these rows that a group not yet settled touches."""
    marks = ",".join("?" * len(row_ids))
    sql = f"SELECT DISTINCT id FROM outbox_rows WHERE c=? AND id IN ({marks})"
    return {row_id for (row_id,) in db.execute(sql, (c, *row_ids))}


def _where(shape: Shape, question: Question) -> _Where:
    where = _Where()
    if shape.tabs.get(question.tab):
        where.parts.append(f"({shape.tabs[question.tab]})")
        where.values["today"] = question.today
    if question.within is not None:
        name, row_id = question.within
        where.parts.append(f'"{name}" = :within')
        where.values["within"] = row_id
    words = search.expression(question.search)
    if question.search:
        where.parts.append(_found(shape) if words else "0")
        where.values["words"] = words
    return where


def _found(shape: Shape) -> str:
    """The rows that the words find, by their own text or by that of rows under them."""
    own = _hits(shape.table)
    under = [
        f'"{shape.table}".id IN (SELECT "{reference}" FROM "{c}" WHERE rid IN ({_hits(c)}))'
        for c, reference in shape.found_by
    ]
    return f"({' OR '.join([f'rid IN ({own})', *under])})"


def _hits(c: str) -> str:
    code = columns.CODES[c]
    return f"SELECT rowid / {search.SPAN} FROM search WHERE search MATCH :words AND rowid % {search.SPAN} = {code}"
