"""Invoices: from an approved quote without retyping, whole or in parts, from a project, or afresh; make due, void.

Promises: an invoice of a quote and its lines have ids computed from the quote, so that two devices that make it apart
make one; a line is billed once, until its invoice is void or lets it go. May not know: payments.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.billed import INVOICE_LINES as LINES, INVOICES, line_id, standing_invoices
from onetool_desktop.changes.draft_paper import paper_language
from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import NOTHING, Change, Fields, Row
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, InvoiceId, ProjectId, QuoteId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import issuing, records
from onetool_desktop.services.amounts import totals_of
from onetool_desktop.services.billing import Line, left_to_bill, with_headings
from onetool_desktop.services.clients import bought, only_place
from onetool_desktop.services.days import later
from onetool_desktop.services.lines import copied_fields, line_rows, rows_of_copy
from onetool_desktop.services.saving import Act, Created, Saved, commit, live_fields, new_row, not_there, save
from onetool_desktop.store.replica import Replica, Transaction

_FROM_QUOTE = (
    "clientId",
    "projectId",
    "propertyId",
    "contactId",
    "title",
    "currency",
    "pricesIncludeTax",
)
_DISCOUNT = ("discountKind", "discountValue")
_DUPLICATED = (*_FROM_QUOTE, *_DISCOUNT, "message", "terms")
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
        act = Act(
            action="invoices.create",
            label=_("Draft the invoice {title}").format(title=head.get("title") or "").strip(),
        )
        return commit(tx, act, [new_row(INVOICES, invoice, head), *rows])

    return Created(invoice, replica.write(work))


def invoice_quote(
    replica: Replica, *, quote_id: QuoteId, today: str, chosen: Sequence[str] | None = None
) -> Created[InvoiceId]:
    """A draft invoice of an approved quote, with every line that is not billed yet, or the `chosen` of them."""
    return replica.write(lambda tx: _invoice_quote(tx, quote_id, today, chosen))


def invoice_project(replica: Replica, *, project_id: ProjectId, today: str) -> Created[InvoiceId]:
    """A draft invoice of a project: of its oldest approved quote with something left to bill, else an empty one."""

    def work(tx: Transaction) -> Created[InvoiceId]:
        project = tx.get("projects", project_id)
        if project is None or not project.live:
            raise not_there("projects")
        for quote in tx.children("quotes", "projectId", project_id):
            left = left_to_bill(tx, org=tx.identity.org, quote=quote.id)
            if quote.f.get("status") == "approved" and left:
                return _invoice_quote(tx, QuoteId(quote.id), today, None)
        invoice = InvoiceId(replica.ids.new_id())
        usual = _defaults(tx, project.f["clientId"], today)
        taken = {name: project.f.get(name) or usual.get(name) for name in ("clientId", "propertyId", "title")}
        head = {**usual, **taken, "projectId": project_id}
        act = Act(action="invoices.create", label=_("Invoice the project"))
        return Created(invoice, commit(tx, act, [new_row(INVOICES, invoice, {**head, "status": "draft"})]))

    return replica.write(work)


def duplicate_invoice(replica: Replica, *, id: InvoiceId, today: str) -> Created[InvoiceId]:
    """A new draft that says what this one says, with days and number of its own, and of no quote."""
    invoice = InvoiceId(replica.ids.new_id())
    act = Act(action="invoices.create", label=_("Duplicate the invoice"))
    return Created(invoice, save(replica, act, lambda tx: copy_of(tx, id=id, copy=invoice, today=today)))


def copy_of(
    tx: Transaction,
    *,
    id: str,
    copy: str,
    today: str,
    over: Fields = NOTHING,
    lines: Mapping[str, Fields] | None = None,
) -> list[Change]:
    """The rows of a new draft `copy` that says what this one says; `over` and `lines` stand instead of its own."""
    source = live_fields(tx, INVOICES, id)
    if not source:
        raise not_there(INVOICES)
    taken = {name: source.get(name) for name in _DUPLICATED}
    if source.get("status") == "cancelled":
        taken["serviceDay"] = source.get("serviceDay")  # the work is that of the void one
    head = {**_defaults(tx, source["clientId"], today), **taken, **over, "status": "draft"}
    rows = rows_of_copy(tx, c=INVOICES, of=id, copy=copy, lines=lines)
    return [new_row(INVOICES, copy, head), *rows]


def edit_invoice(replica: Replica, *, id: InvoiceId, fields: Fields) -> Saved:
    """Change a draft's head."""
    return records.edit(replica, c=INVOICES, id=id, fields=fields)


def issue_invoice(replica: Replica, *, id: InvoiceId, day: str, online: bool) -> Saved:
    """Make an invoice due: it gets its number and is frozen as the customer gets it; a lead is an active client now."""

    def work(tx: Transaction) -> Saved:
        _check_schedule(tx, id)
        also = bought(tx, live_fields(tx, INVOICES, id).get("clientId"))
        return issuing.issue_within(tx, c=INVOICES, id=id, day=day, online=online, also=also)

    return replica.write(work)


