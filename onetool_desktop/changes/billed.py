"""Which lines of a quote an invoice bills.

Promises: reads only; a line counts as billed while the line made of it stands in an invoice that stands. May not know:
how an invoice is made.

Why: the id of an invoice line is computed from its invoice and the quote's line, so the link between the two needs no
field of its own, and two devices that bill the same line apart make one line.
"""

from onetool_desktop.changes.draft_paper import Rows
from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Row

INVOICES, INVOICE_LINES = "invoices", "invoiceLineItems"


def line_id(org: str, invoice: str, line: str) -> str:
    """The id of the line that bills a quote's line in an invoice."""
    return computed_id(org, INVOICE_LINES, f"{invoice}:{line}")


def standing_invoices(reader: Rows, quote: str) -> list[Row]:
    """The invoices of a quote that were not voided, in order of making."""
    made = reader.children(INVOICES, "quoteId", quote)
    return [row for row in made if row.f.get("status") != "cancelled"]


def is_billed(reader: Rows, *, org: str, quote: str, line: str) -> bool:
    """Whether an invoice that stands bills this line of the quote."""
    billing = (
        reader.get(INVOICE_LINES, line_id(org, made.id, line)) for made in standing_invoices(reader, quote)
    )
    return any(row is not None and row.live for row in billing)
