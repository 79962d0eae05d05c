"""`bench first-sync`: a fresh device arrives at a business of 60,000 records, beside the floor of the same records.

Promises: the cloud is a child process of `cloud serve` on loopback, filled by real pushes before the clock starts; the
device is the product's own driver, lanes, transport and an encrypted replica with its indexes and search. `usable` is
when the last row of today's work was committed, `complete` when everything was, its digest being the cloud's; what a
device tidies when it rests, the parts of the search index among it, comes after that. Rows named `work` are the same
in time of the processor, all threads of this process together and the clouds' not: what stays true on a computer that
has other things to do. Product and floor take turns; each figure is the median of the runs, each ratio the median of
the ratios.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from onetool_desktop.domain.changed import Changes
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.filled_cloud import fill
from onetool_desktop.proof.floors.first_sync import FirstSyncFloor
from onetool_desktop.proof.seat import EMAIL, KEY, PASSWORD
from onetool_desktop.proof.workload import made
from onetool_desktop.store import exchange
from onetool_desktop.store.housekeeping import keep_house
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, connect
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

SIZE = 60_000
RUNS = 3
_EARLY = frozenset({"settings", "today"})
_LONGEST_S = 300


@dataclass(frozen=True, slots=True)
class Arrival:
    """Seconds from the start of the engine, by the clock and of the processor."""

    usable: float
    complete: float
    usable_work: float
    complete_work: float


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of records, 60,000 unless given."""
    count = size or SIZE
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        records = made(count)
        fill(folder, records)
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
        _row("usable", [(arrival.usable, seconds) for arrival, (seconds, _) in runs]),
        _row("complete", [(arrival.complete, seconds) for arrival, (seconds, _) in runs]),
        _row("usable, work", [(arrival.usable_work, work) for arrival, (_, work) in runs]),
        _row("complete, work", [(arrival.complete_work, work) for arrival, (_, work) in runs]),
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
    keep_house(replica, lanes)
    driver = Driver(connect.steps_of(gate, session, replica), lanes=lanes, clock=clock)
    seen: list[tuple[float, float, str]] = []

    def applied(_changes: Changes) -> None:
        phase = exchange.state(replica).phase
        seen.append((time.perf_counter(), time.process_time(), str(phase["name"]) if phase else ""))

    driver.listen_changes(applied)
    started, worked = time.perf_counter(), time.process_time()
    driver.start()
    if not driver.wait_idle(_LONGEST_S):
        raise AssertionError(f"the arrival did not end: {driver.status}")
    complete, complete_work = time.perf_counter() - started, time.process_time() - worked
    driver.stop()
    lanes.close()
    _check(replica, session)
    replica.close()
    cloud.close()
    usable, usable_work, _ = [one for one in seen if one[2] in _EARLY][-1]
    return Arrival(usable - started, complete, usable_work - worked, complete_work)


def _check(replica: Replica, session: Session) -> None:
    """What arrived is what the cloud has, and it can be searched."""
    ours = {c: s for c, s in exchange.digest(replica.reads().db).items() if s["count"]}
    theirs = calls.as_object(session.ask(calls.digest(replica.identity.org)))["sums"]
    found = replica.reads().db.execute("SELECT count(*) FROM search WHERE search MATCH 'harb*'").fetchone()[0]
    if ours != theirs or not found:
        raise AssertionError("the arrival ended with other records than the cloud has")
