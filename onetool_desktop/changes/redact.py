"""Redaction: values of a row that nobody may hold any more, whoever wrote them and when (WIRE section 6).

Promises: pure. A redacted register is blank and keeps a mark of its own in the row's clock, `~register` with the stamp
of the redaction, which later writes leave alone: by it each replica finds out what it still has to forget. A write
whose author had not heard of the redaction says nothing any more; one whose author had bears its mark among the stamps
it was written over (`heard`), and is a write like any other. A set is redacted whole, under the mark of its field: the
names of its registers are what it holds, and go with it.
A group that merges a row into another may have taken over what that row said: what is redacted of the one is taken out
of what the same group writes to the other.
May not know: where rows, groups and logs are kept.

Why not the stamp of the register that a write was made over: of two edits made one after the other in ignorance, the
second is over the first, whose stamp may be later than the redaction's.

Why the mark is in the row: whoever has copies of a value has its row, and pulls it before anything else can be asked of
it. A list of redactions beside the rows would have to reach every device on a way of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from onetool_desktop.changes.merge import element, register_of
from onetool_desktop.changes.values import REDACTED, Change, Fields, Group, Op, Row, RowKey, Stamps
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.collections.files import BYTES
from onetool_desktop.domain.declare import Collection, Field, Kind, Merge, Needed, Personal
from onetool_desktop.domain.translate import N_

BLANK = "[redacted]"
"""What stands where a record cannot be without a value."""

LABEL = N_("A change of which a part was redacted")
"""What an action is called whose own words may say what was redacted."""

NO_BYTES = "0" * 64
"""The hash that stands where a file has none any more."""

_NEEDED: Mapping[Kind, str | int] = MappingProxyType({Kind.TEXT: BLANK, Kind.SHA: NO_BYTES, Kind.INT: 0})


def fields_of(collection: Collection, names: Iterable[str] = ()) -> tuple[str, ...]:
    """The fields to be blanked: those named with all of their blocks, or every personal one. ValueError for a field
    that holds no text of a person's own, no set and no file.
    """
    wanted = tuple(names) or tuple(f.name for f in collection.fields if f.personal is not Personal.NONE)
    for name in wanted:
        field = collection.by_name.get(name)
        if field is None or not _can_be(field):
            raise ValueError(f"{collection.name} has no {name!r} that can be redacted.")
    blocks = dict.fromkeys(register_of(collection, name) for name in wanted)
    return tuple(name for register in blocks for name in collection.registers[register])


def registers_of(c: str, names: Iterable[str]) -> tuple[str, ...]:
    """The registers these fields belong to, each once; a set is one, under its own name."""
    return tuple(dict.fromkeys(_register(COLLECTIONS[c], name) for name in names))


def marks(clk: Stamps) -> dict[str, str]:
    """Which registers were redacted, and the stamp of each redaction."""
    return {key[1:]: h for key, h in clk.items() if key.startswith(REDACTED)}


def heard(row: Row, registers: Iterable[str]) -> dict[str, str]:
    """What goes into the `b` of a put of these registers: the redactions its author has heard of, by their marks."""
    known = marks(row.clk)
    return (
        {f"{REDACTED}{name}": known[name] for name in map(_field_of, registers) if name in known}
        if known
        else {}
    )


def heard_by(change: Change, row: Row, registers: Iterable[str]) -> dict[str, str]:
    """The same for a whole put: who merges a row has heard of all that was redacted of it, for he may take it over."""
    return heard(row, marks(row.clk) if _into(change.c, change.f) else registers)


def blanked(c: str, f: Mapping[str, Any], registers: Iterable[str]) -> dict[str, Any]:
    """Fields of a row with those of some registers blank; what was not there stays away."""
    collection, wanted = COLLECTIONS[c], set(registers)
    found: dict[str, Any] = {}
    for name, value in f.items():
        if name in collection.by_name and register_of(collection, name) in wanted:
            if collection.by_name[name].needed is Needed.CREATE:
                found[name] = _blank(collection, name)
        else:
            found[name] = value
    return found


def redacted(c: str, row: Row, registers: Iterable[str], h: str) -> Row:
    """The row after its redaction with stamp `h`, live or dead."""
    registers, collection = tuple(registers), COLLECTIONS[c]
    own = [register for register in registers if not _is_set(collection, register)]
    marked = {**dict.fromkeys(own, h), **{f"{REDACTED}{register}": h for register in registers}}
    was = None if row.was is None else blanked(c, row.was, registers)
    clk = {key: stamp for key, stamp in row.clk.items() if _field_of(key) not in registers}
    return replace(row, f=blanked(c, row.f, registers), was=was, clk={**clk, **marked})


def forgotten(c: str, row: Row, registers: Iterable[str]) -> Row:
    """The row without these values, its stamps as they were but for a set's, whose names are what it held: what a
    replica held before it heard of the redaction.
    """
    registers = tuple(registers)
    was = None if row.was is None else blanked(c, row.was, registers)
    clk = {key: h for key, h in row.clk.items() if ":" not in key or _field_of(key) not in registers}
    return replace(row, f=blanked(c, row.f, registers), was=was, clk=clk)


def marked(rows: Mapping[RowKey, Row], redactions: Mapping[RowKey, Mapping[str, str]]) -> dict[RowKey, Row]:
    """Rows that bear the marks of their redactions, also one that is made again."""
    found = dict(rows)
    for key, registers in redactions.items():
        row = found.get(key)
        if row is not None and marks(row.clk) != dict(registers):
            found[key] = replace(
                row, clk={**row.clk, **{f"{REDACTED}{name}": h for name, h in registers.items()}}
            )
    return found


def unheard(
    group: Group, redactions: Mapping[RowKey, Mapping[str, str]], rows: Mapping[RowKey, Row | None]
) -> Group:
    """The group with what its author wrote before he had seen a redaction made to say what its row says, or nothing."""
    found = _reaching(group, redactions)
    changes = tuple(
        _unheard(change, found[change.key], rows.get(change.key)) if change.key in found else change
        for change in group.changes
    )
    return group if changes == group.changes else replace(group, changes=changes)


def scrubbed(raw: Mapping[str, Any], c: str, row_id: str, registers: Iterable[str]) -> dict[str, Any] | None:
    """A group as sent, without these values of one row; None where it says nothing of them."""
    registers, found = tuple(registers), False
    changes: list[Any] = []
    keys = {(c, one) for one in (row_id, *merged_by(raw, c, row_id))}
    for change in raw.get("changes", ()):
        after = change
        if (change["c"], change["id"]) in keys:
            after = {**change, "f": scrubbed_fields(c, change["f"], registers)}
            after |= {"b": _nameless(change["b"], registers)} if "b" in change else {}
        found = found or after != change
        changes.append(after)
    return {**raw, "changes": changes} if found else None


def merged_by(raw: Mapping[str, Any], c: str, row_id: str) -> list[str]:
    """The rows that a group, as sent, merges a row into."""
    own = (one for one in raw.get("changes", ()) if (one["c"], one["id"]) == (c, row_id))
    return [into for change in own if (into := _into(c, change["f"]))]


def scrubbed_fields(c: str, f: Mapping[str, Any], registers: Iterable[str]) -> dict[str, Any]:
    """Fields told of a row (a value that lost, a line of its history), those of some registers blank."""
    collection, wanted = COLLECTIONS[c], set(registers)
    return {
        name: False
        if ":" in name and _field_of(name) in wanted
        else _blank(collection, name)
        if name in collection.by_name and register_of(collection, name) in wanted
        else value
        for name, value in _nameless(f, wanted).items()
    }


def scrubbed_losses(
    lost: Iterable[Mapping[str, Any]], c: str, row_id: str, registers: Iterable[str]
) -> list[dict[str, Any]]:
    """What an answer tells of registers that lost, without these values of one row."""
    registers = tuple(registers)
    return [
        {**one, "r": named(one["r"], registers), "f": scrubbed_fields(c, one["f"], registers)}
        if (one["c"], one["id"]) == (c, row_id)
        else {**one}
        for one in lost
    ]


def named(register: str, registers: Iterable[str]) -> str:
    """A register's name, without what it says where it is an element of one of these sets."""
    field = _field_of(register)
    return element(field, BLANK) if ":" in register and field in tuple(registers) else register


