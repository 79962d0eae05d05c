"""The way of a group into the rows: filled from what they say, decided, and stored with all that belongs to it.

Promises: `commit` and `enter` are what `Transaction` says of them. Loaded with the first group: a start writes none.
May not know: screens, the network, when the transaction commits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

from onetool_desktop.changes import merge, redact, wire
from onetool_desktop.changes.decide import decide
from onetool_desktop.changes.fold import touched
from onetool_desktop.changes.issuing import ISSUED, issued_id
from onetool_desktop.changes.validate import least_schema
from onetool_desktop.changes.values import (
    NOTHING,
    ROW,
    Change,
    Code,
    Effects,
    Group,
    Issue,
    Op,
    Refusal,
    RowKey,
)
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.translate import _
from onetool_desktop.store import outbox, projection, series
from onetool_desktop.store.errors import Refused, being_opened
from onetool_desktop.store.outbox import Entry

if TYPE_CHECKING:
    from onetool_desktop.store.transaction import Transaction


def commit(
    tx: "Transaction",
    *,
    action: str,
    label: str,
    changes: Sequence[Change],
    commands: Sequence[Issue],
    after: Sequence[str],
    action_id: str | None,
) -> str:
    """Stores one group and returns its gid; raises `Refused` where it cannot stand."""
    gid = tx.replica.ids.new_id()
    filled = tuple([_filled(tx, change) for change in changes])
    causes = dict.fromkeys([*after, *_causes(tx, filled, commands)])
    h, clock = tx.hand.clock.tick(tx.replica.clock.now_ms(), _stamps_beneath(tx, filled, commands))
    group = Group(
        n=tx.hand.last_n + 1,
        gid=gid,
        action=action_id or gid,
        h=h,
        changes=filled,
        schema=least_schema(filled),
        after=tuple(causes),
        commands=tuple(commands),
    )
    effects = decide(tx, tx.principal, group)
    if isinstance(effects, Refusal):
        raise Refused(effects)
    if commands and tx.principal.importing and tx.replica.holds_numbers:
        raise being_opened()
    group = _completed(group, effects, importing=tx.principal.importing, org=tx.identity.org)
    entry = Entry(
        group=group,
        action=action,
        action_id=action_id or gid,
        label=label,
        made_at=tx.replica.clock.now_ms(),
    )
    tx.enter(entry, effects)
    tx.hand = replace(tx.hand, clock=clock, last_n=group.n)
    return gid


def enter(tx: "Transaction", entry: Entry, effects: Effects) -> None:
    """Stores a decided group: shadows of what it touches first, outbox, rows, counters."""
    group = entry.group
    tx.label, tx.action = entry.label, entry.action
    keys = list(dict.fromkeys([*touched(group, tx.identity.org), *effects.rows]))
    body = outbox.body_of(group)
    _check_size(group, len(body.encode()))
    projection.protect(tx.rows, keys)
    outbox.add(tx.db, entry, body)
    outbox.link(tx.db, group.gid, keys)
    tx.makers |= {change.key: group.gid for change in group.changes if change.creates}
    if group.commands:
        projection.recompute(tx.rows, keys, org=tx.identity.org)
    else:
        for key, row in effects.rows.items():
            tx.rows.write(*key, row)
    series.count_on(
        tx.db,
        {
            (kind, name): last
            for (kind, name), last in effects.counters.items()
            if not (name == MAIN and tx.identity.connected)
        },
    )
    tx.write_journal(entry)


def _filled(tx: "Transaction", change: Change) -> Change:
    """The change with what the rows say: whole blocks, bases, the status before."""
    collection = COLLECTIONS[change.c]
    if change.op is not Op.PUT:
        return change
    row = tx.rows.get(change.c, change.id)
    if row is not None and not row.live:
        _refuse(Code.NOT_FOUND, _("This record was deleted. Bring it back first, then change it."), change)
    whole = merge.complete(collection, row, change.f)
    f = {name: value for name, value in whole.items() if name in change.f or _reads(tx, change.c, name)}
    if row is None:  # a twin made on another device meets it block by block
        return replace(change, f=f)
    start = row.f.get("status") if collection.status and "status" in f else None
    b = merge.stamps_of(row, f, collection)
    return replace(change, f=f, b={**b, **redact.heard_by(change, row, b)}, start=start)


def _reads(tx: "Transaction", c: str, name: str) -> bool:
    """Whether the author may read a field; what he may not read he does not write either."""
    field = COLLECTIONS[c].by_name[name]
    return field.kind is not Kind.SET and (not field.read or tx.principal.may(field.read, "view"))


def _causes(tx: "Transaction", changes: Sequence[Change], commands: Sequence[Issue]) -> Iterator[str]:
    """The pending groups that made what this one changes or refers to: refused, they hold it."""
    made = {change.key for change in changes if change.creates}
    keys: set[RowKey] = {(command.c, command.id) for command in commands}
    for change in changes:
        keys.add(change.key)
        for field in COLLECTIONS[change.c].refs:
            target = change.f.get(field.name)
            if field.ref is not None and target:
                keys.add((field.ref.collection, target))
    for key in sorted(keys - made):
        row = tx.rows.get(*key)
        if row is not None and row.seq is None:
            if key not in tx.makers:
                tx.makers[key] = outbox.maker(tx.db, *key)
            cause = tx.makers[key]
            if cause is not None:
                yield cause


def _stamps_beneath(tx: "Transaction", changes: Sequence[Change], commands: Sequence[Issue]) -> list[str]:
    """The stamps that the group overwrites."""
    found: list[str] = []
    for change in changes:
        if change.op is Op.PUT:
            found += change.b.values()
        else:
            row = tx.rows.get(change.c, change.id)
            found += [row.last_stamp] if row else []
    for command in commands:
        row = tx.rows.get(command.c, command.id)
        found += [row.last_stamp] if row else []
    return found


def _completed(group: Group, effects: Effects, *, importing: bool, org: str) -> Group:
    """The group with what only the decision knows: the base of a delete, the number of an unconnected business."""
    paper = effects.rows.get((ISSUED, issued_id(org, group.gid))) if group.commands else None
    if importing and paper is not None:
        given = {"no": paper.f["no"], "rev": paper.f.get("rev"), "series": paper.f["series"]}
        group = replace(group, commands=tuple(replace(command, **given) for command in group.commands))
    if any(change.op is Op.DELETE for change in group.changes):
        seqs = [row.seq for row in effects.rows.values() if row.deleted == group.gid and row.seq]
        base = {ROW: max(seqs)} if seqs else NOTHING
        changes = [replace(c, b=base) if c.op is Op.DELETE else c for c in group.changes]
        group = replace(group, changes=tuple(changes))
    return group


def _check_size(group: Group, size: int) -> None:
    limit = wire.MAX_ISSUE if group.commands else wire.MAX_GROUP
    if len(group.changes) > wire.MAX_CHANGES or size > limit:
        raise Refused(
            Refusal(Code.VALIDATION, _("This is too much to be saved at once. Save it in smaller parts."))
        )


def _refuse(code: Code, message: str, change: Change) -> NoReturn:
    raise Refused(Refusal(code, message, change.c, change.id))
