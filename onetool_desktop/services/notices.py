"""Notices: a value that lost to another's, shown to its author; he puts it back or leaves it.

Promises: putting back is an ordinary new change on top of what won; if the record cannot be changed as it stands, the
sentence says what to do first. Either answer settles the notice, on every device of that person.
May not know: how the notice is shown.
"""

from onetool_desktop.changes.values import ROW, Change, Op, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import NoticeId
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Saved, commit, edited, not_there
from onetool_desktop.store.replica import Replica, Transaction

NOTICES = "notices"


def put_mine_back(replica: Replica, *, id: NoticeId) -> Saved:
    """Write the value that lost again, or bring back the record that was deleted with it."""

    def work(tx: Transaction) -> Saved:
        notice = _notice(tx, id)
        act = Act(action="notices.put_back", label=_("Put my value back"))
        return commit(tx, act, [*_back(tx, notice), edited(tx, NOTICES, id, {"settled": True})])

    return replica.write(work)


def revise_and_put_back(replica: Replica, *, id: NoticeId) -> Saved:
    """For a quote that was sent meanwhile: take it back to draft, as its next revision, and write the value again."""

    def work(tx: Transaction) -> Saved:
        notice = _notice(tx, id)
        quote = _document(tx, notice)
        if quote is None or quote[0] != "quotes":
            raise SentenceError(
                _("Only a quote can be revised."),
                safe=_("Nothing was changed."),
                next_step=_("Void the invoice and make a new one."),
            )
        never = _("The quote is a draft again. Send it to close it; it keeps its number.")
        act = Act(action="notices.revise", label=_("Revise the quote with my value"), never=never)
        first = commit(tx, act, [edited(tx, "quotes", quote[1], {"status": "draft"})])
        second = commit(tx, act, [*_back(tx, notice), edited(tx, NOTICES, id, {"settled": True})])
        return Saved(first.changes.merged(second.changes), first.gids + second.gids, second.undo)

    return replica.write(work)


def keep_theirs(replica: Replica, *, id: NoticeId) -> Saved:
    """Leave the value that won."""

    def work(tx: Transaction) -> Saved:
        _notice(tx, id)
        act = Act(action="notices.keep", label=_("Keep the other value"))
        return commit(tx, act, [edited(tx, NOTICES, id, {"settled": True})])

    return replica.write(work)


def _notice(tx: Transaction, id: NoticeId) -> Row:
    notice = tx.get(NOTICES, id)
    if notice is None or not notice.live:
        raise not_there(NOTICES)
    return notice


def _back(tx: Transaction, notice: Row) -> list[Change]:
    """The change that brings the losing value back."""
    c, row_id, lost = notice.f["c"], notice.f["rowId"], dict(notice.f.get("lost") or {})
    row = tx.get(c, row_id)
    if row is None:
        raise not_there(c)
    if not row.live and row.deleted is not None:
        if not lost:  # it was his own delete that lost, and on these rows it stands
            return []
        return [Change(c, row_id, Op.RESTORE, start=row.deleted)]
    if notice.f["r"] == ROW:
        return []
    block = COLLECTIONS[c].registers.get(notice.f["r"], ())
    return [edited(tx, c, row_id, {**dict.fromkeys(block), **lost})]


def _document(tx: Transaction, notice: Row) -> tuple[str, str] | None:
    """The quote or invoice that the notice's record is, or belongs to."""
    c, row_id = notice.f["c"], notice.f["rowId"]
    if COLLECTIONS[c].paper:
        return c, row_id
    parent = COLLECTIONS[c].by_name.get(COLLECTIONS[c].parent)
    row = tx.get(c, row_id)
    if parent is None or parent.ref is None or row is None or not row.live:
        return None
    return parent.ref.collection, row.f[parent.name]
