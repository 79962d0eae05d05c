"""Runs the machine to the end of its work in the caller's thread: for connecting a business, for tests and figures.

Promises: returns when everything is sent, fetched and applied; where the driver would wait and try again, this raises
the sentence instead. What was done stays done: the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.sync import events as e
from onetool_desktop.sync.machine import Machine
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.sync.steps import Steps


class NotSettledError(SentenceError):
    """The work could not be finished now; nothing is lost."""


def settle(steps: Steps, *, told: Callable[[SyncStatus], None] = lambda _status: None) -> SyncStatus:
    """One whole round of sync; `told` hears each status. Raises `NotSettledError` where that was not possible."""
    machine = Machine()
    waiting: list[e.Event] = [e.Started()]
    while waiting and not machine.is_quiet:
        for effect in machine.on(waiting.pop(0)):
            match effect:
                case e.Arm() if not machine.is_quiet:
                    raise _not_settled(machine.status)
                case e.Arm():
                    pass
                case e.Tell():
                    told(effect.status)
                case (
                    e.SendPush()
                    | e.SendPull()
                    | e.AskHead()
                    | e.AskSums()
                    | e.ComparePage()
                    | e.Renew()
                    | e.Enrol()
                    | e.Surrender()
                ):
                    waiting.append(steps.send(effect))
                case _:
                    waiting.append(steps.store_whole(effect))
    if machine.status.kind in {Kind.SIGNIN, Kind.STOPPED, Kind.OFFLINE}:
        raise _not_settled(machine.status)
    return machine.status


def _not_settled(status: SyncStatus) -> NotSettledError:
    return NotSettledError(
        status.sentence or _("The cloud and this computer could not be brought together just now."),
        safe=_("Nothing you entered is lost."),
        next_step=_("Try again; it goes on where it stopped."),
    )
