"""A quote or an invoice as its workplace shows it: head, lines and what hangs on it, read at once.

Promises: one reading is of one moment as far as rows by key go; bounded by the document. Runs in the read pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.document_totals import document_totals, in_order, tax_rounding_of
from onetool_desktop.domain.totals import TaxRounding
from onetool_desktop.services.line_work import Line
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.widgets.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """Everything the workplace shows of one document. `paid` in minor units; `properties` as (id, words)."""

    id: str
    head: Mapping[str, Any]
    lines: tuple[Line, ...]
    client: str
    properties: tuple[tuple[str, str], ...]
    tax_label: str
    usual_tax: str
    rounding: TaxRounding
    total: int
    paid: int
    invoice: str = ""  # of a quote: its invoice that stands
    finished: frozenset[int] = frozenset()  # steps that were saved before this was read

    @property
    def status(self) -> str:
        """The stored status."""
        return str(self.head.get("status") or "draft")

    @property
    def is_draft(self) -> bool:
        """Whether its lines can be written."""
        return self.status == "draft"

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid


def read_sheet(reads: Reads, *, org: str, c: str, id: str, finished: frozenset[int]) -> DocumentSheet | None:
    """The document as it is saved now; None if it is not here."""
    row = reads.row(c, id)
    if row is None:
        return None
    lines_of, parent = LINES_OF[c]
    lines = tuple(in_order((line.id, line.f) for line in reads.children(lines_of, parent, id)))
    settings = _fields(reads, "organizations", org)
    rounding = tax_rounding_of(settings)
    totals = document_totals(
        row.f, [f for _, f in lines], tax_rounding=rounding, currency=settings.get("currency") or ""
    )
    client = row.f.get("clientId") or ""
    places = reads.children("clientProperties", "clientId", client) if client else ()
    return DocumentSheet(
        id=id,
        head=row.f,
        lines=lines,
        client=_fields(reads, "clients", client).get("companyName") or "",
        properties=tuple(sorted(((place.id, _place(place.f)) for place in places), key=lambda one: one[1])),
        tax_label=settings.get("taxLabel") or "VAT",
        usual_tax=settings.get("defaultTaxRate") or "",
        rounding=rounding,
        total=totals.total,
        paid=sum(p.f.get("amount") or 0 for p in reads.children("payments", "invoiceId", id))
        if c == "invoices"
        else 0,
        invoice=_invoice_of(reads, id) if c == "quotes" else "",
        finished=finished,
    )


def steps_of(sheet: DocumentSheet, *, c: str) -> list[Step]:
    """The way of the document, and where it is."""
    return _invoice_steps(sheet) if c == "invoices" else _quote_steps(sheet)


def _quote_steps(sheet: DocumentSheet) -> list[Step]:
    status, invoiced = sheet.status, bool(sheet.invoice)
    sent = status in ("sent", "approved", "declined")
    answer = (
        Step("Declined", here=True, tone=Tone.BAD)
        if status == "declined"
        else Step(
            "Approved",
            done=invoiced,
            here=status == "approved" and not invoiced,
            tone=Tone.GOOD,
            why="" if status != "draft" else "Send the quote first; then the client can approve it.",
        )
    )
    return [
        Step("Draft", done=sent, here=status == "draft"),
        Step(
            "Sent",
            done=sent,
            here=status == "sent",
            why="" if sent else "Send the quote to give it its number.",
        ),
        answer,
        Step(
            "Invoiced",
            here=invoiced,
            tone=Tone.GOOD,
            why="" if invoiced else "An approved quote becomes an invoice.",
        ),
    ]


def _invoice_steps(sheet: DocumentSheet) -> list[Step]:
    status, paid = sheet.status, sheet.status == "sent" and sheet.owed <= 0
    due = status in ("sent", "cancelled")
    last = (
        Step("Void", here=True, tone=Tone.MUTED)
        if status == "cancelled"
        else Step(
            "Paid",
            here=paid,
            tone=Tone.GOOD,
            why="" if paid else "Record the payments that came in to close it.",
        )
    )
    return [
        Step("Draft", done=due, here=status == "draft"),
        Step(
            "Issued",
            done=due,
            here=status == "sent" and not paid,
            why="" if due else "Issue it to give it its number.",
        ),
        last,
    ]


def _invoice_of(reads: Reads, quote: str) -> str:
    made = reads.children("invoices", "quoteId", quote)
    return next((row.id for row in made if row.f.get("status") != "cancelled"), "")


def _place(fields: Mapping[str, Any]) -> str:
    return str(fields.get("propertyName") or ", ".join(address_lines(fields)[:2]) or "A property")


def _fields(reads: Reads, c: str, row_id: str) -> Mapping[str, Any]:
    row = reads.row(c, row_id) if row_id else None
    return {} if row is None else row.f
