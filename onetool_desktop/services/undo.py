"""Undo: takes back what an action did, as far as nobody has built on it since.

Promises: only values that still are this action's own are taken back; those changed since are named, not touched; a
record others have added to is not taken away. What was issued, paid or signed has no undo and says what to do instead.
Taking back is an action like any other, with what takes it back in turn (`Undone.redo`). Actions are taken back one
after another, the last first: what the last one gave back is its forerunner's own again (`after`). A status goes back
by the steps of its table, over another one where it must. May not know: how long the window remembers actions.

What was redacted since is not said again, whose own it ever was.

Why: the values before are kept with the action, in memory, and not in the log. An undo days later, after others have
worked with a value, is a new decision and not the correction of a slip; for that there is the history.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onetool_desktop.changes import redact
from onetool_desktop.changes.merge import register_fields, registers_in
from onetool_desktop.changes.values import NOTHING, Change, Fields, Op, Row, Stamps
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.domain.declare import Collection, Delete, Merge, StatusTable
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services.parts import parts
from onetool_desktop.store import attention
from onetool_desktop.store.outbox import Entry
from onetool_desktop.store.replica import Replica, Transaction


@dataclass(frozen=True, slots=True)
class Step:
    """One change as it was made: its operation, its stamp, and the fields it replaced."""

    c: str
    id: str
    op: Op
    h: str
    created: bool
    registers: tuple[str, ...] = ()
    before: Fields = field(default_factory=lambda: NOTHING)
    was: Stamps = field(default_factory=dict[str, str])  # the registers' stamps before it
    heard: Stamps = field(
        default_factory=dict[str, str]
    )  # the redactions of them that were heard of before it
    also: frozenset[tuple[str, str]] = (
        frozenset()
    )  # registers that later actions gave back, with their stamps now

    def may_say(self, row: Row, register: str) -> bool:
        """Whether the values before it may still be said: none that was redacted since."""
        return redact.heard(row, (register,)).items() <= self.heard.items()

    def is_own(self, register: str, stamp: str) -> bool:
        """Whether a register still holds what this change wrote."""
        return stamp == self.h or (register, stamp) in self.also


@dataclass(frozen=True, slots=True)
class Undo:
    """What is needed to take an action back; `never` says why it cannot be, and what to do instead.

    `discarded` goes into Needs attention again, `listed` out of it.
    """

    label: str
    steps: tuple[Step, ...]
    gids: tuple[str, ...]
    never: str = ""
    discarded: tuple[Entry, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether there is anything to take back, or to say about it."""
        return bool(self.steps or self.never or self.discarded or self.listed)


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A register that holds again what it held before: under which stamp then, and under which now."""

    c: str
    id: str
    register: str
    then: str
    now: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The groups that took it back, the labels of fields left alone because they were changed since, and what takes
    this back in turn; None where nothing was done.
    """

    label: str
    gids: tuple[str, ...]
    skipped: tuple[str, ...]
    given_back: tuple[GivenBack, ...] = ()
    redo: Undo | None = None


def before(tx: Transaction, changes: Sequence[Change]) -> list[Row | None]:
    """The rows as they are before the changes are made."""
    return [tx.get(change.c, change.id) for change in changes]


def steps_of(tx: Transaction, changes: Sequence[Change], rows: Sequence[Row | None]) -> tuple[Step, ...]:
    """What was done, once it is; `rows` are those of `before`."""
    return tuple(_step(tx, change, row) for change, row in zip(changes, rows, strict=True))


def step_against(tx: Transaction, change: Change, was: Row | None, h: str) -> Step:
    """A change of a group with stamp `h` as a step, from the row as it was before it."""
    return replace(_step(tx, change, was), h=h)


def take_back(replica: Replica, undo: Undo) -> Undone:
    """Takes an action back, as groups of one action."""
    label = _("Undo: {action}").format(action=undo.label)
    return replica.write(lambda tx: _take_back(tx, undo, action="undo", label=label))


def do_again(replica: Replica, redo: Undo) -> Undone:
    """Does again what was taken back: takes the taking back back."""
    label = _("Redo: {action}").format(action=redo.label)
    return replica.write(lambda tx: _take_back(tx, redo, action="redo", label=label))


def after(undo: Undo, undone: Undone) -> Undo:
    """An earlier action once a later one was taken back: what that gave back is this one's own again."""
    return replace(undo, steps=tuple(_relinked(step, undone.given_back) for step in undo.steps))


