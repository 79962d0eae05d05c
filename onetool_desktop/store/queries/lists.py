"""The three questions of every list: which rows in which order, how many under each tab, and the rows of one
page.

Promises: a list is a `Shape`, SQL that its noun's module states once; what a person typed is bound, never
part of the SQL; orders are total, so that a row has one place. May not know: nouns.

Why: the whole order is an array of row numbers, a few milliseconds for a hundred thousand rows, and any place
in it is read by key; paging by offset gets slower towards the end and shows a row twice when others come in
between. The array comes as one JSON text, twice as fast as so many records. What a search finds often is not sorted
for its first rows: read in order, one row in fifty is among them. Nor are the rows looked up that have a row under them
which it finds, where those are many: asked in order whether they have one, the first page is soon full. Both ways cost
alike at the square root of page times rows.
"""

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isqrt
from typing import Any

import msgspec

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.store import columns, search
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged
from onetool_desktop.store.sortkeys import sort_key

PAGE = 128
_OFTEN = 2_000
_numbers = msgspec.json.Decoder(list[int])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A list of one collection. `select` begins with rid and id; `found_by` are rows under it whose words find it too,
    `owners` rows that it refers to.

    `tabs`, `sorts`, `sums` and `currency` are SQL over the collection's own columns, without values; `:today` may stand
    in a tab. `sums` are amounts in minor units that a selection is summed by; `currency` '' is the organisation's.
    `void` is the condition of rows that count in no sum. A search finds rows by `amounts`, indexed columns in minor
    units, and by `states`, conditions like those of tabs, when the question says that they may be meant.
    """

    table: str
    select: str
    joins: str = ""
    tabs: Mapping[str, str]
    sorts: Mapping[str, str]
    found_by: tuple[tuple[str, str], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()
    sums: Mapping[str, str] = field(default_factory=dict[str, str])
    currency: str = "''"
    void: str = "0"
    amounts: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a list shows. `within` is a reference and the row it must lead to; `amounts` and `states` are what the words
    of the search may mean besides.
    """

    tab: str = ""
    search: str = ""
    sort: str = ""
    descending: bool = False
    today: str = ""
    within: tuple[str, str] | None = None
    amounts: tuple[range, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of many rows in minor units of `currency`; `unknown` of the rows have none that can be known.

    `void` of them are not counted; where that is all of them, there is no amount.
    """

    what: str
    currency: str
    amount: int | None
    unknown: int
    void: int


@dataclass(slots=True)
class _Where:
    parts: list[str] = field(default_factory=list[str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    given: str = ""  # what stands before the question

    @property
    def sql(self) -> str:
        return f" WHERE {' AND '.join(self.parts)}" if self.parts else ""


def ids(db: Db, shape: Shape, question: Question, *, limit: int | None = None) -> "array[int]":
    """The row numbers that answer a question, in order; all, or the first `limit`."""
    order = shape.sorts[question.sort].split(", ")
    met = (
        _found_often(db, shape, question)
        if limit is not None and _has_index(shape, order)
        else frozenset[str]()
    )
    where = _where(shape, question, met=met)
    direction = "DESC" if question.descending else "ASC"
    # All rows of a filter: sort what the filter's own index gives, do not walk the order's index and look at each row.
    # A filter by status alone is answered by the order's index itself, and so is what a search finds often.
    few = bool(where.given) and not met
    walks = not few and (limit is not None or _by_status_at_most(shape, question))
    ordered = ", ".join(f"{'' if walks else '+'}{column} {direction}" for column in (*order, "rid"))
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    sql = f'SELECT rid FROM "{shape.table}"{where.sql} ORDER BY {ordered}{cut}'
    (text,) = db.execute(f"{where.given}SELECT json_group_array(rid) FROM ({sql})", where.values).fetchone()
    return array("q", _numbers.decode(text))


def counts(db: Db, shape: Shape, question: Question) -> dict[str, int]:
    """How many rows each tab has, of those that the search leaves."""
    if not shape.tabs:
        return {}
    where = _where(shape, replace(question, tab=""))
    where.values["today"] = question.today
    sums = ", ".join(f"count(*) FILTER (WHERE {tab or '1'})" for tab in shape.tabs.values())
    found = db.execute(f'{where.given}SELECT {sums} FROM "{shape.table}"{where.sql}', where.values).fetchone()
    return dict(zip(shape.tabs, found, strict=True))


def page(db: Db, shape: Shape, rids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The records of these row numbers, in any order. One prepared statement serves every page of up to `PAGE`."""
    width = -(-max(len(rids), 1) // PAGE) * PAGE
    marks = ", ".join("?" * width)
    sql = f'SELECT {shape.select} FROM "{shape.table}" AS it {shape.joins} WHERE it.rid IN ({marks})'
    return db.execute(sql, (*rids, *[None] * (width - len(rids)))).fetchall()


def sums(db: Db, shape: Shape, rids: Sequence[int]) -> list[Sum]:
    """What these rows come to, by currency; exact, as whole numbers."""
    if not shape.sums:
        return []
    counted = f"FILTER (WHERE NOT ({shape.void}))"
    parts = ", ".join(
        f"coalesce(sum({sql}) {counted}, 0), count(*) {counted} - count({sql}) {counted}"
        for sql in shape.sums.values()
    )
    found = db.execute(
        f'SELECT {shape.currency} AS it_is, count(*), count(*) {counted}, {parts} FROM "{shape.table}" '
        "WHERE rid IN (SELECT value FROM json_each(?)) GROUP BY it_is ORDER BY it_is",
        (_as_json(rids),),
    )
    return [
        Sum(what, currency or "", amounts[2 * at] if counts else None, amounts[2 * at + 1], rows - counts)
        for currency, rows, counts, *amounts in found
        for at, what in enumerate(shape.sums)
    ]


def ids_of(db: Db, c: str, rids: Sequence[int]) -> list[str]:
    """The ids of these row numbers, in their order; those that are gone are left out."""
    found = db.execute(
        f'SELECT it.id FROM json_each(?) AS want JOIN "{c}" AS it ON it.rid = want.value ORDER BY want.key',
        (_as_json(rids),),
    )
    return [row_id for (row_id,) in found]


def id_of(db: Db, c: str, rid: int) -> str | None:
    """The id of a row number; None for a row that is gone."""
    found = db.execute(f'SELECT id FROM "{c}" WHERE rid=?', (rid,)).fetchone()
    return None if found is None else found[0]


def rid_of(db: Db, c: str, row_id: str) -> int | None:
    """The row number of an id; None for a row that is gone."""
    found = db.execute(f'SELECT rid FROM "{c}" WHERE id=?', (row_id,)).fetchone()
    return None if found is None else found[0]


def total_of(db: Db, c: str, row_id: str) -> int | None:
    """What a quote or an invoice comes to, in minor units of its currency; None where that cannot be known."""
    found = db.execute(f'SELECT total FROM "{c}" WHERE id=?', (row_id,)).fetchone()
    return None if found is None else found[0]


def waiting(db: Db, c: str, row_ids: Sequence[str]) -> set[str]:
    """Those of these rows that a group not yet settled touches."""
    marks = ",".join("?" * len(row_ids))
    sql = f"SELECT DISTINCT id FROM outbox_rows WHERE c=? AND id IN ({marks})"
    return {row_id for (row_id,) in db.execute(sql, (c, *row_ids))}


def _as_json(rids: Sequence[int]) -> str:
    return msgspec.json.encode(list(rids)).decode()


def _by_status_at_most(shape: Shape, question: Question) -> bool:
    tab = shape.tabs.get(question.tab, "")
    by_status = tab.startswith("status ") and " AND " not in tab
    return (by_status or not tab) and not question.search and question.within is None


def _has_index(shape: Shape, order: Sequence[str]) -> bool:
    """Whether rows can be read in this order without sorting them."""
    wanted = [column.replace('"', "") for column in order]
    indexes = columns.indexes(shape.table).values()
    return any([one.replace('"', "") for one in of[: len(wanted)]] == wanted for of in indexes)


def _found_often(db: Db, shape: Shape, question: Question) -> frozenset[str]:
    """The collections, this list's and those of rows about it, in which a search finds so many rows that whoever reads
    the list in order soon meets a page of them, and the states that so many rows have.
    """
    words = search.expression(question.search)
    if not words or len(question.search.strip()) == 1 or question.within is not None:
        return frozenset()
    of = {columns.CODES[c]: c for c in (shape.table, *(c for c, _ in (*shape.found_by, *shape.owners)))}
    enough = _often(db, shape.table)
    hits = (
        f"SELECT rowid % {search.SPAN} AS code FROM search WHERE search MATCH ? "
        f"AND code IN ({', '.join(map(str, of))}) LIMIT {enough * len(of)}"
    )
    found = db.execute(f"SELECT code, count(*) FROM ({hits}) GROUP BY code", (words,))
    often = {of[code] for code, count in found if count >= enough}
    for state in question.states:
        rows = f'SELECT 1 FROM "{shape.table}" WHERE {shape.states[state]} LIMIT {enough}'
        (count,) = db.execute(f"SELECT count(*) FROM ({rows})", {"today": question.today}).fetchone()
        often |= {state} if count >= enough else set[str]()
    return frozenset(often)


def _often(db: Db, c: str) -> int:
    """Of how many hits on it is reading the rows in order the quicker way to a page of them."""
    (rows,) = db.execute(f'SELECT coalesce(max(rid), 0) FROM "{c}"').fetchone()
    return max(_OFTEN, isqrt(PAGE * rows))


def _where(shape: Shape, question: Question, *, met: Collection[str] = ()) -> _Where:
    """`met`: rows are read in their order and asked whether they were found, or what of these collections stands under
    them, or whether they have these states; not found first and then put in order.
    """
    where, words = _Where(), search.expression(question.search)
    letter = question.search.strip() if words else ""
    if len(letter) == 1:  # nearly every row has some word with it: the names that begin with it
        where.parts.append("sort_key >= :low AND sort_key < :high")
        where.values |= {"low": sort_key(letter), "high": sort_key(letter) + "\U0010ffff"}
    elif words:
        where.given = "WITH hit(k) AS MATERIALIZED (SELECT rowid FROM search WHERE search MATCH :words) "
        where.parts.append(_found(shape, question, met))
        where.values |= {"words": words, "today": question.today}
        for at, span in enumerate(question.amounts):
            where.values |= {f"low{at}": span.start, f"stop{at}": span.stop}
    elif question.search:
        where.parts.append("0")
    if standing := merged.standing(shape.table):
        where.parts.append(f"{'+' if where.given else ''}{standing}")
    if shape.tabs.get(question.tab):
        where.parts.append(
            f"{'+' if where.given else ''}({shape.tabs[question.tab]})"
        )  # the words narrow more
        where.values["today"] = question.today
    if question.within is not None:
        name, row_id = question.within
        where.parts.append(merged.leads_to(shape.table, name, ":within"))
        where.values["within"] = row_id
    return where


def _found(shape: Shape, question: Question, met: Collection[str]) -> str:
    """The rows that the words find, by their own text or by that of rows about them, by amount and by state; the index
    is asked once.
    """
    meant = [shape.states[state] for state in question.states if state not in met]
    spans = range(len(question.amounts))
    meant += [f"{amount} >= :low{at} AND {amount} < :stop{at}" for amount in shape.amounts for at in spans]
    looked_up = [_hits(shape.table), *(f'SELECT rid FROM "{shape.table}" WHERE {one}' for one in meant)]
    if into := COLLECTIONS[shape.table].merged:  # whoever stands for a row is found by its words
        looked_up.append(
            f"""SELECT it.rid FROM "{shape.table}" AS gone
            CROSS JOIN "{shape.table}" AS it ON it.id = {merged.survivor(shape.table, "gone.id")}
            WHERE gone."{into}" > '' AND +gone.rid IN ({_hits(shape.table)})"""
        )
    asked = [f"({shape.states[state]})" for state in question.states if state in met]
    for c, reference in shape.found_by:
        if c in met:
            own = merged.leads_to(c, reference, f'"{shape.table}".id')
            under = f'SELECT 1 FROM "{c}" AS part WHERE part.{own}'
            asked.append(f"EXISTS ({under} AND +part.rid IN ({_hits(c)}))")
        else:
            whose = merged.survivor(shape.table, f'part."{reference}"')
            looked_up.append(
                f"""SELECT it.rid FROM ({_hits(c)}) AS found CROSS JOIN "{c}" AS part ON part.rid = found.rid
                CROSS JOIN "{shape.table}" AS it ON it.id = {whose}"""
            )
    for c, reference in shape.owners:
        if c in met:
            owner, of = f'EXISTS (SELECT 1 FROM "{c}" AS part WHERE part.id', f'"{shape.table}"."{reference}"'
            hit = f"AND +part.rid IN ({_hits(c)}))"
            asked.append(f"{owner} = {of} {hit}")
            asked.append(f"{merged.is_merged(c, of)} AND {owner} IN ({merged.way(c, of)}) {hit}")
        else:
            his = merged.leads_to(shape.table, reference, "part.id")
            looked_up.append(
                f"""SELECT it.rid FROM ({_hits(c)}) AS found CROSS JOIN "{c}" AS part ON part.rid = found.rid
                CROSS JOIN "{shape.table}" AS it ON it.{his}"""
            )
    plus = "+" if met else ""  # not to be found first
    return " OR ".join([f"({plus}rid IN ({' UNION ALL '.join(looked_up)})", *asked]) + ")"


def _hits(c: str) -> str:
    return f"SELECT k / {search.SPAN} AS rid FROM hit WHERE k % {search.SPAN} = {columns.CODES[c]}"
