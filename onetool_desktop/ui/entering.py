"""The way into a cloud, from the first start or with a business that began here: signing in, or up.

Promises: what keeps the way closed is told at the field that it is about, with what is safe and what to do; nothing on
this computer changes before the cloud has let the person in. Calls block. May not know: windows, replicas.
"""

import contextlib
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onetool_desktop.domain.errors import FieldError, SentenceError
from onetool_desktop.domain.translate import _

if TYPE_CHECKING:
    from onetool_desktop.store.replica import Replica
    from onetool_desktop.sync.connect import Gate, Organisation
    from onetool_desktop.sync.session import Session
    from onetool_desktop.sync.transport import HttpCloud

BASE, EMAIL, PASSWORD, INVITE, NAME = "base", "email", "password", "invite", "name"


def line_to(base: str) -> "HttpCloud":
    """The line to a cloud; an address without its beginning is taken for a safe one, but for this computer's own, where
    a cloud speaks as it is. Raises `FieldError`.
    """
    from onetool_desktop.sync.transport import HttpCloud

    text = base.strip()
    try:
        return HttpCloud(text if "://" in text else f"{'http' if _is_here(text) else 'https'}://{text}")
    except SentenceError as error:
        happened = _("“{base}” is no address of a cloud.").format(base=text[:200])
        raise FieldError(BASE, happened, safe=error.safe, next_step=error.next_step) from error


def enter(gate: "Gate", *, email: str, password: str, invite: str = "", name: str = "") -> "Session":
    """Signs in; with a name or the code of an invitation up, or in where there is an account. Raises `FieldError`."""
    from onetool_desktop.sync.errors import CloudError, RefusedError, UnauthenticatedError

    try:
        gate.look()
    except CloudError as error:
        raise _at(BASE, error, _in_own_network(gate.base) or error.next_step) from error
    try:
        if invite or name:
            return _let_in(gate, email, password, name=name, invite=invite or None)
        return gate.sign_in(email=email, password=password)
    except UnauthenticatedError as error:
        again = _("Type both again; capital and small letters count in a password.")
        raise _at(PASSWORD, error, again) from error
    except RefusedError as error:
        raise _at(INVITE if invite else EMAIL, error, "") from error
    except CloudError as error:
        raise _at(BASE, error, _("Try again in a moment.")) from error


def organisations_of(session: "Session") -> "tuple[Organisation, ...]":
    """The organisations the person can work in, at least one. Raises `FieldError`.

    One that is still being brought from another computer is that computer's alone.
    """
    from onetool_desktop.sync import connect

    found = connect.organisations(session)
    ready = tuple(one for one in found if not one.importing)
    if not ready:
        happened = (
            _("{name} is still being brought to this cloud from another computer.").format(name=found[0].name)
            if found
            else _("You are signed in, but belong to no organisation yet.")
        )
        next_step = (
            _("Let that computer finish, then try again.")
            if found
            else _("Ask for an invitation, or begin a new business on this computer.")
        )
        raise FieldError(
            EMAIL, happened, safe=_("Nothing was changed on this computer."), next_step=next_step
        )
    return ready


def begin_bringing(gate: "Gate", session: "Session", replica: "Replica") -> None:
    """Makes the cloud ready for a business that began on this computer. Raises `FieldError`."""
    from onetool_desktop.sync import connect
    from onetool_desktop.sync.errors import CloudError, RefusedError

    try:
        connect.begin_bringing(gate, session, replica)
    except RefusedError as error:
        raise _at(EMAIL, error, _("Sign in as the person who brought this business there.")) from error
    except CloudError as error:
        raise _at(BASE, error, _("Try again; it goes on where it stopped.")) from error


def _let_in(gate: "Gate", email: str, password: str, *, name: str, invite: str | None) -> "Session":
    """A new account, with the invitation if there is one; where there is an account already, it is let in."""
    from onetool_desktop.sync.errors import RefusedError, UnauthenticatedError

    try:
        return gate.sign_up(
            email=email, password=password, name=name or email.partition("@")[0], invite=invite
        )
    except RefusedError as refused:
        try:
            return gate.sign_in(email=email, password=password, invite=invite)
        except UnauthenticatedError:
            raise refused from None


def _is_here(address: str) -> bool:
    """Whether an address without its beginning is one of this computer."""
    host = ""
    with contextlib.suppress(ValueError):
        host = urlsplit(f"//{address}").hostname or ""
        return ip_address(host).is_loopback
    return host == "localhost"


def _in_own_network(base: str) -> str:
    """What to do about an address of the own network that does not answer: a cloud there has rarely a certificate."""
    parts = urlsplit(base)
    host, own = parts.hostname or "", False
    with contextlib.suppress(ValueError):
        own = ip_address(host).is_private
    if parts.scheme != "https" or not (own or "." not in host):
        return ""
    return _("In your own network a cloud may want http:// before its address: http://{host}.").format(
        host=parts.netloc
    )


def _at(field: str, error: SentenceError, next_step: str) -> FieldError:
    return FieldError(field, error.happened, safe=_("Nothing was changed."), next_step=next_step)
