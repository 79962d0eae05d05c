"""What is asked of a cloud about the people of an organisation: roles, leaving, open invitations, devices
last seen, and a device that was lost.

Promises: each change may be repeated after a fault and does its work once; a cloud that does not tell when it saw a
device is taken at its word. May not know: screens, which lane it runs in; calls block.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from onetool_desktop.domain.ports import Ids
from onetool_desktop.sync import calls
from onetool_desktop.sync.calls import Call
from onetool_desktop.sync.session import Session


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation nobody has taken up: the person's row, where to, as what, good until (ms UTC)."""

    user: str
    email: str
    role: str
    until: int


@dataclass(frozen=True, slots=True)
class Team:
    """What the cloud alone knows of the people; `seen` in ms UTC by device."""

    invited: tuple[Invited, ...]
    seen: Mapping[str, int]


def team(session: Session, org: str) -> Team:
    """The open invitations and when each device last fetched."""
    m = calls.as_object(session.ask(Call("query", "orgs:members", {"org": org})))
    invited = [calls.as_object(one) for one in calls.items(m, "invited")]
    seen = [calls.as_object(one) for one in calls.items(m, "devices")] if "devices" in m else []
    return Team(
        tuple(
            Invited(
                calls.text(one, "user"),
                calls.text(one, "email"),
                calls.text(one, "role"),
                calls.whole(one, "until"),
            )
            for one in invited
        ),
        {calls.text(one, "device"): calls.whole(one, "seen") for one in seen},
    )


def set_role(session: Session, org: str, *, user: str, role: str, ids: Ids) -> None:
    """Gives a member another role."""
    args = {"rid": ids.new_id(), "org": org, "user": user, "role": role}
    session.ask(Call("mutation", "orgs:setRole", args))


def remove(session: Session, org: str, *, user: str, ids: Ids) -> None:
    """Takes a member out of the organisation, or an invitation back."""
    session.ask(Call("mutation", "orgs:remove", {"rid": ids.new_id(), "org": org, "user": user}))


def withdraw(session: Session, org: str, *, device: str, ids: Ids) -> None:
    """Takes away the access of a computer, for good."""
    session.ask(Call("mutation", "devices:withdraw", {"rid": ids.new_id(), "org": org, "device": device}))
