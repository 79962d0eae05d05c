"""A headless device: profile, encrypted replica, keyring in memory, sync engine, all real, without a window.

Promises: it runs the services, lanes and engine that the application runs; a command that changes something is answered
after it is durable. Secrets live in the memory of this process alone, which the first line it prints says.
May not know: the other devices, whether the network is there.

Spoken to by lines of JSON on standard input, `{"do": word, "args": {…}}`, answered by one line each: `{"value": …}` or
`{"refused": sentence}`. The end of the input ends it in good order.
"""

import argparse
import json
import secrets
import sys
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from hashlib import sha256, shake_256
from pathlib import Path
from threading import Condition
from typing import Any, TypeVar

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import AttachmentId
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_memory import install_memory_keyring
from onetool_desktop.platform.keyring_store import KeyringSecrets, replica_key_entry
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.proof import device_verbs
from onetool_desktop.proof.push_counts import CountingCloud
from onetool_desktop.proof.sample.load import load_sample
from onetool_desktop.proof.sample.values import Size
from onetool_desktop.services.attachments import NewFile, add_file, fetch_files, store_file
from onetool_desktop.services.organisation import new_identity
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import connect
from onetool_desktop.sync.connect import Gate, Organisation
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.engine import make_driver, make_transfers
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.sync.transfer_lane import TransferLane
from onetool_desktop.sync.transport import HttpCloud

T = TypeVar("T")
NO_CLOUD = frozenset({Kind.OFFLINE, Kind.STOPPED, Kind.SIGNIN})
_LOCAL = "this computer"  # the account of a business no cloud has met


