"""Needs attention: groups the cloud refused or holds, each with its reason and a remedy.

Promises: a refused group is kept whole, values and all, until a person has it tried again or discards it.
Trying again keeps its gid and stamp, gives it a new n, and takes what it hangs on before it; what can be seen
not to stand is told at once and stays.
May not know: how it is shown.
"""

from dataclasses import dataclass, replace
from typing import Any

from onetool_desktop.changes.decide import decide
from onetool_desktop.changes.values import Group, Refusal
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store import outbox
from onetool_desktop.store.codec import from_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.enrolment import renumbered
from onetool_desktop.store.errors import Refused
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transaction import Transaction

_REASONS = {
    "validation": N_("A value in it was not accepted."),
    "locked": N_("The document was sent or closed in the meantime, so it can no longer be edited."),
    "step": N_("Its status has moved on in the meantime."),
    "parent_deleted": N_("What it belongs to was deleted in the meantime."),
    "forbidden": N_("Your role does not allow this."),
    "not_found": N_("The record is not available to you any more."),
    "quota": N_("The organisation's space is used up."),
    "changed": N_("The document was changed by someone else before it could be issued. Nothing was printed."),
    "internal": N_("The cloud could not take it; its operator has been told."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of the list. `cause` is the group it waits for, if it is held; `made_at` in ms UTC."""

    gid: str
    action: str
    label: str
    made_at: int
    state: str
    code: str
    reason: str
    cause: str | None
    group: Group


def items(db: Db) -> list[Item]:
    """Everything that needs attention, oldest first."""
    return [_item(entry) for entry in outbox.entries(db, outbox.REFUSED, outbox.HELD)]


def retry(replica: Replica, gid: str) -> Changes:
    """Offers a group again, what it hangs on before it. Raises `Refused` where it cannot stand here; all stays
    then.
    """

    def work(tx: Transaction) -> Changes:
        for entry in _with_causes(tx, gid):
            _again(tx, entry)
        return tx.changed()

    return replica.write(work)


def discard(replica: Replica, gid: str) -> Changes:
    """Drops a group for good. What is held because of it stays in the list."""

    def work(tx: Transaction) -> Changes:
        _drop(tx, gid)
        return tx.changed()

    return replica.write(work)


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


def _drop(tx: Transaction, gid: str) -> None:
    gone = tx.db.execute(
        "DELETE FROM outbox WHERE gid=? AND state IN ('refused', 'held') RETURNING gid", (gid,)
    ).fetchone()
    if gone is not None:
        tx.write_journal(gid)


def _item(entry: Entry) -> Item:
    detail: dict[str, Any] = from_json(entry.detail) or {}
    held = entry.state == outbox.HELD
    said = detail.get("message") or ""
    waits = _("It waits for another change that needs attention.")
    reason = waits if held else _(_REASONS.get(entry.code or "", ""))
    return Item(
        gid=entry.group.gid,
        action=entry.action,
        label=entry.label,
        made_at=entry.made_at,
        state=entry.state,
        code=entry.code or "",
        reason=(_(said) if said else reason) or _("The cloud did not accept it."),
        cause=detail.get("cause"),
        group=entry.group,
    )
