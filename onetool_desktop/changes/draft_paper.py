"""The paper of a quote or an invoice as its rows have it now.

Promises: `build_paper` is a function of the rows alone, so that a device and the cloud that hold the same rows make the
same snapshot, byte for byte; the ids of the lines are part of it. Costs, statuses and numbers never reach paper here.
May not know: any store, fonts, page layout, who asks.

Why: the cloud issues a document of the main series only if its own merged draft hashes to what the device saw. A
picture of the document sent along would prove nothing about the rows; asking for equal rows would refuse an issue
because of a field that is on no paper. The hash of the paper is exactly what the customer gets to see.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import NOTHING, Fields, Row
from onetool_desktop.domain import paper as sheet
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.document_totals import (
    document_totals,
    in_order,
    is_counted,
    is_open_option,
    line_amounts,
    stated_discount,
    tax_rounding_of,
)
from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.paper import Customer, Instalment, Paper, PaperLine, PaperTax, PaperTotals, Seller
from onetool_desktop.domain.totals import Totals, line_discount

LINES_OF = {"quotes": ("quoteLineItems", "quoteId"), "invoices": ("invoiceLineItems", "invoiceId")}
PAPER_KIND: dict[str, Literal["quote", "invoice"]] = {"quotes": "quote", "invoices": "invoice"}


class Rows(Protocol):
    """What is read: a row by key, and the live rows that point at one."""

    def get(self, c: str, id: str, /) -> Row | None:
        """The row, live or dead, or None."""
        ...

    def children(self, c: str, field: str, id: str, /) -> Sequence[Row]:
        """Live rows of `c` whose `field` is `id`."""
        ...


def build_paper(reader: Rows, *, org: str, c: str, id: str, day: str) -> Paper:
    """The paper of document `id` of collection `c` (`quotes` or `invoices`) if it were issued on `day`.

    KeyError if there is no such document; ValueError if its currency is none.
    """
    head = reader.get(c, id)
    if head is None or not head.live:
        raise KeyError(id)
    seller = _fields(reader, "organizations", org)
    client = merged.said(reader, "clients", head.f.get("clientId"))
    lines_of, parent = LINES_OF[c]
    lines = in_order((row.id, row.f) for row in reader.children(lines_of, parent, id))
    totals = document_totals(
        head.f,
        [f for _, f in lines],
        tax_rounding=tax_rounding_of(seller),
        currency=seller.get("currency") or "",
    )
    return Paper(
        kind=PAPER_KIND[c],
        document_id=id,
        currency=totals.currency,
        issue_day=day,
        due_day=head.f.get("validUntil") or head.f.get("dueDate") or "",
        service_day=(head.f.get("serviceDay") or day) if c == "invoices" else "",
        seller=seller_of(seller),
        customer=_customer(reader, head.f, client, home=seller.get("country") or ""),
        service_address=_service_address(reader, head.f, client, home=seller.get("country") or ""),
        title=head.f.get("title") or "",
        project=_project(reader, head.f),
        intro=head.f.get("message") or "",
        terms=head.f.get("terms") or "",
        lines=tuple(_lines(lines, totals)),
        totals=_totals(head.f, totals),
        instalments=_instalments(reader, id) if c == "invoices" else (),
        prices_include_tax=bool(head.f.get("pricesIncludeTax")),
        tax_label=seller.get("taxLabel") or "VAT",
        locale=paper_language(client, seller),
        paper_size=paper_size_of(seller),
        logo_sha=seller.get("logoSha256") or "",
    )


def snapshot(reader: Rows, *, org: str, c: str, id: str, day: str) -> tuple[str, str]:
    """The frozen text of the paper and its SHA-256 in hex."""
    text = sheet.to_snapshot(build_paper(reader, org=org, c=c, id=id, day=day))
    return text, sheet.snapshot_sha(text)


def _fields(reader: Rows, c: str, id: Any) -> Fields:
    """The fields of a live row, or none."""
    row = reader.get(c, id) if id else None
    return row.f if row is not None and row.live else NOTHING


def seller_of(f: Fields) -> Seller:
    """The organisation, of these fields, as it stands at the top of the page."""
    return Seller(
        name=f.get("name") or "",
        address=address_lines(f),
        phone=f.get("phone") or "",
        email=f.get("email") or "",
        web=f.get("website") or "",
        tax_number=f.get("taxNumber") or "",
        bank=f.get("bank") or "",
        iban=f.get("iban") or "",
        footer=f.get("footer") or "",
    )


def paper_language(client: Fields, seller: Fields) -> str:
    """The language of what a client gets from a seller, of these fields: his, else the seller's own."""
    return client.get("language") or seller.get("language") or "en"


