"""The ordinary pull: rows with a seq above the cursor, in the order of seq (WIRE section 4).

Promises: a seq is never split over two pages; the members of an organisation who see all records page by the index of
rows, assigned-only ones by their grants, where what is no longer theirs comes as gone. A row that fell with a large
delete and waits for its tombstone comes as deleted, at the place it had.
May not know: phases of arriving.

Why it comes at all: a document may have changed after its lines were sent, and fall before it is sent itself. Whoever
has its lines, and hears of nothing between them and the client that was deleted, keeps lines of no document.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.page import Page
from onetool_desktop.cloud.rights import Member
from onetool_desktop.cloud.rows import told
from onetool_desktop.cloud.tables import table_name
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Scope

_SIZES = (1, 8, 64, 256)


class Entry(NamedTuple):
    """A row that changed: where it stands in the order, and whether it is still the member's."""

    seq: int
    c: str
    id: str
    live: int = 1


def fill(connection: Connection, member: Member, page: Page, since: int, limit: int) -> int | None:
    """Fills the page from above `since`; returns the last seq on it, or None where nothing is left above it."""
    entries, more = _entries(connection, member, since, limit)
    shown = set(member.shown())
    groups = [(seq, list(group)) for seq, group in groupby(entries, key=lambda entry: entry.seq)]
    last, start = since, 0
    while start < len(groups):
        stop = _batch(groups, start)
        bodies = _bodies(connection, member, (e for _, g in groups[start:stop] for e in g if e.c in shown))
        for seq, group in groups[start:stop]:
            _put(page, [e for e in group if e.c in shown], bodies)
            last = seq
            if page.full:
                return last if more or seq != groups[-1][0] else None
        start = stop
    return last if more else None


def _batch(groups: Sequence[tuple[int, list[Entry]]], start: int) -> int:
    """Up to which group bodies are read at once, so that a page of long rows does not read what it cannot hold."""
    count, stop = 0, start
    while stop < len(groups) and (stop == start or count + len(groups[stop][1]) <= _SIZES[-1]):
        count += len(groups[stop][1])
        stop += 1
    return stop


def _put(page: Page, group: Iterable[Entry], bodies: dict[tuple[str, str], str]) -> None:
    for entry in group:
        body = bodies.get((entry.c, entry.id))
        if not entry.live:
            page.add_gone(entry.c, entry.id)
        elif body is not None:
            page.add(entry.c, (body,))


def _entries(connection: Connection, member: Member, since: int, limit: int) -> tuple[list[Entry], bool]:
    """At least `limit` entries with all of their last seq, or all there are; and whether more follow."""
    found = _above(connection, member, since, limit + 1)
    if len(found) <= limit:
        return found, False
    last = found[limit - 1].seq
    whole = [entry for entry in found if entry.seq < last] + _at(connection, member, last)
    return whole, bool(_above(connection, member, last, 1))


def _above(connection: Connection, member: Member, since: int, limit: int) -> list[Entry]:
    return _select(connection, member, "> ?", since, limit)


def _at(connection: Connection, member: Member, seq: int) -> list[Entry]:
    return _select(connection, member, "= ?", seq, -1)


def _select(connection: Connection, member: Member, which: str, seq: int, limit: int) -> list[Entry]:
    bound = f"LIMIT {limit}" if limit >= 0 else ""
    if member.principal.all_records:
        rows = connection.all(
            f"SELECT seq, c, id FROM row_index WHERE org_id = ? AND seq {which} ORDER BY seq, c, id {bound}",
            (member.org, seq),
        )
        return [Entry(*row) for row in rows]
    common = [c for c, declared in COLLECTIONS.items() if declared.scope is not Scope.CLUSTER]
    shared = connection.all(
        f"SELECT seq, c, id FROM row_index WHERE org_id = ? AND seq {which}"
        f" AND c IN ({', '.join('?' * len(common))}) ORDER BY seq, c, id {bound}",
        (member.org, seq, *common),
    )
    granted = connection.all(
        f"SELECT gseq, c, id, live FROM grants WHERE org_id = ? AND user_id = ? AND gseq {which}"
        f" ORDER BY gseq, c, id {bound}",
        (member.org, member.user_id, seq),
    )
    merged = sorted([Entry(*row) for row in (*shared, *granted)])
    return merged[:limit] if limit >= 0 else merged


def _bodies(connection: Connection, member: Member, entries: Iterable[Entry]) -> dict[tuple[str, str], str]:
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if entry.live:
            wanted[entry.c].append(entry.id)
    found: dict[tuple[str, str], str] = {}
    for c, ids in wanted.items():
        own = COLLECTIONS[c].scope is Scope.OWN
        for start in range(0, len(ids), _SIZES[-1]):
            part = padded(ids[start : start + _SIZES[-1]])
            rows = connection.all(
                f"SELECT id, body, del FROM {table_name(c)}"
                f" WHERE org_id = ? AND id IN ({', '.join('?' * len(part))})"
                + (" AND user_id = ?" if own else ""),
                (member.org, *part, *([member.user_id] if own else [])),
            )
            found |= {(c, row_id): told(body, deleted) for row_id, body, deleted in rows}
    return found


def padded(ids: list[str]) -> list[str]:
    """The ids, the last one repeated up to one of a few sizes, so that a few statements serve all lists."""
    size = next(size for size in _SIZES if size >= len(ids))
    return ids + ids[-1:] * (size - len(ids))
