"""A part of a business that comes from another cloud, as it came: read, bounded, every value looked at.

Promises: what comes back has the form of a row, of a writing, of a number; a part that holds anything else is refused
whole, in a sentence that names it. A deleted row too has in `f` what it was.
May not know: what is here already, who brings it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from onetool_desktop.changes import merge, stamp, validate
from onetool_desktop.changes.issuing import ISSUED
from onetool_desktop.changes.values import Fields, Invalid, Op, Row, RowKey
from onetool_desktop.changes.wire import dumps, row_from_wire
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.errors import CallError, invalid
from onetool_desktop.cloud.history import is_kept
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Needed
from onetool_desktop.domain.numbering import MOST as MOST_NUMBER
from onetool_desktop.domain.paper import snapshot_sha

MOST = 500  # rows and writings
MOST_BYTES = 4 * 1024 * 1024
_GIVEN_HERE = "memberships"  # by whoever lets people in
_ON_PAPER = ("kind", "series", "no", "number", "day", "sha", "snap")
_OPS = frozenset(op.value for op in Op)


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows by key, writings as `history:all` tells them, and the last numbers by kind of paper and series."""

    rows: Mapping[RowKey, Row]
    past: Sequence[Mapping[str, Any]]
    numbers: Mapping[tuple[str, str], int]


def read(args: Arguments) -> Brought:
    """What a call brings; raises `invalid`, or 413 for what is to be brought in parts."""
    rows, past = args.object("rows"), args.list("past")
    lists = [_list(some) for some in rows.values()]
    if sum(map(len, lists)) + len(past) > MOST or len(dumps([rows, past])) > MOST_BYTES:
        raise CallError("too_large", "This part is too large. Send fewer rows at once.", status=413)
    return Brought(
        rows={key: row for c, some in zip(rows, lists, strict=True) for key, row in _rows(c, some)},
        past=[_writing(one) for one in past],
        numbers=dict(map(_number, args.list("numbers"))),
    )


def _list(some: object) -> list[object]:
    if not isinstance(some, list):
        raise invalid("The rows of a collection are a list.")
    return cast("list[object]", some)


def _object(one: object) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise invalid("An object belongs here.")
    return cast("dict[str, Any]", one)


def _rows(c: str, some: list[object]) -> Iterator[tuple[RowKey, Row]]:
    if c not in COLLECTIONS or c == _GIVEN_HERE:
        raise invalid("These are no rows that can be brought to this cloud.")
    for message in some:
        row = _row(COLLECTIONS[c], _object(message))
        yield (c, row.id), row


def _row(collection: Collection, message: dict[str, Any]) -> Row:
    try:
        row = row_from_wire({**message, "seq": "0"})
    except Invalid as error:
        raise invalid(str(error)) from error
    row = replace(row, f={name: value for name, value in row.f.items() if value is not None})
    _check(collection, row.f)
    needed = (field for field in collection.fields if field.needed is Needed.CREATE)
    lacks = next((field.label for field in needed if field.name not in row.f), None)
    if lacks is not None:
        raise invalid(f"{collection.label}: {lacks} is needed.")
    if collection.name == ISSUED and not _is_paper(row.f):
        raise invalid("This issued paper is not what it was.")
    return row


def _is_paper(f: Fields) -> bool:
    return all(f.get(name) for name in _ON_PAPER) and snapshot_sha(f["snap"]) == f["sha"]


def _check(collection: Collection, f: Fields) -> None:
    """Every value makes sense for its field; None clears one."""
    for name, value in f.items():
        field = collection.by_name.get(name.partition(":")[0])
        problem = validate.UNKNOWN if field is None else _problem(collection, field, name, value)
        if problem is not None:
            raise invalid(f"{collection.label}: {problem}")


def _problem(collection: Collection, field: Field, name: str, value: object) -> str | None:
    if value is None or (value == "" and field.kind is Kind.TEXT):
        return None
    if name != field.name or field.kind is not Kind.SET:
        return validate.message(collection, name, value)
    parts = _list(value)
    if len(parts) > field.limit or not all(isinstance(part, str) for part in parts):
        return f"{field.label} is not readable."
    present: object = True
    found = (validate.message(collection, merge.element(name, str(part)), present) for part in parts)
    return next((problem for problem in found if problem), None)


def _writing(one: object) -> Mapping[str, Any]:
    m = _object(one)
    collection, f, op = COLLECTIONS.get(str(m.get("c"))), _object(m.get("f")), m.get("op")
    told = validate.is_id(m.get("id")) and validate.is_id(m.get("gid")) and stamp.is_stamp(m.get("h"))
    if (
        collection is None
        or not is_kept(collection.name)
        or not told
        or op not in _OPS
        or (op != Op.PUT and f)
    ):
        raise invalid("This is not the past of a row.")
    _check(collection, f)
    return m


def _number(one: object) -> tuple[tuple[str, str], int]:
    match one:
        case [str(kind), str(series), int(last)] if 0 < len(series) <= 8 and 0 <= last <= MOST_NUMBER:
            return (kind, series), last
        case _:
            raise invalid("A number says its kind of paper, its series and the last that was given.")
