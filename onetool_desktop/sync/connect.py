"""The ways in: sign up, sign in, found or join an organisation, enrol this computer, bring a local business along.

Promises: each step may be repeated after a fault and does its work once; nothing on this computer changes before the
cloud has answered; a business that moves to a cloud keeps its ids, stamps and numbers, and is opened to others only
when both sides hold the same records.
May not know: screens, which lane it runs in; calls block.

Why: the ids of the requests that found an organisation and enrol its first device follow from the business itself, so
that a move that was cut off goes on with the answers it had, instead of asking the person to begin again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from onetool_desktop.changes.fold import computed_id
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.keyring_store import Secrets
from onetool_desktop.store import carrying, exchange, outbox
from onetool_desktop.store.replica import Identity, Replica
from onetool_desktop.sync import calls, errors
from onetool_desktop.sync.calls import Call, Cloud
from onetool_desktop.sync.carrying import carry
from onetool_desktop.sync.session import Account, Session
from onetool_desktop.sync.settle import NotSettledError, settle
from onetool_desktop.sync.status import SyncStatus
from onetool_desktop.sync.steps import Steps

PRODUCT = "onetool"
CONTRACT = 1


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation the signed-in person belongs to, and as whom."""

    org: str
    name: str
    user: str
    role: str
    importing: bool = False


@dataclass(frozen=True, slots=True)
class Invitation:
    """A person invited: the id of his row, and the code that lets him in."""

    user: str
    code: str


@dataclass(frozen=True, slots=True)
class Gate:
    """A cloud and this computer: everything a way in needs."""

    cloud: Cloud
    base: str
    secrets: Secrets
    clock: Clock
    ids: Ids
    device_name: str

    def look(self) -> None:
        """Makes sure a OneTool cloud of this contract answers; else `NotOursError` with a sentence."""
        try:
            info = calls.as_object(self.cloud.call(Call("query", "meta:info", {})))
        except (errors.UnreachableError, errors.BusyError) as error:
            raise _not_reached(error) from error
        except errors.FaultError as error:
            raise errors.NotOursError(
                _("Something answered at this address, but not as a OneTool cloud does."),
                safe=_("Nothing was changed."),
                next_step=_("Check the address of the cloud; if it is right, ask whoever runs the cloud."),
            ) from error
        if info.get("product") != PRODUCT:
            raise errors.NotOursError(
                _("Something answered at this address, but it is not a OneTool cloud."),
                safe=_("Nothing was changed."),
                next_step=_("Check the address of the cloud."),
            )
        if calls.whole(info, "contract") != CONTRACT:
            raise errors.NotOursError(
                _("This cloud speaks another version than this program."),
                safe=_("Nothing was changed."),
                next_step=_("Update OneTool Desktop, or ask whoever runs the cloud to update it."),
            )

    def sign_up(self, *, email: str, password: str, name: str, invite: str | None = None) -> Session:
        """A new account; with the code of an invitation, a member at once."""
        args = {"email": email, "password": password, "name": name, "deviceName": self.device_name}
        return self._enter("auth:signUp", email, args | ({"invite": invite} if invite else {}))

    def sign_in(self, *, email: str, password: str, invite: str | None = None) -> Session:
        """An account that is there, a member too with the code of an invitation; a wrong password is an
        `UnauthenticatedError` with the cloud's sentence.
        """
        args = {"email": email, "password": password, "deviceName": self.device_name}
        return self._enter("auth:signIn", email, args | ({"invite": invite} if invite else {}))

    def session(self, account: Account) -> Session:
        """The session of an account that signed in before, from what the keyring holds."""
        return Session(self.cloud, self.secrets, account, ids=self.ids)

    def _enter(self, path: str, email: str, args: dict[str, Any]) -> Session:
        self.look()
        rid = self.ids.new_id()
        tokens = calls.as_object(self.cloud.call(Call("mutation", path, {"rid": rid, **args})))
        user = tokens.get("user")
        account = Account(
            user=user if isinstance(user, str) else "", email=email.strip().casefold(), base=self.base
        )
        session = self.session(account)
        session.adopt(tokens)
        return session


