"""Arriving: a new device gets settings and people first, then today's work, open documents, and the rest (WIRE
section 4).

Promises: live rows, each at least once, in keyset order, so that it resumes at any page; a document is on one page with
what follows it. Of the dead those alone that were redacted: a device that begins anew beside its data may still hold
what it wrote into them, and hears of it by nothing else. What changes while it lasts has a seq above the head at the
start and comes again by seq.
May not know: how a page is sent.

Why `settled`: a phase may leave out what an earlier one sent only where that is certain. A row, and the rows that
decided about it, all unchanged since the start were judged the same in every phase; anything newer is simply sent
again.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from onetool_desktop.cloud.by_seq import padded
from onetool_desktop.cloud.cursor import Arriving
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.page import Page
from onetool_desktop.cloud.rights import Member
from onetool_desktop.cloud.tables import snake, table_name
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope

PHASES = ("settings", "today", "open", "rest")
_DAYS = timedelta(days=14)
_OPEN = "t.status IN ('draft', 'sent')"
_TODAY = (
    "({t}.date BETWEEN :first AND :last"
    " OR ({t}.assignee_user_id = :me AND {t}.status IN ('pending', 'in-progress')))"
)
# What today's visits need, beside themselves: collection → its column, and the visits' column that names it.
_NEEDED = {
    "clients": ("id", "root"),
    "clientContacts": ("root", "root"),
    "clientProperties": ("root", "root"),
    "projects": ("id", "project_id"),
}
_CHUNK = 500
_LONG_CHUNK = 64  # documents with all that follows them, and papers


@dataclass(frozen=True, slots=True)
class Stream:
    """Rows of one collection that a phase sends, in the order of their ids."""

    c: str
    where: str = ""
    whole: bool = False  # with all rows that follow it
    dead: bool = False  # what was deleted, in place of what lives


def followers(c: str) -> tuple[tuple[str, str], ...]:
    """(collection, reference) of what comes with a document; its files come with the rest."""
    return tuple(
        (other.name, f.name)
        for other in ALL
        for f in other.refs
        if f.ref and f.ref.collection == c and f.name in other.follows and f.name not in other.homes
    )


def streams(phase: int, member: Member) -> list[Stream]:
    """What a phase sends to this member."""
    made = (_settings(), _today(), _open(), _rest(member))[phase]
    return [stream for stream in made if member.sees_collection(stream.c)]


def _settings() -> Iterator[Stream]:
    return (Stream(c.name) for c in ALL if c.scope is Scope.EVERYONE)


def _today() -> Iterator[Stream]:
    for c, (column, key) in _NEEDED.items():
        yield Stream(c, f"t.{column} IN (SELECT v.{key} FROM {_visits(key)})")
    yield Stream("tasks", _TODAY.format(t="t"))


def _open() -> Iterator[Stream]:
    return (Stream(c.name, _OPEN, whole=True) for c in ALL if c.paper)


def _rest(member: Member) -> Iterator[Stream]:
    with_documents = {other for c in ALL if c.paper for other, _ in followers(c.name)}
    for c in ALL:
        if c.scope is Scope.EVERYONE:
            continue
        if c.name in _NEEDED:
            column, key = _NEEDED[c.name]
            # Asked row by row through an index: the whole of today's work once a page costs more than the page.
            needed = f"EXISTS (SELECT 1 FROM {_visits(key)} AND v.{key} = t.{column} AND v.seq <= :head)"
            yield Stream(c.name, f"(t.seq <= :head AND {needed}) IS NOT TRUE")
        elif c.name == "tasks":
            yield Stream("tasks", f"(t.seq <= :head AND {_TODAY.format(t='t')}) IS NOT TRUE")
        elif c.paper:
            yield Stream(c.name, f"(t.seq <= :head AND {_OPEN}) IS NOT TRUE", whole=True)
        elif c.name == "issued":
            yield Stream("issued", _without_document(member))
        elif c.name not in with_documents:
            yield Stream(c.name)
    for c in ALL:
        redacted = f"SELECT r.id FROM redactions r WHERE r.org_id = :org AND r.c = '{c.name}'"
        yield Stream(c.name, f"t.id IN ({redacted})", dead=True)


def _visits(key: str) -> str:
    """Today's visits that name something by `key`, as what follows FROM."""
    return f"c_tasks v WHERE v.org_id = :org AND v.del IS NULL AND v.{key} IS NOT NULL AND {_TODAY.format(t='v')}"


