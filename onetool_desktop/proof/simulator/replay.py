"""What the accepted groups should have come to: worked out from the log by the rule, not by the product's code.

Promises: plain dictionaries; the rule is one line (the higher stamp wins, each register by itself) and covers the
registers that merge so, each element of a set, and existence. A delete wins over what its author had not seen, and
whoever loses by it is to be told. A status follows its table, whatever its stamps. The cloud's own fields are left to
the product's tests. A redaction blanks whatever the stamps say, and who wrote in ignorance of it says nothing new, nor
who merged a row in such ignorance into the one where it would be taken over.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeAlias

from onetool_desktop.changes import stamp
from onetool_desktop.changes.merge import held
from onetool_desktop.changes.redact import BLANK
from onetool_desktop.changes.values import REDACTED, RowKey
from onetool_desktop.domain.collections import COLLECTIONS, falls_with
from onetool_desktop.domain.declare import Kind, Merge, Needed
from onetool_desktop.proof.simulator.record import Logged, Record

Loss: TypeAlias = tuple[
    str, str, str, str, str
]  # user, collection, row, register, stamp of the value that lost
Value: TypeAlias = tuple[str, dict[str, Any]]  # stamp, fields
UNTOLD: dict[str, Any] = {"": None}  # fields of which the log says nothing any more: every row holds them


@dataclass
class Replayed:
    """The rows by rule, which are dead and by which group, and who lost what."""

    registers: dict[RowKey, dict[str, Value]] = field(default_factory=dict[RowKey, dict[str, Value]])
    refs: dict[RowKey, dict[str, Any]] = field(default_factory=dict[RowKey, dict[str, Any]])
    dead: dict[RowKey, str] = field(default_factory=dict[RowKey, str])
    last: dict[RowKey, tuple[int, str, str]] = field(default_factory=dict[RowKey, tuple[int, str, str]])
    statuses: dict[RowKey, str] = field(default_factory=dict[RowKey, str])
    revisions: dict[RowKey, int] = field(default_factory=dict[RowKey, int])
    losses: set[Loss] = field(default_factory=set[Loss])
    marks: dict[tuple[RowKey, str], str] = field(default_factory=dict[tuple[RowKey, str], str])

    def difference(self, record: Record) -> str:
        """Where the cloud's rows are not what the rule says."""
        for key, registers in self.registers.items():
            row = record.rows.get(key)
            if row is None or row.live == (key in self.dead):
                return f"{key} should be {'dead' if key in self.dead else 'live'}, the cloud has {row}"
            for register, (h, value) in registers.items() if row.live else ():
                here = held(row.f, value)
                if row.stamp(register) != h or here != value:
                    return f"{key} {register}: by the rule {h} {value}, in the cloud {row.stamp(register)} {here}"
        return ""


@lru_cache(maxsize=1)
def replayed(record: Record) -> Replayed:
    """Replays the whole log; several properties ask for the one of the record at hand."""
    result = Replayed()
    for entry in record.log:
        if "redacted" in entry.body:
            _redact(result, record, entry.body["h"])
        for change in entry.body.get("changes", ()):
            _replay(result, record, entry, change)
        for command in entry.body.get("commands", ()):
            _issue(result, command)
    return result


def _redact(result: Replayed, record: Record, h: str) -> None:
    """Registers of a row are blank from this stamp on, a set of it empty; what was redacted again later is so then."""
    for key, registers in record.redactions.items():
        present = result.registers.get(key)
        for register in [register for register, since in registers.items() if since == h]:
            result.marks[key, register] = h
            if present is not None:
                for element in [name for name in present if name.startswith(f"{register}:")]:
                    del present[element]
                if (
                    COLLECTIONS[key[0]].by_name[COLLECTIONS[key[0]].registers[register][0]].kind
                    is not Kind.SET
                ):
                    present[register] = (h, _blank(key[0], register))


def _blank(c: str, register: str) -> dict[str, Any]:
    collection = COLLECTIONS[c]
    needed = {
        name for name in collection.registers[register] if collection.by_name[name].needed is Needed.CREATE
    }
    return {name: BLANK if name in needed else None for name in collection.registers[register]}


def _said(
    result: Replayed,
    record: Record,
    entry: Logged,
    change: dict[str, Any],
    register: str,
    value: dict[str, Any],
) -> dict[str, Any]:
    """What a put says of a register: nothing new where its author had not heard of a redaction of it; untold where the
    log lost what was taken over from a row that was redacted since, in words that it did not say any more by then.
    """
    present = result.registers.get((change["c"], change["id"]), {}).get(register)
    if present is not None and _is_ignorant(result, entry, change, register):
        return present[1]
    field = _field_of(register)
    since = [
        record.redactions.get((one["c"], one["id"]), {}).get(field, "") for one in _merged_by(entry, change)
    ]
    return UNTOLD if max(since, default="") > entry.body["h"] else value


def _merged_by(entry: Logged, change: dict[str, Any]) -> list[dict[str, Any]]:
    """The changes of the same group that merge a row into the one of this change."""
    merged = COLLECTIONS[change["c"]].merged
    return [one for one in entry.body["changes"] if merged and one["f"].get(merged) == change["id"]]


