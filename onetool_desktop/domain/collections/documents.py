"""Quotes and invoices with their lines, the payment schedule, payments, and what was issued on paper.

Lines of quotes and invoices have one shape, so that the grid, the totals and the page are written once; OneTool's own
`rate` and `unitPrice` differ in name only. Totals are nowhere among the fields: they are derived (domain/totals).
"""

from collections.abc import Mapping
from types import MappingProxyType

from onetool_desktop.domain import statuses
from onetool_desktop.domain.collections.fields import (
    DISCOUNT,
    NUMBER,
    PRICE,
    choice,
    currency,
    decimal,
    note,
    parent,
    plain,
    ref,
    status,
    text,
)
from onetool_desktop.domain.declare import Collection, Delete, Field, Kind, Lock, Merge, Needed, StatusTable

_DRAFT = frozenset({"draft"})


def _document(steps: StatusTable, day: Field) -> tuple[Field, ...]:
    """The fields of a document's head."""
    return (
        parent("clientId", "Client", "clients"),
        ref("projectId", "Project", "projects", along=True),
        ref("propertyId", "Property", "clientProperties", along=True),
        ref("contactId", "Contact", "clientContacts", along=True),
        text("title", "Title", search=3),
        status(steps),
        currency(),
        plain("pricesIncludeTax", Kind.FLAG, "Prices include tax", default=False, register="tax"),
        choice("discountKind", "Discount is", "percent amount", register=DISCOUNT, read="prices"),
        decimal("discountValue", "Discount", 4, register=DISCOUNT, read="prices"),
        day,
        note("message", "Message", search=1),
        note("terms", "Terms"),
        # Given with the number, by the cloud or by the device that issued it.
        text("number", "Number", 40, merge=Merge.CLOUD, register=NUMBER, search=5),
        plain("revision", Kind.INT, "Revision", merge=Merge.CLOUD, register=NUMBER),
        plain("issuedDay", Kind.DAY, "Issued on", merge=Merge.CLOUD, register=NUMBER),
        plain("issuedId", Kind.TEXT, "Issued paper", limit=36, merge=Merge.CLOUD, register=NUMBER),
    )


def _lines(
    name: str,
    label: str,
    parent_field: str,
    parent_collection: str,
    permission: str,
    *,
    longer: Mapping[str, frozenset[str]] = MappingProxyType({}),
    more: tuple[Field, ...] = (),
) -> Collection:
    """The lines of a document; `longer` are the fields that stay open in further statuses of it."""
    return Collection(
        name=name,
        label=label,
        permission=permission,
        parent=parent_field,
        follows=(parent_field,),
        roots=(parent_field,),
        lock=Lock(open=_DRAFT, through=parent_field, free=frozenset(), longer=longer),
        title=("description",),
        fields=(
            parent(parent_field, "Document", parent_collection),
            text("position", "Place", 64, needed=Needed.CREATE),
            choice("kind", "Kind", "line heading text", default="line"),
            text("description", "Item", 2_000, search=2),
            note("detail", "Detail"),
            decimal("quantity", "Quantity", 4, register=PRICE, read="prices"),
            text("unit", "Unit", 20, register=PRICE),
            decimal("unitPrice", "Price", 4, register=PRICE, read="prices"),
            decimal("taxRate", "Tax", 4, register=PRICE, read="prices"),
            decimal("cost", "Cost", 4, read="costs"),
            ref("skuId", "Price-book item", "skus"),
            choice(
                "discountKind", "Discount is", "percent amount", register=DISCOUNT, read="prices", since=2
            ),
            decimal("discountValue", "Discount", 4, register=DISCOUNT, read="prices", since=2),
            *more,
        ),
    )


