"""The history of a record: who changed what from what to what, as far as this device can know it.

Promises: what stands here was written: by this device (outbox and local log), by anybody as the cloud told it
(`fetched`), or as the stamps of the row say, author and moment of each field's last writing. A value before is given
only where it is known; an author is read off the stamp and never guessed. `whole` says whether anything may be
missing. Putting a value back is an ordinary new change. May not know: words, screens, how the cloud is asked.

Why: the replica keeps rows and not their past; the log of everybody is the cloud's. A device in a cellar still shows
its own work whole, and who touched each field last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from onetool_desktop.changes.merge import element, element_value, held, register_of
from onetool_desktop.changes.values import ROW, Change, Group, Op, Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.domain.declare import Collection, Delete, Kind, Merge
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Saved, save
from onetool_desktop.store import past
from onetool_desktop.store.past import Write
from onetool_desktop.store.replica import Reads, Replica


class Unknown(Enum):
    """A value that this device does not know."""

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN


class What(Enum):
    """What an entry tells."""

    MADE = "made"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, or one element of a set (`tags:vip`), and its values; UNKNOWN where one is not known."""

    name: str
    before: Any
    after: Any
    returns: bool  # whether the value before can be put back


@dataclass(frozen=True, slots=True)
class Entry:
    """What one group did to one row; `gid` of a delete is what restores it."""

    h: str
    c: str
    id: str
    what: What
    changes: tuple[FieldChange, ...] = ()
    gid: str = ""
    returns: bool = False  # whether the deleted row can be brought back


@dataclass(frozen=True, slots=True)
class History:
    """Newest first. `whole`: nothing that the entries are made of is missing."""

    entries: tuple[Entry, ...]
    whole: bool


def history_of(
    reads: Reads, *, c: str, id: str, fetched: Mapping[RowKey, Sequence[Write]] | None = None
) -> History:
    """The history of a record and of the rows that are part of it: contacts, properties, lines."""
    found: list[Entry] = []
    whole = True
    for key in [(c, id), *_parts_of(reads, c, id)]:
        row = reads.get(*key)
        if row is not None:
            told = (fetched or {}).get(key) or past.kept(reads.db, *key)
            one = _RowHistory(key, row, past.groups_of(reads.db, *key), told)
            found += one.entries
            whole = whole and one.whole
    return History(tuple(sorted(found, key=lambda e: (e.h, e.c == c, e.id), reverse=True)), whole)


def rows_of(reads: Reads, *, c: str, id: str) -> list[RowKey]:
    """The rows whose writings make up the history of a record."""
    return [(c, id), *_parts_of(reads, c, id)]


def put_back(replica: Replica, *, c: str, id: str, change: FieldChange) -> Saved:
    """Write the value before a change again."""
    declared = COLLECTIONS[c].by_name[change.name.partition(":")[0]]
    label = _("Put back {field}").format(field=_(declared.label.lower()))
    return records.edit(replica, c=c, id=id, fields={change.name: change.before}, label=label)


def bring_back(replica: Replica, *, c: str, id: str) -> Saved:
    """Bring back a row that was deleted, with all that went with it."""
    row = replica.reads().get(c, id)
    if row is None or row.deleted is None:
        raise SentenceError(_("This was brought back already."), safe=_("Nothing was changed."), next_step="")
    act = Act(
        action=f"{c}.restore", label=_("Bring back {record}").format(record=_(COLLECTIONS[c].label.lower()))
    )
    gid = row.deleted
    return save(replica, act, lambda _tx: [Change(c, id, Op.RESTORE, start=gid)])


def _parts_of(reads: Reads, c: str, id: str) -> list[RowKey]:
    """The rows under a record that have no record of their own, live and deleted."""
    found: list[RowKey] = []
    for collection, name in falls_with(c):
        if collection.parent != name or collection.status is not None or collection.delete is Delete.NEVER:
            continue
        live = [row.id for row in reads.children(collection.name, name, id)]
        found += [
            (collection.name, row_id)
            for row_id in (*live, *past.dead_of(reads.db, collection.name, name, id))
        ]
    return found


