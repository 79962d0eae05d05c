"""The amounts of a saved document: its totals, and what is still owed on an invoice.

Promises: the same function as the page and the cloud, over the rows as they are now; reads only.
"""

from onetool_desktop.changes.draft_paper import LINES_OF, Rows
from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.domain.document_totals import asked_for, document_totals, in_order, tax_rounding_of
from onetool_desktop.domain.totals import Totals


def totals_of(reader: Rows, *, org: str, c: str, id: str) -> Totals:
    """The totals of document `id` of `quotes` or `invoices`; ValueError where no currency is known."""
    settings = _live(reader, "organizations", org)
    lines = in_order((row.id, row.f) for row in reader.children(*LINES_OF[c], id))
    return document_totals(
        _live(reader, c, id),
        [f for _, f in lines],
        tax_rounding=tax_rounding_of(settings),
        currency=settings.get("currency") or "",
    )


def owed_on(reader: Rows, *, org: str, invoice: str) -> int:
    """What is still owed on an invoice in minor units; below zero where more came in than it asks for."""
    paid = sum(row.f.get("amount") or 0 for row in reader.children("payments", "invoiceId", invoice))
    total = totals_of(reader, org=org, c="invoices", id=invoice).total
    return asked_for(_live(reader, "invoices", invoice), total) - paid


def _live(reader: Rows, c: str, id: str) -> Fields:
    row = reader.get(c, id)
    return row.f if row is not None and row.live else NOTHING
