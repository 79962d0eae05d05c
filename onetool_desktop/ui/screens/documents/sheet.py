"""A quote or an invoice as its workplace shows it: head, lines and what hangs on it, read at once.

Promises: one reading is of one moment as far as rows by key go; bounded by the document. Runs in the read pool.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.billed import standing_invoices
from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.document_totals import asked_for, in_order, tax_rounding_of
from onetool_desktop.domain.totals import TaxRounding
from onetool_desktop.domain.translate import _
from onetool_desktop.services.amounts import totals_of
from onetool_desktop.services.billing import left_to_bill, options_left
from onetool_desktop.services.line_work import Line
from onetool_desktop.services.schedule import Part, schedule_of
from onetool_desktop.store.replica import Reads


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One payment: `amount` in minor units, below zero where it takes another back."""

    id: str
    amount: int
    day: str
    method: str
    note: str
    reversal: bool
    reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSheet:
    """Everything the workplace shows of one document. Amounts in minor units; `properties` as (id, words)."""

    id: str
    head: Mapping[str, Any]
    lines: tuple[Line, ...]
    client: str
    properties: tuple[tuple[str, str], ...]
    tax_label: str
    usual_tax: str
    rounding: TaxRounding
    total: int
    payments: tuple[PaymentLine, ...] = ()
    schedule: tuple[Part, ...] = ()
    project: str = ""  # that it belongs to, if it is here
    invoices: tuple[tuple[str, str], ...] = ()  # of a quote: those that stand, with their numbers
    left: tuple[Line, ...] = ()  # of an approved quote: what no invoice bills yet
    options: tuple[Line, ...] = ()  # of one that was sent: what it offers beside, as far as it is not billed
    was_invoiced: bool = False  # of a quote: there was an invoice, be it void now
    review: str = ""  # the paper stands in Number review: "number" or "document"
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
    def paid(self) -> int:
        """What came in, less what was taken back."""
        return sum(line.amount for line in self.payments)

    @property
    def owed(self) -> int:
        """What is still to be paid; below zero what is to be given back."""
        return asked_for(self.head, self.total) - self.paid


def read_sheet(reads: Reads, *, org: str, c: str, id: str, finished: frozenset[int]) -> DocumentSheet | None:
    """The document as it is saved now; None if it is not here."""
    row = reads.row(c, id)
    if row is None:
        return None
    lines_of, parent = LINES_OF[c]
    lines = tuple(in_order((line.id, line.f) for line in reads.children(lines_of, parent, id)))
    settings = _fields(reads, "organizations", org)
    client = row.f.get("clientId") or ""
    places = merged.children(reads, "clientProperties", "clientId", client)
    whose = merged.stand_in(reads, "clients", client)
    project = row.f.get("projectId") or ""
    return DocumentSheet(
        id=id,
        head=row.f,
        lines=lines,
        client=str((whose.f.get("companyName") if whose is not None else None) or ""),
        properties=tuple(sorted(((place.id, _place(place.f)) for place in places), key=lambda one: one[1])),
        tax_label=settings.get("taxLabel") or _("VAT"),
        usual_tax=settings.get("defaultTaxRate") or "",
        rounding=tax_rounding_of(settings),
        total=totals_of(reads, org=org, c=c, id=id).total,
        project=project if _fields(reads, "projects", project) else "",
        review=_fields(reads, "issued", row.f.get("issuedId") or "").get("review") or "",
        finished=finished,
        **(_of_invoice(reads, id) if c == "invoices" else _of_quote(reads, org, id, row.f.get("status"))),
    )


def _of_invoice(reads: Reads, id: str) -> dict[str, Any]:
    return {"payments": _payments(reads, id), "schedule": tuple(schedule_of(reads, id))}


def _of_quote(reads: Reads, org: str, id: str, status: object) -> dict[str, Any]:
    approved, asked = status == "approved", status in ("sent", "approved")
    return {
        "invoices": tuple((row.id, str(row.f.get("number") or "")) for row in standing_invoices(reads, id)),
        "left": tuple(left_to_bill(reads, org=org, quote=id)) if approved else (),
        "options": tuple(options_left(reads, org=org, quote=id)) if asked else (),
        "was_invoiced": bool(reads.count("invoices", "quoteId", id)),
    }


def _payments(reads: Reads, invoice: str) -> tuple[PaymentLine, ...]:
    """The payments of an invoice, the newest first."""
    rows = reads.children("payments", "invoiceId", invoice)
    taken_back = {row.f.get("reverses") for row in rows}
    lines = [
        PaymentLine(
            row.id,
            row.f.get("amount") or 0,
            row.f.get("day") or "",
            row.f.get("method") or "",
            row.f.get("note") or "",
            reversal=bool(row.f.get("reverses")),
            reversed=row.id in taken_back,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: (line.day, line.id), reverse=True))


def _place(fields: Mapping[str, Any]) -> str:
    return str(fields.get("propertyName") or ", ".join(address_lines(fields)[:2]) or _("A property"))


def _fields(reads: Reads, c: str, row_id: str) -> Mapping[str, Any]:
    row = reads.row(c, row_id) if row_id else None
    return {} if row is None else row.f
