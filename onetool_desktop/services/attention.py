"""Needs attention: what the cloud did not take, why, and what can be done about it.

Promises: nothing is dropped unless a person drops it, and what is dropped comes back by undo; trying again keeps the
change's identity, so that it can never be done twice; changed work is a new change, and what was held because of the
old one goes with the new one. Each way out is one action. May not know: how the list looks, files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.changes.values import NOTHING, Change, Code, Fields, Group, Op, Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import GroupId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import invoices, quotes
from onetool_desktop.services.days import today
from onetool_desktop.services.issuing import issue_within
from onetool_desktop.services.remedies import HELD, MERGED, NUMBERS, OTHER, TABLE, Remedy, Said
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, not_there
from onetool_desktop.services.undo import Undo
from onetool_desktop.store import attention, outbox
from onetool_desktop.store.attention import Item
from onetool_desktop.store.numbers_wait import waits_for_number
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Reads, Replica, Transaction

LIST = attention.LIST
Values = Mapping[tuple[str, str, str], Any]
"""Values that were put right, by collection, row and field."""

_OF_LINES = {lines: (c, parent) for c, (lines, parent) in LINES_OF.items()}
_REOPENED = frozenset({"sent", "approved", "declined"})


def waiting(replica: Replica, *, limit: int | None = None) -> Sequence[Item]:
    """Everything that needs attention, or the first of it, oldest first."""
    return attention.items(replica.reads().db, limit=limit)


def said_of(item: Item) -> Said:
    """The row of the table for an item."""
    if waits_for_number(item):
        return TABLE[NUMBERS]
    if item.code == Code.STEP and any(
        item.field == COLLECTIONS[change.c].merged for change in item.group.changes
    ):
        return TABLE[MERGED]
    return TABLE[HELD] if item.state == outbox.HELD else TABLE.get(item.code, OTHER)


def remedies(reads: Reads, item: Item) -> tuple[Remedy, ...]:
    """The ways out that are possible now, the best first."""
    group = item.group
    possible = {
        Remedy.MEND: bool(mendable(item)),
        Remedy.REVISE: _reopenable(reads, group) is not None,
        Remedy.DRAFT: not group.commands and _document(reads, group) is not None,
        Remedy.RESTORE: bool(_dead_parents(reads, group)),
        Remedy.ISSUE: bool(group.commands),
    }
    return tuple(remedy for remedy in said_of(item).remedies if possible.get(remedy, True))


def retry(replica: Replica, *, gid: str) -> Saved:
    """Offer a change again as it is, after what was in its way is gone; one whose cause was discarded as a new one."""
    if _is_orphan(replica.reads(), gid):
        return _as_new(replica, gid, {})
    return Saved(attention.retry(replica, gid), (GroupId(gid),))


def discard(replica: Replica, *, gids: Iterable[str]) -> Saved:
    """Take changes out of the list; undo brings them back into it."""

    def work(tx: Transaction) -> Saved:
        dropped = tuple(filter(None, [attention.drop(tx, gid) for gid in gids]))
        label = (
            _("Discard {what}").format(what=dropped[0].label) if len(dropped) == 1 else _("Discard changes")
        )
        return Saved(tx.changed(), undo=Undo(label, (), (), discarded=dropped))

    return replica.write(work)


def mendable(item: Item) -> tuple[tuple[Change, str], ...]:
    """The fields a person can put right: the one the cloud named, else all that were typed."""
    found = tuple(
        (change, name)
        for change in item.group.changes
        for name in change.f
        if change.op is Op.PUT
        and name in COLLECTIONS[change.c].by_name
        and not COLLECTIONS[change.c].by_name[name].ref
    )
    return tuple(one for one in found if one[1] == item.field) or found


def mend(replica: Replica, *, gid: str, values: Values) -> Saved:
    """Send a change with values put right, as a new change."""
    return _as_new(replica, gid, values)


def revise_and_retry(replica: Replica, *, gid: str) -> Saved:
    """Open the quote that was sent or answered meanwhile again, as its next revision, and make the change there."""
    quote = _reopenable(replica.reads(), _entry(replica.reads(), gid).group)
    if quote is None:
        raise SentenceError(
            _("There is no sent quote in the way of this change."),
            safe=_("Nothing was changed."),
            next_step=_("Try it again as it is."),
        )

    def work(tx: Transaction) -> Saved:
        act = Act(action="quotes.draft", label=_("Revise the quote"))
        revised = commit(tx, act, [edited(tx, "quotes", quote, {"status": "draft"})])
        return Saved(attention.again(tx, gid), (*revised.gids, GroupId(gid)))

    return replica.write(work)


def restore_and_retry(replica: Replica, *, gid: str) -> Saved:
    """Bring back what the change belongs to, with all that fell with it, and make the change there."""

    def work(tx: Transaction) -> Saved:
        parents = _dead_parents(tx, _listed(tx, gid).group)
        act = Act(action="attention.restore", label=_("Bring back what was deleted"))
        back = [Change(*key, op=Op.RESTORE, start=by) for by, key in parents.items()]
        restored = commit(tx, act, back)
        return Saved(attention.again(tx, gid), (*restored.gids, GroupId(gid)))

    return replica.write(work)


def issue_again(replica: Replica, *, gid: str, online: bool) -> Saved:
    """Issue the document as it is now, in place of what could not be issued."""

    def work(tx: Transaction) -> Saved:
        entry = _listed(tx, gid)
        command = entry.group.commands[0]
        attention.drop(tx, gid)
        return issue_within(tx, c=command.c, id=command.id, day=command.day, online=online)

    return replica.write(work)


def draft_with_mine(replica: Replica, *, gid: str) -> Created[str]:
    """A new draft that says what the closed document says with the change in it."""
    copy = replica.ids.new_id()

    def work(tx: Transaction) -> Saved:
        group = _listed(tx, gid).group
        document = _document(tx, group)
        if document is None:
            raise not_there("quotes")
        c, of = document
        make = invoices.copy_of if c == "invoices" else quotes.copy_of
        mine = {n: v for ch in group.changes if ch.key == document for n, v in ch.f.items() if n != "status"}
        rows = make(
            tx, id=of, copy=copy, today=today(replica), over=mine, lines=_lines_with(tx, c, of, group)
        )
        entry = attention.drop(tx, gid)
        saved = commit(tx, Act(action=f"{c}.create", label=_("Make a new draft with the change")), rows)
        return _with_discarded(saved, (entry,) if entry else ())

    return Created(copy, replica.write(work))


def document_of(reads: Reads, item: Item) -> RowKey | None:
    """The quote or invoice that a change is about."""
    return _document(reads, item.group)


def _as_new(replica: Replica, gid: str, values: Values) -> Saved:
    """The change as a new one with `values`, and what is held because of it after it."""

    def work(tx: Transaction) -> Saved:
        entries = [_listed(tx, gid), *attention.dependants(tx, gid)]
        for entry in entries:
            attention.drop(tx, entry.group.gid)
        made = [_made_anew(tx, entry, values) for entry in entries]
        steps = tuple(step for one in made if one.undo for step in one.undo.steps)
        gids = tuple(gid for one in made for gid in one.gids)
        label = made[0].undo.label if made[0].undo else entries[0].label
        return Saved(tx.changed(), gids, Undo(label, steps, gids, discarded=tuple(entries)))

    return replica.write(work)


def _made_anew(tx: Transaction, entry: Entry, values: Values) -> Saved:
    changes = [_afresh(tx, change, values) for change in entry.group.changes]
    return commit(tx, Act(action=entry.action, label=entry.label), changes, commands=entry.group.commands)


def _afresh(tx: Transaction, change: Change, values: Values) -> Change:
    """The change on top of the row as it is now, with the values that were put right."""
    if change.op is not Op.PUT:
        return change
    if not change.creates and tx.get(*change.key) is None:
        raise not_there(change.c)
    return replace(
        change, f={n: values.get((*change.key, n), v) for n, v in change.f.items()}, b=NOTHING, start=None
    )


def _with_discarded(saved: Saved, entries: tuple[Entry, ...]) -> Saved:
    undo = saved.undo or Undo("", (), ())
    return replace(saved, undo=replace(undo, discarded=entries))


def _lines_with(tx: Transaction, c: str, document: str, group: Group) -> dict[str, Fields]:
    """The lines of a document with the change made to them."""
    lines_of, parent = LINES_OF[c]
    found: dict[str, Fields] = {row.id: row.f for row in tx.children(lines_of, parent, document)}
    for change in group.changes:
        if change.c != lines_of:
            continue
        if change.op is Op.DELETE:
            found.pop(change.id, None)
        elif change.op is Op.PUT:
            found[change.id] = {**found.get(change.id, {}), **change.f}
    return found


def _entry(reads: Reads, gid: str) -> Entry:
    return _there(outbox.entry(reads.db, gid))


def _listed(tx: Transaction, gid: str) -> Entry:
    return _there(tx.entry(gid))


def _there(entry: Entry | None) -> Entry:
    if entry is None or entry.state not in (outbox.REFUSED, outbox.HELD):
        raise SentenceError(
            _("This change does not need attention any more."),
            safe=_("Nothing was changed."),
            next_step=_("Look at the record: it may be settled."),
        )
    return entry


def _is_orphan(reads: Reads, gid: str) -> bool:
    """Whether what a held change waits for is neither in the list nor anywhere on its way."""
    entry = _entry(reads, gid)
    return entry.state == outbox.HELD and not any(
        outbox.entry(reads.db, cause) for cause in entry.group.after
    )


def _document(reads: Reads | Transaction, group: Group) -> RowKey | None:
    """The quote or invoice that the group's content belongs to."""
    for change in group.changes:
        if change.c in LINES_OF:
            return change.key
        if change.c in _OF_LINES:
            c, parent = _OF_LINES[change.c]
            row = reads.get(change.c, change.id)
            fields = change.f if row is None else row.f or row.was or {}
            if fields.get(parent):
                return c, str(fields[parent])
    return None


def _reopenable(reads: Reads, group: Group) -> str | None:
    """The closed quote whose content the group is about, if it may be a draft again."""
    document = _document(reads, group)
    row = reads.get(*document) if document and document[0] == "quotes" else None
    if row is None or not row.live or row.f.get("status") not in _REOPENED:
        return None
    invoiced = row.f.get("status") != "sent" and reads.count("invoices", "quoteId", row.id)
    return None if invoiced else row.id


def _dead_parents(reads: Reads | Transaction, group: Group) -> dict[str, RowKey]:
    """What the group's rows belong to and was deleted, by the group that deleted it."""
    found: dict[str, RowKey] = {}
    for change in group.changes:
        here: Row | None = reads.get(change.c, change.id)
        fields = {**(dict(here.f) if here else {}), **change.f}
        for field in COLLECTIONS[change.c].refs:
            target = fields.get(field.name)
            row = (
                reads.get(field.ref.collection, target)
                if field.ref and field.ref.cascade and target
                else None
            )
            if field.ref and row is not None and not row.live and row.deleted:
                found.setdefault(row.deleted, (field.ref.collection, row.id))
    return found