def _without_document(member: Member) -> str:
    """Paper whose document was never here, is deleted or is not the member's to see: it comes with no document."""
    there = (
        f"EXISTS (SELECT 1 FROM {table_name(f.ref.collection)} d WHERE d.org_id = t.org_id AND d.id = t.{snake(f.name)}"
        f" AND d.del IS NULL AND d.seq <= :head{_and(_granted(member, f.ref.collection, 'd'))})"
        for f in COLLECTIONS["issued"].refs
        if f.ref and f.ref.collection in {c.name for c in ALL if c.paper}
    )
    return f"NOT ({' OR '.join(there)})"


def fill(connection: Connection, member: Member, page: Page, cursor: Arriving) -> tuple[str, Arriving | None]:
    """Fills the page with one phase from the cursor on: its name, and where to go on, None where all is sent."""
    name = PHASES[-1]
    while cursor.phase < len(PHASES) and not page.count:
        name = PHASES[cursor.phase]
        at = _fill_phase(connection, member, page, cursor)
        done = cursor.done + page.count
        if at is not None:
            return name, replace(at, done=done)
        cursor = Arriving(cursor.epoch, cursor.head, cursor.today, cursor.phase + 1, done)
    return name, cursor if cursor.phase < len(PHASES) else None


def _fill_phase(connection: Connection, member: Member, page: Page, cursor: Arriving) -> Arriving | None:
    found = streams(cursor.phase, member)
    for number, stream in enumerate(found[cursor.stream :], start=cursor.stream):
        after = cursor.after if number == cursor.stream else ""
        last = _fill_stream(connection, member, page, stream, cursor, after)
        if last is not None:
            return replace(cursor, stream=number, after=last)
    return None


def _fill_stream(
    connection: Connection, member: Member, page: Page, stream: Stream, cursor: Arriving, after: str
) -> str | None:
    """Sends rows of the stream until the page is full; the last id sent, None where the stream has ended."""
    long = stream.whole or stream.c == "issued"
    while not page.full:
        size = min(page.room, _LONG_CHUNK if long else _CHUNK)
        found = _select(connection, member, stream, cursor, after, size)
        following = _following(connection, member, stream, found)
        for row_id, body in found:
            page.add(stream.c, (body,))
            for c, bodies in following.get(row_id, {}).items():
                page.add(c, bodies)
            after = row_id
            if page.full:
                return after
        if len(found) < size:
            return None
    return after


def _select(
    connection: Connection, member: Member, stream: Stream, cursor: Arriving, after: str, size: int
) -> list[tuple[str, str]]:
    today = date.fromisoformat(cursor.today)
    names = {
        "org": member.org,
        "me": member.user_id,
        "head": cursor.head,
        "first": (today - _DAYS).isoformat(),
        "last": (today + _DAYS).isoformat(),
        "after": after,
    }
    where = " AND ".join(
        (
            "t.org_id = :org",
            "t.id > :after",
            f"t.del IS {'NOT NULL' if stream.dead else 'NULL'}",
            *filter(None, (stream.where, _granted(member, stream.c))),
        )
    )
    sql = f"SELECT t.id, t.body FROM {table_name(stream.c)} t WHERE {where} ORDER BY t.id LIMIT {size}"
    return connection.named(sql, names)


def _and(condition: str) -> str:
    return f" AND {condition}" if condition else ""


def _granted(member: Member, c: str, t: str = "t") -> str:
    scope = COLLECTIONS[c].scope
    if scope is Scope.OWN:
        return f"{t}.user_id = :me"
    if scope is Scope.EVERYONE or member.principal.all_records:
        return ""
    return (
        f"EXISTS (SELECT 1 FROM grants g WHERE g.org_id = {t}.org_id AND g.user_id = :me AND g.id = {t}.id"
        f" AND g.c = '{c}' AND g.live = 1)"
    )


def _following(
    connection: Connection, member: Member, stream: Stream, found: Sequence[tuple[str, str]]
) -> dict[str, dict[str, list[str]]]:
    """What comes with the documents found: document id → collection → bodies."""
    following: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    if not stream.whole or not found:
        return following
    ids = padded([row_id for row_id, _ in found])
    names = {f"id{i}": row_id for i, row_id in enumerate(ids)} | {"org": member.org, "me": member.user_id}
    for c, reference in followers(stream.c):
        if not member.sees_collection(c):
            continue
        granted, column = _granted(member, c), snake(reference)
        sql = (
            f"SELECT t.{column}, t.body FROM {table_name(c)} t WHERE t.org_id = :org AND t.del IS NULL"
            f" AND t.{column} IN ({', '.join(f':id{i}' for i in range(len(ids)))})" + _and(granted)
        )
        for document, body in connection.named(sql, names):
            following[document].setdefault(c, []).append(body)
    return following
