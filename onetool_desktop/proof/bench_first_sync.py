"""`bench first-sync`: a fresh device arrives at a business of 60,000 records, beside the floor of the same records.

Promises: the cloud is a child process of `cloud serve` on loopback, filled by real pushes before the clock starts; the
device is the product's own driver, lanes, transport and an encrypted replica with its indexes and search. `usable` is
when the last row of today's work was committed, `complete` when everything was, its digest being the cloud's. Product
and floor take turns; each figure is the median of the runs, each ratio the median of the ratios.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Change, Group
from onetool_desktop.changes.wire import group_to_wire
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.migrate import migrate
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.changed import Changes
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.floors.first_sync import FirstSyncFloor
from onetool_desktop.proof.workload import Records, made
from onetool_desktop.store import exchange
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, connect
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

SIZE = 60_000
RUNS = 3
KEY = "6b" * 32
EMAIL, PASSWORD = "owner@example.com", "a password for figures"
_EARLY = frozenset({"settings", "today"})
_IN_A_PUSH = 250
_LONGEST_S = 300


@dataclass(frozen=True, slots=True)
class Arrival:
    """Seconds from the start of the engine."""

    usable: float
    complete: float


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of records, 60,000 unless given."""
    count = size or SIZE
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        records = made(count)
        _fill(folder, records)
        floor = FirstSyncFloor(records)
        cloud = CloudProcess(folder)
        try:
            runs = [
                (_arrive(folder, cloud.url, at), floor.run(folder / f"floor{at}.db")) for at in range(RUNS)
            ]
        finally:
            cloud.terminate()
            floor.close()
    rows = [
        _row(what, [(getattr(arrival, what), least) for arrival, least in runs])
        for what in ("usable", "complete")
    ]
    return {"name": "first-sync", "size": count, "rows": rows}


def _row(what: str, pairs: list[tuple[float, float]]) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(median(value for value, _ in pairs) * 1_000, 1),
        "unit": "ms",
        "floor": round(median(floor for _, floor in pairs) * 1_000, 1),
        "ratio": round(median(value / floor for value, floor in pairs), 2),
    }


def _arrive(folder: Path, url: str, at: int) -> Arrival:
    """One fresh device, from the start of its engine to the end of its arrival."""
    cloud = HttpCloud(url)
    clock, ids = SystemClock(), SystemIds()
    gate = Gate(cloud, url, MemorySecrets(), clock, ids, device_name=f"Device {at}")
    session = gate.sign_in(email=EMAIL, password=PASSWORD)
    (organisation,) = connect.organisations(session)
    replica = connect.enrol(gate, session, organisation, path=folder / f"device{at}.db", key=KEY)
    lanes = ThreadLanes()
    driver = Driver(connect.steps_of(gate, session, replica), lanes=lanes, clock=clock)
    seen: list[tuple[float, str]] = []

    def applied(_changes: Changes) -> None:
        phase = exchange.state(replica).phase
        seen.append((time.perf_counter(), str(phase["name"]) if phase else ""))

    driver.listen_changes(applied)
    started = time.perf_counter()
    driver.start()
    if not driver.wait_idle(_LONGEST_S):
        raise AssertionError(f"the arrival did not end: {driver.status}")
    complete = time.perf_counter() - started
    driver.stop()
    lanes.close()
    _check(replica, session)
    replica.close()
    cloud.close()
    return Arrival(max(when for when, phase in seen if phase in _EARLY) - started, complete)


def _check(replica: Replica, session: Session) -> None:
    """What arrived is what the cloud has, and it can be searched."""
    ours = {c: s for c, s in exchange.digest(replica.reads().db).items() if s["count"]}
    theirs = calls.as_object(session.ask(calls.digest(replica.identity.org)))["sums"]
    found = replica.reads().db.execute("SELECT count(*) FROM search WHERE search MATCH 'harb*'").fetchone()[0]
    if ours != theirs or not found:
        raise AssertionError("the arrival ended with other records than the cloud has")


def _fill(folder: Path, records: Records) -> None:
    """The cloud's database, filled by pushes of a device of the owner."""
    clock, ids = SystemClock(), SystemIds()
    database = Database(f"sqlite:///{folder / 'cloud.db'}")
    migrate(database)
    service = CloudService(database, clock=clock, ids=ids)
    args: dict[str, Any] = {"rid": ids.new_id(), "email": EMAIL, "password": PASSWORD, "name": "Olga Owner"}
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
