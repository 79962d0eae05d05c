"""`sync:pull`: one page, in one snapshot (WIRE section 4).

Promises: today's head, epoch and scopes stand on every page; `more: false` means everything up to that head. What was
redacted of rows that are out of the caller's sight by now stands beside the rows: he may still have what he wrote.
May not know: which rows make a page.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import arriving, by_seq, head, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud, Ready
from onetool_desktop.cloud.cursor import Arriving, BySeq, check_epoch, parse
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.enrolled import note_seen, seen_long_ago
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.page import Page
from onetool_desktop.cloud.redaction import out_of_sight
from onetool_desktop.cloud.rights import Member
from onetool_desktop.cloud.sums import Sums

MIN_SCHEMA = 1
DEFAULT_LIMIT = 1000
MOST_ROWS = 10_000


def pull(cloud: Cloud, caller: Caller, args: Arguments) -> Ready:
    """`{org, device, cursor, limit, schema, scopes}` → a page of rows."""
    org, limit = args.id("org"), args.whole("limit", least=1, most=1 << 31, default=DEFAULT_LIMIT)
    schema = args.whole("schema", least=0, default=MIN_SCHEMA)
    if schema < MIN_SCHEMA:
        raise CallError("schema", "This program is too old for the cloud. Update it; your work is kept.")
    given = args.optional_text("cursor", 200)
    limit, now, device = min(limit, MOST_ROWS), cloud.clock.now_ms(), args.optional_id("device")
    with cloud.database.read() as connection:
        member = rights.member(connection, org, caller.account)
        long_ago = seen_long_ago(connection, member, device, caller.session, now)
        standing, sums = head.state(connection, member)
        at = int(standing["head"])
        cursor = parse(given) if given else Arriving(standing["epoch"], at, _today(connection, member, now))
        check_epoch(cursor, standing["epoch"], standing["head"])
        page = Page(limit, member)
        if isinstance(cursor, BySeq):
            last = by_seq.fill(connection, member, page, cursor.seq, limit)
            redacted = out_of_sight(connection, member, cursor.seq)
            after, phase = BySeq(cursor.epoch, at if last is None else last), None
            more = last is not None
        else:
            name, going_on = arriving.fill(connection, member, page, cursor)
            after = going_on or BySeq(cursor.epoch, cursor.head)
            phase = _phase(connection, member, sums, name, cursor.done + page.count)
            more = going_on is not None or cursor.head < at
            redacted = {} if going_on else out_of_sight(connection, member)
    if long_ago:
        note_seen(cloud, member, device, caller.session)
    rest = {"cursor": after.text(), "more": more, "phase": phase, "serverNow": now}
    return Ready(page.text({**rest, **standing, **({"redacted": redacted} if redacted else {})}))


def _phase(connection: Connection, member: Member, sums: Sums, name: str, done: int) -> dict[str, str | int]:
    """How far arriving has come, in rows of all that this member sees."""
    of = sum(int(s["count"]) for s in head.sums_for(connection, sums, member).values())
    return {"name": name, "done": min(done, of), "of": of}


def _today(connection: Connection, member: Member, now_ms: int) -> str:
    """The organisation's day."""
    row = connection.one(
        "SELECT body FROM c_organizations WHERE org_id = ? AND id = ?", (member.org, member.org)
    )
    name = loads(row[0])["f"].get("timezone", "UTC") if row else "UTC"
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone).date().isoformat()
