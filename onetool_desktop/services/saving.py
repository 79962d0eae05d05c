"""How a verb saves: the difference to what is there, as one group, or as several that belong to one action.

Promises: a field whose value is what it was is not written, so that an untouched field never wins over a colleague's
edit; an action that changes nothing saves nothing. Lists of a set field become its elements.
May not know: what the fields mean.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onetool_desktop.changes.merge import element
from onetool_desktop.changes.values import NOTHING, Change, Fields, Issue, Op
from onetool_desktop.domain.changed import NO_CHANGES, Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import GroupId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import undo
from onetool_desktop.services.parts import parts
from onetool_desktop.services.undo import Undo
from onetool_desktop.store.replica import Replica, Transaction

IdT = TypeVar("IdT", bound=str)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Saved:
    """What an action changed, the groups it made, and what takes it back; no groups if all was so already."""

    changes: Changes = NO_CHANGES
    gids: tuple[GroupId, ...] = ()
    undo: Undo | None = None

    @property
    def gid(self) -> GroupId:
        """The first group: of a delete, what `restore` takes."""
        return self.gids[0]


@dataclass(frozen=True, slots=True)
class Created(Generic[IdT]):
    """A record made, and what that changed."""

    id: IdT
    saved: Saved

    @property
    def changes(self) -> Changes:
        """What it changed."""
        return self.saved.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a person does: the word in the log, and the words shown with undo and in Needs attention.

    `never` is for what has no undo: the sentence that says what to do instead.
    """

    action: str
    label: str
    never: str = ""


def save(replica: Replica, act: Act, draft: Callable[[Transaction], Sequence[Change]]) -> Saved:
    """Saves the changes that `draft` finds when it reads the rows, in one transaction."""
    return replica.write(lambda tx: commit(tx, act, draft(tx)))


def commit(tx: Transaction, act: Act, changes: Sequence[Change], *, commands: Sequence[Issue] = ()) -> Saved:
    """Saves changes as groups of one action, the later ones after the first; empty changes save nothing.

    Commands are a group of their own, the first.
    """
    changes = [change for change in changes if change.op is not Op.PUT or change.f]
    if not changes and not commands:
        return Saved()
    rows = undo.before(tx, changes)
    gids: list[GroupId] = []
    action_id = None
    for part in [*([[]] if commands else []), *parts(changes)]:
        gid = tx.commit(
            action=act.action,
            label=act.label,
            changes=part,
            commands=() if gids else commands,
            after=gids[:1],
            action_id=action_id,
        )
        gids.append(GroupId(gid))
        action_id = gids[0]
    steps = () if act.never else undo.steps_of(tx, changes, rows)
    return Saved(tx.changed(), tuple(gids), Undo(act.label, steps, tuple(gids), act.never))


def new_row(c: str, row_id: str, fields: Fields) -> Change:
    """A change that makes a row; empty values are left out."""
    return Change(c, row_id, f=_elements(c, {k: v for k, v in fields.items() if v not in (None, "", [], ())}))


def edited(tx: Transaction, c: str, row_id: str, fields: Fields) -> Change:
    """The change that gives an existing row these values; those it has already are left out."""
    row = tx.get(c, row_id)
    if row is None or not row.live:
        raise not_there(c)
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if ":" not in name and COLLECTIONS[c].by_name[name].kind is Kind.SET:
            found |= _set_difference(name, row.f.get(name) or (), value or ())
        elif _plain(value) != _plain(row.f.get(name)):
            found[name] = _plain(value)
    return Change(c, row_id, f=found)


def live_fields(tx: Transaction, c: str, row_id: str | None) -> Fields:
    """The fields of a live row; none where there is no such row."""
    row = tx.get(c, row_id) if row_id else None
    return row.f if row is not None and row.live else NOTHING


def not_there(c: str) -> SentenceError:
    """The sentences for a record that is gone."""
    return SentenceError(
        _("This {label} is not available here any more.").format(label=_(COLLECTIONS[c].label.lower())),
        safe=_("Nothing was changed."),
        next_step=_("It may have been deleted on another device; look in Recently deleted."),
    )


def _plain(value: Any) -> Any:
    """Empty text and nothing are the same to a person."""
    return None if value == "" else value


def _elements(c: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in fields.items():
        if ":" not in name and COLLECTIONS[c].by_name[name].kind is Kind.SET:
            found |= _set_difference(name, (), value)
        else:
            found[name] = value
    return found


def _set_difference(name: str, before: Iterable[str], after: Iterable[str]) -> dict[str, bool]:
    old, new = set(before), set(after)
    return {element(name, word): word in new for word in sorted(old ^ new)}
