"""Rows the cloud itself writes: the organisation, its people, their memberships and devices.

Promises: they take their place in the organisation's order like any group, with a stamp of the cloud's own hand and
an entry in the log.
May not know: who asked for them.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from onetool_desktop.changes import merge, stamp
from onetool_desktop.changes.issuing import computed_id
from onetool_desktop.changes.values import Effects, Row, RowKey
from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.rights import Member
from onetool_desktop.cloud.writer import Writer

# Rows made for a business that is about to bring its own: whatever it brings is later than this.
BEGINNING = stamp.make(0, 0, stamp.JOBS)
_ROLES_OWN: Mapping[str, str] = MappingProxyType({})  # no level but those of the role


def publish(
    cloud: Cloud,
    connection: Connection,
    ledger: Ledger,
    member: Member,
    made: Mapping[RowKey, Mapping[str, Any]],
    gone: Iterable[RowKey] = (),
) -> None:
    """Writes rows as one group: (collection, id) → fields, what is there already gets them on top; buries `gone`."""
    write_rows(connection, ledger, member, made, gone, now_ms=cloud.clock.now_ms(), gid=cloud.ids.new_id())


def write_rows(
    connection: Connection,
    ledger: Ledger,
    member: Member,
    made: Mapping[RowKey, Mapping[str, Any]],
    gone: Iterable[RowKey] = (),
    *,
    now_ms: int,
    gid: str,
) -> None:
    """As `publish`, at this time and as this group."""
    h = BEGINNING if ledger.importing else ledger.tick(now_ms, stamp.JOBS)
    reader = CloudReader(connection, ledger.org, member)
    after: dict[RowKey, Row] = {}
    for (c, row_id), fields in made.items():
        present = {name: value for name, value in fields.items() if value is not None}
        before = reader.get(c, row_id)
        if before is None:
            after[c, row_id] = Row(row_id, present, {"row": h})
        else:
            stamps = dict.fromkeys(present, h)
            after[c, row_id] = Row(row_id, {**before.f, **present}, {**before.clk, **stamps}, before.seq)
    for c, row_id in gone:
        row = reader.get(c, row_id)
        if row is not None:
            after[c, row_id] = merge.apply_delete(row, gid)
    body = {"gid": gid, "by": "cloud", "h": h, "rows": [[c, row_id] for c, row_id in after]}
    Writer(connection, ledger, reader).write(
        Effects(after), gid=gid, user_id=member.user_id, now_ms=now_ms, body=body
    )


def person(user_id: str, *, name: str, email: str) -> dict[RowKey, dict[str, Any]]:
    """The row of a person."""
    return {("users", user_id): {"name": name, "email": email, "active": True}}


def membership(
    org: str, user_id: str, role: str, permissions: Mapping[str, str] = _ROLES_OWN
) -> dict[RowKey, dict[str, Any]]:
    """The row of a membership; its id follows from organisation and person."""
    key = ("memberships", computed_id(org, "memberships", user_id))
    return {key: {"userId": user_id, "role": role, "permissions": dict(permissions)}}
