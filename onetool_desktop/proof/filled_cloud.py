"""A cloud's database with one organisation's records in it, for the figures.

Promises: the records come by pushes of a device of the owner (`seat.EMAIL`), as they would have come by themselves.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Change, Group
from onetool_desktop.changes.wire import group_to_wire
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.proof.seat import EMAIL, PASSWORD
from onetool_desktop.proof.workload import Records

_IN_A_PUSH = 250


def fill(folder: Path, records: Records) -> None:
    """The cloud's database, filled by pushes of a device of the owner."""
    clock, ids = SystemClock(), SystemIds()
    database = Database(f"sqlite:///{folder / 'cloud.db'}")
    migrate(database)
    service = CloudService(database, clock=clock, ids=ids)
    args: dict[str, Any] = {"rid": ids.new_id(), "email": EMAIL, "password": PASSWORD, "name": "Bench"}
    bearer = service.call("mutation", "auth:signUp", args)["accessToken"]
    org = ids.new_id()
    args = {"rid": ids.new_id(), "id": org, "name": "Figures", "currency": "EUR", "timezone": "Europe/Berlin"}
    service.call("mutation", "orgs:create", args, bearer)
    made_by = service.call(
        "mutation", "devices:enrol", {"rid": ids.new_id(), "org": org, "name": "Filler"}, bearer
    )
    previous = None
    for group in _groups(records, made_by["device"], ids):
        args = {"rid": ids.new_id(), "org": org, "device": made_by["device"], "epoch": made_by["epoch"]}
        args |= {"clientNow": clock.now_ms(), "confirmed": group.n - 1, "prevGid": previous}
        args["groups"] = [group_to_wire(group)]
        (outcome,) = service.call("mutation", "sync:push", args, bearer)["outcomes"]
        if outcome["result"] != "ok":
            raise AssertionError(f"the cloud took no record: {outcome}")
        previous = group.gid
    database.close()


def _groups(records: Records, device: str, ids: SystemIds) -> Iterator[Group]:
    clock = stamp.HybridClock(device[-8:])
    changes = [Change(c, row["id"], f=_fields(row)) for c, rows in records.items() for row in rows]
    for n, at in enumerate(range(0, len(changes), _IN_A_PUSH), start=1):
        h, clock = clock.tick(SystemClock().now_ms())
        gid = ids.new_id()
        yield Group(n=n, gid=gid, action=gid, h=h, changes=tuple(changes[at : at + _IN_A_PUSH]))


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}
