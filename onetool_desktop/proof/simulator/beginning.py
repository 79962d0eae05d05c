"""The state every schedule begins with: a small business, its people, their devices, a cloud that knows them all.

Promises: made once in a process by the product's own ways in (sign up, found, invite, enrol, arrive), without faults,
then copied for each schedule. The last device is a technician's, who sees what is assigned to him.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.cloud import migrate
from onetool_desktop.cloud.database import Database
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.platform.keyring_store import MemorySecrets, refresh_token_entry
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services import clients, invoices, projects, quotes, tasks
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.connect import Gate, Organisation
from onetool_desktop.sync.session import Account, Session
from onetool_desktop.sync.settle import settle

PASSWORD = "one password for all"  # noqa: S105 - nobody's
ROLES = ("owner", "office", "technician")
TODAY = "2026-01-01"
CLOUD_FILE = "cloud.db"
BASE = "http://simulated"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One device as a schedule finds it: file, account, what its keyring holds."""

    file: str
    fresh_file: str
    account: Account
    user_id: str
    role: str
    refresh_token: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Where the files lie, and what is not in them."""

    folder: Path
    org: str
    now_ms: int
    devices: tuple[Enrolled, ...]

    def copy_to(self, folder: Path, files: Iterable[str]) -> None:
        """A fresh set of files for one schedule: the cloud's and these replicas with their journals."""
        folder.mkdir(parents=True)
        for name in (CLOUD_FILE, *(part for file in files for part in (file, f"{file}.groups"))):
            shutil.copyfile(self.folder / name, folder / name)


class Plain:
    """The way to the cloud without faults."""

    def __init__(self, service: CloudService) -> None:
        self._service = service

    def call(self, call: Call, *, bearer: str | None = None) -> object:
        """Carries a call."""
        return self._service.call(call.kind, call.path, call.args, bearer)


def open_cloud(folder: Path, clock: Clock, ids: Ids) -> CloudService:
    """The cloud over the file in `folder`, which may be new."""
    database = Database(f"sqlite:///{folder / CLOUD_FILE}")
    if not (folder / CLOUD_FILE).exists():
        migrate.migrate(database)
    return CloudService(database, clock=clock, ids=ids, passwords=Passwords(memory_kib=8, passes=1))


def begin(folder: Path, devices: int) -> Beginning:
    """Makes the beginning in an empty folder, for 2 to 4 devices."""
    folder.mkdir(parents=True)
    clock = ManualClock()
    service = open_cloud(folder, clock, SeededIds(1, clock))
    owner, organisation = _founded(service, clock)
    people = [_person(service, clock, owner, organisation, at, devices) for at in range(devices)]
    made = [_device(folder, clock, *person, at) for at, person in enumerate(people)]
    _first_records(made[0][0])
    for _ in range(2):
        for replica, gate, session in made:
            clock.advance(1_000)
            settle(connect.steps_of(gate, session, replica))
    found = tuple(
        _enrolled(at, person, one) for at, (person, one) in enumerate(zip(people, made, strict=True))
    )
    for replica, _, _ in made:
        replica.close()
    service.database.close()
    return Beginning(folder, organisation.org, clock.now_ms(), found)


def gate_for(network: connect.Cloud, clock: Clock, ids: Ids, secrets: MemorySecrets, name: str) -> Gate:
    """A device's way in."""
    return Gate(cloud=network, base=BASE, secrets=secrets, clock=clock, ids=ids, device_name=name)


def _founded(service: CloudService, clock: ManualClock) -> tuple[tuple[Gate, Session], Organisation]:
    ids = SeededIds(2, clock)
    gate = gate_for(Plain(service), clock, ids, MemorySecrets(), "Office")
    session = gate.sign_up(email="owner@example.com", password=PASSWORD, name="Olga Owner")
    organisation = connect.found_organisation(
        session, name="Simulated Services", currency="EUR", timezone="Europe/Berlin", ids=ids
    )
    return (gate, session), organisation


