"""Invoices: from an approved quote without retyping, or afresh; make due, void.

Promises: an invoice of a quote and its lines have ids computed from the quote, so that two devices that make it apart
make one; once it was voided the next one is another. May not know: payments.
"""

from collections.abc import Sequence
from typing import Any

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Change, Fields, Row
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.services import issuing, records
from onetool_desktop.services.days import later
from onetool_desktop.services.lines import copied_fields, line_rows
from onetool_desktop.services.saving import Act, Created, Saved, commit, live_fields, new_row, not_there
from onetool_desktop.store.replica import Replica, Transaction

INVOICES, LINES = "invoices", "invoiceLineItems"
_FROM_QUOTE = (
    "clientId",
    "projectId",
    "propertyId",
    "contactId",
    "title",
    "currency",
    "pricesIncludeTax",
    "discountKind",
    "discountValue",
)
_USUAL_DAYS = 14


def create_invoice(
    replica: Replica,
    *,
    client_id: ClientId,
    today: str,
    fields: Fields | None = None,
    lines: Sequence[Fields] = (),
) -> Created[InvoiceId]:
    """A new draft with its lines, not from a quote."""
    invoice = InvoiceId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        head = {**_defaults(tx, client_id, today), **(fields or {}), "status": "draft", "clientId": client_id}
        rows = line_rows(ids=replica.ids, c=INVOICES, document=invoice, lines=lines)
        act = Act(action="invoices.create", label=f"Draft the invoice {head.get('title') or ''}".strip())
        return commit(tx, act, [new_row(INVOICES, invoice, head), *rows])

    return Created(invoice, replica.write(work))


def invoice_quote(replica: Replica, *, quote_id: QuoteId, today: str) -> Created[InvoiceId]:
    """A draft invoice of an approved quote, with everything the quote says."""

    def work(tx: Transaction) -> Created[InvoiceId]:
        quote = tx.get("quotes", quote_id)
        if quote is None or not quote.live:
            raise not_there("quotes")
        invoice = _next_id(tx, quote)
        act = Act(action="invoices.create", label=f"Invoice the quote {quote.f.get('number') or ''}".strip())
        return Created(
            invoice, commit(tx, act, [_head(tx, quote, invoice, today), *_lines(tx, quote, invoice)])
        )

    return replica.write(work)


def edit_invoice(replica: Replica, *, id: InvoiceId, fields: Fields) -> Saved:
    """Change a draft's head."""
    return records.edit(replica, c=INVOICES, id=id, fields=fields)


def issue_invoice(replica: Replica, *, id: InvoiceId, day: str, online: bool) -> Saved:
    """Make an invoice due: it gets its number and is frozen as the customer gets it."""
    return issuing.issue(replica, c=INVOICES, id=id, day=day, online=online)


def void_invoice(replica: Replica, *, id: InvoiceId) -> Saved:
    """Void an issued invoice; its number stays taken."""
    return records.set_status(replica, c=INVOICES, id=id, status="cancelled", label="Void the invoice")


def delete_invoice(replica: Replica, *, id: InvoiceId) -> Saved:
    """Delete a draft that never had a number."""
    return records.delete(replica, c=INVOICES, id=id)


def _next_id(tx: Transaction, quote: Row) -> InvoiceId:
    """The id of the quote's next invoice; a sentence while it has one that stands or may not have one yet."""
    if quote.f.get("status") != "approved":
        raise SentenceError(
            "This quote was not approved yet.",
            safe="Nothing was changed.",
            next_step="Approve it first, then invoice it.",
        )
    invoices = tx.children(INVOICES, "quoteId", quote.id)
    for invoice in invoices:
        if invoice.f.get("status") != "cancelled":
            raise SentenceError(
                f"This quote was invoiced already{_named(invoice)}.",
                safe="Nothing was changed.",
                next_step="Open that invoice; to bill anew, void it first.",
            )
    return InvoiceId(computed_id(tx.identity.org, INVOICES, f"{quote.id}:{len(invoices)}"))


def _named(invoice: Row) -> str:
    number = invoice.f.get("number")
    return f" as {number}" if number else ""


def _head(tx: Transaction, quote: Row, invoice: str, today: str) -> Change:
    fields: dict[str, Any] = {**_defaults(tx, quote.f["clientId"], today)}
    fields |= {name: quote.f.get(name) for name in _FROM_QUOTE}
    number = quote.f.get("number")
    if number:
        # Copied as text: a number that follows later must not change the paper in the meantime.
        fields["message"] = f"For our quote {number}."
    return new_row(INVOICES, invoice, {**fields, "status": "draft", "quoteId": quote.id})


def _lines(tx: Transaction, quote: Row, invoice: str) -> list[Change]:
    rows = in_order((row.id, row.f) for row in tx.children("quoteLineItems", "quoteId", quote.id))
    return [
        new_row(
            LINES,
            computed_id(tx.identity.org, LINES, f"{invoice}:{line}"),
            {**copied_fields(f, of=INVOICES), "invoiceId": invoice},
        )
        for line, f in rows
    ]


def _defaults(tx: Transaction, client_id: str, today: str) -> dict[str, Any]:
    """What a new invoice says unless it is told otherwise."""
    settings = live_fields(tx, "organizations", tx.identity.org)
    days = live_fields(tx, "clients", client_id).get("paymentDays") or settings.get("paymentDays")
    return {
        "currency": settings.get("currency"),
        "terms": settings.get("invoiceTerms"),
        "dueDate": later(today, _USUAL_DAYS if days is None else days),
    }
