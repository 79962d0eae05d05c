"""A device killed at any page of its arrival goes on there, and ends with what the cloud has and all that it saved.

The kill falls a drawn moment after the device says that it is inside a transaction of its arrival; how many kills hit
one is counted.
"""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.filled_cloud import fill
from onetool_desktop.proof.seat import EMAIL, KEY, PASSWORD
from onetool_desktop.proof.workload import made
from onetool_desktop.store import exchange, search
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, connect
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

pytestmark = [pytest.mark.proof, pytest.mark.timeout(120)]
RECORDS, KILLS, FURTHEST = 2_400, 8, 12
CHILD = Path(__file__).with_name("arriving_child.py")


class Office:
    """A cloud with a business, and the device that is to arrive there."""

    def __init__(self, folder: Path) -> None:
        fill(folder, made(RECORDS))
        self.cloud = CloudProcess(folder)
        self.path = folder / "device.db"
        self.http = HttpCloud(self.cloud.url)
        self.gate = connect.Gate(
            self.http, self.cloud.url, MemorySecrets(), SystemClock(), SystemIds(), "Parent"
        )
        self.session: Session = self.gate.sign_in(email=EMAIL, password=PASSWORD)
        (organisation,) = connect.organisations(self.session)
        connect.enrol(self.gate, self.session, organisation, path=self.path, key=KEY).close()
        self.saved: list[str] = []

    def life(self, *, marks: int, after_s: float) -> list[str]:
        """One life of the device, killed so long after it was inside for the n-th time; what it said, in order."""
        command = [sys.executable, str(CHILD), self.cloud.url, str(self.path), KEY]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        assert child.stdout is not None
        said: list[str] = []
        while said.count("in") < marks and (line := child.stdout.readline()):
            said.append(line.strip())
        moment = time.perf_counter() + after_s
        while time.perf_counter() < moment:
            pass
        child.kill()
        said += [
            line.strip() for line in child.stdout.read().splitlines(keepends=True) if line.endswith("\n")
        ]
        child.stdout.close()
        child.wait()
        self.saved += [line.split()[1] for line in said if line.startswith("saved ")]
        return said

    def opened(self) -> Replica:
        return Replica.open(self.path, key=KEY, clock=self.gate.clock, ids=self.gate.ids)

    def sums(self) -> object:
        (organisation,) = connect.organisations(self.session)
        return calls.as_object(self.session.ask(calls.digest(organisation.org)))["sums"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    one = Office(tmp_path)
    yield one
    one.http.close()
    one.cloud.terminate()


def test_an_arrival_goes_on_after_a_kill_at_any_page_and_ends_with_what_the_cloud_has(office: Office) -> None:
    rng, inside, places = random.Random(20260721), 0, set[str | None]()
    for life in range(1, KILLS + 1):
        said = office.life(marks=rng.randint(1, FURTHEST), after_s=rng.uniform(0, 0.002))
        assert "done" not in said, "the arrival was over before it was killed often enough"
        inside += said[-1] == "in"
        replica = office.opened()
        try:
            assert replica.check(), f"life {life} left a damaged file"
            state = exchange.state(replica)
            assert state.arriving
            places.add(state.cursor)
        finally:
            replica.close()

    assert office.life(marks=10_000, after_s=0)[-1] == "done"
    replica = office.opened()
    ours = {c: s for c, s in exchange.digest(replica.reads().db).items() if s["count"]}
    clients = {row_id for (row_id,) in replica.reads().db.execute("SELECT id FROM clients")}
    found = len(search.hits(replica.reads().db, search.expression("killed"), limit=100))
    wrong = exchange.visible_equals_fold(replica)
    replica.close()

    print(f"{KILLS} kills, {inside} inside a transaction, at {len(places)} places")
    assert ours == office.sums()
    assert set(office.saved) <= clients
    assert (found, wrong, len(office.saved)) == (KILLS + 1, [], KILLS + 1)
    assert inside * 2 >= KILLS, "too few kills fell into a transaction"
    assert len(places) * 2 > KILLS, "the kills fell at too few pages"
