"""Merging: how one change and one row become the row after it, register by register (WIRE section 2).

Pure and total: every register of the change is either taken or lost, or was already so; a status step that the table
does not allow is reported as `barred` and left to the caller. A row never holds a null: a cleared field is absent,
its register keeps the stamp. The replica folds with this function and the cloud accepts with it, so both reach the
same row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from onetool_desktop.changes.values import ROW, Change, Fields, Row
from onetool_desktop.domain.declare import Collection, Kind, Merge, StatusTable

_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


@dataclass(frozen=True, slots=True)
class Merged:
    """The row after a change: registers taken, registers that lost, and those whose step the table bars."""

    row: Row
    took: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()


def element(field: str, value: str) -> str:
    """The register of one element of a set: letters and digits plain, other bytes `%XX`."""
    safe = "".join(ch if ch in _SAFE else "".join(f"%{byte:02X}" for byte in ch.encode()) for ch in value)
    return f"{field}:{safe}"


def element_value(register: str) -> str:
    """The element that a set register names. ValueError where an escape is none."""
    out, raw, i = bytearray(), register.partition(":")[2].encode(), 0
    while i < len(raw):
        step = 3 if raw[i : i + 1] == b"%" else 1
        out += bytes.fromhex(raw[i + 1 : i + 3].decode()) if step == 3 else raw[i : i + 1]
        i += step
    return out.decode(errors="replace")


def register_of(collection: Collection, name: str) -> str:
    """The register that a field, or a set element `field:element`, belongs to. KeyError for an unknown field."""
    return name if ":" in name else collection.register_of[name]


def registers_in(collection: Collection, f: Iterable[str]) -> list[str]:
    """The registers that the fields of a put name, each once, in order."""
    return list(dict.fromkeys(register_of(collection, name) for name in f))


def stamps_of(row: Row, names: Iterable[str], collection: Collection) -> dict[str, str]:
    """The `b` of a put of these fields: each register's stamp as the author has it."""
    return {r: row.stamp(r) for r in registers_in(collection, names)}


def complete(collection: Collection, row: Row | None, f: Fields) -> dict[str, Any]:
    """The fields of a put with every block it touches whole: what the author left alone is taken from his row."""
    whole = dict(f)
    for register in registers_in(collection, f):
        for name in collection.registers.get(register, ()):
            if name not in whole and collection.by_name[name].kind is not Kind.SET:
                whole[name] = row.f.get(name) if row else None
    return whole


def register_fields(collection: Collection, f: Fields, register: str) -> dict[str, Any]:
    """What a row or change holds of one register, by field name; a set element as true or false."""
    if ":" in register:
        if register in f:
            return {register: f[register]}
        return {register: element_value(register) in (f.get(register.partition(":")[0]) or ())}
    return {name: f[name] for name in collection.registers.get(register, ()) if f.get(name) is not None}


def carried(collection: Collection, f: Fields, register: str) -> dict[str, Any]:
    """What a put carries of one register, cleared fields as None."""
    return {name: value for name, value in f.items() if register_of(collection, name) == register}


def held(f: Fields, names: Iterable[str]) -> dict[str, Any]:
    """What a row holds under the names of fields or set elements, None for what it lacks."""
    return {
        name: element_value(name) in (f.get(name.partition(":")[0]) or ()) if ":" in name else f.get(name)
        for name in names
    }


def apply_put(collection: Collection, row: Row | None, change: Change, h: str) -> Merged:
    """The row after a put with stamp `h`. On a deleted row every register loses: a plain write never resurrects."""
    if row is None:
        return _created(collection, change, h)
    registers = registers_in(collection, change.f)
    if not row.live:
        return Merged(row, lost=tuple(registers))
    f, clk = dict(row.f), dict(row.clk)
    found: dict[str, list[str]] = {"took": [], "lost": [], "barred": []}
    for register in registers:
        verdict = _verdict(collection, row, change, register, h)
        if verdict == "took":
            _write(f, clk, register, h, carried(collection, change.f, register))
        found.get(verdict, []).append(register)
    after = replace(row, f=f, clk=clk) if found["took"] else row
    return Merged(after, tuple(found["took"]), tuple(found["lost"]), tuple(found["barred"]))


def apply_delete(row: Row, gid: str) -> Row:
    """The tombstone of a row, which keeps its fields for a restore."""
    return row if not row.live else replace(row, f={}, was=row.f, deleted=gid)


def apply_restore(row: Row, gid: str) -> Row:
    """The row brought back, if it was deleted by the group `gid`. One of which nothing is known here, for it came as
    deleted, stays away until the cloud tells what it says: shown empty, it would be filled over what it has.
    """
    return row if row.deleted != gid or row.was is None else replace(row, f=row.was, was=None, deleted=None)


def _created(collection: Collection, change: Change, h: str) -> Merged:
    f: dict[str, Any] = {}
    clk = {ROW: h}
    for name, value in change.f.items():
        _write(f, clk, register_of(collection, name), h, {name: value})
    return Merged(Row(change.id, f, clk), took=tuple(registers_in(collection, change.f)))


def _write(f: dict[str, Any], clk: dict[str, str], register: str, h: str, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if ":" in name:
            _write_element(f, name, there=bool(value))
        elif value is None:
            f.pop(name, None)
        else:
            f[name] = value
    if clk[ROW] == h:
        clk.pop(register, None)
    else:
        clk[register] = h


def _write_element(f: dict[str, Any], register: str, *, there: bool) -> None:
    field = register.partition(":")[0]
    elements: set[str] = set(f.get(field) or ())
    (elements.add if there else elements.discard)(element_value(register))
    if elements:
        f[field] = sorted(elements)
    else:
        f.pop(field, None)


def _verdict(collection: Collection, row: Row, change: Change, register: str, h: str) -> str:
    merge = (
        collection.by_name[register.partition(":")[0]].merge
        if ":" in register
        else _merge_kind(collection, register)
    )
    if merge is Merge.STEP and collection.status is not None:
        return _step(collection.status, row.f.get(register), change, change.f[register])
    brought = carried(collection, change.f, register)
    equal = held(row.f, brought) == brought
    if merge is Merge.ONCE:
        free = all(row.f.get(name) is None for name in collection.registers[register])
        return "same" if equal else "took" if free else "lost"
    stamp = row.stamp(register)
    if h == stamp:  # the group's own hand: applied again it changes nothing, its later change stands
        return "same" if equal else "took"
    return "took" if h > stamp else "lost"


def _merge_kind(collection: Collection, register: str) -> Merge:
    return collection.by_name[collection.registers[register][0]].merge


def _step(table: StatusTable, current: str | None, change: Change, end: str) -> str:
    """A status change against the present status: taken, quietly superseded, or barred (WIRE section 2, `step`).

    A create rises from nothing. A status that is not known here, the row's or the change's, bars: it is read-only.
    """
    ranks, start = table.ranks, change.start
    now = current or min(ranks, key=lambda word: ranks[word])
    if now not in ranks or end not in ranks:
        return "barred"
    if table.allows(now, end) and (start == now or ranks[end] > ranks[now]):
        return "took"
    rising = change.creates or (start is not None and ranks[end] > ranks.get(start, ranks[end]))
    return "lost" if rising and ranks[now] >= ranks[end] else "barred"
