"""Groups, rows and outcomes as JSON, strictly (WIRE sections 2 and 3).

Decoding checks shape and size and says in a sentence what is wrong (`Invalid`); whether the values make sense for
their fields is `validate`'s and `decide`'s. Numbers may come as `1.0` where an integer is declared. `was` of a
tombstone is the cloud's and the replica's own and never on the wire.
"""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import msgspec

from onetool_desktop.changes import stamp, validate
from onetool_desktop.changes.validate import is_day, is_id, shape_problem
from onetool_desktop.changes.values import (
    NOTHING,
    ROW,
    Change,
    Group,
    Invalid,
    Issue,
    Op,
    Outcome,
    Result,
    Row,
)
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Kind
from onetool_desktop.domain.numbering import MOST

MAX_CHANGES = validate.MAX_CHANGES
MAX_GROUP = 256 * 1024
MAX_ISSUE = 1024 * 1024
MAX_PUSH = 1024 * 1024
_ISSUED = COLLECTIONS["issued"].by_name
_INTS = frozenset({Kind.INT, Kind.MONEY, Kind.INSTANT})
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


def dumps(value: object) -> bytes:
    """Compact JSON."""
    return _encoder.encode(value)


def loads(data: bytes | str) -> Any:
    """JSON without NaN or Infinity. Raises `Invalid` for anything else; the caller bounds the size."""
    try:
        return _decoder.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise Invalid("body", "This is not readable JSON.") from error


def group_to_wire(group: Group) -> dict[str, Any]:
    """The group as sent."""
    message: dict[str, Any] = {
        "n": group.n,
        "gid": group.gid,
        "action": group.action,
        "schema": group.schema,
        "h": group.h,
    }
    if group.after:
        message["after"] = list(group.after)
    message["changes"] = [_change_to_wire(change) for change in group.changes]
    if group.commands:
        message["commands"] = [_issue_to_wire(command) for command in group.commands]
    return message


def group_size(group: Group) -> int:
    """Bytes of the group as sent."""
    return len(dumps(group_to_wire(group)))


def group_from_wire(obj: object) -> Group:
    """A group of the agreed form, or `Invalid`."""
    m = _object(obj, "group", "n gid action schema h after changes commands")
    commands = tuple(_issue_from_wire(c) for c in _list(m.get("commands", []), "commands"))
    changes = tuple(_change_from_wire(c) for c in _list(m.get("changes"), "changes"))
    group = Group(
        n=_int(m.get("n"), "n", least=1),
        gid=_id(m.get("gid"), "gid"),
        action=_text(m.get("action"), "action", 64),
        schema=_int(m.get("schema"), "schema", least=1),
        h=_stamp(m.get("h"), "h"),
        after=tuple(_id(gid, "after") for gid in _list(m.get("after", []), "after")),
        changes=changes,
        commands=commands,
    )
    shape = shape_problem(group)
    if shape is not None:
        raise Invalid(*shape)
    if group_size(group) > (MAX_ISSUE if commands else MAX_GROUP):
        raise Invalid("group", "The group is too large.")
    return group


def row_to_wire(row: Row) -> dict[str, Any]:
    """The row as sent; it must have its `seq`."""
    message: dict[str, Any] = {"id": row.id, "seq": row.seq, "clk": dict(row.clk)}
    if row.deleted is not None:
        message["del"] = row.deleted
    message["f"] = dict(row.f)
    return message


def row_from_wire(obj: Mapping[str, Any]) -> Row:
    """A row of the agreed form, or `Invalid`. Unknown fields stay in `f` as they came."""
    m = _object(obj, "row", "id seq clk del f")
    clk = _object(m.get("clk"), "clk")
    if "row" not in clk or not all(stamp.is_stamp(value) for value in clk.values()):
        raise Invalid("clk", "A row says when it was made.")
    deleted = m.get("del")
    return Row(
        id=_id(m.get("id"), "id"),
        f=_object(m.get("f"), "f"),
        clk=clk,
        seq=_text(m.get("seq"), "seq", 32),
        deleted=None if deleted is None else _id(deleted, "del"),
    )


def outcome_to_wire(outcome: Outcome) -> dict[str, Any]:
    """The outcome as sent, without what is not there."""
    words = {
        "n": outcome.n,
        "gid": outcome.gid,
        "result": outcome.result.value,
        "seq": outcome.seq,
        "h": outcome.h,
        "code": outcome.code,
        "detail": outcome.detail,
    }
    return {k: v for k, v in words.items() if v is not None}


def outcome_from_wire(obj: object) -> Outcome:
    """An outcome of the agreed form, or `Invalid`."""
    m = _object(obj, "outcome")
    try:
        result = Result(m.get("result"))
    except ValueError as error:
        raise Invalid("result", "The outcome is none that is known.") from error
    seq, h, code, detail = m.get("seq"), m.get("h"), m.get("code"), m.get("detail")
    return Outcome(
        n=_int(m.get("n"), "n", least=1),
        gid=_id(m.get("gid"), "gid"),
        result=result,
        seq=None if seq is None else _text(seq, "seq", 32),
        h=None if h is None else _stamp(h, "h"),
        code=None if code is None else _text(code, "code", 64),
        detail=None if detail is None else _object(detail, "detail"),
    )