QUOTES = Collection(
    name="quotes",
    label="Quote",
    permission="quotes",
    parent="clientId",
    follows=("projectId",),
    roots=("clientId",),
    delete=Delete.UNLESS_ISSUED,
    status=statuses.QUOTE,
    lock=Lock(
        open=_DRAFT, free=frozenset({"status", "projectId"})
    ),  # its work is planned once it is approved
    paper="quote",
    title=("number", "title"),
    fields=_document(statuses.QUOTE, plain("validUntil", Kind.DAY, "Valid until", needed=Needed.ISSUE)),
)
QUOTE_LINE_ITEMS = _lines(
    "quoteLineItems",
    "Quote line",
    "quoteId",
    "quotes",
    "quotes",
    # The customer chooses from what was sent to him, also once he agreed, until it is billed.
    longer=MappingProxyType({"chosen": frozenset({"sent", "approved"})}),
    more=(
        plain("optional", Kind.FLAG, "Optional", since=2),
        plain("chosen", Kind.FLAG, "Chosen", since=2),
    ),
)
INVOICES = Collection(
    name="invoices",
    label="Invoice",
    permission="invoices",
    parent="clientId",
    follows=("projectId",),
    roots=("clientId",),
    delete=Delete.UNLESS_ISSUED,
    status=statuses.INVOICE,
    lock=Lock(open=_DRAFT),
    paper="invoice",
    title=("number", "title"),
    fields=(
        *_document(statuses.INVOICE, plain("dueDate", Kind.DAY, "Due", needed=Needed.ISSUE)),
        ref("quoteId", "From quote", "quotes", along=True, merge=Merge.ONCE),
        # Of the work; where it is empty it is the day of the invoice.
        plain("serviceDay", Kind.DAY, "Day of service", since=2),
    ),
)
INVOICE_LINE_ITEMS = _lines("invoiceLineItems", "Invoice line", "invoiceId", "invoices", "invoices")
INSTALLMENTS = Collection(
    name="installments",
    label="Instalment",
    permission="invoices",
    parent="invoiceId",
    follows=("invoiceId",),
    roots=("invoiceId",),
    lock=Lock(open=_DRAFT, through="invoiceId", free=frozenset()),
    fields=(
        parent("invoiceId", "Invoice", "invoices"),
        text("position", "Place", 64, needed=Needed.CREATE),
        text("description", "Description"),
        plain("amount", Kind.MONEY, "Amount", needed=Needed.CREATE, read="prices"),
        plain("dueDate", Kind.DAY, "Due"),
    ),
)
PAYMENTS = Collection(
    name="payments",
    label="Payment",
    permission="invoices",
    parent="invoiceId",
    follows=("invoiceId",),
    roots=("invoiceId",),
    delete=Delete.NEVER,
    fields=(
        parent("invoiceId", "Invoice", "invoices"),
        # A refund or a reversal is a payment below zero that names the one it takes back.
        plain("amount", Kind.MONEY, "Amount", needed=Needed.CREATE, merge=Merge.ONCE, read="prices"),
        plain("day", Kind.DAY, "Day", needed=Needed.CREATE, merge=Merge.ONCE),
        choice("method", "Paid by", "cash transfer card cheque other", merge=Merge.ONCE),
        text("note", "Note", 2_000, merge=Merge.ONCE),
        ref("reverses", "Takes back", "payments", merge=Merge.ONCE),
    ),
)
ISSUED = Collection(
    name="issued",
    label="Issued paper",
    permission="invoices",
    follows=("quoteId", "invoiceId"),
    roots=("quoteId", "invoiceId"),
    given=True,
    delete=Delete.NEVER,
    title=("number",),
    fields=(
        choice("kind", "Kind of paper", "quote invoice", merge=Merge.CLOUD),
        ref("quoteId", "Quote", "quotes", merge=Merge.CLOUD),
        ref("invoiceId", "Invoice", "invoices", merge=Merge.CLOUD),
        text("series", "Series", 8, merge=Merge.CLOUD),
        plain("no", Kind.INT, "Count in the series", merge=Merge.CLOUD),
        plain("rev", Kind.INT, "Revision", merge=Merge.CLOUD),
        text("number", "Number", 40, merge=Merge.CLOUD),
        plain("day", Kind.DAY, "Issued on", merge=Merge.CLOUD),
        text("sha", "SHA-256 of the snapshot", 64, merge=Merge.CLOUD),
        text("snap", "Snapshot", 768 * 1024, merge=Merge.CLOUD, read="prices"),
        choice("review", "Number review", "document number", merge=Merge.CLOUD),
    ),
)