def _not_reached(error: errors.CloudError) -> errors.UnreachableError:
    """Why a way in stays closed. Nobody tries again by himself here, unlike the engine: the person does."""
    return errors.UnreachableError(
        error.happened,
        safe=_("Nothing was changed."),
        next_step=_("Check the address of the cloud and your network, then try again."),
    )


def organisations(session: Session) -> tuple[Organisation, ...]:
    """The organisations of the signed-in person."""
    found = calls.as_object(session.ask(Call("query", "orgs:list", {}))).get("orgs")
    if not isinstance(found, list):
        raise calls.strange()
    return tuple(_organisation(item) for item in cast(list[object], found))


def found_organisation(
    session: Session, *, name: str, currency: str, timezone: str, ids: Ids
) -> Organisation:
    """A new, empty organisation owned by the signed-in person."""
    args = {"rid": ids.new_id(), "id": ids.new_id(), "name": name, "currency": currency, "timezone": timezone}
    made = calls.as_object(session.ask(Call("mutation", "orgs:create", args)))
    return Organisation(calls.text(made, "org"), name, calls.text(made, "user"), "owner")


def invite(
    session: Session, org: str, *, email: str, role: str, ids: Ids, name: str = "", user: str = ""
) -> Invitation:
    """Lets a person into the organisation; `user` is the row of somebody on the team already."""
    args = {"rid": ids.new_id(), "org": org, "email": email, "role": role}
    args |= {key: value for key, value in (("name", name), ("user", user)) if value}
    made = calls.as_object(session.ask(Call("mutation", "orgs:invite", args)))
    return Invitation(calls.text(made, "user"), calls.text(made, "code"))


def enrol(
    gate: Gate, session: Session, organisation: Organisation, *, path: Path, key: str | None
) -> Replica:
    """Makes this computer a device of the organisation, with an empty replica that is to arrive."""
    identity = enrolled(gate, session, organisation)
    return Replica.create(path, identity, key=key, clock=gate.clock, ids=gate.ids)


def enrolled(gate: Gate, session: Session, organisation: Organisation) -> Identity:
    """Whose a replica is that this computer makes as a new device of the organisation."""
    call = calls.enrol(organisation.org, rid=gate.ids.new_id(), name=gate.device_name)
    made = calls.as_object(session.ask(call))
    device = calls.text(made, "device")
    return Identity(
        org=organisation.org,
        user_id=organisation.user,
        device=device,
        author=device[-8:],
        series=calls.text(made, "series"),
        role=organisation.role,
        org_name=organisation.name,
        epoch=calls.text(made, "epoch"),
        connected=True,
    )


def bring(
    gate: Gate,
    session: Session,
    replica: Replica,
    *,
    told: Callable[[SyncStatus], None] = lambda _status: None,
) -> None:
    """Moves a business that lived on this computer alone to the cloud; may be called again after a fault."""
    begin_bringing(gate, session, replica)
    settle(steps_of(gate, session, replica), told=told)
    end_bringing(session, replica, ids=gate.ids)


def begin_bringing(gate: Gate, session: Session, replica: Replica) -> None:
    """Founds the organisation of a local business and enrols this computer as what it is; the engine may send then.

    One that was at a cloud is brought to another with all it had there first. Raises a sentence where it is here.
    """
    before, was_at_cloud = replica.identity.epoch, carrying.was_at_cloud(replica.reads().db)
    try:
        epoch = _made_ready(gate, session, replica)
    except errors.RefusedError as error:
        if before or not was_at_cloud:
            raise
        raise _has_a_copy() from error
    if not was_at_cloud or before == epoch:
        _become(replica, epoch=epoch)
        return
    try:
        carry(session, replica, epoch=epoch)
    except errors.RefusedError as error:
        has_a_copy = error.code == "forbidden" or not _is_coming(session, replica)
        raise (_has_a_copy() if has_a_copy else _not_taken(error)) from error


