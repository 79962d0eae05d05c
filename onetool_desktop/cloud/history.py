"""`history:list` and `history:all`: every value a row has had, from the cloud's log (WIRE sections 1 and 6).

Promises: an entry for each accepted group that changed the row, oldest first, with the fields it changed as they were
afterwards, None for a cleared one; what a rule changed (a number, what fell with a parent) stands there like what a
person typed. Only rows the caller sees, only fields he may read; that of all rows only for who may take everything
along. Entries are as old as the log: 24 months.
May not know: why a group was accepted.

Why a table of its own: the log holds groups as they came, registers that lost among them and nothing of what followed.
Finding one row in it would read all of it. A few columns at the time of writing make a history one range.
"""

from collections.abc import Mapping
from typing import Any

from onetool_desktop.changes.values import NOTHING, Row
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.ledger import seq_text
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.domain.collections import COLLECTIONS

MOST = 500
_SQL = (
    "SELECT h.seq, h.op, h.f, l.gid, l.user_id, l.at, l.body FROM history h"
    " JOIN log l ON l.org_id = h.org_id AND l.seq = h.seq"
    " WHERE h.org_id = ? AND h.c = ? AND h.id = ? AND h.seq > ? ORDER BY h.seq LIMIT ?"
)


_ALL = (
    "SELECT h.c, h.id, h.seq, h.op, h.f, l.gid, l.body FROM history h"
    " JOIN log l ON l.org_id = h.org_id AND l.seq = h.seq"
    " WHERE h.org_id = ? AND (h.c, h.id, h.seq) > (?, ?, ?) ORDER BY h.c, h.id, h.seq LIMIT ?"
)
_PAGE_BYTES = 1 << 20


def listed(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org, c, id, after?}` → `{entries: [{seq, gid, user, at, h, op, f}], more}`; `after` is the last `seq` had."""
    c, row_id, after = args.text("c", 40), args.id("id"), args.optional_text("after", 12) or "0"
    if c not in COLLECTIONS or not is_kept(c):
        raise invalid("This collection has no history here.")
    if not (after.isascii() and after.isdigit()):
        raise invalid("The place to go on from is none of this cloud's.")
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        if not CloudReader(connection, member.org, member).sees(c, row_id):
            raise CallError("not_found", "This record is not available.")
        found = connection.all(_SQL, (member.org, c, row_id, int(after), MOST + 1))
    hidden = member.hidden_fields(c) or frozenset()
    entries = [
        {
            "seq": seq_text(seq),
            "gid": gid,
            "user": user_id,
            "at": at,
            "h": loads(body)["h"],
            "op": op,
            "f": {name: value for name, value in loads(f).items() if name not in hidden},
        }
        for seq, op, f, gid, user_id, at, body in found[:MOST]
    ]
    return {"entries": entries, "more": len(found) > MOST}


def everything(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org, after?}` → `{entries: [{c, id, gid, h, op, f}], after}`: of all rows, row by row; `after` is where to go
    on from, None at the end. A page ends with the entry that reaches 1 MiB.
    """
    after = _place(args.optional_text("after", 200))
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        if (
            not (member.principal.may("settings", "modify") and member.principal.all_records)
            or member.sight.hidden
        ):
            raise forbidden()
        found = connection.all(_ALL, (member.org, *after, MOST))
    entries: list[dict[str, Any]] = []
    size = 0
    for c, row_id, _, op, f, gid, body in found:
        entries.append({"c": c, "id": row_id, "gid": gid, "h": loads(body)["h"], "op": op, "f": loads(f)})
        size += len(f)
        if size >= _PAGE_BYTES:
            break
    more = len(found) == MOST or len(entries) < len(found)
    last = found[len(entries) - 1][:3] if more else ()
    return {"entries": entries, "after": " ".join(map(str, last)) or None}


def _place(text: str | None) -> tuple[str, str, int]:
    """Collection, row and seq of the last entry had."""
    parts = (text or "  0").split(" ")
    if len(parts) != 3 or not (parts[2].isascii() and parts[2].isdigit()):
        raise invalid("The place to go on from is none of this cloud's.")
    return parts[0], parts[1], int(parts[2])


def is_kept(c: str) -> bool:
    """Rows that a rule makes once say all there is themselves."""
    return not COLLECTIONS[c].given


def note(
    connection: Connection, org: str, seq: int, changed: Mapping[tuple[str, str], tuple[Row | None, Row]]
) -> None:
    """Keeps what a group changed: (collection, id) → the row before and after."""
    entries = [
        (org, c, row_id, seq, op, dumps(f).decode())
        for (c, row_id), (before, after) in changed.items()
        for op, f in _entries(before, after)
        if is_kept(c)
    ]
    if entries:
        connection.run_many(
            "INSERT INTO history (org_id, c, id, seq, op, f) VALUES (?, ?, ?, ?, ?, ?)", entries
        )


def _entries(before: Row | None, after: Row) -> list[tuple[str, dict[str, Any]]]:
    """What happened to the row, nothing where only stamps moved."""
    if not after.live:
        return [("delete", {})] if before is None or before.live else []
    if before is not None and not before.live:
        return [("restore", {})]
    was = before.f if before else NOTHING
    names = dict.fromkeys((*was, *after.f))
    f = {name: after.f.get(name) for name in names if was.get(name) != after.f.get(name)}
    return [("put", f)] if f else []
