"""One action for many records: what was selected in a list is changed together and taken back together.

Promises: all of it is one transaction and one undo; records that it does not apply to are left as they are and counted,
never refused one by one; what the rules refuse refuses the whole, and then nothing was saved. At most `MOST` records,
else a sentence. May not know: lists, screens.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onetool_desktop.changes.merge import element
from onetool_desktop.changes.values import Change, Op, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services.saving import Act, Saved, commit
from onetool_desktop.store.replica import Replica, Transaction

MOST = 5_000  # a few seconds in the write lane; whatever is saved meanwhile waits that long


@dataclass(frozen=True, slots=True)
class Many:
    """What was saved, how many records it changed, and how many it left as they are."""

    saved: Saved
    done: int
    left: int


def set_status_of(replica: Replica, *, c: str, ids: Sequence[str], status: str, label: str) -> Many:
    """Take every record from which there is a step to `status` there."""
    table = COLLECTIONS[c].status

    def change(row: Row) -> Change | None:
        steps = table is not None and table.allows(row.f["status"], status) and row.f["status"] != status
        return Change(c, row.id, f={"status": status}) if steps else None

    return change_many(replica, Act(action=f"{c}.{status}", label=label), c, ids, change)


def set_field_of(
    replica: Replica, *, c: str, ids: Sequence[str], field: str, value: object, label: str
) -> Many:
    """Give every record this value; a field never written has its declared default."""
    default = COLLECTIONS[c].by_name[field].default

    def change(row: Row) -> Change | None:
        return Change(c, row.id, f={field: value}) if row.f.get(field, default) != value else None

    return change_many(replica, Act(action=f"{c}.{field}", label=label), c, ids, change)


def add_to_set(replica: Replica, *, c: str, ids: Sequence[str], field: str, words: Sequence[str]) -> Many:
    """Put words into a set field of every record: tags, or the people assigned."""
    label = COLLECTIONS[c].by_name[field].label

    def change(row: Row) -> Change | None:
        new = [word for word in words if word not in (row.f.get(field) or ())]
        return Change(c, row.id, f={element(field, word): True for word in new}) if new else None

    act = Act(action=f"{c}.{field}", label=_("Add to {field}").format(field=_(label.lower())))
    return change_many(replica, act, c, ids, change)


def delete_drafts(replica: Replica, *, c: str, ids: Sequence[str]) -> Many:
    """Delete those quotes or invoices that are drafts and never had a number."""

    def change(row: Row) -> Change | None:
        numbered = row.f.get("number") or row.f.get("issuedId")
        return Change(c, row.id, Op.DELETE) if row.f["status"] == "draft" and not numbered else None

    return change_many(replica, Act(action=f"{c}.delete", label=_("Delete drafts")), c, ids, change)


def change_many(
    replica: Replica, act: Act, c: str, ids: Sequence[str], change: Callable[[Row], Change | None]
) -> Many:
    """Make of every record that is there the change that `change` says, if it says one."""
    if len(ids) > MOST:
        raise SentenceError(
            _("This can be done to {most} records at once; {count} are selected.").format(
                most=f"{MOST:,}", count=f"{len(ids):,}"
            ),
            safe=_("Nothing was changed."),
            next_step=_("Select fewer, with a filter or a search."),
        )

    def work(tx: Transaction) -> Many:
        rows = [row for row in (tx.get(c, row_id) for row_id in ids) if row is not None and row.live]
        changes = [found for found in map(change, rows) if found is not None]
        return Many(commit(tx, act, changes), len(changes), len(ids) - len(changes))

    return replica.write(work)
