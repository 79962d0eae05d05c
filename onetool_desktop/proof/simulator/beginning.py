"""The state every schedule begins with: a small business, its people, their devices, a cloud that knows them all; and
a neighbour in the same cloud.

Promises: made once in a process by the product's own ways in (sign up, found, invite, enrol, arrive), without faults,
then copied for each schedule. The last device is a technician's, who sees what is assigned to him. The neighbour's
first records and the groups that made them have the very same ids; one person belongs to both, under one id.

Why the same ids: a statement that forgets the organisation finds nothing where all ids differ, and harms nobody in a
simulation that draws them apart. Here it finds the neighbour's row.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.cloud import migrate
from onetool_desktop.cloud.burying import AT_ONCE
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
_FIRST_IDS = 50  # both organisations draw the ids of their first records from this seed


@dataclass(frozen=True, slots=True)
class Enrolled:
    """One device as a schedule finds it: file, account, what its keyring holds.

    `mark` stands in every text that is written in its organisation and in no other's. Two devices with the same
    `twin` draw the same ids: the owners' of both organisations, who have nothing else in common.
    """

    file: str
    fresh_file: str
    account: Account
    org: str
    mark: str
    twin: int
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
    neighbours: tuple[Enrolled, ...]

    def copy_to(self, folder: Path, files: Iterable[str]) -> None:
        """A fresh set of files for one schedule: the cloud's and these replicas with their journals."""
        folder.mkdir(parents=True)
        for name in (CLOUD_FILE, *(part for file in files for part in (file, f"{file}.groups"))):
            shutil.copyfile(self.folder / name, folder / name)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at a computer of his, in one organisation whose texts bear a mark."""

    gate: Gate
    session: Session
    organisation: Organisation
    mark: str


class Plain:
    """The way to the cloud without faults."""

    def __init__(self, service: CloudService) -> None:
        self._service = service

    def call(self, call: Call, *, bearer: str | None = None) -> object:
        """Carries a call."""
        return self._service.call(call.kind, call.path, call.args, bearer)


def open_database(folder: Path) -> Database:
    """The cloud's file in `folder`, which may be new."""
    database = Database(f"sqlite:///{folder / CLOUD_FILE}")
    if not (folder / CLOUD_FILE).exists():
        migrate.migrate(database)
    return database


def cloud_over(database: Database, clock: Clock, ids: Ids, *, at_once: int = AT_ONCE) -> CloudService:
    """The cloud as it is started over its database."""
    passwords = Passwords(memory_kib=8, passes=1)
    return CloudService(database, clock=clock, ids=ids, passwords=passwords, at_once=at_once)


def begin(folder: Path, devices: int) -> Beginning:
    """Makes the beginning in an empty folder, for 2 to 4 devices of the one organisation and two of the other."""
    folder.mkdir(parents=True)
    clock = ManualClock()
    service = cloud_over(open_database(folder), clock, SeededIds(1, clock))
    firm = _founded(service, clock, "Simulated Services", "owner@example.com", "~hill~", seed=2)
    seats = [_person(service, clock, firm, at, devices) for at in range(devices)]
    made = [_device(folder, clock, seat, f"device{at}.db") for at, seat in enumerate(seats)]
    other = _founded(service, clock, "Neighbour & Sons", "nora@example.com", "~vale~", seed=3)
    both = _in_both(service, clock, other, seats[1 if devices < 4 else 2])
    next_seats = [other, both]
    next_made = [_device(folder, clock, seat, f"next{at}.db") for at, seat in enumerate(next_seats)]
    for seat, replica in ((seats[0], made[0]), (next_seats[0], next_made[0])):
        replica.ids = SeededIds(_FIRST_IDS, ManualClock())
        _first_records(replica, seat.mark)
    for _ in range(2):
        for seat, replica in zip((*seats, *next_seats), (*made, *next_made), strict=True):
            clock.advance(1_000)
            settle(connect.steps_of(seat.gate, seat.session, replica))
    found = [_enrolled(at, *one) for at, one in enumerate(zip(seats, made, strict=True))]
    neighbours = [
        _enrolled(twin, *one)
        for twin, one in zip((0, devices), zip(next_seats, next_made, strict=True), strict=True)
    ]
    for replica in (*made, *next_made):
        replica.close()
    service.database.close()
    return Beginning(folder, firm.organisation.org, clock.now_ms(), tuple(found), tuple(neighbours))


def gate_for(network: connect.Cloud, clock: Clock, ids: Ids, secrets: MemorySecrets, name: str) -> Gate:
    """A device's way in."""
    return Gate(cloud=network, base=BASE, secrets=secrets, clock=clock, ids=ids, device_name=name)


def _founded(
    service: CloudService, clock: ManualClock, name: str, email: str, mark: str, *, seed: int
) -> Seat:
    ids = SeededIds(seed, clock)
    gate = gate_for(Plain(service), clock, ids, MemorySecrets(), "Office")
    session = gate.sign_up(email=email, password=PASSWORD, name=f"Olga Owner {mark}")
    organisation = connect.found_organisation(
        session, name=f"{name} {mark}", currency="EUR", timezone="Europe/Berlin", ids=ids
    )
    return Seat(gate, session, organisation, mark)


