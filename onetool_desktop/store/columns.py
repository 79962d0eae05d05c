"""Which columns a collection has in the replica, derived from its declaration.

Promises: one column for each field, of the type its kind says, beside the local ones: `rid` (the rowid, also
the key of the search index), `id`, `seq`, `clk` and `extra` (JSON), `sort_key`, and cached amounts. Fields of
one storage class stand together, text first, so that a row's values are checked by class in one step. Pure;
knows no SQL library.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Merge

INTEGERS = frozenset({Kind.INT, Kind.MONEY, Kind.INSTANT})
NESTED = frozenset({Kind.SET, Kind.JSON})
LOCAL = ("id", "seq", "clk", "extra", "sort_key")
TOTALS = ("subtotal", "discount", "tax", "total")
CACHED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"quotes": TOTALS, "invoices": (*TOTALS, "paid", "balance"), "clients": ("open_balance",)}
)
"""Amounts in minor units that follow from other rows, by collection."""

CODES: Mapping[str, int] = MappingProxyType({c.name: at for at, c in enumerate(ALL)})
"""Collections by their place; cascades lead from lower to higher places."""


LINES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}
)
"""Document → its lines, and the field in which a line names it."""

PARTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "quoteLineItems": ("quotes", "quoteId"),
        "invoiceLineItems": ("invoices", "invoiceId"),
        "payments": ("invoices", "invoiceId"),
    }
)
"""What the amounts of a document follow from → the document, and the field that names it."""


def document_of(f: Mapping[str, object], field: str) -> str:
    """The document that a part names; nothing has been checked yet, so what is no text is none."""
    document = f.get(field)
    return document if isinstance(document, str) else ""


def storage(field: Field) -> str:
    """The SQL type of a field's column."""
    return "INTEGER" if field.kind in INTEGERS or field.kind is Kind.FLAG else "TEXT"


@cache
def stored_fields(name: str) -> tuple[Field, ...]:
    """The fields of a collection in the order of their columns: texts, integers, flags, then sets and objects."""

    def rank(field: Field) -> int:
        if field.kind in NESTED:
            return 3
        if field.kind is Kind.FLAG:
            return 2
        return 1 if field.kind in INTEGERS else 0

    return tuple(sorted(COLLECTIONS[name].fields, key=rank))


@cache
def field_names(name: str) -> tuple[str, ...]:
    """Their names."""
    return tuple(field.name for field in stored_fields(name))


def indexed_refs(collection: Collection) -> tuple[str, ...]:
    """The references by which rows are looked up: what falls with a parent, what belongs to a client, what is
    counted.
    """
    return tuple(
        field.name
        for field in collection.refs
        if (field.ref and field.ref.cascade)
        or field.name in (*collection.follows, *collection.roots)
        or field.merge is Merge.ONCE
    )


def is_listed(collection: Collection) -> bool:
    """Whether rows stand in a list of their own, in the order of their titles."""
    belongs = bool(collection.parent or collection.homes)
    return bool(collection.title) and (collection.status is not None or not belongs)


@cache
def indexes(name: str) -> Mapping[str, tuple[str, ...]]:
    """Index name → columns or expressions, for one collection."""
    collection = COLLECTIONS[name]
    found: dict[str, tuple[str, ...]] = {f"ix_{name}_{field}": (field,) for field in indexed_refs(collection)}
    if is_listed(collection):
        merged = (
            (collection.merged,) if collection.merged else ()
        )  # a list leaves out what another row stands for
        found[f"ix_{name}_sort"] = ("sort_key", "status", *merged) if collection.status else ("sort_key",)
        if collection.status is not None:
            found[f"ix_{name}_status"] = ("status", "sort_key", *merged)
    return MappingProxyType(found | _MORE.get(name, {}))


KEPT_IN_BULK = frozenset(
    {"ix_quoteLineItems_quoteId", "ix_invoiceLineItems_invoiceId", "ix_payments_invoiceId"}
)
"""The indexes that amounts are computed by; the others are built after a bulk."""

NAMED = frozenset({"ix_users_sort"})
"""The indexes that a question names, which fails where they are not there."""

NEWEST = ("coalesce(\"issuedDay\",'9999')", "coalesce(number,'')")
"""The order of documents as an index has it, word for word: drafts are newer than what was issued."""

_MORE: Mapping[str, dict[str, tuple[str, ...]]] = {
    "clients": {"ix_clients_balance": ("open_balance", "sort_key")},
    "invoices": {
        "ix_invoices_total": ("total",),
        "ix_invoices_balance": ("balance",),
        "ix_invoices_newest": NEWEST,
        "ix_invoices_status": ("status", *NEWEST),
    },
    "quotes": {
        "ix_quotes_total": ("total",),
        "ix_quotes_newest": NEWEST,
        "ix_quotes_status": ("status", *NEWEST),
    },
    "issued": {"ix_issued_number": ("kind", "series", "no")},
    "notices": {"ix_notices_open": ("userId", "settled")},
    "tasks": {
        "ix_tasks_day": ("date", "startTime"),
        "ix_tasks_person": ("assigneeUserId", "status", "date", "startTime"),
        "ix_tasks_status": ("status", "date", "startTime"),
    },
}


def quoted(names: tuple[str, ...]) -> str:
    """Column names as SQL; an expression is SQL already."""
    return ", ".join(name if is_expression(name) else f'"{name}"' for name in names)


def is_expression(name: str) -> bool:
    """Whether an index orders by something computed."""
    return "(" in name
