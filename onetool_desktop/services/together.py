"""Many documents at once: drafts issued one after another, invoices settled with what is still owed.

Promises: each issue is a group and a number of its own, so that one draft that cannot be issued keeps back none of the
others; those left are counted. At most `MOST_ISSUED` in one go. May not know: lists.
"""

from collections.abc import Sequence

from onetool_desktop.domain.changed import NO_CHANGES
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import InvoiceId, QuoteId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.amounts import owed_on
from onetool_desktop.services.invoices import issue_invoice
from onetool_desktop.services.issuing import lacking
from onetool_desktop.services.many import Many
from onetool_desktop.services.payments import PAYMENTS, check_day
from onetool_desktop.services.quotes import send_quote
from onetool_desktop.services.saving import Act, Saved, commit, new_row
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.replica import Replica, Transaction

MOST_ISSUED = 500  # some seconds in the write lane; whatever is saved meanwhile waits that long
_STAYS = N_("Money that came in stays in the books. Take each payment back with a reversal.")


def issue_many(replica: Replica, *, c: str, ids: Sequence[str], day: str, online: bool) -> Many:
    """Issue those of the documents that are drafts and can be."""
    if len(ids) > MOST_ISSUED:
        raise SentenceError(
            _("{most} documents can be issued at once; {count} are selected.").format(
                most=MOST_ISSUED, count=f"{len(ids):,}"
            ),
            safe=_("Nothing was issued."),
            next_step=_("Select fewer, with a filter or a search."),
        )
    saved, done = Saved(), 0
    for id in ids:
        one = _issued(replica, c, id, day, online=online)
        if one is not None:
            changes = one.changes if saved.changes is NO_CHANGES else saved.changes.merged(one.changes)
            saved, done = Saved(changes, saved.gids + one.gids, one.undo), done + 1
    return Many(saved, done, len(ids) - done)


def how_many_lack(replica: Replica, *, c: str, ids: Sequence[str], day: str) -> int:
    """How many of the drafts among the documents lack something their paper should show."""
    reads = replica.reads()
    heads = ((id, reads.row(c, id)) for id in ids[:MOST_ISSUED])
    drafts = [id for id, head in heads if head is not None and head.f.get("status") == "draft"]
    return sum(bool(lacking(replica, c=c, id=id, day=day)) for id in drafts)


def settle_invoices(replica: Replica, *, ids: Sequence[str], day: str, method: str) -> Many:
    """Record for each issued invoice what is still owed on it, as one action; drafts, void and paid ones are left.

    Raises `Invalid` for a day that is still to come.
    """
    check_day(replica, day)

    def work(tx: Transaction) -> Many:
        owed = {id: owed_on(tx, org=tx.identity.org, invoice=id) for id in dict.fromkeys(ids)}
        rows = [
            new_row(
                PAYMENTS,
                replica.ids.new_id(),
                {"invoiceId": id, "amount": amount, "day": day, "method": method},
            )
            for id, amount in owed.items()
            if amount > 0
        ]
        act = Act(action="payments.create", label=_("Record payments"), never=_(_STAYS))
        return Many(commit(tx, act, rows), len(rows), len(owed) - len(rows))

    return replica.write(work)


def _issued(replica: Replica, c: str, id: str, day: str, *, online: bool) -> Saved | None:
    """What issuing saved; None for a document that cannot be issued as it is."""
    try:
        if c == "invoices":
            return issue_invoice(replica, id=InvoiceId(id), day=day, online=online)
        return send_quote(replica, id=QuoteId(id), day=day, online=online)
    except Refused:
        return None
    except SentenceError as error:
        if type(error) is SentenceError:
            return None
        raise