def _person(service: CloudService, clock: ManualClock, firm: Seat, at: int, devices: int) -> Seat:
    """Device 0 is the owner's, the last a technician's, those between the office's; of four, two are the owner's."""
    role = ROLES[0] if at == 0 else ROLES[2] if at == devices - 1 else ROLES[1]
    ids = SeededIds(100 + at, clock)
    gate = gate_for(Plain(service), clock, ids, MemorySecrets(), f"Device {at}")
    if at == 0 or (at == 1 and devices == 4):
        session = gate.sign_in(email=firm.session.account.email, password=PASSWORD)
    else:
        email, name = f"person{at}@example.com", f"Person {at} {firm.mark}"
        invited = connect.invite(
            firm.session, firm.organisation.org, email=email, role=role, ids=ids, name=name
        )
        session = gate.sign_up(email=email, password=PASSWORD, name=name, invite=invited.code)
    (mine,) = connect.organisations(session)
    return Seat(gate, session, mine, firm.mark)


def _in_both(service: CloudService, clock: ManualClock, firm: Seat, known: Seat) -> Seat:
    """Somebody of the one organisation joins the other as a technician, under the same id, at another computer."""
    ids, email = SeededIds(200, clock), known.session.account.email
    gate = gate_for(Plain(service), clock, ids, MemorySecrets(), "At the neighbour's")
    invited = connect.invite(
        firm.session,
        firm.organisation.org,
        email=email,
        role=ROLES[2],
        ids=ids,
        name=f"Guest {firm.mark}",
        user=known.organisation.user,
    )
    sign_in = {"rid": ids.new_id(), "email": email, "password": PASSWORD, "invite": invited.code}
    gate.cloud.call(Call("mutation", "auth:signIn", sign_in))
    session = gate.sign_in(email=email, password=PASSWORD)
    (mine,) = [one for one in connect.organisations(session) if one.org == firm.organisation.org]
    return Seat(gate, session, mine, firm.mark)


def _device(folder: Path, clock: ManualClock, seat: Seat, file: str) -> Replica:
    """Enrols; a copy made before anything arrived lets a schedule begin with the first arrival."""
    path = folder / file
    connect.enrol(seat.gate, seat.session, seat.organisation, path=path, key=None).close()
    for name in (file, f"{file}.groups"):
        if (folder / name).exists():
            shutil.copy(folder / name, folder / f"fresh-{name}")
    replica = Replica.open(path, key=None, clock=clock, ids=seat.gate.ids)
    settle(connect.steps_of(seat.gate, seat.session, replica))
    return replica


def _enrolled(twin: int, seat: Seat, replica: Replica) -> Enrolled:
    token = seat.gate.secrets.get(refresh_token_entry(seat.session.account.key)) or ""
    return Enrolled(
        file=replica.path.name,
        fresh_file=f"fresh-{replica.path.name}",
        account=seat.session.account,
        org=seat.organisation.org,
        mark=seat.mark,
        twin=twin,
        user_id=seat.organisation.user,
        role=replica.principal.role,
        refresh_token=token,
    )


def _first_records(replica: Replica, mark: str) -> None:
    """What there is before anything goes wrong: clients with places, work, drafts."""
    for number in range(3):
        client = clients.create_client(
            replica, fields={"companyName": f"Client {number} {mark}", "status": "active", "tags": ["vip"]}
        ).id
        clients.add_property(replica, client_id=ClientId(client), fields={"city": f"Town {number} {mark}"})
        project = projects.create_project(
            replica, client_id=client, fields={"title": f"Project {number} {mark}", "status": "planned"}
        ).id
        fields = {
            "title": f"Visit {number} {mark}",
            "status": "pending",
            "clientId": client,
            "projectId": project,
        }
        tasks.create_task(replica, fields={**fields, "date": "2026-01-05"})
        _first_documents(replica, client, number, mark)


def _first_documents(replica: Replica, client: ClientId, number: int, mark: str) -> None:
    """A quote and an invoice of each client; the first client's are out already, under numbers of the cloud."""
    lines = [
        {"description": f"Item {n} {mark}", "quantity": str(n), "unitPrice": "10.5", "taxRate": "19"}
        for n in (1, 2)
    ]
    quote = quotes.create_quote(
        replica, client_id=client, today=TODAY, lines=lines, fields={"title": f"Roof {number} {mark}"}
    ).id
    invoice = invoices.create_invoice(
        replica,
        client_id=client,
        today=TODAY,
        lines=lines,
        fields={"title": f"Wall {number} {mark}", "dueDate": TODAY},
    ).id
    if number == 0:
        quotes.send_quote(replica, id=quote, day=TODAY, online=True)
        invoices.issue_invoice(replica, id=invoice, day=TODAY, online=True)
