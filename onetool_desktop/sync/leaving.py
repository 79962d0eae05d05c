"""Leaving a cloud: a business goes back to one computer alone, with all it has (WIRE section 6).

Promises: `fetch` brings what only the cloud has, every file and what every row was before, and may be cut off at any
point and called again; `end` changes nothing unless both sides hold the same records and nothing waits on either way
but files that the cloud was asked for in vain and the person let go by name, and then makes the business this
computer's own in one step, under its own ids, its numbers going on above the highest that the cloud gave; from then on
nothing is asked of the cloud but `farewell`: that it forgets this device. That may be done later and as often as it
takes. The other devices and the cloud's own copy stay as they are.
May not know: screens, where a replica lies, which lane it runs in; calls block.

Why the cloud is told last: a business that is told good-bye and then cannot be made whole is lost; one that is whole
and not yet told of is merely listed somewhere.
"""

from collections.abc import Collection
from dataclasses import replace

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.numbering import MAIN
from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.team import OWNER
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store import alone, exchange, outbox, past
from onetool_desktop.store.alone import Left
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync import calls, team
from onetool_desktop.sync.errors import RefusedError, UnauthenticatedError
from onetool_desktop.sync.numbers import known
from onetool_desktop.sync.past import past_of
from onetool_desktop.sync.session import Session
from onetool_desktop.sync.settle import NotSettledError

_SAFE = N_("Nothing was changed; the business is at its cloud as before.")


def check(replica: Replica) -> None:
    """Raises a sentence where this person cannot take the business along."""
    if replica.principal.role != OWNER:
        raise SentenceError(
            _("Only an owner takes a business back from its cloud."),
            safe=_(_SAFE),
            next_step=_("Ask an owner, or leave the business yourself under People and devices."),
        )
    if exchange.state(replica).numbers_wait:
        raise NotSettledError(
            _("The numbers on paper wait since the cloud was restored, so it is not known where they go on."),
            safe=_(_SAFE),
            next_step=_("Release them on the page Numbers of the settings first."),
        )
    if exchange.state(replica).arriving:
        raise NotSettledError(
            _("The business has not come to this computer completely yet."),
            safe=_(_SAFE),
            next_step=_("Try again when everything is here."),
        )


def fetch(session: Session, replica: Replica) -> bool:
    """Asks for every file that is not here, and keeps a page more of what every row was before; True once it has all.

    Called again after a fault, or another day, it goes on from the last page. Raises the tree of `sync.errors`.
    """
    check(replica)
    at = alone.stage(replica)
    if at.whole or not at.after:
        alone.want_files(replica)
    if at.whole:
        return True
    told, after = calls.read_all_history(session.ask(calls.all_history(replica.identity.org, at.after)))
    alone.keep_page(replica, told, replace(at, after=after, whole=not after))
    return not after


def end(session: Session, replica: Replica, *, without: Collection[str] = ()) -> None:
    """Makes the business this computer's own; in the write lane, so that nothing is saved meanwhile.

    `without` are rows of files that the person lets go, for the cloud cannot give them; one that was not tried until it
    was set aside is not let go. Raises `NotSettledError` where something is still to be sent or to be fetched.
    """
    check(replica)
    _check_settled(session, replica, without)
    org = replica.identity.org
    late = past_of(
        session.ask, org=org, rows=past.changed_since(replica.reads().db, alone.stage(replica).head)
    )
    numbers = {(kind, MAIN): no for kind, no in known(session, org).last.items()}
    who = session.account
    left = Left(base=who.base, email=who.email, user=who.user, at_ms=replica.clock.now_ms())
    told = [(key, one) for key, writes in late.items() for one in writes]
    alone.leave(replica, left, late=told, numbers=numbers)


def farewell(session: Session, replica: Replica, *, ids: Ids, sign_out: bool) -> None:
    """Has the cloud forget this device, and ends the sign-in unless another business here uses it.

    A cloud that knows neither any more has done so. Raises `UnreachableError` and the like: it is due still.
    """
    identity = replica.identity
    try:
        team.withdraw(session, identity.org, device=identity.device, ids=ids)
        if sign_out:
            session.sign_out()
    except (RefusedError, UnauthenticatedError):
        if sign_out:
            session.forget()
    alone.note_farewell(replica)


def _check_settled(session: Session, replica: Replica, without: Collection[str]) -> None:
    counts = outbox.counts(replica.reads().db)
    ours = {c: sums for c, sums in exchange.digest(replica.reads().db).items() if sums["count"]}
    pending = counts.get(outbox.WAITING, 0) + counts.get(outbox.ACKED, 0)
    happened = ""
    if pending:
        happened = _("Something was saved since and is still to be sent.")
    elif alone.lacks(replica, without=without):
        happened = _("Not all files and all history are here yet.")
    elif calls.as_object(session.ask(calls.digest(replica.identity.org))).get("sums") != ours:
        happened = _("The cloud has something that is not here yet.")
    if happened:
        raise NotSettledError(happened, safe=_(_SAFE), next_step=_("Try again; it goes on where it stopped."))
