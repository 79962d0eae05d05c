"""Work on the lines of a draft as the grid does it: any number of steps, saved as one action.

Promises: steps are plain and frozen; the same steps give the same order of lines on the screen (`after_steps`) and in
the rows that are saved, so that what is shown at once is what stands after the save. The ids of new lines are the
caller's, so that a line can be typed into before it is saved. May not know: widgets, totals, paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from onetool_desktop.changes.draft_paper import LINES_OF
from onetool_desktop.changes.values import NOTHING, Change, Fields, Op
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.places import between
from onetool_desktop.services.saving import Act, Saved, edited, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

Line: TypeAlias = tuple[str, Fields]  # id and fields


@dataclass(frozen=True, slots=True)
class PutLine:
    """Give a line these values; None clears one."""

    id: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class AddLine:
    """A new line behind the line `after`, or first."""

    id: str
    after: str | None
    fields: Fields = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """Put a line behind another, or first."""

    id: str
    after: str | None


@dataclass(frozen=True, slots=True)
class RemoveLine:
    """Take a line out."""

    id: str


LineStep: TypeAlias = PutLine | AddLine | MoveLine | RemoveLine


def after_steps(lines: Sequence[Line], steps: Sequence[LineStep]) -> list[Line]:
    """The lines in order after the steps; steps on lines that are not there do nothing."""
    found = list(lines)
    for step in steps:
        _take(found, step)
    return found


def save_lines(replica: Replica, *, c: str, document: str, steps: Sequence[LineStep], label: str) -> Saved:
    """Saves the steps on the lines of `document` of collection `c` (`quotes` or `invoices`) as one action."""
    lines_of, _ = LINES_OF[c]
    act = Act(action=f"{lines_of}.edit", label=label)
    return save(replica, act, lambda tx: _Draft(tx, c, document).of(steps))


class _Draft:
    """Finds the changes: each line is written once, with all its values and its place."""

    def __init__(self, tx: Transaction, c: str, document: str) -> None:
        self._tx = tx
        self._lines_of, self._parent = LINES_OF[c]
        self._document = document
        rows = in_order((row.id, row.f) for row in tx.children(self._lines_of, self._parent, document))
        self._lines: list[Line] = list(rows)
        self._there = {row_id for row_id, _ in rows}

    def of(self, steps: Sequence[LineStep]) -> list[Change]:
        for step in steps:
            self._apply(step)
        shown = dict(self._lines)
        named = dict.fromkeys(step.id for step in steps)
        return [change for row_id in named for change in self._change(row_id, shown.get(row_id), steps)]

    def _apply(self, step: LineStep) -> None:
        self._lines = after_steps(self._lines, [step])
        if isinstance(step, AddLine | MoveLine):
            self._give_place(step.id)

    def _give_place(self, row_id: str) -> None:
        at = next((at for at, (other, _) in enumerate(self._lines) if other == row_id), None)
        if at is None:
            return
        places = [str(f.get("position") or "") for _, f in self._lines]
        before = places[at - 1] if at else ""
        behind = next((place for place in places[at + 1 :] if place > before), "")
        fields = {**self._lines[at][1], "position": between(before, behind)}
        self._lines[at] = (row_id, fields)

    def _change(self, row_id: str, fields: Fields | None, steps: Sequence[LineStep]) -> list[Change]:
        if row_id not in self._there:
            if fields is None:
                return []
            given = {"kind": "line", **fields, self._parent: self._document}
            return [new_row(self._lines_of, row_id, given)]
        if fields is None:
            return [Change(self._lines_of, row_id, Op.DELETE)]
        written: dict[str, object] = {}
        for step in steps:
            if step.id != row_id:
                continue
            if isinstance(step, PutLine):
                written |= step.fields
            elif isinstance(step, MoveLine):
                written["position"] = fields["position"]
        return [edited(self._tx, self._lines_of, row_id, written)]


def _take(lines: list[Line], step: LineStep) -> None:
    """One step, on the list itself."""
    at = _place_of(lines, step.id)
    if isinstance(step, AddLine):
        if at is None:  # else it was saved and read again before whoever added it heard of it
            lines.insert(_behind(lines, step.after), (step.id, dict(step.fields)))
        return
    if at is None:
        return
    if isinstance(step, PutLine):
        kept = {**lines[at][1], **step.fields}
        lines[at] = (step.id, {name: value for name, value in kept.items() if value not in (None, "")})
        return
    line = lines.pop(at)
    if isinstance(step, MoveLine):
        lines.insert(_behind(lines, step.after), line)


def _place_of(lines: Sequence[Line], row_id: str) -> int | None:
    return next((at for at, (other, _) in enumerate(lines) if other == row_id), None)


def _behind(lines: Sequence[Line], after: str | None) -> int:
    """Where a line stands that comes behind `after`: first for None, last for one that is not there."""
    if after is None:
        return 0
    at = _place_of(lines, after)
    return len(lines) if at is None else at + 1
