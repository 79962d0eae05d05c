"""What can be done with any record: edit, delete, bring back. The noun modules give these verbs their names.

Promises: deleting takes along what the declarations say and returns the group by which all of it is brought back.
May not know: collections by name.
"""

from onetool_desktop.changes.values import Change, Fields, Op
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Saved, edited, save
from onetool_desktop.store.replica import Replica


def edit(replica: Replica, *, c: str, id: str, fields: Fields, label: str = "") -> Saved:
    """Give a record these values; None clears one."""
    act = Act(action=f"{c}.edit", label=label or _edit(c, fields))
    return save(replica, act, lambda tx: [edited(tx, c, id, fields)])


def delete(replica: Replica, *, c: str, id: str, label: str = "") -> Saved:
    """Delete a record with what falls with it; `gid` of the result brings it back."""
    act = Act(action=f"{c}.delete", label=label or _("Delete {record}").format(record=_noun(c)))
    return save(replica, act, lambda _: [Change(c, id, Op.DELETE)])


def restore(replica: Replica, *, c: str, id: str, gid: str) -> Saved:
    """Bring back everything that the delete `gid` took, of which `id` is one."""
    act = Act(action=f"{c}.restore", label=_("Bring back {record}").format(record=_noun(c)))
    return save(replica, act, lambda _: [Change(c, id, Op.RESTORE, start=gid)])


def set_status(replica: Replica, *, c: str, id: str, status: str, label: str, never: str = "") -> Saved:
    """Take a record's status a step on; the step has to be in its table. `never` as in `Act`."""
    act = Act(action=f"{c}.{status}", label=label, never=never)
    return save(replica, act, lambda tx: [edited(tx, c, id, {"status": status})])


def _edit(c: str, fields: Fields) -> str:
    """The words for an edit: its one field, or the kind of record."""
    what = [_(COLLECTIONS[c].by_name[name].label.lower()) for name in fields]
    return _("Edit {what}").format(what=what[0] if len(what) == 1 else _noun(c))


def _noun(c: str) -> str:
    """The kind of record with English's own article; another language's catalogue has the word alone."""
    label = COLLECTIONS[c].label.lower()
    said = _(label)
    if said != label:
        return said
    return f"an {label}" if label[0] in "aeiou" else f"a {label}"
