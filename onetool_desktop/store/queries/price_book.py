"""The price book: the items in use as the line grid completes from them, its list, and items that may be the same.

Promises: names are compared as lists order them (case and accents aside), codes without case; what is alike is told,
never forbidden. Prices, tax and cost are decimal text in wire form, empty where there is none. May not know: words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists
from onetool_desktop.store.sortkeys import sort_key

_COLUMNS = """it.id, it.name, coalesce(it.code, ''), coalesce(it.detail, ''), coalesce(it.unit, ''),
    coalesce(it."unitPrice", ''), coalesce(it."taxRate", ''), coalesce(it.cost, '')"""
_IN_USE = 'coalesce("isActive", 1)'
_MOST = 3

SHAPE = lists.Shape(
    table="skus",
    select=f'it.rid, {_COLUMNS}, coalesce(it."isActive", 1)',
    tabs={"in-use": _IN_USE, "away": f"NOT {_IN_USE}"},
    # Read as floats to be put in order, and for nothing else.
    sorts={
        "name": "sort_key",
        "code": "code COLLATE NOCASE, sort_key",
        "price": 'CAST("unitPrice" AS REAL), sort_key',
        "cost": "CAST(cost AS REAL), sort_key",
    },
)


@dataclass(frozen=True, slots=True)
class PriceItem:
    """One item."""

    id: str
    name: str
    code: str
    detail: str
    unit: str
    price: str
    tax: str
    cost: str


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item in the list."""

    rid: int
    item: PriceItem
    in_use: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """Another item of the same name, or of the same `code`."""

    id: str
    name: str
    code: str = ""


def items(db: Db) -> list[PriceItem]:
    """The items in use, in the order of their names."""
    found = db.execute(f"SELECT {_COLUMNS} FROM skus AS it WHERE {_IN_USE} ORDER BY name, id")
    return [PriceItem(*map(str, row)) for row in found]


def page(db: Db, rids: Sequence[int]) -> list[ItemLine]:
    """The items of these row numbers, in any order."""
    return [
        ItemLine(rid, PriceItem(*map(str, columns)), bool(in_use))
        for rid, *columns, in_use in lists.page(db, SHAPE, rids)
    ]


def alike(db: Db, *, item: str, name: str, code: str) -> list[Alike]:
    """Other items like one of this name and code, each once, at most three."""
    named = db.execute(
        "SELECT id, name FROM skus WHERE sort_key=? AND id<>? LIMIT ?", (sort_key(name), item, _MOST)
    )
    found = {row_id: Alike(row_id, other) for row_id, other in named} if name.strip() else {}
    if code.strip():
        coded = db.execute(
            "SELECT id, name, code FROM skus WHERE lower(code)=lower(?) AND id<>? LIMIT ?",
            (code.strip(), item, _MOST),
        )
        found |= {row_id: Alike(row_id, other, its) for row_id, other, its in coded}
    return list(found.values())[:_MOST]
