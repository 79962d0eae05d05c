"""What needs attention, in the user's words: the values that wait, and what they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.values import Change, Group, Op
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.translate import _
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.widgets.fact_values import shown

_SHOWN = 6
_OWN_SCREEN = frozenset({"clients", "projects", "tasks", "quotes", "invoices", "skus"})
_OWNERS = ("quoteId", "invoiceId", "clientId", "projectId")


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a group, as lines *Label: value*; `more` says how many are not shown."""

    lines: tuple[str, ...]
    more: int


def values_of(group: Group) -> Values:
    """What a person typed, field by field."""
    lines = [line for change in group.changes for line in _lines(change)]
    return Values(tuple(lines[:_SHOWN]), max(len(lines) - _SHOWN, 0))


def everything_in(group: Group) -> str:
    """All values as text, to be kept elsewhere before a change is discarded."""
    return "\n".join(line for change in group.changes for line in _lines(change))


def as_text(work: Workplace, *, what: str, made_at: int, why: str, group: Group) -> str:
    """A change as a readable text of its own: what it did to what, when, why it waits, and all that was typed."""
    subject = subject_of(work.replica.reads(), group)
    head = " · ".join(word for word in (what, subject, work.formats.instant(made_at)) if word)
    values = everything_in(group).splitlines()
    return "\n".join([head, *([why] if why else []), *(f"  {line}" for line in values)])


def subject_of(reads: Reads, group: Group) -> str:
    """The name of the record that a group is about."""
    for key in [(change.c, change.id) for change in group.changes] + [(i.c, i.id) for i in group.commands]:
        name = title_of(reads, *key)
        if name:
            return name
    return ""


def title_of(reads: Reads, collection: str, row_id: str) -> str:
    """How a record is called, or the one it belongs to."""
    row = reads.get(collection, row_id)
    if row is None:
        return ""
    fields: Mapping[str, Any] = row.f or row.was or {}
    words = [str(fields[name]) for name in COLLECTIONS[collection].title if fields.get(name)]
    if words:
        return f"{_(COLLECTIONS[collection].label)} {' '.join(words)}"
    return _(COLLECTIONS[collection].label)


def place_of(reads: Reads, collection: str, row_id: str) -> Place | None:
    """The screen where a record can be seen, its own or that of what it belongs to."""
    if collection in _OWN_SCREEN:
        return Place(collection, row_id)
    row = reads.get(collection, row_id)
    fields: Mapping[str, Any] = {} if row is None else row.f
    for name in _OWNERS:
        field = COLLECTIONS[collection].by_name.get(name)
        if (
            field is not None
            and field.ref is not None
            and fields.get(name)
            and field.ref.collection in _OWN_SCREEN
        ):
            return Place(field.ref.collection, str(fields[name]))
    return None


def _lines(change: Change) -> list[str]:
    known = COLLECTIONS[change.c].by_name
    found: list[str] = []
    if change.op is not Op.PUT:
        words = _("Delete: {record}") if change.op is Op.DELETE else _("Bring back: {record}")
        return [words.format(record=_(COLLECTIONS[change.c].label))]
    for name, value in change.f.items():
        field = known.get(name.partition(":")[0])
        if field is None or field.kind in (Kind.REF, Kind.JSON):
            continue
        text = name.partition(":")[2] if ":" in name else shown(field, value)
        found.append(f"{_(field.label)}: {text or _('empty')}")
    return found
