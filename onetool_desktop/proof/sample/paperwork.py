"""Quotes and invoices of the sample business: drafts with their lines, and what happens to them on which day.

Promises: a document is one group with its lines; what happens is an event with its moment, each after the one before
it, so that numbers can be given in the order of days over the whole business; payments are computed from the totals,
to the penny. May not know: numbers, snapshots.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from onetool_desktop.changes.values import Change, Fields
from onetool_desktop.domain.document_totals import document_totals
from onetool_desktop.domain.money import decimal_text
from onetool_desktop.domain.places import spread
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.firm import CURRENCY, TAX_RATE
from onetool_desktop.proof.sample.times import Times, working_day
from onetool_desktop.proof.sample.values import Event, IssuePaper, Job, Save, put, trade
from onetool_desktop.proof.sample.work import Project

_METHODS = (("transfer", 62), ("card", 27), ("cash", 6), ("cheque", 5))


@dataclass(frozen=True, slots=True)
class Document:
    """A draft: its rows in one group, and what happens to it, beginning with the draft."""

    draft: Save
    events: tuple[Event, ...]

    @property
    def last(self) -> datetime:
        """When something last happened to it."""
        return self.events[-1].at


def make_quote(
    *, rng: Random, times: Times, ids: Ids, project: Project, skus: dict[str, str]
) -> tuple[Document, str | None]:
    """The quote of a project, and its id if it was approved."""
    quote = ids.new_id()
    issued = working_day(project.start - timedelta(days=rng.randrange(8, 31)))
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
    begun = min(issued, times.today - timedelta(days=int(14 * times.rng.random() ** 2)))
    begun -= timedelta(days=times.rng.randrange(3))
    drafted = Event(times.on(begun, after=project.planned), draft)
    events, approved = _quote_events(rng, times, project, quote, issued, drafted.at)
    return Document(draft, (drafted, *events)), quote if approved else None


def make_invoice(
    *,
    rng: Random,
    times: Times,
    ids: Ids,
    project: Project,
    skus: dict[str, str],
    after: datetime,
    quote: Change | None,
    lines: tuple[Change, ...],
) -> Document:
    """The invoice of finished work, written after the last that happened: from its approved quote, or afresh."""
    invoice = ids.new_id()
    ended = max(project.end, after.date())
    issued = min(working_day(ended + timedelta(days=times.days(0, 5, since=ended))), times.today)
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
    drafted = Event(times.on(issued, after=after), draft)
    return Document(draft, (drafted, *_invoice_events(rng, times, ids, invoice, drafted.at, total)))


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
    rng: Random, times: Times, project: Project, quote: str, issued: date, drafted: datetime
) -> tuple[tuple[Event, ...], bool]:
    """Sent on its day; then agreed to, turned down or left unanswered."""
    chance = rng.random()
    open_still = project.stage == "planned"
    if issued > times.today or (open_still and chance < 0.12):
        return (), False
    sent = Event(times.on(issued, after=drafted), IssuePaper("quotes", quote, issued.isoformat()))
    answer = (
        "approved" if project.stage in ("done", "active") else "declined" if project.stage == "off" else ""
    )
    if open_still and chance < 0.55:
        answer = "approved"
    if not answer or (answer == "declined" and chance < 0.3):
        return (sent,), False
    day = issued + timedelta(days=times.days(1, 7, since=issued))
    label = "Approve the quote" if answer == "approved" else "Decline the quote"
    answered = Event(times.on(day, after=sent.at), Save(label, (put("quotes", quote, {"status": answer}),)))
    return (sent, answered), answer == "approved"


def _invoice_events(
    rng: Random, times: Times, ids: Ids, invoice: str, drafted: datetime, total: int
) -> tuple[Event, ...]:
    """Issued on its day; then mostly paid, some late, some in part, a few voided."""
    chance = rng.random()
    issued = drafted.date()
    age = (times.today - issued).days
    if age < 10 and chance < 0.35:
        return ()
    sent = Event(times.on(issued, after=drafted), IssuePaper("invoices", invoice, issued.isoformat()))
    if chance > 0.98:
        void = Save("Void the invoice", (put("invoices", invoice, {"status": "cancelled"}),))
        return sent, Event(times.on(issued + timedelta(days=3), after=sent.at), void)
    likely = 0.95 if age > 60 else 0.75 if age > 14 else 0.35
    if rng.random() > likely:
        return (sent,)
    return sent, *_payments(rng, times, ids, invoice, total, sent.at)


def _payments(
    rng: Random, times: Times, ids: Ids, invoice: str, total: int, sent: datetime
) -> Iterator[Event]:
    """The whole at once, or a part and, once its day has come, perhaps the rest."""
    part = total * rng.choice((30, 40, 50)) // 100 if rng.random() < 0.12 else total
    day = sent.date() + timedelta(days=times.days(1, 21, since=sent.date()))
    first = times.on(day, after=sent)
    if part:
        yield Event(first, _payment(rng, ids, invoice, part, first.date()))
    day = first.date() + timedelta(days=rng.randrange(7, 28))
    if part < total and rng.random() < 0.5 and day <= times.today:
        second = times.on(day, after=first)
        yield Event(second, _payment(rng, ids, invoice, total - part, second.date()))


def _payment(rng: Random, ids: Ids, invoice: str, amount: int, day: date) -> Save:
    method = rng.choices([word for word, _ in _METHODS], [weight for _, weight in _METHODS])[0]
    fields = {"invoiceId": invoice, "amount": amount, "day": day.isoformat(), "method": method}
    return Save("Record a payment", (put("payments", ids.new_id(), fields),))
