"""A device for the kill test of an arrival: saves one client, then fetches and applies until it is killed or done.

Prints `saved ID` when the save has returned, `in` from within each transaction, at its first statement, `out` when the
write lane has answered, `done` when everything has come and gone. Pages, slices and steps are small, so that there are
many of them.
"""

import sys
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.seat import EMAIL, PASSWORD
from onetool_desktop.services import clients
from onetool_desktop.store import bulk
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect, machine, steps
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.transport import HttpCloud

T = TypeVar("T")
PATIENCE_S = 60.0


class Told(ThreadLanes):
    """Lanes that say when the write lane has answered."""

    def submit(self, lane: Lane, call: Callable[[], T], /) -> "Future[T]":
        def run() -> T:
            try:
                return call()
            finally:
                print("out", flush=True)

        return super().submit(lane, run if lane is Lane.WRITE else call)


def main(url: str, path: str, key: str) -> None:
    machine.ARRIVAL_LIMIT, steps.SLICE, steps.BESIDE, bulk.ROWS = 100, 30, 30, 150
    clock, ids = SystemClock(), SystemIds()
    gate = connect.Gate(HttpCloud(url), url, MemorySecrets(), clock, ids, "Killed")
    session = gate.sign_in(email=EMAIL, password=PASSWORD)
    replica = Replica.open(Path(path), key=key, clock=clock, ids=ids)
    made = clients.create_client(replica, fields={"companyName": "Killed Not", "status": "lead"})
    print("saved", made.id, flush=True)
    writer: Any = replica.writer
    writer.set_trace_callback(lambda sql: print("in", flush=True) if sql.startswith("BEGIN") else None)
    lanes = Told()
    driver = Driver(connect.steps_of(gate, session, replica), lanes=lanes, clock=clock)
    driver.start()
    came = driver.wait_idle(PATIENCE_S)
    driver.stop()
    lanes.close()
    replica.close()
    print("done" if came else driver.status, flush=True)


main(*sys.argv[1:])
