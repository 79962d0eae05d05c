"""What people do with quotes, invoices and payments: the product's own verbs, with rows and values drawn.

Promises: as in `acts_clients`.
"""

import random
from typing import Any

from onetool_desktop.domain.ids import ClientId, InvoiceId, LineId, PaymentId, QuoteId
from onetool_desktop.proof.simulator.device import Device
from onetool_desktop.proof.simulator.drawing import day, pick, words
from onetool_desktop.services import invoices, lines, payments, quotes
from onetool_desktop.services.saving import Created

PAPERS = ("quotes", "invoices")
OPTIONAL = 0.4  # share of a quote's lines that the customer may leave


def open_line(device: Device, draw: random.Random, table: str, c: str) -> str | None:
    """A line, mostly of a document that is still open."""
    if draw.random() < 0.2:
        return pick(device, draw, table)
    parent = f"{c[:-1]}Id"
    return pick(device, draw, table, f"\"{parent}\" IN (SELECT id FROM {c} WHERE status='draft')")


def _lines(device: Device, draw: random.Random, c: str) -> list[dict[str, Any]]:
    return [_line(device, draw, c) for _ in range(draw.randrange(1, 4))]


def _line(device: Device, draw: random.Random, c: str) -> dict[str, Any]:
    price = f"{draw.randrange(1, 500)}.{draw.randrange(100):02d}"
    return {
        "description": words(device, draw),
        "quantity": str(draw.randrange(1, 9)),
        "unitPrice": price,
        "taxRate": "19",
        "optional": (draw.random() < OPTIONAL and c == "quotes") or None,
    }


def quote(device: Device, draw: random.Random) -> object:
    """Drafts a quote or an invoice."""
    row = pick(device, draw, "clients")
    return row and drafted(device, draw, row, c=draw.choice(PAPERS))


def drafted(
    device: Device, draw: random.Random, client: str, *, c: str
) -> Created[QuoteId] | Created[InvoiceId]:
    """Drafts a quote, or an invoice that could be issued at once but for its due date, for this client."""
    made, today, of = {"title": words(device, draw)}, day(device), ClientId(client)
    make = quotes.create_quote if c == "quotes" else invoices.create_invoice
    return make(device.replica, client_id=of, today=today, fields=made, lines=_lines(device, draw, c))


def edit_line(device: Device, draw: random.Random) -> object:
    """Changes a line."""
    table, c = draw.choice([("quoteLineItems", "quotes"), ("invoiceLineItems", "invoices")])
    row = open_line(device, draw, table, c)
    fields = draw.choice([{"quantity": str(draw.randrange(1, 9))}, {"unitPrice": f"{draw.randrange(999)}"}])
    return row and lines.edit_line(device.replica, c=c, id=LineId(row), fields=fields)


def add_line(device: Device, draw: random.Random) -> object:
    """Adds a line, mostly to a draft."""
    c = draw.choice(["quotes", "invoices"])
    row = pick(device, draw, c, "status='draft'" if draw.random() < 0.8 else "1")
    return row and lines.add_line(device.replica, c=c, document=row, fields=_line(device, draw, c))


def remove_line(device: Device, draw: random.Random) -> object:
    """Takes a line out."""
    row = open_line(device, draw, "quoteLineItems", "quotes")
    return row and lines.remove_line(device.replica, c="quotes", id=LineId(row))


def issue(device: Device, draw: random.Random, *, online: bool | None = None) -> object:
    """The person knows whether there is a network; the cloud has the last word on the main series."""
    online = draw.random() < 0.4 if online is None else online
    quote, invoice = (pick(device, draw, c, "status='draft'") for c in PAPERS)
    c, row = ("quotes", quote) if draw.random() < 0.4 else ("invoices", invoice)
    return row and issue_one(device, row, c=c, online=online)


