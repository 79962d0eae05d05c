"""After the cloud's database was brought back from a backup: a new epoch, and main series that stay closed (WIRE 6).

Promises: every organisation gets a new epoch, so that each device stops, offers again what it kept and fetches anew. No
number of a main series is given until an administrator releases it, and then above the highest one that any device
reported or that he names himself; a number that is on paper already is recorded meanwhile, as it is.
May not know: what a device offers.

Why closed: papers that were printed after the backup carry numbers this cloud does not remember. Given again, one
number would stand on two papers; waiting costs a few minutes, and papers of a device's own series go on.
"""

from typing import Any

from onetool_desktop.cloud import ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection, Database
from onetool_desktop.cloud.errors import forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.rights import Member
from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.ports import Clock, Ids

KINDS = tuple(c.paper for c in ALL if c.paper)
_MOST = 1 << 40


def open_epoch(database: Database, *, clock: Clock, ids: Ids) -> list[str]:
    """Opens a new epoch for every organisation and closes its main series; their names."""
    with database.write() as connection:
        found = connection.all("SELECT org_id, name FROM orgs ORDER BY name, org_id")
        for org, _ in found:
            held = ledger.lock(connection, org)
            if held is not None:
                held.epoch = ids.new_id()[-8:]
                held.save(connection)
            connection.run(
                "INSERT INTO closed_series (org_id, since) VALUES (?, ?)"
                " ON CONFLICT (org_id) DO UPDATE SET since = excluded.since",
                (org, clock.now_ms()),
            )
    return [name for _, name in found]


def closed_since(connection: Connection, org: str) -> int | None:
    """Since when the main series wait to be released, in ms UTC; 0 once they are, None where nothing was restored."""
    row = connection.one("SELECT since FROM closed_series WHERE org_id = ?", (org,))
    return None if row is None else row[0]


def numbers(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org}` → `{closed, last: {kind: no}}`: the highest number of the main series that is known here."""
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        _may(member)
        return {"closed": bool(closed_since(connection, member.org)), "last": _last(connection, member.org)}


def release(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, above?: {kind: no}}` → `{last: {kind: no}}`: numbers are given again, above these."""
    rid, org, above = args.rid(), args.id("org"), _above(args)
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, caller.account)
        if held is None:
            raise forbidden()
        _may(member)

        def work() -> dict[str, Any]:
            for kind, no in above.items():
                connection.run(
                    "INSERT INTO counters (org_id, kind, series, last) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (org_id, kind, series) DO UPDATE SET last = excluded.last"
                    " WHERE excluded.last > counters.last",
                    (org, kind, MAIN, no),
                )
            # The row stays: a device that comes back later still brings numbers that are on paper.
            connection.run("UPDATE closed_series SET since = 0 WHERE org_id = ?", (org,))
            return {"last": _last(connection, org)}

        return once(cloud, connection, caller=caller.account, rid=rid, path="orgs:release", work=work)


def _may(member: Member) -> None:
    if not (member.principal.may("settings", "modify") and member.principal.all_records):
        raise forbidden()


def _last(connection: Connection, org: str) -> dict[str, int]:
    found = connection.all("SELECT kind, last FROM counters WHERE org_id = ? AND series = ?", (org, MAIN))
    return {**dict.fromkeys(KINDS, 0), **dict(found)}


def _above(args: Arguments) -> dict[str, int]:
    given = Arguments(args.object("above") if args.has("above") else {})
    if set(args.object("above") if args.has("above") else ()) - set(KINDS):
        raise invalid(f"A number is that of one of {', '.join(KINDS)}.")
    return {kind: given.whole(kind, least=0, most=_MOST) for kind in KINDS if given.has(kind)}
