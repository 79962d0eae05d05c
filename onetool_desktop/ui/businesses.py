"""The businesses of a profile: the one opened last, a new one, a sample, one from a cloud.

Promises: every replica is encrypted under a key of its own in the keyring; which business was open last stands in the
profile's settings, never a secret; a business that could not be made leaves nothing behind that would be opened next.
Calls block and belong in the write lane, but for the one at the start. May not know: windows.

Why: what talks to a cloud is imported when there is one: the HTTP library alone is a tenth of a second of every start.
"""

import platform
import secrets
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onetool_desktop.changes.wire import Invalid
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.money import CURRENCIES
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.platform.keyring_store import KeyringSecrets, SecretsUnavailableError, replica_key_entry
from onetool_desktop.platform.paths import Profile
from onetool_desktop.services.organisation import new_identity, open_business
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.office import WindowMemory

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Gate
    from onetool_desktop.sync.driver import Driver
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.transport import HttpCloud

T = TypeVar("T")
_LOCAL = "this computer"  # the account of a business no cloud has met
_KEYS = ("account", "org", "base", "email", "user")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open business and, if it has a cloud, its engine."""

    replica: Replica
    driver: "Driver | None" = None
    cloud: "HttpCloud | None" = None

    def start_sync(self) -> None:
        """Begins to sync, if there is a cloud."""
        if self.driver is not None:
            self.driver.start()

    def stop_sync(self) -> None:
        """Ends syncing; what waits stays here."""
        if self.driver is not None:
            self.driver.stop()

    def close(self) -> None:
        """Closes the file; the lanes are done."""
        if self.cloud is not None:
            self.cloud.close()
        self.replica.close()


class Businesses:
    """Makes and opens businesses under one profile."""

    def __init__(
        self, profile: Profile, *, memory: WindowMemory, lanes: Lanes, clock: Clock, ids: Ids
    ) -> None:
        self._profile = profile
        self._memory = memory
        self._lanes = lanes
        self._clock = clock
        self._ids = ids
        self._secrets = KeyringSecrets(profile.keyring_service, submit=self._elsewhere)

    def open_last(self) -> Opened | None:
        """The business that was open when the program ended; None at the first start."""
        known = self._memory.load()
        account, org = known.get("account", ""), known.get("org", "")
        path = self._profile.replica_path(account, org)
        if not org or not path.exists():
            return None
        key = None if known.get("plain") else self._secrets.get(replica_key_entry(account, org))
        replica = Replica.open(path, key=key, clock=self._clock, ids=self._ids)
        if not replica.identity.connected or not known.get("base"):
            return Opened(replica)
        from onetool_desktop.sync.session import Account

        gate, cloud = self._gate(known["base"])
        session = gate.session(Account(user=known["user"], email=known["email"], base=known["base"]))
        return self._joined(replica, gate, session, cloud)

    def make(self, given: dict[str, str]) -> Opened:
        """A new business on this computer: `name`, `owner`, `currency`, `timezone`."""
        currency = given["currency"].upper()
        if currency not in CURRENCIES:
            raise Invalid("currency", "Use the three letters of your currency, such as EUR or GBP.")
        try:
            ZoneInfo(given["timezone"])
        except (ZoneInfoNotFoundError, ValueError):
            raise Invalid("timezone", "Use the name of a time zone, such as Europe/Berlin.") from None
        replica = self._created(given["name"], key=secrets.token_hex(32))
        open_business(
            replica, name=given["name"], currency=currency, timezone=given["timezone"], owner=given["owner"]
        )
        self._remember(account=_LOCAL, org=replica.identity.org)
        return Opened(replica)

    def make_sample(self, fill: Callable[[Replica, Ids], object]) -> Opened:
        """The sample business. Made up from end to end, it may lie open where there is no keyring for a key."""
        try:
            replica, plain = self._created("Sample", key=secrets.token_hex(32)), ""
        except SecretsUnavailableError:
            replica, plain = self._created("Sample", key=None), "yes"
        fill(replica, self._ids)
        self._remember(account=_LOCAL, org=replica.identity.org, plain=plain)
        return Opened(replica)

    def connect(self, given: dict[str, str]) -> Opened:
        """This computer as a device of the person's organisation: `base`, `email`, `password`."""
        from onetool_desktop.sync import connect

        gate, cloud = self._gate(given["base"])
        try:
            session = gate.sign_in(email=given["email"], password=given["password"])
            organisations = connect.organisations(session)
            if not organisations:
                raise SentenceError(
                    "You are signed in, but belong to no organisation yet.",
                    safe="Nothing was changed on this computer.",
                    next_step="Ask for an invitation, or begin a new business on this computer.",
                )
            org, account = organisations[0].org, session.account
            path, key = self._place(account.key, org), secrets.token_hex(32)
            self._secrets.set(replica_key_entry(account.key, org), key)
            replica = connect.enrol(gate, session, organisations[0], path=path, key=key)
        except BaseException:
            cloud.close()
            raise
        self._remember(
            account=account.key, org=org, base=account.base, email=account.email, user=account.user
        )
        return self._joined(replica, gate, session, cloud)

    def _joined(self, replica: Replica, gate: "Gate", session: "Session", cloud: "HttpCloud") -> Opened:
        from onetool_desktop.sync import connect
        from onetool_desktop.sync.engine import make_driver

        steps = connect.steps_of(gate, session, replica)
        driver = make_driver(steps, session, http=cloud, lanes=self._lanes, clock=self._clock)
        return Opened(replica, driver, cloud)

    def _created(self, name: str, *, key: str | None) -> Replica:
        identity = new_identity(ids=self._ids, name=name)
        if key is not None:
            self._secrets.set(replica_key_entry(_LOCAL, identity.org), key)
        path = self._place(_LOCAL, identity.org)
        return Replica.create(path, identity, key=key, clock=self._clock, ids=self._ids)

    def _gate(self, base: str) -> "tuple[Gate, HttpCloud]":
        from onetool_desktop.sync.connect import Gate
        from onetool_desktop.sync.transport import HttpCloud

        cloud = HttpCloud(base)
        gate = Gate(
            cloud=cloud,
            base=cloud.base,
            secrets=self._secrets,
            clock=self._clock,
            ids=self._ids,
            device_name=platform.node() or "This computer",
        )
        return gate, cloud

    def _place(self, account: str, org: str) -> Path:
        path = self._profile.replica_path(account, org)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return path

    def _remember(self, **facts: str) -> None:
        with suppress(OSError):
            self._memory.keep({**dict.fromkeys((*_KEYS, "plain"), ""), **facts})

    def _elsewhere(self, call: Callable[[], T], /) -> "Future[T]":
        return self._lanes.submit(Lane.TRANSFER, call)