def issue_one(device: Device, row: str, *, c: str, online: bool) -> object:
    """Issues this quote, or this invoice as due today."""
    today = day(device)
    if c == "quotes":
        return quotes.send_quote(device.replica, id=QuoteId(row), day=today, online=online)
    invoices.edit_invoice(device.replica, id=InvoiceId(row), fields={"dueDate": today})
    return invoices.issue_invoice(device.replica, id=InvoiceId(row), day=today, online=online)


def answer(device: Device, draw: random.Random) -> object:
    """Notes what the client said to a quote, or revises it."""
    row = pick(device, draw, "quotes", "status<>'draft'")
    does = draw.choice([quotes.approve_quote, quotes.decline_quote, quotes.revise_quote, quotes.reopen_quote])
    return row and does(device.replica, id=QuoteId(row))


def agree(device: Device, row: str) -> object:
    """The client takes this quote with all of its options."""
    take(device, row, all_of_them=True)
    return quotes.approve_quote(device.replica, id=QuoteId(row))


def take(device: Device, row: str, *, all_of_them: bool) -> object:
    """The client takes all options of this quote, or none."""
    options = device.replica.reads().children("quoteLineItems", "quoteId", row)
    chosen = [line.id for line in options if all_of_them]
    return quotes.choose_options(device.replica, id=QuoteId(row), chosen=chosen)


def choose(device: Device, draw: random.Random) -> object:
    """Notes whether the client takes the options of a quote."""
    row = pick(device, draw, "quotes", "status IN ('sent', 'approved')")
    return row and take(device, row, all_of_them=draw.random() < 0.7)


def bill_quote(device: Device, draw: random.Random) -> object:
    """Makes an invoice of an approved quote."""
    row = pick(device, draw, "quotes", "status='approved'")
    return row and bill(device, row)


def bill(device: Device, row: str) -> object:
    """Makes an invoice of this quote."""
    return invoices.invoice_quote(device.replica, quote_id=QuoteId(row), today=day(device))


def pay(device: Device, draw: random.Random) -> object:
    """Records a payment."""
    row = pick(device, draw, "invoices", "status='sent'")
    amount = draw.randrange(1, 20_000)
    return row and payments.record_payment(
        device.replica, invoice_id=InvoiceId(row), amount=amount, day=day(device), method="cash"
    )


def take_back(device: Device, draw: random.Random) -> object:
    """Takes a payment back."""
    row = pick(device, draw, "payments", "amount>0")
    return row and payments.reverse_payment(device.replica, id=PaymentId(row), day=day(device))


def void(device: Device, draw: random.Random) -> object:
    """Voids an invoice."""
    row = pick(device, draw, "invoices", "status='sent'")
    return row and invoices.void_invoice(device.replica, id=InvoiceId(row))


def move_line(device: Device, draw: random.Random) -> object:
    """Puts a line behind another one of its document, or first."""
    row = open_line(device, draw, "quoteLineItems", "quotes")
    after = pick(device, draw, "quoteLineItems") if draw.random() < 0.6 else None
    target = LineId(after) if after and after != row else None
    return row and lines.move_line(device.replica, c="quotes", id=LineId(row), after=target)


def edit_draft(device: Device, draw: random.Random) -> object:
    """Renames a draft."""
    quote, invoice = (pick(device, draw, c, "status='draft'") for c in ("quotes", "invoices"))
    fields = {"title": words(device, draw)}
    if draw.random() < 0.5:
        return quote and quotes.edit_quote(device.replica, id=QuoteId(quote), fields=fields)
    return invoice and invoices.edit_invoice(device.replica, id=InvoiceId(invoice), fields=fields)


def delete_draft(device: Device, draw: random.Random) -> object:
    """Deletes a draft."""
    quote, invoice = (pick(device, draw, c, "status='draft'") for c in ("quotes", "invoices"))
    if draw.random() < 0.5:
        return quote and quotes.delete_quote(device.replica, id=QuoteId(quote))
    return invoice and invoices.delete_invoice(device.replica, id=InvoiceId(invoice))