class Device:
    """One device; each public method is a command, its arguments the command's."""

    def __init__(self, *, name: str, profile: Path) -> None:
        install_memory_keyring()
        self.name = name
        self.profile = open_profile(profile)
        self.lanes = ThreadLanes()
        self.clock, self.ids = SystemClock(), SystemIds()
        self.secrets = KeyringSecrets(self.profile.keyring_service, submit=self._elsewhere)
        self._replica: Replica | None = None
        self._gate: Gate | None = None
        self._session: Session | None = None
        self._driver: Driver | None = None
        self._files: TransferLane | None = None
        self._cloud: CountingCloud | None = None
        self._http: HttpCloud | None = None
        self._kind_changed = Condition()

    @property
    def replica(self) -> Replica:
        """The open replica."""
        if self._replica is None:
            raise SentenceError("There is no business here yet.", safe="", next_step="Begin one, or connect.")
        return self._replica

    @property
    def session(self) -> Session:
        """The signed-in person."""
        if self._session is None:
            raise SentenceError("Nobody is signed in here.", safe="", next_step="Sign in.")
        return self._session

    def begin_business(self, *, seed: int, today: str, clients: int) -> dict[str, Any]:
        """A business on this computer alone, filled with the sample."""
        identity = new_identity(ids=self.ids, name="")
        path = self._place(identity.org)
        self._replica = Replica.create(
            path, identity, key=self._new_key(identity.org), clock=self.clock, ids=self.ids
        )
        staff = self.in_write_lane(
            lambda: load_sample(
                self.replica, seed=seed, today=date.fromisoformat(today), ids=self.ids, size=Size.of(clients)
            )
        )
        return {"owner": staff.owner, "office": staff.office, "technicians": staff.technicians}

    def sign_up(self, *, base: str, email: str, password: str, name: str, invite: str = "") -> None:
        """A new account at the cloud behind `base`."""
        self._session = self._at(base).sign_up(
            email=email, password=password, name=name, invite=invite or None
        )

    def sign_in(self, *, base: str, email: str, password: str) -> None:
        """An account that is there."""
        self._session = self._at(base).sign_in(email=email, password=password)

    def bring_business(self) -> None:
        """Moves the business of this computer to the cloud, and keeps it in step from now on."""
        gate = self._known_gate()
        self.in_write_lane(lambda: connect.bring(gate, self.session, self.replica))
        self._start()

    def invite(self, *, email: str, role: str, user: str, name: str) -> dict[str, str]:
        """Lets a person of the team in."""
        org = self.replica.identity.org
        found = connect.invite(self.session, org, email=email, role=role, ids=self.ids, name=name, user=user)
        return {"user": found.user, "code": found.code}

    def enrol(self) -> None:
        """Makes this computer a device of the person's organisation; records begin to arrive."""
        organisation: Organisation = connect.organisations(self.session)[0]
        path, key = self._place(organisation.org), self._new_key(organisation.org)
        self._replica = connect.enrol(self._known_gate(), self.session, organisation, path=path, key=key)
        self._start()

    def open_again(self, *, org: str, key: str) -> None:
        """Opens the replica after a sudden end; whoever kept the key brings it."""
        self._replica = Replica.open(self._place(org), key=key, clock=self.clock, ids=self.ids)
        if self._session is not None:
            self._start()

    def do(self, *, verb: str, **args: Any) -> dict[str, Any]:
        """A verb of the services, in the write lane, with its effect on the engine."""
        answer = self.in_write_lane(
            lambda: device_verbs.run(self.replica, verb, args, online=self.status()["kind"] not in NO_CLOUD)
        )
        if self._driver is not None:
            self._driver.nudge()
        return answer

    def add_photo(self, *, client: str, seed: int, size: int) -> dict[str, str]:
        """A photo of a client, made of the seed; its bytes follow by themselves."""
        data = shake_256(f"photo {seed}".encode()).digest(size)
        new = NewFile(name=f"{seed}.jpg", kind="photo", mime="image/jpeg", data=[data])
        file = store_file(self.replica, new)
        made = self.in_write_lane(lambda: add_file(self.replica, home="clientId", home_id=client, file=file))
        if self._driver is not None:
            self._driver.nudge()
        return {"id": made.id, "sha256": sha256(data).hexdigest()}

    def fetch_file(self, *, id: str) -> None:
        """Asks for a file that is not here."""
        self.in_write_lane(lambda: fetch_files(self.replica, ids=[AttachmentId(id)]))

    def wait_files(self, *, seconds: float) -> bool:
        """Waits until no file can be moved before something changes."""
        if self._files is None:
            return False
        self._files.hope()
        return self._files.wait_idle(seconds)

    def read(self, *, what: str, **args: Any) -> Any:
        """A question to the replica (`device_verbs.READS`)."""
        return device_verbs.read(self.replica, what, args)

    def status(self) -> dict[str, Any]:
        """What the sync chip shows."""
        if self._driver is None:
            return {"kind": Kind.STOPPED, "waiting": 0, "attention": 0, "sentence": ""}
        now = self._driver.status
        return {
            "kind": now.kind,
            "waiting": now.waiting,
            "attention": now.attention,
            "sentence": now.sentence,
        }

    def press_sync(self) -> None:
        """The person presses Sync."""
        if self._driver is not None:
            self._driver.sync_now()

    def wait_for(self, *, kind: str, seconds: float) -> bool:
        """Waits until the chip shows this kind; the engine finds out by itself."""
        driver = self._driver
        with self._kind_changed:
            return driver is not None and self._kind_changed.wait_for(
                lambda: driver.status.kind == kind, seconds
            )

    def wait_settled(self, *, seconds: float) -> bool:
        """Waits until everything is sent, fetched and applied."""
        return self._driver is not None and self._driver.wait_idle(seconds)

    def facts(self) -> dict[str, Any]:
        """Whose replica this is and where it lies; with its key, for whoever proves what it holds."""
        identity = self.replica.identity
        names = ("org", "user_id", "device", "author", "series", "role", "connected")
        return {
            **{name: getattr(identity, name) for name in names},
            "path": str(self.replica.path),
            "key": self.replica.key,
            "calls": self._cloud.counts() if self._cloud else {},
        }

    def close(self) -> None:
        """Ends in good order."""
        if self._files is not None:
            self._files.stop()
        if self._driver is not None:
            self._driver.stop()
        self.lanes.close()
        if self._replica is not None:
            self._replica.close()
        if self._files is not None:
            self._files.close()
        if self._http is not None:
            self._http.close()

    def in_write_lane(self, call: Callable[[], T]) -> T:
        """The result of a call in the write lane."""
        return self.lanes.submit(Lane.WRITE, call).result()

    def _elsewhere(self, call: Callable[[], T]) -> "Future[T]":
        return self.lanes.submit(Lane.SECRETS, call)

    def _at(self, base: str) -> Gate:
        if self._http is not None:
            self._http.close()
        self._http = HttpCloud(base)
        self._cloud = CountingCloud(self._http)
        self._gate = Gate(
            cloud=self._cloud,
            base=base,
            secrets=self.secrets,
            clock=self.clock,
            ids=self.ids,
            device_name=self.name,
        )
        return self._gate

    def _line(self) -> HttpCloud:
        if self._http is None:
            raise SentenceError("No cloud is known here yet.", safe="", next_step="Sign in.")
        return self._http

    def _known_gate(self) -> Gate:
        if self._gate is None:
            raise SentenceError("No cloud is known here yet.", safe="", next_step="Sign in.")
        return self._gate

    def _start(self) -> None:
        steps = connect.steps_of(self._known_gate(), self.session, self.replica)
        self._driver = make_driver(steps, self.session, http=self._line(), lanes=self.lanes, clock=self.clock)
        self._driver.listen_status(self._hear)
        self._files = make_transfers(
            steps, self.session, driver=self._driver, base=self._line().base, lanes=self.lanes
        )
        self._driver.start()
        self._files.start()

    def _hear(self, _status: SyncStatus) -> None:
        with self._kind_changed:
            self._kind_changed.notify_all()

    def _place(self, org: str) -> Path:
        path = self.profile.replica_path(_LOCAL, org)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def _new_key(self, org: str) -> str:
        key = secrets.token_hex(32)
        self.secrets.set(replica_key_entry(_LOCAL, org), key)
        return key


COMMANDS = frozenset(
    {
        "begin_business", "sign_up", "sign_in", "bring_business", "invite", "enrol", "open_again", "do", "read",
        "status", "press_sync", "wait_for", "wait_settled", "facts", "add_photo", "fetch_file", "wait_files",
    }
)  # fmt: skip


def obey(device: Device, line: str) -> dict[str, Any]:
    """The answer to one line."""
    order = json.loads(line)
    word = order["do"]
    if word not in COMMANDS:
        return {"refused": f"A device does not know the word {word!r}."}
    try:
        return {"value": getattr(device, word)(**order.get("args", {}))}
    except SentenceError as error:
        return {"refused": str(error)}


def main() -> None:
    """Runs a device until its input ends."""
    parser = argparse.ArgumentParser(description="A device without a window.")
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--name", required=True)
    args = parser.parse_args()
    device = Device(name=args.name, profile=args.profile)
    _say({"keys": device.secrets.describe()})
    try:
        for line in sys.stdin:
            _say(obey(device, line))
    finally:
        device.close()


def _say(value: dict[str, Any]) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    main()