def end_bringing(session: Session, replica: Replica, *, ids: Ids) -> None:
    """Opens the organisation to others once everything was sent. Refused while the two sides differ, and
    `NotSettledError` where something was saved since.

    Saves pass meanwhile; numbers alone wait, since the cloud takes those of this computer while importing only.
    """
    with replica.numbers_held():
        last_n = replica.hand.last_n
        if outbox.counts(replica.reads().db)[outbox.WAITING]:
            raise _saved_since()
        sums = exchange.digest(replica.reads().db)
        args = {"rid": ids.new_id(), "org": replica.identity.org, "sums": sums}
        try:
            session.ask(Call("mutation", "orgs:opened", args))
        except errors.RefusedError as error:
            if replica.hand.last_n == last_n:
                raise
            raise _saved_since() from error
        _become(replica, connected=True)


def _is_coming(session: Session, replica: Replica) -> bool:
    """Whether the cloud takes this business for one that is only just being brought."""
    return any(one.importing for one in organisations(session) if one.org == replica.identity.org)


def _not_taken(error: errors.RefusedError) -> SentenceError:
    """A row of it is one that this cloud cannot read, or the cloud takes none at all."""
    return SentenceError(
        _("This cloud cannot take this business: {reason}").format(reason=error.happened),
        safe=_("Nothing was changed."),
        next_step=_("Ask whoever runs the cloud to update it, then try again."),
    )


def _has_a_copy() -> SentenceError:
    return SentenceError(
        _("This cloud has a copy of this business already."),
        safe=_("Nothing was changed."),
        next_step=_("To work there again, choose to open another business, and connect to that cloud."),
    )


def _saved_since() -> NotSettledError:
    return NotSettledError(
        _("Something was saved since and is still to be sent."),
        safe=_("Nothing you entered is lost."),
        next_step=_("Try again; it goes on where it stopped."),
    )


def steps_of(gate: Gate, session: Session, replica: Replica) -> Steps:
    """The engine's hands for this replica and this person."""
    return Steps(
        replica=replica,
        ask=session.ask,
        renew=session.renew,
        clock=gate.clock,
        ids=gate.ids,
        device_name=gate.device_name,
    )


def _made_ready(gate: Gate, session: Session, replica: Replica) -> str:
    """The epoch of a cloud that takes this business, and this computer as what it is."""
    identity = replica.identity
    _found_for(session, replica)
    rid = computed_id(identity.org, "devices", f"enrol:{identity.device}")
    args = {"rid": rid, "org": identity.org, "name": gate.device_name}
    args |= {"device": identity.device, "series": identity.series}
    made = calls.as_object(session.ask(Call("mutation", "devices:enrol", args)))
    return calls.text(made, "epoch")


def _found_for(session: Session, replica: Replica) -> None:
    """The organisation of a business that began on this computer, with its own ids."""
    identity = replica.identity
    row = replica.reads().row("organizations", identity.org)
    if row is None:
        raise SentenceError(
            _("This business has no settings yet."),
            safe=_("Nothing was changed."),
            next_step=_("Enter its name, currency and time zone first."),
        )
    args = {"rid": computed_id(identity.org, "organizations", "create"), "id": identity.org}
    args |= {name: row.f[name] for name in ("name", "currency", "timezone")}
    session.ask(Call("mutation", "orgs:create", {**args, "importing": True, "user": identity.user_id}))


def _become(replica: Replica, **facts: Any) -> None:
    replica.write(lambda tx: replica.become(tx, replace(tx.identity, **facts)))


def _organisation(item: object) -> Organisation:
    m = calls.as_object(item)
    return Organisation(
        calls.text(m, "org"),
        calls.text(m, "name"),
        calls.text(m, "user"),
        calls.text(m, "role"),
        bool(m.get("importing")),
    )
