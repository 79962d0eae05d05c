"""Quotes and invoices of the sample business: drafts with their lines, and what happens to them on which day.

Promises: a document is one group with its lines; what happens later is an event with its day, so that numbers can be
given in the order of days over the whole business; payments are computed from the totals, to the penny.
May not know: numbers, snapshots.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeAlias

from onetool_desktop.changes.values import Change, Fields
from onetool_desktop.domain.document_totals import document_totals
from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.places import spread
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.firm import CURRENCY, TAX_RATE
from onetool_desktop.proof.sample.values import IssuePaper, Job, Save, Step, put, trade
from onetool_desktop.proof.sample.work import Project

Event: TypeAlias = tuple[str, Step]  # its day, and what is saved
_METHODS = (("transfer", 62), ("card", 27), ("cash", 6), ("cheque", 5))


@dataclass(frozen=True, slots=True)
class Document:
    """A draft: its rows in one group, and what happens to it."""

    draft: Save
    events: tuple[Event, ...]


def make_quote(
    *, rng: Random, ids: Ids, project: Project, skus: dict[str, str], today: date
) -> tuple[Document, str | None]:
    """The quote of a project, and its id if it was approved."""
    quote = ids.new_id()
    issued = project.start - timedelta(days=rng.randrange(8, 31))
    head = {
        "clientId": project.client.id,
        "projectId": project.id,
        "propertyId": project.property,
        "contactId": project.client.contact,
        "title": project.job.title,
        "status": "draft",
        "currency": CURRENCY,
        "validUntil": (issued + timedelta(days=30)).isoformat(),
        "message": project.job.message,
        "terms": trade().terms_quote,
        **_discount(rng, project.job),
    }
    lines = make_lines(
        rng=rng, ids=ids, job=project.job, skus=skus, c="quoteLineItems", parent="quoteId", document=quote
    )
    draft = Save(f"Draft a quote for {project.client.name}", (put("quotes", quote, head), *lines))
    events, approved = _quote_events(rng, project, quote, issued, today)
    return Document(draft, events), quote if approved else None


def make_invoice(
    *,
    rng: Random,
    ids: Ids,
    project: Project,
    skus: dict[str, str],
    today: date,
    quote: Change | None,
    lines: tuple[Change, ...],
) -> Document:
    """The invoice of finished work: from its approved quote, or written afresh."""
    invoice = ids.new_id()
    issued = min(project.end + timedelta(days=rng.randrange(6)), today)
    own = make_lines(
        rng=rng,
        ids=ids,
        job=project.job,
        skus=skus,
        c="invoiceLineItems",
        parent="invoiceId",
        document=invoice,
    )
    if quote is not None:
        own = tuple(
            put(
                "invoiceLineItems",
                ids.new_id(),
                {**{k: v for k, v in line.f.items() if k != "quoteId"}, "invoiceId": invoice},
            )
            for line in lines
        )
    head = {
        "clientId": project.client.id,
        "projectId": project.id,
        "propertyId": project.property,
        "contactId": project.client.contact,
        "title": project.job.title,
        "status": "draft",
        "currency": CURRENCY,
        "dueDate": (issued + timedelta(days=14)).isoformat(),
        "terms": trade().terms_invoice,
        "quoteId": quote.id if quote else None,
        **{name: quote.f[name] for name in ("discountKind", "discountValue") if quote and name in quote.f},
    }
    total = document_totals(head, [line.f for line in own]).total
    draft = Save(f"Draft an invoice for {project.client.name}", (put("invoices", invoice, head), *own))
    return Document(draft, _invoice_events(rng, ids, invoice, issued, total, today))


def make_lines(
    *, rng: Random, ids: Ids, job: Job, skus: dict[str, str], c: str, parent: str, document: str
) -> tuple[Change, ...]:
    """Lines of a document: what the job usually takes, in sensible quantities, under its headings."""
    rows: list[dict[str, Any]] = []
    for heading, wanted in job.groups:
        found = [_line(code, rng.randint(least, most), skus) for code, least, most in wanted if most]
        kept = [line for line in found if line["quantity"] != "0"]
        rows += [{"kind": "heading", "description": heading}] if heading and kept else []
        rows += kept
    places = spread(len(rows))
    return tuple(
        put(c, ids.new_id(), {parent: document, "position": place, **row})
        for place, row in zip(places, rows, strict=True)
    )


def _line(code: str, quantity: int, skus: dict[str, str]) -> dict[str, Any]:
    sku = trade().skus[code]
    amount = Decimal(quantity)
    return {
        "kind": "line",
        "description": sku.name,
        "detail": sku.detail,
        "quantity": decimal_text(amount),
        "unit": sku.unit,
        "unitPrice": sku.price,
        "taxRate": TAX_RATE,
        "cost": sku.cost,
        "skuId": skus[code],
    }


def _discount(rng: Random, job: Job) -> Fields:
    """Now and then, on the larger jobs."""
    chance = rng.random() if job.days > 1 else 1
    if chance < 0.12:
        return {"discountKind": "percent", "discountValue": rng.choice(("5", "7.5", "10"))}
    if chance < 0.2:
        return {"discountKind": "amount", "discountValue": rng.choice(("25", "50", "100"))}
    return {}


def _quote_events(
    rng: Random, project: Project, quote: str, issued: date, today: date
) -> tuple[tuple[Event, ...], bool]:
    """Sent on its day; then agreed to, turned down or left unanswered."""
    chance = rng.random()
    open_still = project.stage == "planned"
    if issued > today or (open_still and chance < 0.12):
        return (), False
    sent: Event = (issued.isoformat(), IssuePaper("quotes", quote, issued.isoformat()))
    answer = (
        "approved" if project.stage in ("done", "active") else "declined" if project.stage == "off" else ""
    )
    if open_still and chance < 0.55:
        answer = "approved"
    if not answer or (answer == "declined" and chance < 0.3):
        return (sent,), False
    day = min(issued + timedelta(days=rng.randrange(1, 8)), today).isoformat()
    label = "Approve the quote" if answer == "approved" else "Decline the quote"
    return (sent, (day, Save(label, (put("quotes", quote, {"status": answer}),)))), answer == "approved"


def _invoice_events(
    rng: Random, ids: Ids, invoice: str, issued: date, total: int, today: date
) -> tuple[Event, ...]:
    """Issued on its day; then mostly paid, some late, some in part, a few voided."""
    chance = rng.random()
    if (today - issued).days < 10 and chance < 0.35:
        return ()
    sent: Event = (issued.isoformat(), IssuePaper("invoices", invoice, issued.isoformat()))
    if chance > 0.98:
        void = Save("Void the invoice", (put("invoices", invoice, {"status": "cancelled"}),))
        return sent, (min(issued + timedelta(days=3), today).isoformat(), void)
    age = (today - issued).days
    likely = 0.95 if age > 60 else 0.75 if age > 14 else 0.35
    if rng.random() > likely:
        return (sent,)
    paid = min(issued + timedelta(days=rng.randrange(1, 22)), today)
    return sent, *_payments(rng, ids, invoice, total, paid, today)


def _payments(rng: Random, ids: Ids, invoice: str, total: int, day: date, today: date) -> list[Event]:
    """The whole at once, or a part and perhaps the rest."""
    part = total * rng.choice((30, 40, 50)) // 100 if rng.random() < 0.12 else total
    parts = [(day, part)]
    if part < total and rng.random() < 0.5:
        parts.append((min(day + timedelta(days=rng.randrange(7, 28)), today), total - part))
    return [(when.isoformat(), _payment(rng, ids, invoice, amount, when)) for when, amount in parts if amount]


def _payment(rng: Random, ids: Ids, invoice: str, amount: int, day: date) -> Save:
    method = rng.choices([word for word, _ in _METHODS], [weight for _, weight in _METHODS])[0]
    fields = {"invoiceId": invoice, "amount": amount, "day": day.isoformat(), "method": method}
    return Save("Record a payment", (put("payments", ids.new_id(), fields),))