class _RowHistory:
    """One row, its writings in order of their stamps."""

    def __init__(self, key: RowKey, row: Row, groups: Sequence[Group], fetched: Sequence[Write]) -> None:
        self._c, self._id = key
        self._row, self._collection = row, COLLECTIONS[key[0]]
        self._known: dict[str, Any] = {}  # what each field held, where it is known
        self._made = ""  # the stamp of its making, once known: a field not in there was empty then
        self._stamps: dict[str, str] = {}  # of each register, its last writing that is known
        told = {write.gid for write in fetched}
        own = [write for group in groups if group.gid not in told for write in _writes(group, key)]
        made = [replace(w, created=w.op is Op.PUT and w.h == row.clk[ROW]) for w in fetched]
        self.entries: list[Entry] = []
        for write in sorted((*own, *made), key=lambda one: one.h):
            self._take(write)
        self._add_what_stamps_say()
        self.whole = bool(self._made) and not any(
            change.before is UNKNOWN for entry in self.entries for change in entry.changes
        )

    def _take(self, write: Write) -> None:
        if write.op is not Op.PUT:
            what = What.DELETED if write.op is Op.DELETE else What.RESTORED
            gone = what is What.DELETED and not self._row.live and self._row.deleted == write.gid
            self.entries.append(Entry(write.h, self._c, self._id, what, gid=write.gid, returns=gone))
            return
        if write.created:
            self._made = write.h
        what = What.MADE if write.created else What.CHANGED
        changes = self._changes(write)
        if changes or write.created:
            self.entries.append(Entry(write.h, self._c, self._id, what, changes))

    def _changes(self, write: Write) -> tuple[FieldChange, ...]:
        found: list[FieldChange] = []
        for name, value in self._single(write.f).items():
            before = self._before(name, write)
            self._known[name] = value
            self._stamps[register_of(self._collection, name)] = write.h
            if before is UNKNOWN or _plain(before) != _plain(value):
                change = self._change(name, before, value)
                found.append(replace(change, returns=change.returns and not write.created))
        return tuple(found)

    def _single(self, f: Mapping[str, Any]) -> dict[str, Any]:
        """The fields, with sets that are told whole as the elements that came and went."""
        found: dict[str, Any] = {}
        for name, value in f.items():
            if ":" in name or self._collection.by_name[name].kind is not Kind.SET:
                found[name] = value
                continue
            was = {
                element_value(one)
                for one, there in self._known.items()
                if there and one.startswith(f"{name}:")
            }
            now: set[str] = set(value or ())
            found |= {element(name, word): word in now for word in sorted(was ^ now)}
        return found

    def _before(self, name: str, write: Write) -> Any:
        if write.created:
            return None
        register = register_of(self._collection, name)
        seen = self._stamps.get(register, self._made)
        if register in write.b and write.b[register] != seen:
            return UNKNOWN  # somebody wrote in between
        if name in self._known:
            return self._known[name]
        return (False if ":" in name else None) if self._made else UNKNOWN

    def _change(self, name: str, before: Any, after: Any) -> FieldChange:
        declared = self._collection.by_name[name.partition(":")[0]]
        writable = declared.merge in (Merge.LWW, Merge.SET, Merge.STEP) and declared.kind is not Kind.JSON
        now = _now(self._row, name)
        returns = self._row.live and writable and before is not UNKNOWN and _plain(before) != _plain(now)
        if declared.merge is Merge.STEP and returns:
            table = self._collection.status
            returns = table is not None and isinstance(before, str) and table.allows(str(now), before)
        return FieldChange(name, before, after, returns)

    def _add_what_stamps_say(self) -> None:
        """The last writing of each register that nothing above has told: by whom and when."""
        row = self._row
        if not row.live:
            return
        made = row.clk[ROW]
        if not any(entry.what is What.MADE for entry in self.entries):
            self.entries.append(Entry(made, self._c, self._id, What.MADE))
        last: dict[str, list[str]] = {}
        for register, h in row.clk.items():
            if register != ROW and self._stamps.get(register, "") < h:
                last.setdefault(h, []).append(register)
        for h, registers in last.items():
            names = [name for register in registers for name in _names(self._collection, register)]
            changes = tuple(self._change(name, UNKNOWN, _now(row, name)) for name in names)
            if changes:
                self.entries.append(Entry(h, self._c, self._id, What.CHANGED, changes))
                self.entries.sort(key=lambda entry: entry.h)


def _writes(group: Group, key: RowKey) -> list[Write]:
    """What a group of this device wrote to a row."""
    found = [
        Write(group.h, change.op, change.f, group.gid, created=change.creates, b=change.b)
        for change in group.changes
        if change.key == key
    ]
    issued = [command for command in group.commands if (command.c, command.id) == key]
    found += [Write(group.h, Op.PUT, {"status": "sent"}, group.gid) for _command in issued]
    return found


def _names(collection: Collection, register: str) -> Sequence[str]:
    if ":" in register:
        return (register,)
    return collection.registers.get(register, ())


def _now(row: Row, name: str) -> Any:
    """What a field, or an element of a set, holds."""
    return held(row.f, [name])[name]


def _plain(value: Any) -> Any:
    """Nothing, empty text and an empty list are the same to a person."""
    return None if value in ("", [], ()) else value
