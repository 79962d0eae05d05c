"""A device as a benchmark drives it: an encrypted replica with lanes, engine and live wake-up of its own.

Promises: the parts are the product's own, put together as the program does; whoever makes a seat closes it. The engine
rests until `driver.start`. May not know: what is measured.
"""

from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import Any

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.store.housekeeping import keep_house
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.sync import connect
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.engine import make_driver
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

KEY = "6b" * 32
PATIENCE_S = 30.0
EMAIL, PASSWORD = "bench@example.com", "correct horse battery"


class Seat:
    """One device: replica, lanes, engine; `seen` is set when its screens are told of clients (or of those expected)."""

    def __init__(self, base: str, path: Path, *, first: bool, http: HttpCloud | None = None) -> None:
        clock, ids = SystemClock(), SystemIds()
        self._http, self._lanes, self.seen = http or HttpCloud(base), ThreadLanes(), Event()
        self._awaited: set[str] = set()
        gate = Gate(self._http, base, MemorySecrets(), clock, ids, path.stem)
        self._session = session = _founder(gate) if first else gate.sign_in(email=EMAIL, password=PASSWORD)
        organisation = connect.organisations(session)[0]
        self.replica = connect.enrol(gate, session, organisation, path=path, key=KEY)
        steps = connect.steps_of(gate, session, self.replica)
        self.driver: Driver = make_driver(steps, session, http=self._http, lanes=self._lanes, clock=clock)
        self.driver.listen_changes(self._hear)
        keep_house(self.replica, self._lanes)
        self.replica.listen(lambda changes: self.driver.nudge() if changes.label else None)

    def start(self) -> None:
        """The engine begins."""
        self.driver.start()

    def stop(self) -> None:
        """The engine ends; what is saved waits."""
        self.driver.stop()

    def save(self, *changes: Change) -> None:
        """One action, durable when this returns; the engine hears of it as from the program."""
        work = self._lanes.submit(
            Lane.WRITE,
            lambda: self.replica.write(
                lambda tx: tx.commit(action="edit_client", label="Edit", changes=changes)
            ),
        )
        work.result(PATIENCE_S)

    def ask(self, call: Call) -> Any:
        """The cloud's answer to the person of this seat, while the engine stands still."""
        self._http.resume()
        return self._session.ask(call)

    def rest(self) -> None:
        """Waits until the engine has nothing to do."""
        if not self.driver.wait_idle(PATIENCE_S):
            raise not_seen()

    def tidy(self) -> None:
        """Waits until the replica has nothing left to tidy."""
        while self._lanes.submit(Lane.WRITE, self.replica.rest).result(PATIENCE_S):
            pass

    def expect(self, clients: Iterable[str]) -> None:
        """`seen` is set once the screens were told of each of these clients."""
        self.seen.clear()
        self._awaited = set(clients)

    def close(self) -> None:
        """Ends in good order."""
        self.driver.stop()
        self._lanes.close()
        self.replica.close()
        self._http.close()

    def _hear(self, changes: Changes) -> None:
        if "clients" in changes.collections:
            self._awaited -= changes.rows.get("clients", frozenset())
            if not self._awaited:
                self.seen.set()


def not_seen() -> SentenceError:
    """What is told when an edit stays away."""
    return SentenceError(
        "An edit did not reach the other device in time.",
        safe="Nothing of yours was touched.",
        next_step="Run it again on a computer that is less busy.",
    )


def _founder(gate: Gate) -> Session:
    session = gate.sign_up(email=EMAIL, password=PASSWORD, name="Bench")
    connect.found_organisation(session, name="Bench", currency="EUR", timezone="Europe/Berlin", ids=gate.ids)
    return session
