"""Needs attention: what the cloud did not take, why, and what can be done about it.

Promises: nothing is dropped unless a person drops it; trying again keeps the change's identity, so that it can never be
done twice. May not know: how the list looks.
"""

from collections.abc import Sequence

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.changes.values import Group
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import GroupId, QuoteId
from onetool_desktop.domain.translate import _
from onetool_desktop.services.quotes import revise_quote
from onetool_desktop.services.saving import Saved
from onetool_desktop.store import attention
from onetool_desktop.store.attention import Item
from onetool_desktop.store.replica import Reads, Replica

_LINES, _PARENT = LINES_OF["quotes"]


def waiting(replica: Replica) -> Sequence[Item]:
    """Everything that needs attention, oldest first."""
    return attention.items(replica.reads().db)


def retry(replica: Replica, *, gid: str) -> Saved:
    """Offer a change again as it is, after what was in its way is gone."""
    return Saved(attention.retry(replica, gid), (GroupId(gid),))


def discard(replica: Replica, *, gid: str) -> Saved:
    """Drop a change for good."""
    return Saved(attention.discard(replica, gid))


def may_revise(replica: Replica, *, gid: str) -> bool:
    """Whether the change would stand once the quote it is about is taken back to draft."""
    return _sent_quote(replica, gid) is not None


def revise_and_retry(replica: Replica, *, gid: str) -> Saved:
    """Take the quote that was sent meanwhile back to draft, as its next revision, and make the change there."""
    quote = _sent_quote(replica, gid)
    if quote is None:
        raise SentenceError(
            _("There is no sent quote in the way of this change."),
            safe=_("Nothing was changed."),
            next_step=_("Try it again as it is."),
        )
    revised = revise_quote(replica, id=quote)
    again = retry(replica, gid=gid)
    return Saved(revised.changes.merged(again.changes), revised.gids + again.gids)


def _sent_quote(replica: Replica, gid: str) -> QuoteId | None:
    """The sent quote whose content the change is about."""
    found = next((item for item in waiting(replica) if item.gid == gid), None)
    quotes = _quotes(replica.reads(), found.group) if found is not None else []
    for quote in quotes:
        row = replica.reads().row("quotes", quote)
        if row is not None and row.f.get("status") == "sent":
            return QuoteId(quote)
    return None


def _quotes(reads: Reads, group: Group) -> list[str]:
    """The quotes that a group's changes are about, each once."""
    found: dict[str, None] = {}
    for change in group.changes:
        if change.c == "quotes":
            found[change.id] = None
        elif change.c == _LINES:
            row = reads.get(change.c, change.id)
            fields = change.f if row is None else row.f
            found |= {fields[_PARENT]: None} if fields.get(_PARENT) else {}
    return list(found)