def paper_size_of(f: Fields) -> sheet.PaperSize:
    """The size of the organisation's paper."""
    return "Letter" if f.get("paperSize") == "Letter" else "A4"


def _customer(reader: Rows, document: Fields, client: Fields, *, home: str) -> Customer:
    """Whom it is for: the client at his main property, else where the work is."""
    contact = _fields(reader, "clientContacts", document.get("contactId") or client.get("primaryContactId"))
    name = client.get("companyName") or ""
    person = " ".join(part for part in (contact.get("firstName"), contact.get("lastName")) if part)
    place = client.get("primaryPropertyId") or document.get("propertyId")
    return Customer(
        name=name,
        attention="" if person == name else person,
        address=address_lines(_fields(reader, "clientProperties", place), home=home),
        tax_number=client.get("taxNumber") or "",
    )


def _service_address(reader: Rows, document: Fields, client: Fields, *, home: str) -> tuple[str, ...]:
    """Where the work is, if that is not the customer's own address."""
    place = document.get("propertyId")
    if not place or place == (client.get("primaryPropertyId") or place):
        return ()
    return address_lines(_fields(reader, "clientProperties", place), home=home)


def _project(reader: Rows, document: Fields) -> str:
    project = _fields(reader, "projects", document.get("projectId"))
    return " ".join(part for part in (project.get("projectNumber"), project.get("title")) if part)


def _lines(lines: list[tuple[str, Fields]], totals: Totals) -> Iterator[PaperLine]:
    """The lines with their amounts; headings and texts are not counted."""
    counted = 0
    for (id, f), amount in zip(lines, totals.lines, strict=True):
        counted += is_counted(f)
        yield _line(id, f, counted, amount, totals.currency) if is_counted(f) else _words(id, f)


def _words(id: str, f: Fields) -> PaperLine:
    return PaperLine(
        id=id,
        kind="heading" if f.get("kind") == "heading" else "text",
        description=f.get("description") or "",
        detail=f.get("detail") or "",
    )


def _line(id: str, f: Fields, position: int, amount: int, currency: str) -> PaperLine:
    off = stated_discount(f)
    return PaperLine(
        id=id,
        position=position,
        description=f.get("description") or "",
        detail=f.get("detail") or "",
        quantity=f.get("quantity") or "1",
        unit=f.get("unit") or "",
        unit_price=f.get("unitPrice") or "0",
        tax_rate=f.get("taxRate") or "",
        amount=amount,
        optional=is_open_option(f),
        discount=line_discount(line_amounts(f), currency),
        discount_percent=decimal_text(off.value) if off is not None and off.kind == "percent" else "",
    )


def _totals(document: Fields, totals: Totals) -> PaperTotals:
    percent = totals.discount and document.get("discountKind") == "percent"
    return PaperTotals(
        subtotal=totals.subtotal,
        discount=totals.discount,
        discount_percent=(document.get("discountValue") or "") if percent else "",
        net=totals.net,
        tax=totals.tax,
        taxes=tuple(
            PaperTax(decimal_text(g.rate), g.base, g.tax, g.category) for g in totals.groups if g.rate
        ),
        total=totals.total,
    )


def _instalments(reader: Rows, id: str) -> tuple[Instalment, ...]:
    rows = in_order((row.id, row.f) for row in reader.children("installments", "invoiceId", id))
    return tuple(Instalment(f["amount"], f.get("dueDate") or "", f.get("description") or "") for _, f in rows)