def _relinked(step: Step, given_back: Sequence[GivenBack]) -> Step:
    mine = [
        (one.register, one.now)
        for one in given_back
        if (one.c, one.id) == (step.c, step.id) and step.is_own(one.register, one.then)
    ]
    return replace(step, also=step.also | frozenset(mine)) if mine else step


def _step(tx: Transaction, change: Change, was: Row | None) -> Step:
    collection = COLLECTIONS[change.c]
    registers = tuple(registers_in(collection, change.f))
    old = {name: value for r in registers for name, value in _held(collection, was, r).items()}
    now = tx.get(change.c, change.id)
    h = max((now.stamp(r) for r in registers), default="") if now is not None else ""
    if change.op is Op.RESTORE:
        h = tx.hand.clock.last  # a restore stamps nothing; whatever is newer came after it
    stamps = {} if was is None or not was.live else {r: was.stamp(r) for r in registers}
    return Step(
        change.c,
        change.id,
        change.op,
        h,
        created=was is None,
        registers=registers,
        before=old,
        was=stamps,
        heard={} if was is None else redact.heard(was, registers),
    )


def _held(collection: Collection, row: Row | None, register: str) -> Fields:
    """What a row held of a register, with None for what was not there."""
    if row is None:
        return NOTHING
    empty = dict.fromkeys(collection.registers.get(register, ()))
    return {**empty, **register_fields(collection, row.f, register)}


def _take_back(tx: Transaction, undo: Undo, *, action: str, label: str) -> Undone:
    if undo.never:
        raise SentenceError(
            _("{action} cannot be undone.").format(action=f"“{undo.label}”"),
            safe=_("Nothing was changed."),
            next_step=undo.never,
        )
    if any(_is_redacted(tx, step) for step in undo.steps):
        label = _(redact.LABEL)  # the action's own words may say what nobody may hold any more
    made = {(step.c, step.id) for step in undo.steps if step.created}
    skipped: list[str] = []
    changes = [change for step in reversed(undo.steps) for change in _inverse(tx, undo, step, made, skipped)]
    redo = _relist(tx, undo)
    if not changes:
        return Undone(undo.label, (), tuple(skipped), redo=redo if redo.holds else None)
    rows = before(tx, changes)
    gids: list[str] = []
    for part in (*_ways_back(tx, changes), *parts(changes)):
        action_id = gids[0] if gids else None
        gids.append(tx.commit(action=action, label=label, changes=part, after=gids[-1:], action_id=action_id))
    redo = replace(redo, steps=steps_of(tx, changes, rows), gids=tuple(gids))
    return Undone(undo.label, tuple(gids), tuple(skipped), tuple(_given_back(tx, undo, changes)), redo)


def _is_redacted(tx: Transaction, step: Step) -> bool:
    row = tx.get(step.c, step.id)
    return row is not None and bool(redact.marks(row.clk))


def _relist(tx: Transaction, undo: Undo) -> Undo:
    """Puts what was discarded into Needs attention again, and takes out what came back to it; what does the reverse."""
    dropped = [attention.drop(tx, gid) for gid in undo.listed]
    for entry in undo.discarded:
        attention.put_back(tx, entry)
    listed = tuple(entry.group.gid for entry in undo.discarded)
    return Undo(undo.label, (), (), discarded=tuple(filter(None, dropped)), listed=listed)


def _ways_back(tx: Transaction, changes: Sequence[Change]) -> Iterator[list[Change]]:
    """The steps in between that statuses need on their way back, in groups that come before the last ones."""
    ways: list[tuple[Change, tuple[str, ...]]] = []
    for change in changes:
        table, row = COLLECTIONS[change.c].status, tx.get(change.c, change.id)
        if table is not None and row is not None and row.live and "status" in change.f:
            ways.append((change, _way(table, row.f["status"], change.f["status"])[:-1]))
    for at in range(max((len(way) for _change, way in ways), default=0)):
        yield from parts([Change(c.c, c.id, f={"status": way[at]}) for c, way in ways if at < len(way)])


