"""A file that was copied or put back by hand, opened as the program opens it, beside a real cloud."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import keyring
import pytest

from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets, machine_binding_entry, replica_key_entry
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.services import clients, invoices
from onetool_desktop.store import backup
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.sync import connect
from onetool_desktop.sync.transport import HttpCloud
from onetool_desktop.ui.businesses import Businesses
from onetool_desktop.ui.opened import Opened
from onetool_desktop.ui.runtime.window_memory import WindowMemory

EMAIL, PASSWORD = "ada@example.com", "correct horse battery"
TODAY = "2026-01-05"
PATIENCE_S = 60.0


@dataclass
class Machine:
    """A computer as its system tells it."""

    name: str

    def read(self) -> str | None:
        return self.name


class Seat:
    """The program on one profile, without windows."""

    def __init__(self, root: Path, machine: Machine) -> None:
        self.profile = open_profile(root)
        self.machine = machine
        self.open: Opened | None = None
        self.begin()

    def begin(self) -> None:
        self.lanes = ThreadLanes()
        self.businesses = Businesses(
            self.profile,
            memory=WindowMemory(self.profile.settings),
            lanes=self.lanes,
            clock=SystemClock(),
            ids=SystemIds(),
            machine=self.machine,
        )

    @property
    def opened(self) -> Opened:
        assert self.open is not None
        return self.open

    def start(self) -> str:
        """Starts the program anew; what it tells."""
        self.stop()
        self.open = self.businesses.open_last()
        return self.opened.notice

    def stop(self) -> None:
        """Ends the program in good order, as `Program` does."""
        if self.open is not None:
            self.open.stop_sync()
            self.lanes.submit(Lane.WRITE, self.open.last_mark)
        self.lanes.close()
        if self.open is not None:
            self.open.close()
        self.open = None
        self.begin()

    def sync(self) -> None:
        self.opened.start_sync()
        assert self.opened.driver is not None
        assert self.opened.driver.wait_idle(PATIENCE_S)
        self.opened.stop_sync()

    def issue(self) -> str:
        """Issues an invoice where there is no network; its number, "" where it follows."""

        def work() -> str:
            replica = self.opened.replica
            client = clients.create_client(replica, fields={"companyName": "Harbour Bakery"}).id
            made = invoices.create_invoice(
                replica,
                client_id=ClientId(client),
                today=TODAY,
                fields={"title": "Wall", "dueDate": TODAY},
                lines=[{"description": "Stone", "quantity": "1", "unitPrice": "2"}],
            )
            invoices.issue_invoice(replica, id=InvoiceId(made.id), day=TODAY, online=False)
            row = replica.reads().row("invoices", made.id)
            return str(row.f.get("number") or "") if row is not None else ""

        return self.lanes.submit(Lane.WRITE, work).result()

    def numbers(self) -> list[str]:
        found = self.opened.replica.reads().db.execute("SELECT number FROM issued ORDER BY number")
        return [number for (number,) in found]


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    """The owner's computer, in step with a cloud, with one paper on its own series."""
    (tmp_path / "cloud").mkdir()
    cloud = CloudProcess(tmp_path / "cloud")
    http = HttpCloud(cloud.url)
    gate = connect.Gate(
        cloud=http,
        base=cloud.url,
        secrets=MemorySecrets(),
        clock=SystemClock(),
        ids=SystemIds(),
        device_name="W",
    )
    session = gate.sign_up(email=EMAIL, password=PASSWORD, name="Ada")
    connect.found_organisation(
        session, name="Birch", currency="EUR", timezone="Europe/Berlin", ids=SystemIds()
    )
    http.close()
    made = Seat(tmp_path / "mine", Machine("0" * 32))
    person = made.businesses.sign_in({"base": cloud.url, "email": EMAIL, "password": PASSWORD})
    made.open = made.businesses.connect(person, *person.organisations)
    made.sync()
    yield made
    made.stop()
    made.lanes.close()
    cloud.terminate()


def test_a_file_put_back_by_hand_gives_no_number_twice(seat: Seat) -> None:
    path = seat.opened.replica.path
    series = seat.opened.replica.identity.series
    assert seat.start() == ""
    yesterday = backup.make(
        seat.opened.replica.reads().db, path.with_name("kept"), key=seat.opened.replica.key
    )
    assert seat.issue() == f"INV-{series}-0001"
    seat.sync()

    seat.stop()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    shutil.copyfile(yesterday, path)

    assert "older than what this computer last wrote" in seat.start()
    assert seat.issue() == ""  # pro forma: there is nobody to give it a number
    seat.sync()
    fresh = seat.opened.replica.identity.series
    assert fresh not in {"", series}
    assert seat.issue() == f"INV-{fresh}-0001"
    seat.sync()
    assert seat.numbers() == sorted(["INV-000001", f"INV-{fresh}-0001", f"INV-{series}-0001"])
    assert seat.start() == ""


def test_a_profile_copied_to_another_computer_gives_no_number_twice(seat: Seat, tmp_path: Path) -> None:
    series, org = seat.opened.replica.identity.series, seat.opened.replica.identity.org
    assert seat.issue() == f"INV-{series}-0001"
    seat.stop()
    shutil.copytree(seat.profile.root, tmp_path / "theirs")
    other = Seat(tmp_path / "theirs", Machine("1" * 32))
    account = WindowMemory(seat.profile.settings).load()["account"]
    here, there = seat.profile.keyring_service, other.profile.keyring_service
    for entry in (replica_key_entry(account, org), machine_binding_entry(account, org)):  # it came along
        keyring.set_password(there, entry, keyring.get_password(here, entry) or "")

    assert "copied from another computer" in other.start()
    assert seat.start() == ""
    assert (other.issue(), seat.issue()) == ("", f"INV-{series}-0002")
    other.stop()
    other.lanes.close()


def test_a_backup_restored_by_the_program_is_a_new_device_and_no_surprise(seat: Seat) -> None:
    series = seat.opened.replica.identity.series
    assert seat.start() == ""
    source = seat.opened.replica.backup_daily()
    assert source is not None
    assert seat.issue() == f"INV-{series}-0001"
    seat.stop()
    seat.open = seat.businesses.restore(source)
    assert "was restored" in seat.opened.notice
    fresh = seat.opened.replica.identity.series
    assert seat.issue() == f"INV-{fresh}-0001"
    assert fresh != series
    assert seat.start() == ""
