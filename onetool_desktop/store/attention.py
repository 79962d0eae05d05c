"""Needs attention: groups the cloud refused or holds, each with its reason and a remedy.

Promises: a refused group is kept whole, values and all, until a person has it tried again or discards it.
Trying again keeps its gid and stamp, gives it a new n, and takes along what it hangs on and what hangs on it; what can
be seen not to stand is told at once and stays.
May not know: how it is shown.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from onetool_desktop.changes import redact
from onetool_desktop.changes.decide import decide
from onetool_desktop.changes.values import Group, Refusal, RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.store import outbox, redacting
from onetool_desktop.store.codec import from_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.enrolment import renumbered
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction

LIST = "attention"
"""What `Changes` calls the list, among the collections."""

_LISTED = (outbox.REFUSED, outbox.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the list. `reason` is the cloud's own sentence and `field` the field it is about, where it gave one;
    `cause` is the group it waits for, if it is held; `made_at` in ms UTC; `size` in bytes.
    """

    gid: str
    action: str
    label: str
    made_at: int
    state: str
    code: str
    reason: str
    cause: str | None
    group: Group
    size: int = 0
    field: str = ""


def items(db: Db, *, limit: int | None = None) -> list[Item]:
    """Everything that needs attention, or the first of it, oldest first."""
    return [item_of(entry) for entry in outbox.answered(db, *_LISTED, limit=limit)]


def retry(replica: Replica, gid: str) -> Changes:
    """As `again`, in a transaction of its own."""
    return replica.write(lambda tx: again(tx, gid))


def again(tx: Transaction, gid: str) -> Changes:
    """Offers a group again, what it hangs on before it, and after it what was held for nothing else. Raises `Refused`
    where it cannot stand here; all stays then. What hangs on it and cannot stand stays in the list.
    """
    for entry in _with_causes(tx, gid):
        _again(tx, entry)
    for entry in dependants(tx, gid):
        if not any(_is_listed(tx, cause) for cause in entry.group.after):
            with suppress(Refused):
                _again(tx, entry)
    tx.whole.add(LIST)
    return tx.changed()


def drop(tx: Transaction, gid: str) -> Entry | None:
    """Takes a group out of the list and returns it, for `put_back`; None if it is not in it. What is held because of
    it stays.
    """
    found = outbox.entry(tx.db, gid)
    if found is None or found.state not in _LISTED:
        return None
    tx.db.execute("DELETE FROM outbox WHERE gid=?", (gid,))
    tx.write_journal(gid)
    tx.whole.add(LIST)
    return found


def put_back(tx: Transaction, entry: Entry) -> None:
    """Puts a group that was dropped into the list again; one that is there already stays."""
    unsaid = _unsaid(tx, entry.group)
    label = entry.label if unsaid == entry.group else _(redact.LABEL)
    entry = replace(entry, group=unsaid, label=label)
    gid, n = entry.group.gid, entry.group.n
    if outbox.entry(tx.db, gid) is not None:
        return
    if tx.db.execute(
        "SELECT 1 FROM outbox WHERE n=?", (n,)
    ).fetchone():  # this computer is another device since
        n = min(tx.db.execute("SELECT min(n) FROM outbox").fetchone()[0], 0) - 1
    again = replace(entry, group=replace(entry.group, n=n))
    outbox.add(tx.db, again, outbox.body_of(again.group))
    tx.db.execute(
        "UPDATE outbox SET state=?, code=?, detail=? WHERE gid=?",
        (entry.state, entry.code, entry.detail, gid),
    )
    tx.write_journal(again)
    tx.whole.add(LIST)


def _unsaid(tx: Transaction, group: Group) -> Group:
    """The group without what was redacted since it was taken out of the list."""
    marks: dict[RowKey, Mapping[str, str]] = {}
    for key in {change.key for change in group.changes}:
        row = tx.get(*key)
        found = redacting.told_out_of_sight(tx, key) if row is None else redact.marks(row.clk)
        marks |= {key: found} if found else {}
    return redact.unheard(group, marks, {})


def dependants(tx: Transaction, gid: str) -> list[Entry]:
    """What is held because of a group, directly or through another, in order of n."""
    found: dict[str, Entry] = {}
    for entry in outbox.entries(tx.db, outbox.HELD):
        if any(cause == gid or cause in found for cause in entry.group.after):
            found[entry.group.gid] = entry
    return list(found.values())


def _again(tx: Transaction, entry: Entry) -> None:
    n = tx.hand.last_n + 1
    (signed,) = renumbered([entry], author=tx.identity.author, after=tx.hand.last_n)
    anew = replace(signed, state=outbox.WAITING, code=None, detail=None)
    effects = decide(tx, tx.principal, anew.group)
    if isinstance(effects, Refusal):
        raise Refused(effects)
    tx.db.execute("DELETE FROM outbox WHERE gid=?", (entry.group.gid,))
    tx.hand = replace(tx.hand, last_n=n)
    tx.enter(anew, effects)


def _is_listed(tx: Transaction, gid: str) -> bool:
    entry = outbox.entry(tx.db, gid)
    return entry is not None and entry.state in _LISTED


def _with_causes(tx: Transaction, gid: str) -> list[Entry]:
    """The group and, before it, those in the list that it comes after."""
    listed = {e.group.gid: e for e in outbox.entries(tx.db, outbox.REFUSED, outbox.HELD)}
    found: dict[str, Entry] = {}

    def collect(one: str) -> None:
        entry = listed.get(one)
        if entry is None or one in found:
            return
        for cause in entry.group.after:
            collect(cause)
        found[one] = entry

    collect(gid)
    return list(found.values())


def item_of(entry: Entry) -> Item:
    """An entry of the outbox as one of the list."""
    detail: dict[str, Any] = from_json(entry.detail) or {}
    said = detail.get("message") or ""
    return Item(
        gid=entry.group.gid,
        action=entry.action,
        label=entry.label,
        made_at=entry.made_at,
        state=entry.state,
        code=entry.code or "",
        reason=_(said) if said else "",
        cause=detail.get("cause"),
        group=entry.group,
        size=len(outbox.body_of(entry.group).encode()),
        field=str(detail.get("field") or ""),
    )
