"""The driver with its lanes: what is entered arrives, what is under way ends, nothing is left behind."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetool_desktop.domain.changed import Changes
from onetool_desktop.platform.clock import SystemClock
from onetool_desktop.services import clients
from onetool_desktop.store import backup, exchange
from onetool_desktop.store.engine import Db
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.status import Kind, SyncStatus
from tests.sync.world import Person, World

SOON_S = 20


@pytest.fixture
def lanes() -> Iterator[ThreadLanes]:
    made = ThreadLanes()
    yield made
    made.close()


def driver_of(person: Person, lanes: ThreadLanes) -> Driver:
    return Driver(person.steps, lanes=lanes, clock=SystemClock(), drawn=lambda _spread: 0)


def open_files() -> int:
    """How many files and sockets this process has open, where that can be seen."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def add_client(person: Person, lanes: ThreadLanes, name: str) -> None:
    work = lanes.submit(
        Lane.WRITE,
        lambda: clients.create_client(person.replica, fields={"companyName": name, "status": "lead"}),
    )
    work.result(SOON_S)


def test_what_is_entered_arrives_on_the_other_device_and_is_told_there(
    world: World, lanes: ThreadLanes
) -> None:
    here = world.owner()
    there = world.again(here)
    sender, other_lanes = driver_of(here, lanes), ThreadLanes()
    receiver = driver_of(there, other_lanes)
    told: list[Changes] = []
    receiver.listen_changes(told.append)
    sender.start()
    add_client(here, lanes, "Brook")
    sender.nudge()
    assert sender.wait_idle(SOON_S)
    receiver.start()
    assert receiver.wait_idle(SOON_S)
    receiver.stop()
    sender.stop()
    other_lanes.close()
    assert any("clients" in changes.collections for changes in told)


def test_offline_work_waits_and_goes_when_the_network_comes_back(world: World, lanes: ThreadLanes) -> None:
    person = world.owner()
    driver = driver_of(person, lanes)
    offline = threading.Event()
    counted = threading.Event()

    def told(status: SyncStatus) -> None:
        if status.kind is Kind.OFFLINE:
            offline.set()
            if status.waiting == 1:
                counted.set()

    driver.listen_status(told)
    person.wire.cut = True
    driver.start()
    assert offline.wait(SOON_S)
    add_client(person, lanes, "Brook")
    driver.nudge()
    assert counted.wait(SOON_S)
    person.wire.cut = False
    driver.network(up=True)
    assert driver.wait_idle(SOON_S)
    driver.stop()
    assert driver.status.waiting == 0


@pytest.fixture
def losing(world: World, lanes: ThreadLanes) -> Person:
    """Whom the cloud sends next to nothing any more."""
    person = world.owner()
    for number in range(60):
        add_client(person, lanes, f"Client {number}")
    person.sync()
    nothing = {"scopes": "owner.99", "rows": {}, "more": False, "phase": None}
    person.wire.after = lambda call, value: {**value, **nothing} if call.path == "sync:pull" else value
    return person


def held_copy(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """A copy that begins, and is not made before it may end."""
    begun, may_end, make = threading.Event(), threading.Event(), backup.make

    def slowly(db: Db, target: Path, *, key: str | None) -> Path:
        begun.set()
        assert may_end.wait(SOON_S)
        return make(db, target, key=key)

    monkeypatch.setattr(backup, "make", slowly)
    return begun, may_end


def test_saves_pass_while_a_copy_is_made_of_what_is_to_go(
    losing: Person, lanes: ThreadLanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, saved = held_copy(monkeypatch)
    driver = driver_of(losing, lanes)
    driver.start()
    try:
        assert begun.wait(SOON_S)
        add_client(losing, lanes, "Saved meanwhile")
        saved.set()
        assert driver.wait_idle(SOON_S)
    finally:
        saved.set()
        driver.stop()
    assert exchange.state(losing.replica).kept_before


def test_stopping_does_not_wait_for_a_copy_of_what_is_to_go(
    losing: Person, lanes: ThreadLanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = held_copy(monkeypatch)
    driver = driver_of(losing, lanes)
    driver.start()
    try:
        assert begun.wait(SOON_S)
        driver.stop(SOON_S / 4)
    finally:
        stopped.set()
    assert driver.status.kind is Kind.STOPPED


def test_twenty_starts_and_stops_leave_nothing_behind(world: World, lanes: ThreadLanes) -> None:
    person = world.owner()
    driver = driver_of(person, lanes)

    def once() -> None:
        driver.start()
        assert driver.wait_idle(SOON_S)
        driver.stop()

    once()
    before = (threading.active_count(), open_files())
    for _ in range(20):
        once()
    assert (threading.active_count(), open_files()) == before


def test_stopping_ends_a_call_under_way(world: World, lanes: ThreadLanes) -> None:
    person = world.owner()
    taken, ended = threading.Event(), threading.Event()

    def hangs(_call: Call) -> None:
        taken.set()
        ended.wait(SOON_S)
        raise errors.UnreachableError("Cut off.")

    person.wire.before = hangs
    driver = Driver(person.steps, lanes=lanes, clock=SystemClock(), abort=ended.set, drawn=lambda _spread: 0)
    driver.start()
    assert taken.wait(SOON_S)
    driver.stop(timeout_s=SOON_S)
    assert driver.status.kind is Kind.STOPPED


@pytest.mark.expects_log("a listener of the sync engine broke")
def test_a_listener_that_breaks_does_not_end_the_engine(world: World, lanes: ThreadLanes) -> None:
    driver = driver_of(world.owner(), lanes)

    def breaks(_status: SyncStatus) -> None:
        raise ValueError("screen")

    driver.listen_status(breaks)
    driver.start()
    assert driver.wait_idle(SOON_S)
    driver.stop()


def test_saves_pass_between_the_parts_of_an_arrival(world: World, lanes: ThreadLanes) -> None:
    here = world.owner()
    for number in range(3):
        clients.create_client(here.replica, fields={"companyName": f"Client {number}", "status": "lead"})
    here.sync()
    there = world.again(here)
    driver = driver_of(there, lanes)
    driver.start()
    add_client(there, lanes, "Meanwhile")
    driver.nudge()
    assert driver.wait_idle(SOON_S)
    driver.stop()
    here.sync()
    names = {name for (name,) in here.replica.reads().db.execute('SELECT "companyName" FROM clients')}
    assert "Meanwhile" in names
