"""Quotes: draft, send, hear the answer, revise."""

from collections.abc import Sequence

from onetool_desktop.changes.values import Fields
from onetool_desktop.domain.ids import ClientId, QuoteId
from onetool_desktop.services import issuing, records
from onetool_desktop.services.days import later
from onetool_desktop.services.lines import line_rows
from onetool_desktop.services.saving import Act, Created, Saved, commit, live_fields, new_row
from onetool_desktop.store.replica import Replica, Transaction

QUOTES = "quotes"
VALID_DAYS = 30


def create_quote(
    replica: Replica,
    *,
    client_id: ClientId,
    today: str,
    fields: Fields | None = None,
    lines: Sequence[Fields] = (),
) -> Created[QuoteId]:
    """A new draft with its lines. Currency, terms and last day come from the organisation unless given."""
    quote = QuoteId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        head = {**quote_defaults(live_fields(tx, "organizations", tx.identity.org), today), **(fields or {})}
        rows = line_rows(ids=replica.ids, c=QUOTES, document=quote, lines=lines)
        act = Act(action="quotes.create", label=f"Draft the quote {head.get('title') or ''}".strip())
        return commit(
            tx, act, [new_row(QUOTES, quote, {**head, "status": "draft", "clientId": client_id}), *rows]
        )

    return Created(quote, replica.write(work))


def quote_defaults(settings: Fields, today: str) -> dict[str, str]:
    """What a new quote says unless it is told otherwise."""
    found = {
        "currency": settings.get("currency"),
        "terms": settings.get("quoteTerms"),
        "validUntil": later(today, VALID_DAYS),
    }
    return {name: value for name, value in found.items() if value}


def edit_quote(replica: Replica, *, id: QuoteId, fields: Fields) -> Saved:
    """Change a draft's head."""
    return records.edit(replica, c=QUOTES, id=id, fields=fields)


def send_quote(replica: Replica, *, id: QuoteId, day: str, online: bool) -> Saved:
    """Issue a quote: it gets its number and is frozen as the customer gets it."""
    return issuing.issue(replica, c=QUOTES, id=id, day=day, online=online)


def approve_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """The customer agrees."""
    return records.set_status(replica, c=QUOTES, id=id, status="approved", label="Approve the quote")


def decline_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """The customer does not want it."""
    return records.set_status(replica, c=QUOTES, id=id, status="declined", label="Decline the quote")


def revise_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Take a sent quote back to draft; sent again it keeps its number and is the next revision."""
    return records.set_status(replica, c=QUOTES, id=id, status="draft", label="Revise the quote")


def reopen_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Take an answered quote back to draft, while nothing was invoiced."""
    return records.set_status(replica, c=QUOTES, id=id, status="draft", label="Reopen the quote")


def delete_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Delete a draft that never had a number."""
    return records.delete(replica, c=QUOTES, id=id)