def _way(table: StatusTable, start: str, end: str) -> tuple[str, ...]:
    """The shortest way of steps to a status, which is its last word; empty where there is none."""
    ways, seen = deque[tuple[str, ...]]([()]), {start}
    while ways:
        way = ways.popleft()
        for word in table.ranks:
            if word in seen or not table.allows(way[-1] if way else start, word):
                continue
            if word == end:
                return (*way, word)
            seen.add(word)
            ways.append((*way, word))
    return ()


def _given_back(tx: Transaction, undo: Undo, changes: Sequence[Change]) -> Iterator[GivenBack]:
    """The registers that hold again what they held before the action."""
    written = {(change.c, change.id): change.f for change in changes if change.op is Op.PUT}
    for step in undo.steps:
        row, f = tx.get(step.c, step.id), written.get((step.c, step.id))
        if row is None or not row.live or f is None:
            continue
        taken = registers_in(COLLECTIONS[step.c], f)
        for register, then in step.was.items():
            if register in taken:
                yield GivenBack(step.c, step.id, register, then, row.stamp(register))


def _inverse(
    tx: Transaction, undo: Undo, step: Step, made: set[tuple[str, str]], skipped: list[str]
) -> list[Change]:
    row = tx.get(step.c, step.id)
    if step.op is Op.DELETE:
        restorable = row is not None and not row.live and row.deleted in undo.gids
        return [Change(step.c, step.id, Op.RESTORE, start=row.deleted)] if row and restorable else []
    if row is None or not row.live:
        return []
    if step.op is Op.RESTORE:
        _check_nothing_newer(tx, step.c, row, step.h)
        return [Change(step.c, step.id, Op.DELETE)]
    if step.created:
        _check_untouched(tx, row, step, made)
        return [Change(step.c, step.id, Op.DELETE)]
    collection = COLLECTIONS[step.c]
    mine = [
        r
        for r in step.registers
        if step.is_own(r, row.stamp(r)) and step.may_say(row, r) and _may_return(collection, row, r, step)
    ]
    skipped += [_label(collection, r) for r in step.registers if r not in mine]
    f = {name: value for name, value in step.before.items() if _register(collection, name) in mine}
    return [Change(step.c, step.id, f=f)] if f else []


def _may_return(collection: Collection, row: Row, register: str, step: Step) -> bool:
    """Whether the status may go back to what it was; every other register may."""
    if register != "status" or collection.status is None:
        return True
    now, then = row.f["status"], step.before["status"]
    return now == then or bool(_way(collection.status, now, then))


def _check_untouched(tx: Transaction, row: Row, step: Step, made: set[tuple[str, str]]) -> None:
    """Refuses to take away a record that somebody has changed, or added to."""
    children = (
        (collection.name, child.id)
        for collection, field in falls_with(step.c)
        for child in tx.children(collection.name, field, row.id)
    )
    kept = COLLECTIONS[step.c].delete is Delete.NEVER
    changed = any(
        stamp > step.h and not step.is_own(r, stamp) and not _is_clouds(step.c, r)
        for r, stamp in row.clk.items()
    )
    if kept or changed or any(child not in made for child in children):
        raise _built_on(step.c)


def _check_nothing_newer(tx: Transaction, c: str, row: Row, h: str) -> None:
    """Refuses to delete again what was brought back, once anything of it was changed or added."""
    if any(stamp > h and not _is_clouds(c, r) for r, stamp in row.clk.items()):
        raise _built_on(c)
    for collection, name in falls_with(c):
        for child in tx.children(collection.name, name, row.id):
            _check_nothing_newer(tx, collection.name, child, h)


def _built_on(c: str) -> SentenceError:
    return SentenceError(
        _("This {record} was changed or added to since, so that this cannot be undone.").format(
            record=_(COLLECTIONS[c].label.lower())
        ),
        safe=_("Nothing was changed."),
        next_step=_("Delete it if it is not wanted."),
    )


def _is_clouds(c: str, register: str) -> bool:
    """Whether only the cloud writes the register: what it notes of a record is nobody's work on it."""
    names = COLLECTIONS[c].registers.get(register, ())
    return any(COLLECTIONS[c].by_name[name].merge is Merge.CLOUD for name in names)


def _register(collection: Collection, name: str) -> str:
    return name if ":" in name else collection.register_of[name]


def _label(collection: Collection, register: str) -> str:
    name = register.partition(":")[0]
    if name in collection.by_name:
        return _(collection.by_name[name].label)
    return _(collection.by_name[collection.registers[name][0]].label)
