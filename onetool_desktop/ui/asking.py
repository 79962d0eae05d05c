"""What a screen asks of the cloud beside the engine: people, roles, invitations, numbers that wait, a sign-in that ran
out.

Promises: each call is made as the person who is signed in, over a connection of its own that is closed again; it
blocks and belongs in a lane. May not know: the engine, windows.
"""

import platform
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, TypeVar

from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.translate import _

if TYPE_CHECKING:
    from onetool_desktop.store.replica import Replica
    from onetool_desktop.sync.numbers import MainSeries
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.team import Team
    from onetool_desktop.sync.transport import HttpCloud

T = TypeVar("T")


class Asking:
    """The calls; `meet` gives who is signed in, the line to his cloud, and the organisation."""

    def __init__(self, meet: "Callable[[], tuple[Session, HttpCloud, str]]", ids: Ids) -> None:
        self._meet = meet
        self._ids = ids

    def invite(self, email: str, role: str, user: str = "") -> str:
        """Lets a person into the organisation, `user` where he has a row already; the code to give to him."""
        from onetool_desktop.sync import connect

        return self._ask(
            lambda session, org: (
                connect.invite(session, org, email=email, role=role, ids=self._ids, user=user).code
            )
        )

    def team(self) -> "Team":
        """What the cloud alone knows of the people."""
        from onetool_desktop.sync.team import team

        return self._ask(team)

    def set_role(self, user: str, role: str) -> None:
        """Gives a member another role."""
        from onetool_desktop.sync.team import set_role

        self._ask(lambda session, org: set_role(session, org, user=user, role=role, ids=self._ids))

    def remove(self, user: str) -> None:
        """Takes a member out of the organisation, or an invitation back."""
        from onetool_desktop.sync.team import remove

        self._ask(lambda session, org: remove(session, org, user=user, ids=self._ids))

    def withdraw(self, device: str) -> None:
        """Takes away the access of a computer."""
        from onetool_desktop.sync.team import withdraw

        self._ask(lambda session, org: withdraw(session, org, device=device, ids=self._ids))

    def numbers(self) -> "MainSeries":
        """What the cloud knows of the main series."""
        from onetool_desktop.sync.numbers import known

        return self._ask(known)

    def release_numbers(self, epoch: str, above: "Mapping[str, int]") -> "Mapping[str, int]":
        """Has numbers of the main series given again above these; the last of each kind after that."""
        from onetool_desktop.sync.numbers import release

        return self._ask(lambda session, org: release(session, org, epoch=epoch, above=above, ids=self._ids))

    def sign_in(self, password: str) -> None:
        """Signs the person in again, for the engine to go on with; what waits to be sent stays as it is."""
        self._ask(lambda session, _org: session.sign_in(password, device_name=device_name()))

    def end_bringing(self, replica: "Replica") -> None:
        """Opens a business that was sent whole to others."""
        from onetool_desktop.sync import connect

        self._ask(lambda session, _org: connect.end_bringing(session, replica, ids=self._ids))

    def fetch_all(self, replica: "Replica") -> bool:
        """Fetches more of what only the cloud has of a business that is to leave it; whether that was all."""
        from onetool_desktop.sync import leaving

        return self._ask(lambda session, _org: leaving.fetch(session, replica))

    def end_leaving(self, replica: "Replica", without: "Collection[str]" = ()) -> None:
        """Makes the business this computer's own, without these files; in the write lane, so that nothing is saved
        meanwhile.
        """
        from onetool_desktop.sync import leaving

        self._ask(lambda session, _org: leaving.end(session, replica, without=without))

    def _ask(self, call: "Callable[[Session, str], T]") -> T:
        session, cloud, org = self._meet()
        try:
            return call(session, org)
        finally:
            cloud.close()


def device_name() -> str:
    """What this computer is called."""
    return platform.node() or _("This computer")
