"""Ready-made clients and quotes for stories about paper."""

from typing import Any

from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.services import clients, invoices, quotes
from tests.services.conftest import TODAY, Desk

TAP = {"description": "Kitchen tap", "quantity": "1", "unitPrice": "146.00", "taxRate": "19"}
WORK = {"description": "Labour", "quantity": "2.5", "unit": "h", "unitPrice": "58.00", "taxRate": "19"}


def a_client(desk: Desk, name: str = "Margaret Ellis") -> ClientId:
    made = clients.create_client(
        desk.replica,
        fields={"companyName": name},
        contacts=[{"firstName": "Margaret", "lastName": "Ellis"}],
        properties=[{"streetAddress": "12 North Street", "city": "Bristol", "zipCode": "BS3 1EN"}],
    )
    return made.id


def a_quote(desk: Desk, *lines: dict[str, Any], client: ClientId | None = None) -> QuoteId:
    who = client or a_client(desk)
    fields = {"title": "Kitchen"}
    return quotes.create_quote(
        desk.replica, client_id=who, today=TODAY, fields=fields, lines=lines or (TAP, WORK)
    ).id


def an_approved_quote(desk: Desk) -> QuoteId:
    quote = a_quote(desk)
    quotes.send_quote(desk.replica, id=quote, day=TODAY, online=False)
    quotes.approve_quote(desk.replica, id=quote)
    return quote


def an_issued_invoice(desk: Desk, *, online: bool = False) -> InvoiceId:
    invoice = invoices.create_invoice(desk.replica, client_id=a_client(desk), today=TODAY, lines=[TAP]).id
    invoices.issue_invoice(desk.replica, id=invoice, day=TODAY, online=online)
    return invoice