def _person(
    service: CloudService,
    clock: ManualClock,
    owner: tuple[Gate, Session],
    organisation: Organisation,
    at: int,
    devices: int,
) -> tuple[Gate, Session, Organisation]:
    """Device 0 is the owner's, the last a technician's, those between the office's; of four, two are the owner's."""
    role = ROLES[0] if at == 0 else ROLES[2] if at == devices - 1 else ROLES[1]
    ids = SeededIds(100 + at, clock)
    gate = gate_for(Plain(service), clock, ids, MemorySecrets(), f"Device {at}")
    if at == 0 or (at == 1 and devices == 4):
        session = gate.sign_in(email="owner@example.com", password=PASSWORD)
    else:
        email = f"person{at}@example.com"
        invited = connect.invite(
            owner[1], organisation.org, email=email, role=role, ids=ids, name=f"Person {at}"
        )
        session = gate.sign_up(email=email, password=PASSWORD, name=f"Person {at}", invite=invited.code)
    (mine,) = connect.organisations(session)
    return gate, session, mine


def _device(
    folder: Path,
    clock: ManualClock,
    gate: Gate,
    session: Session,
    mine: Organisation,
    at: int,
) -> tuple[Replica, Gate, Session]:
    """Enrols; a copy made before anything arrived lets a schedule begin with the first arrival."""
    replica = connect.enrol(gate, session, mine, path=folder / f"device{at}.db", key=None)
    replica.close()
    for name in (f"device{at}.db", f"device{at}.db.groups"):
        if (folder / name).exists():
            shutil.copy(folder / name, folder / f"fresh-{name}")
    replica = Replica.open(folder / f"device{at}.db", key=None, clock=clock, ids=gate.ids)
    settle(connect.steps_of(gate, session, replica))
    return replica, gate, session


def _enrolled(
    at: int, person: tuple[Gate, Session, Organisation], made: tuple[Replica, Gate, Session]
) -> Enrolled:
    gate, session, mine = person
    token = gate.secrets.get(refresh_token_entry(session.account.key)) or ""
    return Enrolled(
        file=f"device{at}.db",
        fresh_file=f"fresh-device{at}.db",
        account=session.account,
        user_id=mine.user,
        role=made[0].principal.role,
        refresh_token=token,
    )


def _first_records(replica: Replica) -> None:
    """What there is before anything goes wrong: clients with places, work, drafts."""
    for number in range(3):
        client = clients.create_client(
            replica, fields={"companyName": f"Client {number}", "status": "active", "tags": ["vip"]}
        ).id
        clients.add_property(replica, client_id=ClientId(client), fields={"city": f"Town {number}"})
        project = projects.create_project(
            replica, client_id=client, fields={"title": f"Project {number}", "status": "planned"}
        ).id
        fields = {"title": f"Visit {number}", "status": "pending", "clientId": client, "projectId": project}
        tasks.create_task(replica, fields={**fields, "date": "2026-01-05"})
        _first_documents(replica, client, number)


def _first_documents(replica: Replica, client: ClientId, number: int) -> None:
    """A quote and an invoice of each client; the first client's are out already, under numbers of the cloud."""
    lines = [
        {"description": f"Item {n}", "quantity": str(n), "unitPrice": "10.5", "taxRate": "19"} for n in (1, 2)
    ]
    quote = quotes.create_quote(
        replica, client_id=client, today=TODAY, lines=lines, fields={"title": f"Roof {number}"}
    ).id
    invoice = invoices.create_invoice(
        replica,
        client_id=client,
        today=TODAY,
        lines=lines,
        fields={"title": f"Wall {number}", "dueDate": TODAY},
    ).id
    if number == 0:
        quotes.send_quote(replica, id=quote, day=TODAY, online=True)
        invoices.issue_invoice(replica, id=invoice, day=TODAY, online=True)
