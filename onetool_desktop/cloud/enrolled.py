"""The device a push comes from, and the member on it.

Promises: a device is its account's alone; one whose access was withdrawn is none any more. The principal carries its
author part and whether the organisation is being brought in by its owner. When it last fetched is known to the hour,
and under which sign-in.
May not know: groups.

Why: a device that is left open asks again and again; noting each time would make a write of every read. And a disk that
is full keeps nobody from reading: what could not be noted is noted another time.
"""

import logging
from dataclasses import dataclass, replace

from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError, forbidden
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.rights import Member, made

_SEEN_AGAIN_MS = 3_600_000
_LOG = logging.getLogger("onetool.cloud")


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device with its member and how far it has come."""

    device: str
    member: Member
    last_n: int
    last_gid: str | None
    confirmed: int


def enrolled(connection: Connection, held: Ledger, account: str, device: str) -> Enrolled:
    """The caller's device; raises `forbidden` for no member and another's device, `not_found` for none."""
    row = connection.one(
        "SELECT m.user_id, m.role, m.permissions, m.version, d.author, d.account, d.last_n, d.last_gid, d.confirmed"
        " FROM members m LEFT JOIN devices d ON d.org_id = m.org_id AND d.device = ? AND d.withdrawn IS NULL"
        " WHERE m.org_id = ? AND m.account = ?",
        (device, held.org, account),
    )
    if row is None:
        raise forbidden()
    user_id, role, permissions, version, author, owner, last_n, last_gid, confirmed = row
    if author is None:
        raise _not_enrolled()
    if owner != account:
        raise forbidden()
    member = made(held.org, account, user_id, role, permissions, version, author)
    if held.importing and role == "owner":
        member = replace(member, principal=replace(member.principal, importing=True))
    return Enrolled(device, member, last_n, last_gid, confirmed)


def seen_long_ago(
    connection: Connection, member: Member, device: str | None, session: str, now_ms: int
) -> bool:
    """Whether it is worth noting that this device of the member's was seen now, under this sign-in. Raises `not_found`
    for one whose access was withdrawn: under a new sign-in it is enrolled anew first, for everybody to see.
    """
    row = connection.one(
        "SELECT s.at, d.session, d.withdrawn FROM devices d"
        " LEFT JOIN sightings s ON s.org_id = d.org_id AND s.device = d.device"
        " WHERE d.org_id = ? AND d.device = ? AND d.account = ?",
        (member.org, device, member.account),
    )
    if row is None:
        return False
    if row[2] is not None:
        raise _not_enrolled()
    return row[0] is None or row[0] + _SEEN_AGAIN_MS <= now_ms or row[1] != session


def note_seen(cloud: Cloud, member: Member, device: str | None, session: str) -> None:
    """Notes that a device was seen now, if it can be written."""
    try:
        with cloud.database.write() as connection:
            connection.run(
                "UPDATE devices SET session = ? WHERE org_id = ? AND device = ? AND account = ?",
                (session, member.org, device, member.account),
            )
            connection.run(
                "INSERT INTO sightings (org_id, device, at) VALUES (?, ?, ?)"
                " ON CONFLICT (org_id, device) DO UPDATE SET at = excluded.at",
                (member.org, device, cloud.clock.now_ms()),
            )
    except Exception as error:  # noqa: BLE001 - whatever the disk says, the page was read
        _LOG.warning("when a device was seen could not be noted: %s", type(error).__name__)


def _not_enrolled() -> CallError:
    return CallError("not_found", "This device is not enrolled here. Enrol it and send again.")
