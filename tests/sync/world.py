"""A cloud in this process, its owner's first device, and whoever else is invited."""

from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.cloud.burying import AT_ONCE
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services import clients
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.settle import settle
from onetool_desktop.sync.steps import Steps
from tests.support.cloud_file import migrated
from tests.sync.wire import Wire

PASSWORD = "a long password"


def open_service(folder: Path, clock: ManualClock, *, seed: int = 1, at_once: int = AT_ONCE) -> CloudService:
    """A cloud in the file of the folder, fresh if there is none; one that goes on makes other ids by its seed."""
    database = migrated(folder / "cloud.db")
    passwords = Passwords(memory_kib=8, passes=1)
    ids = SeededIds(seed, clock)
    return CloudService(database, clock=clock, ids=ids, passwords=passwords, at_once=at_once)


@dataclass
class Person:
    """One person at one device."""

    gate: Gate
    session: Session
    wire: Wire
    replica: Replica
    clock: ManualClock

    @property
    def steps(self) -> Steps:
        return connect.steps_of(self.gate, self.session, self.replica)

    def sync(self) -> None:
        """One whole round."""
        settle(self.steps)


def add_client(person: Person, name: str) -> str:
    """A client entered on this person's device; its id."""
    return clients.create_client(person.replica, fields={"companyName": name, "status": "lead"}).id


def names(person: Person) -> list[str]:
    """The clients as this person's device shows them."""
    rows = person.replica.reads().db.execute('SELECT "companyName" FROM clients ORDER BY 1').fetchall()
    return [name for (name,) in rows]


class World:
    """A cloud, its owner's first device, and whoever else is invited."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self.service = open_service(folder, self.clock)
        self.people: list[Person] = []

    def gate(self, clock: ManualClock) -> tuple[Gate, Wire]:
        at = len(self.people) + 2
        wire = Wire(self.service)
        ids = SeededIds(at, clock)
        return Gate(wire, "http://cloud", MemorySecrets(), clock, ids, device_name=f"Device {at}"), wire

    def owner(self) -> Person:
        """The first device of a new organisation."""
        clock = ManualClock()
        gate, wire = self.gate(clock)
        session = gate.sign_up(email="owner@example.com", password=PASSWORD, name="Olga")
        connect.found_organisation(
            session, name="Brook & Sons", currency="EUR", timezone="Europe/Berlin", ids=gate.ids
        )
        return self._enrolled(gate, wire, session, clock)

    def again(self, person: Person) -> Person:
        """Another device of the same person."""
        clock = ManualClock(person.clock.now_ms())
        gate, wire = self.gate(clock)
        session = gate.sign_in(email=person.session.account.email, password=PASSWORD)
        return self._enrolled(gate, wire, session, clock)

    def colleague(self, owner: Person, *, role: str = "office") -> Person:
        """Another person with a device."""
        clock = ManualClock(owner.clock.now_ms())
        gate, wire = self.gate(clock)
        email = f"person{len(self.people)}@example.com"
        invited = connect.invite(
            owner.session, owner.replica.identity.org, email=email, role=role, ids=owner.gate.ids
        )
        session = gate.sign_up(email=email, password=PASSWORD, name="Paul", invite=invited.code)
        return self._enrolled(gate, wire, session, clock)

    def _enrolled(self, gate: Gate, wire: Wire, session: Session, clock: ManualClock) -> Person:
        (organisation,) = connect.organisations(session)
        path = self.folder / f"device{len(self.people)}.db"
        replica = connect.enrol(gate, session, organisation, path=path, key=None)
        person = Person(gate, session, wire, replica, clock)
        self.people.append(person)
        person.sync()
        return person

    def close(self) -> None:
        for person in self.people:
            person.replica.close()
        self.service.database.close()


def two_at_one_client(world: World) -> tuple[Person, Person, str]:
    """An owner and a colleague, and a client that both have written to; what the colleague wrote is not sent yet."""
    owner = world.owner()
    colleague = world.colleague(owner)
    client = add_client(owner, "Harbour")
    owner.sync()
    colleague.sync()
    clients.edit_client(colleague.replica, id=ClientId(client), fields={"companyName": "Harbour Bakery"})
    return owner, colleague, client
