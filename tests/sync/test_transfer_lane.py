"""The transfer lane over a real cloud process: beside text, stopped in the middle, and against hostile answers."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.services import clients
from onetool_desktop.services.attachments import (
    AttachmentId,
    NewFile,
    add_file,
    fetch_files,
    remove_file,
    store_file,
)
from onetool_desktop.services.organisation import new_identity, open_business
from onetool_desktop.store import transfers as queue
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect, errors
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.engine import make_driver, make_transfers
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transfer_lane import TransferLane
from onetool_desktop.sync.transport import HttpCloud
from tests.conformance.backends import PythonCloudOnSqlite
from tests.sync.hostile import reply, serving

SOON_S = 60
PASSWORD = "a long password"
KEY = "c3" * 32


class Line(HttpCloud):
    """A line on which the sending of bytes can be held up."""

    def __init__(self, base: str) -> None:
        super().__init__(base)
        self.open, self.reached = threading.Event(), threading.Event()
        self.open.set()

    def put(self, url: str, offset: int, data: bytes) -> Any:
        self.reached.set()
        assert self.open.wait(SOON_S)
        return super().put(url, offset, data)


@dataclass
class Device:
    """A device as the program runs it, but for its window."""

    replica: Replica
    driver: Driver
    lane: TransferLane
    line: Line
    lanes: ThreadLanes
    http: HttpCloud

    def write(self, call: Any) -> Any:
        return self.lanes.submit(Lane.WRITE, call).result(SOON_S)

    def settle(self) -> None:
        assert self.driver.wait_idle(SOON_S)

    def move(self) -> None:
        self.lane.nudge()
        assert self.lane.wait_idle(SOON_S)

    def counts(self) -> queue.Counts:
        return queue.counts(self.replica.reads().db)

    def close(self) -> None:
        self.line.open.set()
        self.lane.stop()
        self.driver.stop()
        self.lanes.close()
        self.lane.close()
        self.http.close()
        self.replica.close()


class Site:
    """A running cloud and its devices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.backend = PythonCloudOnSqlite()
        self.backend.start(folder)
        self.devices: list[Device] = []

    def device(self) -> Device:
        http, secrets = HttpCloud(self.backend.url), MemorySecrets()
        gate = connect.Gate(http, self.backend.url, secrets, SystemClock(), SystemIds(), "A computer")
        if self.devices:
            session = gate.sign_in(email="olga@example.com", password=PASSWORD)
        else:
            session = gate.sign_up(email="olga@example.com", password=PASSWORD, name="Olga")
            connect.found_organisation(
                session, name="Brook", currency="EUR", timezone="Europe/Berlin", ids=SystemIds()
            )
        (organisation,) = connect.organisations(session)
        replica = connect.enrol(gate, session, organisation, path=self._place(), key=KEY)
        return self._running(gate, session, replica, http)

    def brought(self, fill: Callable[[Replica], None]) -> Device:
        """The device of a business that was filled on one computer before it met this cloud."""
        http, ids, clock = HttpCloud(self.backend.url), SystemIds(), SystemClock()
        replica = Replica.create(
            self._place(), new_identity(ids=ids, name="Brook"), key=KEY, clock=clock, ids=ids
        )
        open_business(replica, name="Brook", currency="EUR", timezone="Europe/Berlin", owner="Olga")
        fill(replica)
        gate = connect.Gate(http, self.backend.url, MemorySecrets(), clock, ids, "A computer")
        session = gate.sign_up(email="olga@example.com", password=PASSWORD, name="Olga")
        connect.bring(gate, session, replica)
        return self._running(gate, session, replica, http)

    def _place(self) -> Path:
        path = self.folder / f"device{len(self.devices)}" / "replica.db"
        path.parent.mkdir()
        return path

    def _running(self, gate: connect.Gate, session: Session, replica: Replica, http: HttpCloud) -> Device:
        lanes, line = ThreadLanes(), Line(self.backend.url)
        steps = connect.steps_of(gate, session, replica)
        driver = make_driver(steps, session, http=http, lanes=lanes, clock=SystemClock(), live=False)
        lane = make_transfers(steps, session, driver=driver, base="", lanes=lanes, carrier=line)
        replica.listen(lambda changes: driver.nudge() if changes.label else None)
        made = Device(replica, driver, lane, line, lanes, http)
        self.devices.append(made)
        driver.start()
        lane.start()
        made.settle()
        return made

    def close(self) -> None:
        for device in self.devices:
            device.close()
        self.backend.close()
        self.backend.stop()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.close()


def photo(number: int, size: int = 20_000) -> bytes:
    return hashlib.shake_256(f"photo {number}".encode()).digest(size)


def add(device: Device, client: Any, number: int) -> AttachmentId:
    new = NewFile(name=f"{number}.jpg", kind="photo", mime="image/jpeg", data=[photo(number)])
    file = store_file(device.replica, new)
    return device.write(lambda: add_file(device.replica, home="clientId", home_id=client, file=file)).id


def new_client(device: Device, name: str) -> Any:
    return device.write(lambda: clients.create_client(device.replica, fields={"companyName": name})).id


