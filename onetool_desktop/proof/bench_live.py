"""`bench live`: an edit on one device seen on another, over a real cloud process on loopback, beside a bare carrier.

Promises: two encrypted replicas with engine, lanes and live wake-up of their own; an edit is timed from before its save
to when the other device's screens are told, both durable. Product and floor take turns; the engines are at rest before
each edit. Rows give the median and the 95th percentile.
"""

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from threading import Event
from typing import Any

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.floors.live import BareNews
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.sync import connect
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.engine import make_driver
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

KEY = "6b" * 32
_EDITS = 200
_WARM = 20
_PATIENCE_S = 30.0
_EMAIL, _PASSWORD = "bench@example.com", "correct horse battery"


class Seat:
    """One device: replica, lanes, engine; `seen` is set when its screens are told of clients."""

    def __init__(self, base: str, path: Path, *, first: bool) -> None:
        clock, ids = SystemClock(), SystemIds()
        self._http, self._lanes, self.seen = HttpCloud(base), ThreadLanes(), Event()
        gate = Gate(self._http, base, MemorySecrets(), clock, ids, path.stem)
        session = _founder(gate) if first else gate.sign_in(email=_EMAIL, password=_PASSWORD)
        organisation = connect.organisations(session)[0]
        self._replica = connect.enrol(gate, session, organisation, path=path, key=KEY)
        steps = connect.steps_of(gate, session, self._replica)
        self.driver: Driver = make_driver(steps, session, http=self._http, lanes=self._lanes, clock=clock)
        self.driver.listen_changes(self._hear)
        self._replica.listen(lambda changes: self.driver.nudge() if changes.label else None)
        self.driver.start()

    def save(self, change: Change) -> None:
        """An edit, durable when this returns; the engine hears of it as from the program."""
        work = self._lanes.submit(
            Lane.WRITE,
            lambda: self._replica.write(
                lambda tx: tx.commit(action="edit_client", label="Edit", changes=[change])
            ),
        )
        work.result(_PATIENCE_S)

    def rest(self) -> None:
        """Waits until the engine has nothing to do."""
        if not self.driver.wait_idle(_PATIENCE_S):
            raise _not_seen()

    def close(self) -> None:
        """Ends in good order."""
        self.driver.stop()
        self._lanes.close()
        self._replica.close()
        self._http.close()

    def _hear(self, changes: Changes) -> None:
        if "clients" in changes.collections:
            self.seen.set()


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of edits, 200 unless given."""
    edits = size or _EDITS
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        cloud = CloudProcess(folder)
        here, there = Seat(cloud.url, folder / "here-device.db", first=True), None
        try:
            there = Seat(cloud.url, folder / "there-device.db", first=False)
            pairs = _measured(here, there, BareNews(folder, key=KEY), edits)
        finally:
            for seat in filter(None, (here, there)):
                seat.close()
            cloud.terminate()
    return {"name": "live", "size": edits, "rows": _rows(pairs)}


def _founder(gate: Gate) -> Session:
    session = gate.sign_up(email=_EMAIL, password=_PASSWORD, name="Bench")
    connect.found_organisation(session, name="Bench", currency="EUR", timezone="Europe/Berlin", ids=gate.ids)
    return session


def _measured(here: Seat, there: Seat, bare: BareNews, edits: int) -> list[tuple[float, float]]:
    client = SystemIds().new_id()
    _seen(here, there, Change("clients", client, f={"companyName": "Harbour Bakery", "status": "lead"}))
    gc.collect()
    pairs: list[tuple[float, float]] = []
    try:
        for at in range(_WARM + edits):
            notes = f"Call back about job {at}"
            change = Change("clients", client, f={"notes": notes})
            pairs.append((_seen(here, there, change), _seconds(lambda n=notes: bare.edit(client, n))))
    finally:
        bare.close()
    return pairs[_WARM:]


def _seen(here: Seat, there: Seat, change: Change) -> float:
    """Seconds from before the save on one device until the other's screens are told."""
    here.rest()
    there.rest()
    there.seen.clear()

    def carried() -> None:
        here.save(change)
        if not there.seen.wait(_PATIENCE_S):
            raise _not_seen()

    return _seconds(carried)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _rows(pairs: list[tuple[float, float]]) -> list[dict[str, Any]]:
    seen, bare = (quantiles(column, n=100) for column in zip(*pairs, strict=True))
    return [
        {
            "what": f"edit seen elsewhere, {what}",
            "value": round(seen[at] * 1_000, 2),
            "unit": "ms",
            "floor": round(bare[at] * 1_000, 2),
            "ratio": round(seen[at] / bare[at], 2),
        }
        for what, at in (("median", 49), ("95th percentile", 94))
    ]


def _not_seen() -> SentenceError:
    return SentenceError(
        "An edit did not reach the other device in time.",
        safe="Nothing of yours was touched.",
        next_step="Run it again on a computer that is less busy.",
    )