def _reaching(
    group: Group, redactions: Mapping[RowKey, Mapping[str, str]]
) -> Mapping[RowKey, Mapping[str, str]]:
    """The redactions, those of a row that the group merges for whoever it is merged into as well."""
    found = dict(redactions)
    for change in group.changes:
        into = _into(change.c, change.f)
        if into and change.key in redactions:
            late = {
                name: h
                for name, h in redactions[change.key].items()
                if change.b.get(f"{REDACTED}{name}", "") < h
            }
            own = found.get((change.c, into), {})
            found[change.c, into] = {**own, **{name: max(h, own.get(name, "")) for name, h in late.items()}}
    return found


def _into(c: str, f: Fields) -> str | None:
    """The row that these fields merge theirs into."""
    collection = COLLECTIONS.get(c)
    return f.get(collection.merged) if collection is not None and collection.merged else None


def _unheard(change: Change, redactions: Mapping[str, str], row: Row | None) -> Change:
    collection = COLLECTIONS[change.c]
    f: dict[str, Any] = {}
    late: set[str] = set()
    for name, value in change.f.items():
        register = register_of(collection, name) if name in collection.by_name else name
        h = redactions.get(_field_of(register))
        if change.op is not Op.PUT or h is None or change.b.get(f"{REDACTED}{_field_of(register)}", "") >= h:
            f[name] = value
        elif ":" in name:
            late.add(_field_of(name))
        else:
            f[name] = _said(collection, name, row)
    if late:
        f |= {element(field, BLANK): False for field in late}
        return replace(change, f=f, b=_nameless(change.b, late))
    return change if f == dict(change.f) else replace(change, f=f)


def _said(collection: Collection, name: str, row: Row | None) -> Any:
    f: Fields = row.f if row is not None else {}
    return f.get(name, _blank(collection, name))


def _blank(collection: Collection, name: str) -> str | int | None:
    field = collection.by_name[name]
    return _NEEDED.get(field.kind) if field.needed is Needed.CREATE else None


def _can_be(field: Field) -> bool:
    """Whether a field holds what a person wrote, or a file."""
    text = field.kind is Kind.TEXT and field.merge is Merge.LWW
    return text or field.merge is Merge.SET or field.register == BYTES


def _is_set(collection: Collection, register: str) -> bool:
    field = collection.by_name.get(register)
    return field is not None and field.merge is Merge.SET


def _register(collection: Collection, name: str) -> str:
    return register_of(collection, name.partition(":")[0])


def _field_of(register: str) -> str:
    """The field of an element of a set; any other register itself."""
    return register.partition(":")[0]


def _nameless(stamps: Mapping[str, Any], registers: Iterable[str]) -> dict[str, Any]:
    """What goes by register, that of the elements of these sets under one name that says nothing."""
    wanted = tuple(registers)
    return {named(register, wanted): value for register, value in stamps.items()}