def _is_ignorant(result: Replayed, entry: Logged, change: dict[str, Any], register: str) -> bool:
    """Whether its author had not heard of a redaction, of the row itself or of one that he merges into it: he may have
    taken over what that one said. A set is redacted whole: what he had heard stands under its field.
    """
    field = _field_of(register)
    return any(
        one["b"].get(f"{REDACTED}{field}", "") < result.marks.get(((one["c"], one["id"]), field), "")
        for one in (change, *_merged_by(entry, change))
    )


def _field_of(register: str) -> str:
    """The field of an element of a set; any other register itself."""
    return register.partition(":")[0]


def _issue(result: Replayed, command: dict[str, Any]) -> None:
    """A document that is issued is sent, unless it has this paper, or a later revision of it, already.

    A paper that was printed may reach a restored cloud before its document does, which then comes as sent.
    """
    key = (command["c"], command["id"])
    had, table = result.revisions.get(key, 0), COLLECTIONS[command["c"]].status
    revision = had + 1 if command.get("no") is None else command.get("rev") or 1
    if revision <= had:
        return
    result.revisions[key] = revision
    now = result.statuses.get(key)
    if table and (now is None or (now, "sent") in table.by_issue):
        result.statuses[key] = "sent"


def _step(result: Replayed, key: RowKey, start: str | None, end: str) -> None:
    """A status takes a step that its table allows, from where the author saw it or rising."""
    table, now = COLLECTIONS[key[0]].status, result.statuses.get(key)
    if (
        table is None
        or now is None
        or (table.allows(now, end) and (start == now or table.ranks[end] > table.ranks[now]))
    ):
        result.statuses[key] = end


def _replay(result: Replayed, record: Record, entry: Logged, change: dict[str, Any]) -> None:
    key = (change["c"], change["id"])
    if change["op"] == "put" and key in result.dead:
        result.losses.add((entry.user_id, *key, "row", entry.body["h"]))
    if change["op"] == "delete":
        _bury(result, record, key, entry, change["b"].get("row", ""))
    elif change["op"] == "restore":
        for buried in [k for k, gid in result.dead.items() if gid == change["from"]]:
            del result.dead[buried]
    elif key not in result.dead:
        known = key in result.registers
        result.last[key] = (entry.seq, entry.body["h"], entry.user_id)
        result.refs.setdefault(key, {}).update(change["f"])
        if "status" in change["f"] and COLLECTIONS[key[0]].status:
            _step(result, key, change.get("from"), change["f"]["status"])
        for register, value in _plain_registers(change).items():
            mark = result.marks.get((key, _field_of(register)), "")
            if entry.body["h"] > mark:
                said = _said(result, record, entry, change, register, value)
                _write(result, record, entry, change, register, said, known=known)


def _write(
    result: Replayed,
    record: Record,
    entry: Logged,
    change: dict[str, Any],
    register: str,
    value: dict[str, Any],
    *,
    known: bool,
) -> None:
    key, h = (change["c"], change["id"]), entry.body["h"]
    registers = result.registers.setdefault(key, {})
    present = registers.get(register)
    if known and present is not None:
        apart = change["b"].get(register) != present[0] and stamp.author(present[0]) != stamp.author(h)
        told = UNTOLD not in (present[1], value)
        if apart and told and _shown(present[1]) != _shown(value):
            lost_h = min(present[0], h)
            loser = entry.user_id if lost_h == h else record.user_of(present[0])
            if loser is not None:
                result.losses.add((loser, *key, register, lost_h))
    if present is None or h >= present[0]:
        registers[register] = (h, value)


def _plain_registers(change: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The registers of a put where the higher stamp wins, with their fields."""
    collection = COLLECTIONS[change["c"]]
    found: dict[str, dict[str, Any]] = {}
    for name, value in change["f"].items():
        if ":" in name:
            found[name] = {name: value}
        declared = collection.by_name.get(name)
        if declared is not None and declared.merge is Merge.LWW and declared.kind is not Kind.SET:
            found.setdefault(declared.register or name, {})[name] = value
    return found


def _bury(result: Replayed, record: Record, key: RowKey, entry: Logged, seen: str) -> None:
    """The row and what falls with it; whoever wrote what the deleter had not seen is to be told."""
    if key in result.dead:
        return
    result.dead[key] = entry.gid
    seq, h, user = result.last.get(key, (0, "", ""))
    row = record.rows.get(key)
    untouched_since = row is not None and max(row.clk.values()) == h
    if f"{seq:012d}" > seen and untouched_since and stamp.author(h) != stamp.author(entry.body["h"]):
        result.losses.add((user, *key, "row", h))
    for child, name in falls_with(key[0]):
        for other, refs in list(result.refs.items()):
            if other[0] == child.name and refs.get(name) == key[1] and other not in result.dead:
                _bury(result, record, other, entry, seen)


def _shown(value: dict[str, Any]) -> dict[str, Any]:
    return {name: field for name, field in value.items() if field is not None}
