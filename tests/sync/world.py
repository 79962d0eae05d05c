"""A cloud in this process and devices that talk to it without HTTP, over a wire a test can cut."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.passwords import Passwords
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.simulator.network import translated
from onetool_desktop.services import clients
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect, errors
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.settle import settle
from onetool_desktop.sync.steps import Steps
from tests.support.cloud_file import migrated

PASSWORD = "a long password"


def open_service(folder: Path, clock: ManualClock) -> CloudService:
    """A cloud in the file of the folder, fresh if there is none."""
    database = migrated(folder / "cloud.db")
    passwords = Passwords(memory_kib=8, passes=1)
    return CloudService(database, clock=clock, ids=SeededIds(1, clock), passwords=passwords)


@dataclass
class Wire:
    """The way to the cloud. `cut`: nothing passes; `before` and `after` may raise or change what passes."""

    service: CloudService
    cut: bool = False
    before: Callable[[Call], None] = lambda _call: None
    after: Callable[[Call, Any], Any] = lambda _call, value: value
    calls: list[Call] = field(default_factory=list[Call])

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        if self.cut:
            raise errors.UnreachableError("The cloud cannot be reached.")
        self.calls.append(call)
        self.before(call)
        try:
            value = self.service.call(call.kind, call.path, call.args, bearer)
        except CallError as error:
            raise translated(error) from error
        return self.after(call, value)


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


def cut_each_call_once(wire: Wire) -> set[str]:
    """The first answer to every call is lost; the paths that were asked so far."""
    seen: set[str] = set()

    def cut(call: Call, value: Any) -> Any:
        if call.path not in seen:
            seen.add(call.path)
            raise errors.UnreachableError(f"The answer to {call.path} was lost.")
        return value

    wire.after = cut
    return seen


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
