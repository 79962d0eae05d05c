"""What of an approved quote was billed, and what is left.

Promises: reads only; a line counts as billed while the line made of it stands in an invoice that stands, so that a
line taken out of a draft invoice, or whose invoice was voided, is left again. May not know: how an invoice is made.

Why: the id of an invoice line is computed from its invoice and the quote's line, so the link between the two needs no
field of its own, and two devices that bill the same line apart make one line.
"""

from collections.abc import Sequence
from typing import TypeAlias

from onetool_desktop.changes.draft_paper import Rows
from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Fields, Row
from onetool_desktop.domain.document_totals import in_order

INVOICES, LINES = "invoices", "invoiceLineItems"
Line: TypeAlias = tuple[str, Fields]  # id and fields


def standing_invoices(reader: Rows, quote: str) -> list[Row]:
    """The invoices of a quote that were not voided, in order of making."""
    made = reader.children(INVOICES, "quoteId", quote)
    return [row for row in made if row.f.get("status") != "cancelled"]


def left_to_bill(reader: Rows, *, org: str, quote: str) -> list[Line]:
    """The lines of a quote that no invoice bills yet, in order, each with the heading it stands under."""
    lines = in_order((row.id, row.f) for row in reader.children("quoteLineItems", "quoteId", quote))
    billed = {
        line for invoice in standing_invoices(reader, quote) for line in _billed(reader, org, invoice, lines)
    }
    return with_headings(lines, [row_id for row_id, f in lines if row_id not in billed and not _heads(f)])


def with_headings(lines: Sequence[Line], wanted: Sequence[str]) -> list[Line]:
    """The wanted lines in their order, with the headings that have one of them below."""
    found: list[Line] = []
    heading: Line | None = None
    for line in lines:
        if _heads(line[1]):
            heading = line
        elif line[0] in wanted:
            found += [line] if heading is None else [heading, line]
            heading = None
    return found


def line_id(org: str, invoice: str, line: str) -> str:
    """The id of the line that bills a quote's line in an invoice."""
    return computed_id(org, LINES, f"{invoice}:{line}")


def _billed(reader: Rows, org: str, invoice: Row, lines: Sequence[Line]) -> list[str]:
    there = {row.id for row in reader.children(LINES, "invoiceId", invoice.id)}
    return [row_id for row_id, _ in lines if line_id(org, invoice.id, row_id) in there]


def _heads(fields: Fields) -> bool:
    return fields.get("kind") == "heading"
