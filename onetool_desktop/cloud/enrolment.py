"""Devices: enrolled for one computer, account and organisation (WIRE section 1, `devices:enrol`).

Promises: the device's UUID ends in an author part that no other device of the organisation has and that is not
reserved; the code of its number series is never given twice. While the organisation is importing, the caller may
bring both.
May not know: what a device pushes, how a business comes from another cloud.
"""

import re
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.cloud import ledger, rights
from onetool_desktop.cloud.arguments import Arguments
from onetool_desktop.cloud.context import Caller, Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden, invalid
from onetool_desktop.cloud.kept_answers import once
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.publishing import publish
from onetool_desktop.cloud.rights import Member
from onetool_desktop.domain.numbering import series_code

_SERIES = re.compile(r"[A-Z][0-9]{1,7}")


def enrol(cloud: Cloud, caller: Caller, args: Arguments) -> dict[str, Any]:
    """`{rid, org, name, device?, series?}` → `{device, series, epoch, serverNow, user}`."""
    account, rid, org, name = caller.account, args.rid(), args.id("org"), args.text("name", 200)
    with cloud.database.write() as connection:
        held = ledger.lock(connection, org)
        member = rights.member(connection, org, account)
        if held is None:
            raise forbidden()

        def work() -> dict[str, Any]:
            known = _going_on(connection, held, account, args)
            if known is not None:
                return {"device": known[0], "series": known[1], "epoch": held.epoch, "user": member.user_id}
            device, series = _identity(cloud, connection, held, args)
            connection.run(
                "INSERT INTO devices"
                " (org_id, device, author, series, account, user_id, last_n, last_gid, confirmed, session)"
                " VALUES (?, ?, ?, ?, ?, ?, 0, NULL, 0, ?)",
                (org, device, device[-8:], series, account, member.user_id, caller.session),
            )
            fields = {"userId": member.user_id, "name": name, "series": series, "author": device[-8:]}
            publish(cloud, connection, held, member, {("devices", device): fields})
            held.save(connection)
            return {"device": device, "series": series, "epoch": held.epoch, "user": member.user_id}

        answer = once(cloud, connection, caller=account, rid=rid, path="devices:enrol", work=work)
    return {**answer, "serverNow": cloud.clock.now_ms()}


def take_over(
    connection: Connection, member: Member, device: str, series: str, user_id: str, since_ms: int
) -> None:
    """A device that another cloud had: withdrawn here from its beginning, so that nobody is given its author part or
    its series; whose it was stays known.
    """
    if not _SERIES.fullmatch(series) or device[-8:] in stamp.RESERVED:
        raise invalid("A device brings its series along.")
    connection.run(
        "INSERT INTO devices (org_id, device, author, series, account, user_id, last_n, confirmed, withdrawn)"
        " VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?) ON CONFLICT DO NOTHING",
        (member.org, device, device[-8:], series, member.account, user_id or member.user_id, since_ms),
    )


def _going_on(connection: Connection, held: Ledger, account: str, args: Arguments) -> tuple[str, str] | None:
    """The device whose business is still arriving, enrolled again however late; None for any other."""
    if not held.importing or not args.has("device"):
        return None
    return connection.one(
        "SELECT device, series FROM devices"
        " WHERE org_id = ? AND device = ? AND account = ? AND series = ? AND withdrawn IS NULL",
        (held.org, args.id("device"), account, args.text("series", 8)),
    )


def _identity(cloud: Cloud, connection: Connection, held: Ledger, args: Arguments) -> tuple[str, str]:
    """The device's id and its series: the caller's own while importing, else new ones."""
    brought = args.optional_id("device")
    if brought is None or not held.importing:
        device = cloud.ids.new_id()
        while not _free(connection, held.org, device):
            device = cloud.ids.new_id()
        return device, _next_series(connection, held)
    series = args.text("series", 8)
    if not _free(connection, held.org, brought) or not _SERIES.fullmatch(series):
        raise invalid("This device or its series cannot be taken over. Enrol it as a new one.")
    if _series_taken(connection, held.org, series):
        raise invalid("The series of this device is another one's here. Enrol it as a new one.")
    return brought, series


def _free(connection: Connection, org: str, device: str) -> bool:
    if device[-8:] in stamp.RESERVED:
        return False
    return (
        connection.one("SELECT 1 FROM devices WHERE org_id = ? AND author = ?", (org, device[-8:])) is None
        and connection.one("SELECT 1 FROM c_devices WHERE org_id = ? AND id = ?", (org, device)) is None
    )


def _next_series(connection: Connection, held: Ledger) -> str:
    while True:
        series = series_code(held.next_series)
        held.next_series += 1
        if not _series_taken(connection, held.org, series):
            return series


def _series_taken(connection: Connection, org: str, series: str) -> bool:
    return connection.one("SELECT 1 FROM devices WHERE org_id = ? AND series = ?", (org, series)) is not None