def void_invoice(replica: Replica, *, id: InvoiceId) -> Saved:
    """Void an issued invoice; its number stays taken."""
    never = _("A voided invoice stays void. Make a new one in its place.")
    return records.set_status(
        replica, c=INVOICES, id=id, status="cancelled", label=_("Void the invoice"), never=never
    )


def delete_invoice(replica: Replica, *, id: InvoiceId) -> Saved:
    """Delete a draft that never had a number."""
    return records.delete(replica, c=INVOICES, id=id)


def _invoice_quote(
    tx: Transaction, quote_id: QuoteId, today: str, chosen: Sequence[str] | None
) -> Created[InvoiceId]:
    quote = tx.get("quotes", quote_id)
    if quote is None or not quote.live:
        raise not_there("quotes")
    left = left_to_bill(tx, org=tx.identity.org, quote=quote.id)
    _check_billable(tx, quote, left)
    lines = left if chosen is None else with_headings(left, chosen)
    invoice = _next_id(tx, quote)
    number = quote.f.get("number") or ""
    act = Act(action="invoices.create", label=_("Invoice the quote {number}").format(number=number).strip())
    head = _head(tx, quote, invoice, today, last=len(lines) == len(left))
    return Created(invoice, commit(tx, act, [head, *_lines(tx, lines, invoice)]))


def _check_billable(tx: Transaction, quote: Row, left: Sequence[Line]) -> None:
    if quote.f.get("status") != "approved":
        raise SentenceError(
            _("This quote was not approved yet."),
            safe=_("Nothing was changed."),
            next_step=_("Approve it first, then invoice it."),
        )
    standing = standing_invoices(tx, quote.id)
    if standing and not left:
        raise SentenceError(
            _("This quote was invoiced already{as_number}.").format(as_number=_named(standing[0])),
            safe=_("Nothing was changed."),
            next_step=_("Open that invoice; to bill anew, void it first."),
        )


def _next_id(tx: Transaction, quote: Row) -> InvoiceId:
    """The id of the quote's next invoice: the first that no row has, dead ones and the void among them."""
    made = 0
    while tx.get(INVOICES, found := computed_id(tx.identity.org, INVOICES, f"{quote.id}:{made}")) is not None:
        made += 1
    return InvoiceId(found)


def _named(invoice: Row) -> str:
    number = invoice.f.get("number")
    return _(" as {number}").format(number=number) if number else ""


def _head(tx: Transaction, quote: Row, invoice: str, today: str, *, last: bool) -> Change:
    """The head; a discount that is an amount goes with the last lines, and once: more may be left to bill later."""
    fields: dict[str, Any] = {**_defaults(tx, quote.f["clientId"], today)}
    fields |= {name: quote.f.get(name) or fields.get(name) for name in _FROM_QUOTE}
    given = any(row.f.get("discountKind") == "amount" for row in standing_invoices(tx, quote.id))
    if quote.f.get("discountKind") == "percent" or (last and not given):
        fields |= {name: quote.f.get(name) for name in _DISCOUNT}
    number = quote.f.get("number")
    if number:
        # Copied as text: a number that follows later must not change the paper in the meantime.
        fields["message"] = _of_quote(tx, quote.f["clientId"], number)
    return new_row(INVOICES, invoice, {**fields, "status": "draft", "quoteId": quote.id})


def _of_quote(tx: Transaction, client: str, number: str) -> str:
    """The words that name the quote, in the language of the paper they stand on."""
    from onetool_desktop.documents.formats import (
        parse_locale,  # when paper is made: they load their languages
    )
    from onetool_desktop.documents.words import words

    settings = live_fields(tx, "organizations", tx.identity.org)
    language = paper_language(merged.said(tx, "clients", client), settings)
    return words(parse_locale(language)).of_quote.format(number)


def _lines(tx: Transaction, lines: Sequence[Line], invoice: str) -> list[Change]:
    return [
        new_row(
            LINES,
            line_id(tx.identity.org, invoice, line),
            {**copied_fields(f, of=INVOICES), "invoiceId": invoice},
        )
        for line, f in lines
    ]


def _check_schedule(tx: Transaction, id: InvoiceId) -> None:
    """The instalments, where there are any, add up to the total."""
    parts = tx.children("installments", "invoiceId", id)
    total = totals_of(tx, org=tx.identity.org, c=INVOICES, id=id).total if parts else 0
    if sum(part.f["amount"] for part in parts) != total:
        raise SentenceError(
            _("The payment schedule does not add up to the total of this invoice."),
            safe=_("Nothing was issued and the draft is unchanged."),
            next_step=_("Open the payment schedule and correct its last amount."),
        )


def _defaults(tx: Transaction, client_id: str, today: str) -> dict[str, Any]:
    """What a new invoice says unless it is told otherwise."""
    settings = live_fields(tx, "organizations", tx.identity.org)
    client = merged.said(tx, "clients", client_id)
    days = client.get("paymentDays") or settings.get("paymentDays")
    return {
        "currency": settings.get("currency"),
        "propertyId": only_place(tx, client_id),
        "terms": settings.get("invoiceTerms"),
        "dueDate": later(today, _USUAL_DAYS if days is None else days),
    }
