"""`sync:surrender`: the work of a member who lost access, sealed for an administrator (WIRE section 6).

Promises: groups of a device whose account was removed are kept whole and once, undecided; nothing of them touches a
row. They are taken for thirty days after the removal, and only from the device's own account. Whoever may change the
people of the organisation reads them, nobody else does.
May not know: what is in a group.

Why only for those this cloud knows as removed: a device drops its key after the answer. A cloud that was restored or
exchanged also answers `forbidden`, and must never be able to take a copy's only key away.
"""

from typing import Any

from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud import ledger, redaction, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden
from onetool_desktop.cloud.sent_groups import gid_of

LEASE_MS = 30 * 24 * 3_600_000
MOST = 200


def surrender(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, device, groups}` → `{taken: [gid]}`; the groups in any order, in as many calls as it takes."""
    args.rid()
    org, device = args.id("org"), args.id("device")
    sent = {gid_of(raw): raw for raw in args.list("groups")}
    now = cloud.clock.now_ms()
    with cloud.database.write() as connection:
        if ledger.lock(connection, org) is None:
            raise forbidden()
        user_id = _removed(connection, org, caller.account, device, now)
        connection.run_many(
            "INSERT INTO surrendered (org_id, gid, device, user_id, at, body) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [
                (org, gid, device, user_id, now, dumps(redaction.without(connection, org, raw)).decode())
                for gid, raw in sent.items()
            ],
        )
    return {"taken": list(sent)}


def surrendered(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{org, after?}` → `{groups: [{gid, user, at, group}], more}`: what was surrendered, for an administrator."""
    after = args.optional_id("after") or ""
    with cloud.database.read() as connection:
        member = rights.member(connection, args.id("org"), caller.account)
        if not (member.principal.may("people", "modify") and member.principal.all_records):
            raise forbidden()
        found = connection.all(
            "SELECT gid, user_id, at, body FROM surrendered WHERE org_id = ? AND gid > ? ORDER BY gid LIMIT ?",
            (member.org, after, MOST + 1),
        )
    groups = [
        {"gid": gid, "user": user_id, "at": at, "group": loads(body)}
        for gid, user_id, at, body in found[:MOST]
    ]
    return {"groups": groups, "more": len(found) > MOST}


def _removed(connection: Connection, org: str, account: str, device: str, now: int) -> str:
    """The user whom the removed account was, on a device of its own; raises `forbidden` for anyone else."""
    row = connection.one(
        "SELECT f.user_id, f.removed FROM former_members f"
        " JOIN devices d ON d.org_id = f.org_id AND d.account = f.account"
        " WHERE f.org_id = ? AND f.account = ? AND d.device = ?",
        (org, account, device),
    )
    if row is None or row[1] + LEASE_MS < now:
        raise forbidden()
    return row[0]
