"""Quotes: draft, send, hear the answer, revise; plan the work of an approved one.

Promises: the project of a quote has an id computed from the quote, so that two devices that plan it apart plan it once.
"""

from collections.abc import Collection, Mapping, Sequence

from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import NOTHING, Change, Fields, Row
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId, ProjectId, QuoteId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services import issuing, records
from onetool_desktop.services.billing import options_left
from onetool_desktop.services.clients import bought, only_place
from onetool_desktop.services.days import later
from onetool_desktop.services.lines import line_rows, rows_of_copy
from onetool_desktop.services.saving import (
    Act,
    Created,
    Saved,
    commit,
    edited,
    live_fields,
    new_row,
    not_there,
    save,
)
from onetool_desktop.store.replica import Replica, Transaction

QUOTES, LINES = "quotes", "quoteLineItems"
VALID_DAYS = 30
_DUPLICATED = (
    "clientId",
    "projectId",
    "propertyId",
    "contactId",
    "title",
    "currency",
    "pricesIncludeTax",
    "discountKind",
    "discountValue",
    "message",
    "terms",
)
_SEND_AGAIN = N_("Send the quote again instead: it keeps its number.")


def create_quote(
    replica: Replica,
    *,
    client_id: ClientId,
    today: str,
    fields: Fields | None = None,
    lines: Sequence[Fields] = (),
) -> Created[QuoteId]:
    """A new draft with its lines. Currency, terms and last day come from the organisation, and the property of a client
    who has just one, unless given.
    """
    quote = QuoteId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        usual = quote_defaults(live_fields(tx, "organizations", tx.identity.org), today)
        head = {**usual, "propertyId": only_place(tx, client_id), **(fields or {})}
        rows = line_rows(ids=replica.ids, c=QUOTES, document=quote, lines=lines)
        act = Act(
            action="quotes.create",
            label=_("Draft the quote {title}").format(title=head.get("title") or "").strip(),
        )
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
    """The customer agrees; a lead is an active client from then on."""
    never = _("Reopen the quote to change its answer.")
    act = Act(action="quotes.approved", label=_("Approve the quote"), never=never)

    def draft(tx: Transaction) -> list[Change]:
        client = live_fields(tx, QUOTES, id).get("clientId")
        return [edited(tx, QUOTES, id, {"status": "approved"}), *bought(tx, client)]

    return save(replica, act, draft)


def decline_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """The customer does not want it."""
    return _step(
        replica,
        id,
        status="declined",
        label=_("Decline the quote"),
        never=_("Reopen the quote to change its answer."),
    )


def choose_options(replica: Replica, *, id: QuoteId, chosen: Collection[str]) -> Saved:
    """What the customer takes of the optional lines of a quote that was sent: those count, the others do not.

    Lines that were invoiced stay as they are.
    """

    def draft(tx: Transaction) -> list[Change]:
        if live_fields(tx, QUOTES, id).get("status") not in ("sent", "approved"):
            raise SentenceError(
                _("Options are chosen from a quote that was sent."),
                safe=_("Nothing was changed."),
                next_step=_("In a draft, make the line a line like any other instead."),
            )
        options = options_left(tx, org=tx.identity.org, quote=id)
        return [edited(tx, LINES, line, {"chosen": line in chosen or None}) for line, _f in options]

    return save(replica, Act(action="quotes.choose", label=_("Choose the options")), draft)


def revise_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Take a sent quote back to draft; sent again it keeps its number and is the next revision."""
    return _step(replica, id, status="draft", label=_("Revise the quote"), never=_(_SEND_AGAIN))


def reopen_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Take an answered quote back to draft, while nothing was invoiced."""
    return _step(replica, id, status="draft", label=_("Reopen the quote"), never=_(_SEND_AGAIN))


def plan_quote(replica: Replica, *, id: QuoteId) -> Created[ProjectId]:
    """The project that does the work of an approved quote: its client, property and title; the quote belongs to it."""

    def work(tx: Transaction) -> Created[ProjectId]:
        quote = tx.get(QUOTES, id)
        if quote is None or not quote.live:
            raise not_there(QUOTES)
        _check_plannable(tx, quote)
        project = _project_id(tx, quote)
        title = quote.f.get("title") or _("Work of quote {number}").format(number=quote.f.get("number") or "")
        client = quote.f.get("clientId")
        taken = {"clientId": client, "propertyId": quote.f.get("propertyId") or only_place(tx, client)}
        row = new_row("projects", project, {**taken, "title": title.strip(), "status": "planned"})
        made = [] if tx.get("projects", project) else [row]
        act = Act(action="projects.create", label=_("Plan {title}").format(title=title))
        return Created(project, commit(tx, act, [*made, edited(tx, QUOTES, id, {"projectId": project})]))

    return replica.write(work)


def duplicate_quote(replica: Replica, *, id: QuoteId, today: str) -> Created[QuoteId]:
    """A new draft that says what this one says, with a last day and a number of its own."""
    quote = QuoteId(replica.ids.new_id())
    act = Act(action="quotes.create", label=_("Duplicate the quote"))
    return Created(quote, save(replica, act, lambda tx: copy_of(tx, id=id, copy=quote, today=today)))


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
    source = live_fields(tx, QUOTES, id)
    if not source:
        raise not_there(QUOTES)
    taken = {name: source.get(name) for name in _DUPLICATED}
    usual = quote_defaults(live_fields(tx, "organizations", tx.identity.org), today)
    rows = rows_of_copy(tx, c=QUOTES, of=id, copy=copy, lines=lines)
    return [new_row(QUOTES, copy, {**usual, **taken, **over, "status": "draft"}), *rows]


def delete_quote(replica: Replica, *, id: QuoteId) -> Saved:
    """Delete a draft that never had a number."""
    return records.delete(replica, c=QUOTES, id=id)


def _check_plannable(tx: Transaction, quote: Row) -> None:
    if quote.f.get("status") != "approved":
        raise SentenceError(
            _("This quote was not approved yet."),
            safe=_("Nothing was changed."),
            next_step=_("Approve it first, then plan its work."),
        )
    if live_fields(tx, "projects", quote.f.get("projectId")):
        raise SentenceError(
            _("This quote belongs to a project already."),
            safe=_("Nothing was changed."),
            next_step=_("Open that project."),
        )


def _project_id(tx: Transaction, quote: Row) -> ProjectId:
    """The id of the quote's project: that of the first one that was not deleted."""
    made = 0
    while True:
        found = computed_id(tx.identity.org, "projects", f"{quote.id}:{made}")
        row = tx.get("projects", found)
        if row is None or row.live:
            return ProjectId(found)
        made += 1


def _step(replica: Replica, id: QuoteId, *, status: str, label: str, never: str) -> Saved:
    """A step of the customer's answer, which is told to him and not taken back in silence."""
    return records.set_status(replica, c=QUOTES, id=id, status=status, label=label, never=never)
