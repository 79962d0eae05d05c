"""The clouds of the businesses of a profile: the line to one, who is signed in there, the engine of an open business.

Promises: nothing is asked before it is needed; this computer is enrolled as a new device where its file is a new one.
Calls block, but for the making of the engine. May not know: notes, windows.

Why: what talks to a cloud is imported when there is one: the HTTP library alone is a tenth of a second of every start.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.platform.keyring_store import Secrets
from onetool_desktop.store.alone import Left
from onetool_desktop.store.lanes import Lanes
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.asking import device_name
from onetool_desktop.ui.entering import line_to
from onetool_desktop.ui.opened import Opened, not_fetched

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Gate, Organisation
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.transport import HttpCloud


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessClouds:
    """Makes them; `lock` gives up the key of a replica whose person lost access."""

    secrets: Secrets
    lanes: Lanes
    clock: Clock
    ids: Ids
    lock: Callable[[str, str], None]

    def gate(self, base: str) -> "tuple[Gate, HttpCloud]":
        """The way into the cloud at an address, and the line to it, which the caller closes. Raises `FieldError`."""
        from onetool_desktop.sync.connect import Gate

        cloud = line_to(base)
        gate = Gate(
            cloud=cloud,
            base=cloud.base,
            secrets=self.secrets,
            clock=self.clock,
            ids=self.ids,
            device_name=device_name(),
        )
        return gate, cloud

    def signed_in(self, known: Mapping[str, str]) -> "tuple[Gate, Session, HttpCloud]":
        """The same with the person who is signed in."""
        from onetool_desktop.sync.session import Account

        gate, cloud = self.gate(known["base"])
        session = gate.session(Account(user=known["user"], email=known["email"], base=known["base"]))
        return gate, session, cloud

    def sign_out(self, known: Mapping[str, str]) -> None:
        """Forgets who is signed in, here and, with a network, at the cloud."""
        from onetool_desktop.sync.errors import CloudError

        _gate, session, cloud = self.signed_in(known)
        try:
            session.sign_out()
        except CloudError:
            pass  # without a network the cloud's copy of the token runs out by itself
        finally:
            cloud.close()

    def farewell(self, replica: Replica, left: Left, *, sign_out: bool) -> None:
        """Has the cloud that a business left forget this computer, and its sign-in where no other one here needs it."""
        from onetool_desktop.sync.leaving import farewell

        _gate, session, cloud = self.signed_in({"base": left.base, "email": left.email, "user": left.user})
        try:
            farewell(session, replica, ids=self.ids, sign_out=sign_out)
        finally:
            cloud.close()

    def enrolled(self, known: Mapping[str, str], note: Mapping[str, str]) -> Identity:
        """This computer as a new device, so that the cloud takes its numbers for new ones."""
        from onetool_desktop.sync import connect
        from onetool_desktop.sync.errors import CloudError

        gate, session, cloud = self.signed_in(known)
        organisation = connect.Organisation(known["org"], "", note["person"], note.get("role", ""))
        try:
            return connect.enrolled(gate, session, organisation)
        except CloudError as error:
            raise not_fetched(error.happened) from error
        finally:
            cloud.close()

    @staticmethod
    def arriving(
        gate: "Gate", session: "Session", organisation: "Organisation", *, path: Path, key: str
    ) -> Replica:
        """A fresh replica of a new device of the organisation, at `path`."""
        from onetool_desktop.sync import connect

        return connect.enrol(gate, session, organisation, path=path, key=key)

    def joined(
        self, replica: Replica, gate: "Gate", session: "Session", cloud: "HttpCloud", *, account: str
    ) -> Opened:
        """The open business with its engine."""
        from onetool_desktop.sync import connect
        from onetool_desktop.sync.engine import HttpPast, make_driver, make_transfers

        org = replica.identity.org
        steps = replace(connect.steps_of(gate, session, replica), lock=lambda: self.lock(account, org))
        driver = make_driver(steps, session, http=cloud, lanes=self.lanes, clock=self.clock)
        past = HttpPast(cloud.base, session, org)
        files = make_transfers(steps, session, driver=driver, base=cloud.base, lanes=self.lanes)
        shown = f"{session.account.email} · {session.account.base}"
        return Opened(replica, driver, cloud, past=past, files=files, account=shown)
