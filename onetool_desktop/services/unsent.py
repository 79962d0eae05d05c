"""What is saved here and not settled at the cloud yet: taken back by a person who does not want it sent.

Promises: it is taken back by a change of its own, because the cloud may have it already; a value that was changed since
is left alone, and undo brings everything back. What is on paper is not taken back. May not know: how it is shown.
"""

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services.undo import Undo, Undone, step_against, take_back
from onetool_desktop.store.replica import Replica, Transaction


def take_back_unsent(replica: Replica, *, gid: str) -> Undone:
    """Takes back what a group did; `redo` of the answer does it again."""
    return take_back(replica, replica.write(lambda tx: _undo_of(tx, gid)))


def _undo_of(tx: Transaction, gid: str) -> Undo:
    entry = tx.entry(gid)
    if entry is None:
        raise SentenceError(
            _("This change is at the cloud already."),
            safe=_("Nothing was changed."),
            next_step=_("Take it back at the record itself, by its history."),
        )
    never = _("What is on paper stays. Void it, or revise it.") if entry.group.commands else ""
    steps = [
        step_against(tx, change, tx.before(change.key, entry.group.n), entry.group.h)
        for change in entry.group.changes
    ]
    return Undo(entry.label, tuple(steps), (gid,), never)
