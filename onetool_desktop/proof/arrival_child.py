"""The device of `bench arrival`, a process of its own: it arrives at a business while a loop ticks and a person saves.

Promises: the same loop and the same saves run first with the engine at rest, then while everything comes; peak memory
is the process's own, read from the system. Empty syncs come after all that came was tidied, by the clock and in time of
the processor of this process. Prints one line of JSON: memory in MiB, gaps and waits in ms.
"""

import json
import resource
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from onetool_desktop.changes.values import Change
from onetool_desktop.platform.clock import SystemIds
from onetool_desktop.platform.collector import calm
from onetool_desktop.proof.loop_watch import PACE_S, LoopWatch
from onetool_desktop.proof.seat import Seat
from onetool_desktop.store.lanes import Lane, ThreadLanes

_BETWEEN_SAVES_S, _IDLE_S, _EMPTY_SYNCS = 0.02, 2.0, 100
_LONGEST_S = 600


def main() -> None:
    """Arrives from the cloud at the given URL into the given folder."""
    calm()
    seat = Seat(sys.argv[1], Path(sys.argv[2]) / "arriving-device.db", first=False)
    idle = _watched(seat, lambda: time.sleep(_IDLE_S))
    seat.driver.start()
    busy = _watched(seat, lambda: _arrive(seat))
    found: dict[str, Any] = {"idle": idle, "busy": busy, "mib": _peak_mib()}
    seat.tidy()
    syncs = [_empty_sync(seat) for _ in range(_EMPTY_SYNCS)]
    found["empty"], found["empty_work"] = (median(column) for column in zip(*syncs, strict=True))
    seat.close()
    print(json.dumps(found), flush=True)


def _arrive(seat: Seat) -> None:
    if not seat.driver.wait_idle(_LONGEST_S):
        raise AssertionError(f"the arrival did not end: {seat.driver.status}")


def _watched(seat: Seat, during: Callable[[], None]) -> dict[str, float]:
    """Runs `during` beside the loop and the saves: the longest gap and wait, and their 99th percentiles, in ms."""
    done = threading.Event()
    waits: list[float] = []
    lanes = ThreadLanes()
    ticking = lanes.submit(Lane.READ, lambda: _tick(done))
    saving = lanes.submit(Lane.READ, lambda: _save(seat, done, waits))
    during()
    done.set()
    gaps = ticking.result()
    saving.result()
    lanes.close()
    return {"gap": max(gaps), "gap99": _p99(gaps), "save": max(waits), "save99": _p99(waits)}


def _tick(done: threading.Event) -> list[float]:
    """A loop that turns each millisecond; its gaps in ms."""
    watch = LoopWatch()
    watch.begin()
    while not done.is_set():
        time.sleep(PACE_S)
        watch.beat()
    return watch.gaps


def _save(seat: Seat, done: threading.Event, waits: list[float]) -> None:
    """A person who saves a new client fifty times a second."""
    ids = SystemIds()
    while not done.is_set():
        change = Change("clients", ids.new_id(), f={"companyName": "Harbour Bakery", "status": "lead"})
        started = time.perf_counter()
        seat.save(change)
        waits.append((time.perf_counter() - started) * 1_000)
        time.sleep(_BETWEEN_SAVES_S)


def _empty_sync(seat: Seat) -> tuple[float, float]:
    """Its time and its work, in ms."""
    started, worked = time.perf_counter(), time.process_time()
    seat.driver.sync_now()
    seat.rest()
    return (time.perf_counter() - started) * 1_000, (time.process_time() - worked) * 1_000


def _p99(values: list[float]) -> float:
    return quantiles(values, n=100)[98] if len(values) > 1 else values[0]


def _peak_mib() -> float:
    """The most memory held since this program began; the system's own counter starts with what its parent held."""
    status = Path("/proc/self/status")
    if status.exists():
        (peak,) = [line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:")]
        return int(peak) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
