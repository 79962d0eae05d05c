"""After the cloud's database was brought back from a backup: a new epoch, and main series that stay closed (WIRE 6).

Promises: every organisation gets a new epoch, so that each device stops, offers again what it kept and fetches anew. No
number of a main series is given until an administrator releases it, and then above the highest one that any device
reported or that he names himself; a number that is on paper already is recorded meanwhile, as it is. Everyone hears of
the waiting, and of its end, by the row of the organisation. A release is of the restored cloud that its author saw: it
does nothing to another.
May not know: what a device offers.

Why closed: papers that were printed after the backup carry numbers this cloud does not remember. Given again, one
number would stand on two papers; waiting costs a few minutes, and papers of a device's own series go on.
"""

from typing import Any

from onetool_desktop.cloud import ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection, Database
from onetool_desktop.cloud.errors import CallError, forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.publishing import write_rows
from onetool_desktop.cloud.rights import Member
from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.collections.organisation import NUMBERS_WAIT, ORGANIZATIONS
from onetool_desktop.domain.numbering import MAIN, MOST
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.team import release_barred

KINDS = tuple(c.paper for c in ALL if c.paper)


def open_epoch(database: Database, *, clock: Clock, ids: Ids) -> list[str]:
    """Opens a new epoch for every organisation and closes its main series; their names."""
    with database.write() as connection:
        found = connection.all("SELECT org_id, name FROM orgs ORDER BY name, org_id")
        for org, _ in found:
            held = ledger.lock(connection, org)
            if held is not None:
                held.epoch = ids.new_id()[-8:]
                operator = rights.made(org, "", "", "owner", "{}", 0)
                _tell(connection, held, operator, wait=True, now_ms=clock.now_ms(), gid=ids.new_id())
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
    """`{org}` → `{closed, epoch, last: {kind: no}}`: the highest number of each main series that is known here."""
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        _may(member)
        (epoch,) = connection.one("SELECT epoch FROM orgs WHERE org_id = ?", (member.org,)) or ("",)
        closed = bool(closed_since(connection, member.org))
        return {"closed": closed, "epoch": epoch, "last": _last(connection, member.org)}


def release(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, epoch, above?: {kind: no}}` → `{last: {kind: no}}`: numbers are given again, above these.

    Refused `epoch` where the cloud was restored since its author looked: what he saw may have been forgotten again.
    """
    rid, org, above, epoch = args.rid(), args.id("org"), _above(args), args.text("epoch", 64)
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, caller.account)
        if held is None:
            raise forbidden()
        _may(member)
        if epoch != held.epoch:
            words = "The cloud was restored once more since. Nothing was released; look at its numbers again."
            raise CallError("epoch", words, more={"epoch": held.epoch, "head": held.head})

        def work() -> dict[str, Any]:
            for kind, no in above.items():
                connection.run(
                    "INSERT INTO counters (org_id, kind, series, last) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (org_id, kind, series) DO UPDATE SET last = excluded.last"
                    " WHERE excluded.last > counters.last",
                    (org, kind, MAIN, no),
                )
            reopen(connection, held, member, now_ms=cloud.clock.now_ms(), gid=cloud.ids.new_id())
            return {"last": _last(connection, org)}

        return once(cloud, connection, caller=caller.account, rid=rid, path="orgs:release", work=work)


def reopen(connection: Connection, held: Ledger, member: Member, *, now_ms: int, gid: str) -> None:
    """Numbers are given again, and everyone hears of it; nothing where they did not wait."""
    if closed_since(connection, held.org):
        # The row stays: a device that comes back later still brings numbers that are on paper.
        connection.run("UPDATE closed_series SET since = 0 WHERE org_id = ?", (held.org,))
        _tell(connection, held, member, wait=False, now_ms=now_ms, gid=gid)
        held.save(connection)


def _tell(connection: Connection, held: Ledger, member: Member, *, wait: bool, now_ms: int, gid: str) -> None:
    made = {(ORGANIZATIONS.name, held.org): {NUMBERS_WAIT: wait}}
    write_rows(connection, held, member, made, now_ms=now_ms, gid=gid)


def _may(member: Member) -> None:
    barred = release_barred(member.principal)
    if barred is not None:
        raise CallError(barred.code, barred.sentence)


def _last(connection: Connection, org: str) -> dict[str, int]:
    found = connection.all("SELECT kind, last FROM counters WHERE org_id = ? AND series = ?", (org, MAIN))
    return {**dict.fromkeys(KINDS, 0), **dict(found)}


def _above(args: Arguments) -> dict[str, int]:
    given = Arguments(args.object("above") if args.has("above") else {})
    if set(args.object("above") if args.has("above") else ()) - set(KINDS):
        raise invalid(f"A number is that of one of {', '.join(KINDS)}.")
    return {kind: given.whole(kind, least=0, most=MOST) for kind in KINDS if given.has(kind)}