def _change_to_wire(change: Change) -> dict[str, Any]:
    message: dict[str, Any] = {"c": change.c, "id": change.id, "op": change.op.value}
    message |= {"f": dict(change.f), "b": dict(change.b)}
    if change.start is not None:
        message["from"] = change.start
    return message


def _change_from_wire(obj: object) -> Change:
    m = _object(obj, "change", "c id op f b from")
    collection = COLLECTIONS.get(str(m.get("c")))
    if collection is None:
        raise Invalid("c", "This collection is not known here.")
    try:
        op = Op(m.get("op"))
    except ValueError as error:
        raise Invalid("op", "A change puts, deletes or restores.") from error
    f, b = _object(m.get("f", {}), "f"), _object(m.get("b", {}), "b")
    for name, value in f.items():
        field = collection.by_name.get(name)
        if field is not None and field.kind in _INTS and isinstance(value, float) and value.is_integer():
            f[name] = int(value)
    _check_base(op, f, b)
    start = m.get("from")
    return Change(
        c=collection.name,
        id=_id(m.get("id"), "id"),
        op=op,
        f=f or NOTHING,
        b=b or NOTHING,
        start=None if start is None else _text(start, "from", 64),
    )


def _check_base(op: Op, f: Mapping[str, Any], b: Mapping[str, Any]) -> None:
    if op is not Op.PUT and f:
        raise Invalid("f", "Only a put carries fields.")
    if op is Op.PUT and not all(stamp.is_stamp(value) for value in b.values()):
        raise Invalid("b", "A base is a stamp.")
    if op is Op.DELETE and set(b) - {ROW}:
        raise Invalid("b", "A delete says which state of the row it saw.")
    if op is Op.DELETE and b:
        _text(b[ROW], "b", 32)
    if op is Op.RESTORE and b:
        raise Invalid("b", "A restore has no base.")


def _issue_to_wire(command: Issue) -> dict[str, Any]:
    message: dict[str, Any] = {"do": "issue", "c": command.c, "id": command.id, "series": command.series}
    message |= {"no": command.no} if command.no is not None else {}
    message |= {"rev": command.rev} if command.rev is not None else {}
    return message | {"day": command.day, "sha": command.sha, "snap": command.snap}


def _issue_from_wire(obj: object) -> Issue:
    m = _object(obj, "command", "do c id series no rev day sha snap")
    collection = COLLECTIONS.get(str(m.get("c")))
    if m.get("do") != "issue" or collection is None or not collection.paper:
        raise Invalid("do", "This command is not known here.")
    return Issue(
        c=collection.name,
        id=_id(m.get("id"), "id"),
        series=_text(m.get("series"), "series", _ISSUED["series"].limit),
        no=None if m.get("no") is None else _int(m["no"], "no", least=1, most=MOST),
        rev=None if m.get("rev") is None else _int(m["rev"], "rev", least=2),
        day=_day(m.get("day")),
        sha=_sha(m.get("sha")),
        snap=_snap(m.get("snap")),
    )


def _object(obj: object, where: str, known: str = "") -> dict[str, Any]:
    if not isinstance(obj, dict):
        raise Invalid(where, "An object belongs here.")
    m = cast(dict[str, Any], obj)
    unknown = set(m) - set(known.split()) if known else ()
    if unknown:
        raise Invalid(f"{where}.{min(unknown)}", "This field is not known here.")
    return m


def _list(obj: object, where: str) -> Iterable[object]:
    if not isinstance(obj, list):
        raise Invalid(where, "A list belongs here.")
    return cast(list[object], obj)


def _int(value: object, where: str, *, least: int, most: int = (1 << 53) - 1) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Invalid(where, "A whole number belongs here.")
    return value


def _text(value: object, where: str, limit: int) -> str:
    if not isinstance(value, str) or not value or len(value) > limit:
        raise Invalid(where, f"Text of at most {limit} characters belongs here.")
    return value


def _day(value: object) -> str:
    if not is_day(value):
        raise Invalid("day", "A day of the calendar belongs here.")
    return cast(str, value)


def _sha(value: object) -> str:
    text = _text(value, "sha", _ISSUED["sha"].limit)
    if len(text) != _ISSUED["sha"].limit or set(text) - set("0123456789abcdef"):
        raise Invalid("sha", "A hash in hex belongs here.")
    return text


def _snap(value: object) -> str:
    """The limit is in bytes, as that of every field."""
    text, limit = _text(value, "snap", _ISSUED["snap"].limit), _ISSUED["snap"].limit
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise Invalid("snap", "The frozen copy of the document is not readable.") from None
    if size > limit:
        raise Invalid("snap", "The frozen copy of the document is too large.")
    return text


def _id(value: object, where: str) -> str:
    if not is_id(value):
        raise Invalid(where, "An id belongs here.")
    return cast(str, value)


def _stamp(value: object, where: str) -> str:
    if not stamp.is_stamp(value):
        raise Invalid(where, "A stamp belongs here.")
    return cast(str, value)