def test_an_edit_reaches_the_cloud_while_two_hundred_photos_wait(site: Site) -> None:
    office = site.device()
    client = new_client(office, "Harbour Bakery")
    office.line.open.clear()
    for number in range(200):
        add(office, client, number)
    office.settle()
    assert office.line.reached.wait(SOON_S), "a photo is on the line"
    assert office.counts().up == 200
    office.write(lambda: clients.edit_client(office.replica, id=client, fields={"notes": "Ring twice"}))
    office.settle()
    assert office.counts().up == 200, "no photo has passed, and the edit has"
    row = office.replica.reads().row("clients", client)
    assert row is not None
    assert row.seq is not None
    other = site.device()
    seen = other.replica.reads().row("clients", client)
    assert seen is not None
    assert seen.f["notes"] == "Ring twice"
    office.line.open.set()
    assert office.lane.wait_idle(SOON_S)
    assert office.counts() == queue.Counts()


def test_photos_come_back_whole_on_another_device(site: Site) -> None:
    office = site.device()
    client = new_client(office, "Harbour Bakery")
    ids = [add(office, client, number) for number in range(3)]
    office.settle()
    office.move()
    office.driver.sync_now()
    office.settle()
    other = site.device()
    other.write(lambda: fetch_files(other.replica, ids=ids))
    other.move()
    for number in range(3):
        sha = hashlib.sha256(photo(number)).hexdigest()
        assert b"".join(other.replica.blobs.read(sha)) == photo(number)


def test_a_business_that_moves_to_a_cloud_takes_its_files_along(site: Site) -> None:
    ids: dict[int, AttachmentId] = {}

    def fill(replica: Replica) -> None:
        client = clients.create_client(replica, fields={"companyName": "Harbour Bakery"}).id
        for number in range(3):
            new = NewFile(name=f"{number}.jpg", kind="photo", mime="image/jpeg", data=[photo(number)])
            file = store_file(replica, new)
            ids[number] = add_file(replica, home="clientId", home_id=client, file=file).id
        remove_file(replica, id=ids[2])

    office = site.brought(fill)
    assert office.lane.wait_idle(SOON_S)
    assert office.counts() == queue.Counts()
    office.driver.sync_now()
    office.settle()
    other = site.device()
    other.write(lambda: fetch_files(other.replica, ids=ids.values()))
    other.move()
    rows = {number: other.replica.reads().row("attachments", ids[number]) for number in ids}
    assert {number: row.f["state"] for number, row in rows.items() if row} == {0: "ready", 1: "ready"}
    for number in (0, 1):
        sha = hashlib.sha256(photo(number)).hexdigest()
        assert b"".join(other.replica.blobs.read(sha)) == photo(number)


def test_a_stop_in_the_middle_of_a_part_ends_at_once_and_goes_on_later(site: Site) -> None:
    office = site.device()
    client = new_client(office, "Harbour Bakery")
    office.settle()
    office.line.open.clear()
    add(office, client, 1)
    assert office.line.reached.wait(SOON_S)
    ended = threading.Thread(target=office.lane.stop)
    ended.start()
    office.line.open.set()
    ended.join(SOON_S)
    assert not ended.is_alive()
    assert office.counts().up == 1
    office.lane.start()
    office.lane.hope()
    assert office.lane.wait_idle(SOON_S)
    assert office.counts() == queue.Counts()


def endless(connection: Any) -> None:
    """A body that never ends."""
    connection.sendall(b"HTTP/1.1 206 OK\r\nContent-Range: bytes 0-9/10\r\nContent-Type: x/y\r\n\r\n")
    while True:
        connection.sendall(b"x" * 65_536)


def test_no_more_is_read_of_an_endless_body_than_was_asked_for() -> None:
    with serving(endless) as base:
        cloud = HttpCloud(base)
        assert cloud.get("/api/files/kept/x", 0, 100_000) == b"x" * 100_000
        cloud.close()


HOSTILE: dict[str, Any] = {
    "hotel page": reply(b"<html>Welcome</html>", kind="text/html"),
    "redirect": reply(b"", status="302 Found", more="Location: http://127.0.0.1:1/\r\n"),
    "another range": reply(b"xx", status="206 OK", kind="x/y", more="Content-Range: bytes 0-1/9\r\n"),
    "the whole instead of a range": reply(b"xxxxxxxxx", kind="x/y"),
    "packed": reply(b"x", status="206 OK", kind="x/y", more="Content-Encoding: gzip\r\n"),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_no_cloud_sends_is_not_taken_for_bytes(name: str) -> None:
    with serving(HOSTILE[name]) as base:
        cloud = HttpCloud(base)
        with pytest.raises(errors.NotOursError):
            cloud.get("/api/files/kept/x", 5, 10)
        cloud.close()


@pytest.mark.parametrize(
    "url", ["http://evil.example/x", "file:///etc/passwd", "//evil.example/x", "/etc", ""]
)
def test_an_address_elsewhere_without_tls_is_not_gone_to(url: str) -> None:
    cloud = HttpCloud("http://127.0.0.1:9")
    with pytest.raises(errors.NotOursError):
        cloud.get(url, 0, 1)
    with pytest.raises(errors.NotOursError):
        cloud.put(url, 0, b"x")
    cloud.close()
