"""Cached amounts: what lists sort and sum by, computed in the transaction that changes what they follow from.

Promises: a document's amounts are `domain.document_totals` of its visible rows, nothing else; they are empty
where the currency is none or a line is not readable. A client's open balance is the sum of what his issued
invoices still owe, and those of whom he stands for; nothing for one that another stands for.
May not know: groups, the cloud.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from onetool_desktop import domain
from onetool_desktop.changes.values import NOTHING, Fields, Row, RowKey
from onetool_desktop.domain.money import MAX_MINOR
from onetool_desktop.store.codec import to_json
from onetool_desktop.store.columns import LINES, PARTS, document_of
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged
from onetool_desktop.store.visible import VisibleRows, WritableRows

if TYPE_CHECKING:
    from onetool_desktop.domain.totals import TaxRounding
    from onetool_desktop.store.pages import WireRow

_OWED = """SELECT coalesce(sum(balance), 0) FROM invoices WHERE {whose} AND +status='sent'"""
"""The plus keeps SQLite from the index by status, which holds nearly every invoice of the organisation."""
_OPEN = f"""UPDATE clients SET open_balance = CASE
    WHEN "mergedInto" IS NULL AND NOT EXISTS (SELECT 1 FROM clients AS other WHERE other."mergedInto" = clients.id)
    THEN ({_OWED.format(whose='"clientId" = clients.id')})
    WHEN {merged.standing("clients")}
    THEN ({_OWED.format(whose=merged.leads_to("invoices", "clientId", "clients.id"))}) ELSE 0 END"""
_WITH_THEM = f"""WITH RECURSIVE asked(id) AS (
    SELECT value FROM json_each(?)
    UNION SELECT it.id FROM asked CROSS JOIN clients AS it ON it."mergedInto" = asked.id
    UNION SELECT it."mergedInto" FROM asked CROSS JOIN clients AS it ON it.id = asked.id)
    {_OPEN} WHERE id IN (SELECT id FROM asked)"""
"""Of these clients, and of all that were merged with them, whichever way."""
_READ = {"invoices": "clientId", "clients": "mergedInto", **{c: field for c, (_, field) in PARTS.items()}}
_SET = {
    "quotes": "UPDATE quotes SET subtotal=?, discount=?, tax=?, total=? WHERE id=?",
    "invoices": "UPDATE invoices SET subtotal=?, discount=?, tax=?, total=?, paid=?, balance=? WHERE id=?",
}


def follows_from(c: str) -> bool:
    """Whether cached amounts follow from rows of this collection."""
    return c in LINES or c in PARTS or c in {"clients", "organizations"}


def read_of(c: str) -> str | None:
    """The one field of many such rows in which it matters what they said before; None where they had to be there."""
    return _READ.get(c)


def refresh(rows: WritableRows, before: Mapping[RowKey, Row | None], *, org: str) -> None:
    """Computes the amounts that follow from the rows touched; `before` has each row as it was."""
    documents, clients, everything = _affected(rows, before)
    if not (documents or clients or everything):
        return
    settings = _fields(rows.get("organizations", org))
    rounding = domain.document_totals.tax_rounding_of(settings)
    if everything and rounding != domain.document_totals.tax_rounding_of(
        _fields(before.get(("organizations", org)))
    ):
        documents |= all_documents(rows.db)
    for c, row_id in documents:
        _document(rows, c, row_id, rounding, settings.get("currency") or "")
    invoiced = (rows.get("invoices", row_id) for c, row_id in documents if c == "invoices")
    clients |= {_fields(row).get("clientId") for row in invoiced}
    if clients := sorted(clients - {None}):
        rows.db.execute(_WITH_THEM, (to_json(clients),))


def rebuild(rows: VisibleRows, *, org: str) -> None:
    """Computes every cached amount."""
    settings = _fields(rows.get("organizations", org))
    for c, row_id in all_documents(rows.db):
        _document(
            rows, c, row_id, domain.document_totals.tax_rounding_of(settings), settings.get("currency") or ""
        )
    rows.db.execute(_OPEN)


def refresh_arrived(
    rows: VisibleRows, page: Mapping[str, "Sequence[WireRow]"], but: Collection[RowKey] = (), *, org: str
) -> None:
    """Computes the amounts of the documents of a page that holds their lines and payments too, `but` these."""
    settings = _fields(rows.get("organizations", org))
    rounding, currency = domain.document_totals.tax_rounding_of(settings), settings.get("currency") or ""
    paid = _by_parent(page.get("payments", ()), "invoiceId")
    for c, (lines_of, field) in LINES.items():
        lines = _by_parent(page.get(lines_of, ()), field)
        found: list[tuple[Any, ...]] = []
        for row in page.get(c, ()):
            if (c, row["id"]) in but:
                continue
            payments = None if c == "quotes" else paid.get(row["id"], ())
            values = amounts(
                row["f"], lines.get(row["id"], ()), payments, rounding=rounding, currency=currency
            )
            found.append((*values, row["id"]))
        rows.db.executemany(_SET[c], found)


def owed(db: Db, after: int, upto: int) -> None:
    """Computes what the clients with a rid above `after` and not above `upto` owe."""
    db.execute(f"{_OPEN} WHERE rid>? AND rid<=?", (after, upto))


def _by_parent(rows: "Iterable[WireRow]", field: str) -> dict[str, list[Fields]]:
    found: dict[str, list[Fields]] = {}
    for row in rows:
        found.setdefault(document_of(row["f"], field), []).append(row["f"])
    return found


def all_documents(db: Db) -> set[RowKey]:
    """Every quote and invoice."""
    return {(c, row_id) for c in LINES for (row_id,) in db.execute(f"SELECT id FROM {c}")}


def amounts(
    head: Fields,
    lines: Iterable[Fields],
    payments: Iterable[Fields] | None,
    *,
    rounding: "TaxRounding",
    currency: str,
) -> tuple[Any, ...]:
    """The cached amounts of a document; `payments` None for a quote. All None where they cannot be known.

    What a cloud sends may be no number, or one that no column holds: the document is kept, without amounts.
    """
    unknown = (None,) * (4 if payments is None else 6)
    try:
        totals = domain.document_totals.document_totals(
            head, list(lines), tax_rounding=rounding, currency=currency
        )
        found = (totals.subtotal, totals.discount, totals.tax, totals.total)
        if payments is not None:
            paid = domain.totals.balance(
                domain.document_totals.asked_for(head, totals.total), [f.get("amount") or 0 for f in payments]
            )
            found += (paid.paid, paid.due)
    except (ValueError, TypeError, ArithmeticError):
        return unknown
    return found if max(map(abs, found)) <= MAX_MINOR else unknown


def _document(rows: VisibleRows, c: str, row_id: str, rounding: "TaxRounding", currency: str) -> None:
    row = rows.get(c, row_id)
    if row is None or not row.live:
        return
    lines = [line.f for line in rows.children(*LINES[c], row_id)]
    payments = None if c == "quotes" else [p.f for p in rows.children("payments", "invoiceId", row_id)]
    values = amounts(row.f, lines, payments, rounding=rounding, currency=currency)
    rows.db.execute(_SET[c], (*values, row_id))


def _affected(rows: WritableRows, before: Mapping[RowKey, Row | None]) -> tuple[set[RowKey], set[Any], bool]:
    """The documents and clients whose amounts may have changed, and whether the organisation's settings have."""
    documents: set[RowKey] = set()
    clients: set[Any] = set()
    olds: dict[str, dict[str, Row | None]] = {}
    for (c, row_id), old in before.items():
        olds.setdefault(c, {})[row_id] = old
    for c, were in olds.items():
        if c in LINES:
            documents |= {(c, row_id) for row_id in were}
        if c == "invoices":
            clients |= {_fields(old).get("clientId") for old in were.values()}
        elif c in PARTS:
            parent, field = PARTS[c]
            both = (*were.values(), *rows.latest(c, were, field).values())
            documents |= {(parent, one) for row in both if (one := _fields(row).get(field))}
        elif c == "clients":
            are = rows.latest(c, were, _READ[c])
            clients = clients.union(*(_balances_of(one, old, are[one]) for one, old in were.items()))
    return documents, clients - {None}, "organizations" in olds


def _balances_of(client: str, old: Row | None, new: Row | None) -> set[Any]:
    """The clients to whom it may make a difference that this one came, went or was merged."""
    if old is None:
        return {client}
    lived, lives = old.live, new is not None and new.live
    was, into = (_fields(row).get("mergedInto") for row in (old, new))
    return set() if (lived, was) == (lives, into) else {client, was, into}


def _fields(row: Row | None) -> Fields:
    """What a row says, or said before it was deleted."""
    if row is None:
        return NOTHING
    return row.f if row.live else row.was or NOTHING
