"""The world of the demo: one cloud, one network, an office and a technician, each a process, and what is true of them.

Promises: what is said of a replica is read by a fresh read-only connection to its file; what is said of the cloud is
asked of it directly, past the network that can be cut, by a sign-in of its own. Everything ends with `close`.
May not know: the story that is played.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onetool_desktop.domain.canonical_json import canonical_json
from onetool_desktop.domain.collections import COLLECTIONS, SCHEMA
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.proof.children import CloudProcess, DeviceProcess, Network
from onetool_desktop.proof.demo_windows import OpenFile
from onetool_desktop.proof.sample import firm
from onetool_desktop.store import engine, exchange
from onetool_desktop.store.replica import Reads
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.connect import Gate
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.transport import HttpCloud

OFFICE, FIELD = "office", "field"
_SEED = 20_260_101
_PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Person:
    """Who sits at a device, and with what he signs in."""

    name: str
    email: str
    password: str


PEOPLE: Mapping[str, Person] = {
    OFFICE: Person(firm.OWNER_NAME, "joanna@harbourside-heating.example", "copper kettle on the blue stove"),
    FIELD: Person(
        "Rhys Llewellyn", "rhys@harbourside-heating.example", "a lantern under the suspension bridge"
    ),
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a replica holds and what the cloud says it should: sums by collection, and a hash over every value."""

    collections: Mapping[str, Mapping[str, Any]]
    cloud: Mapping[str, Mapping[str, Any]]
    values: str
    cloud_values: str

    @property
    def agrees(self) -> bool:
        """Whether both are the same, collection by collection and value by value."""
        return _counted(self.collections) == _counted(self.cloud) and self.values == self.cloud_values


class World:
    """Cloud, network and two devices in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: list[CloudProcess | Network | DeviceProcess] = []
        self._sessions: dict[str, tuple[HttpCloud, Session]] = {}
        cloud_folder = folder / "cloud"
        cloud_folder.mkdir(parents=True)
        try:
            self.cloud = self._kept(CloudProcess(cloud_folder))
            self.network = self._kept(Network(port=self.cloud.port, cables=(OFFICE, FIELD)))
            self.devices = {
                name: self._kept(DeviceProcess(name, profile=folder / name)) for name in (OFFICE, FIELD)
            }
        except BaseException:
            self.close()
            raise

    @property
    def office(self) -> DeviceProcess:
        """The device in the office."""
        return self.devices[OFFICE]

    @property
    def field(self) -> DeviceProcess:
        """The technician's device."""
        return self.devices[FIELD]

    def begin_business(self, *, today: date, clients: int) -> dict[str, Any]:
        """The office loads the sample business, on its computer alone."""
        return self.office.do("begin_business", seed=_SEED, today=today.isoformat(), clients=clients)

    def connect_office(self) -> None:
        """The office signs up at the cloud and brings its business."""
        owner = PEOPLE[OFFICE]
        base = self.network.urls[OFFICE]
        self.office.do("sign_up", base=base, email=owner.email, password=owner.password, name=owner.name)
        self.office.do("bring_business")

    def connect_field(self, *, user: str) -> None:
        """The technician is invited, signs up, enrols his computer; his records arrive."""
        person = PEOPLE[FIELD]
        found = self.office.do("invite", email=person.email, role="technician", user=user, name=person.name)
        base = self.network.urls[FIELD]
        self.field.do(
            "sign_up",
            base=base,
            email=person.email,
            password=person.password,
            name=person.name,
            invite=found["code"],
        )
        self.field.do("enrol")

    def held(self, name: str) -> Held:
        """What the device `name` holds, beside what the cloud says."""
        facts = self.devices[name].do("facts")
        session = self._session(name)
        db = engine.connect(Path(facts["path"]), key=facts["key"], readonly=True)
        try:
            mine, values = exchange.digest(db), hash_of_values(_live_rows(Reads(db)))
        finally:
            db.close()
        theirs = calls.as_object(session.ask(calls.digest(facts["org"])))["sums"]
        return Held(mine, theirs, values, hash_of_values(_pulled(session, facts)))

    def hand_over(self, name: str) -> OpenFile:
        """Ends the device `name`; what opens its file and signs its person in, for a window to go on with."""
        device, person = self.devices[name], PEOPLE[name]
        facts = device.do("facts")
        device.close()
        self._open.remove(device)
        return OpenFile(facts["path"], facts["key"], self.cloud.url, person.email, person.password)

    def close(self) -> None:
        """Ends every process."""
        for http, _ in self._sessions.values():
            http.close()
        self._sessions.clear()
        for child in reversed(self._open):
            child.terminate() if isinstance(child, CloudProcess) else child.close()
        self._open.clear()

    def _kept(self, child: Any) -> Any:
        self._open.append(child)
        return child

    def _session(self, name: str) -> Session:
        """A sign-in of the proof itself, as the person of that device, past the network."""
        if name not in self._sessions:
            http = HttpCloud(self.cloud.url)
            gate = Gate(http, self.cloud.url, MemorySecrets(), SystemClock(), SystemIds(), "demo")
            person = PEOPLE[name]
            self._sessions[name] = http, gate.sign_in(email=person.email, password=person.password)
        return self._sessions[name][1]


def hash_of_values(rows: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    """SHA-256 over every field of every live row, in order of collection and id."""
    found = hashlib.sha256()
    for (c, row_id), fields in sorted(rows.items()):
        found.update(canonical_json([c, row_id, fields]).encode() + b"\n")
    return found.hexdigest()


def _live_rows(reads: Reads) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Every live row of a replica, by collection and id."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for c in COLLECTIONS:
        for (row_id,) in reads.db.execute(f'SELECT id FROM "{c}"').fetchall():
            row = reads.row(c, row_id)
            if row is not None:
                found[c, row_id] = row.f
    return found


def _pulled(session: Session, facts: Mapping[str, Any]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """Every live row that a fresh pull from the start gives this person."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    cursor: str | None = None
    scopes, more = "", True
    while more:
        args = {"org": facts["org"], "device": facts["device"], "cursor": cursor, "limit": _PAGE}
        answer = session.ask(Call("query", "sync:pull", {**args, "schema": SCHEMA, "scopes": scopes}))
        page = calls.read_page(answer)
        for c, rows in page.rows.items():
            for row in rows:
                if "del" in row:
                    found.pop((c, row["id"]), None)
                else:
                    found[c, row["id"]] = row["f"]
        for c, ids in page.gone.items():
            for row_id in ids:
                found.pop((c, row_id), None)
        scopes, more = page.scopes, page.more or page.phase is not None
        cursor = page.cursor
    return found


def _counted(sums: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    """The sums of collections that hold anything."""
    return {c: (one["count"], one["hash"]) for c, one in sums.items() if one["count"]}
