"""What of an approved quote was billed, and what is left.

Promises: reads only; a line that was taken out of a draft invoice, or whose invoice was voided, is left again. May not
know: how an invoice is made.
"""

from collections.abc import Sequence
from typing import TypeAlias

from onetool_desktop.changes.billed import INVOICE_LINES, line_id, standing_invoices
from onetool_desktop.changes.draft_paper import Rows
from onetool_desktop.changes.values import Fields, Row
from onetool_desktop.domain.document_totals import in_order, is_counted, is_open_option

Line: TypeAlias = tuple[str, Fields]  # id and fields


def left_to_bill(reader: Rows, *, org: str, quote: str) -> list[Line]:
    """The lines of a quote that no invoice bills yet, in order, each with the heading it stands under.

    What the customer was only offered and did not choose is never billed.
    """
    lines, billed = _lines_of(reader, quote), billed_lines(reader, org=org, quote=quote)
    left = [line for line, f in lines if line not in billed and is_counted(f) and not is_open_option(f)]
    return with_headings(lines, left)


def options_left(reader: Rows, *, org: str, quote: str) -> list[Line]:
    """The optional lines of a quote, chosen or not, as far as no invoice bills them yet, in order."""
    billed = billed_lines(reader, org=org, quote=quote)
    return [(line, f) for line, f in _lines_of(reader, quote) if f.get("optional") and line not in billed]


def billed_lines(reader: Rows, *, org: str, quote: str) -> set[str]:
    """The lines of a quote that stand in an invoice that stands."""
    lines = _lines_of(reader, quote)
    return {
        line for invoice in standing_invoices(reader, quote) for line in _billed(reader, org, invoice, lines)
    }


def _lines_of(reader: Rows, quote: str) -> list[Line]:
    return in_order((row.id, row.f) for row in reader.children("quoteLineItems", "quoteId", quote))


def with_headings(lines: Sequence[Line], wanted: Sequence[str]) -> list[Line]:
    """The wanted lines in their order, with the headings that have one of them below and the texts under either."""
    found: list[Line] = []
    above: list[Line] = []  # the heading of the lines to come, and what is said under it
    texts: list[Line] | None = above
    for line in lines:
        if is_counted(line[1]):
            texts = found if line[0] in wanted else None
            if texts is not None:
                found += [*above, line]
                above = []
        elif line[1].get("kind") == "heading":
            texts = above = [line]
        elif texts is not None:
            texts.append(line)
    return found


def _billed(reader: Rows, org: str, invoice: Row, lines: Sequence[Line]) -> list[str]:
    there = {row.id for row in reader.children(INVOICE_LINES, "invoiceId", invoice.id)}
    return [row_id for row_id, _ in lines if line_id(org, invoice.id, row_id) in there]
