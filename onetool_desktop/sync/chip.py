"""Where the machine stands, as the status the chip shows.

Promises: every kind a person can act on has its cause and sentence; counts are those of the replica's own account; what
a person should know though sync goes on is told beside it.
May not know: how the machine got there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onetool_desktop.domain.translate import N_
from onetool_desktop.sync import causes, events as e
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind, SyncStatus

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import SyncState
    from onetool_desktop.sync.judge import Halt
    from onetool_desktop.sync.sight import Sight
    from onetool_desktop.sync.troubles import Troubles

NO_PROGRESS = N_(
    "The cloud answered but took no step forward. Everything you entered is kept on this computer. "
    "OneTool tries again by itself."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What of the machine the chip follows from."""

    halted: Halt | None
    off: bool
    signed_out: Cause | None
    sending: e.Sending | None
    storing: e.Storing | None
    wants: bool
    outdated: bool
    cloud_older: bool
    forked: bool


def status_of(
    standing: Standing, state: SyncState | None, troubles: Troubles, sight: Sight, *, round_of: int
) -> SyncStatus:
    """The status; `round_of` is how many groups this round began with."""
    kind, cause = _kind_of(standing, state, troubles)
    waiting, attention = (state.waiting, state.attention) if state else (0, 0)
    done = of = 0
    if kind is Kind.SYNCING:
        of = max(round_of, waiting)
        done = of - waiting
    elif kind is Kind.ARRIVING and state and state.phase:
        done, of = int(state.phase.get("done", 0)), int(state.phase.get("of", 0))
    kept = state.kept_before if state else ""
    known = (
        (Cause.CLOCK, sight.is_clock_wrong),
        (Cause.RESTORED, standing.forked),
        (Cause.NUMBERS_WAIT, state is not None and state.numbers_wait),
        (Cause.KEPT_BEFORE, bool(kept)),
    )
    hints = tuple(hint for hint, holds in known if holds)
    own = (causes.sentence(cause) or troubles.sentence) if cause else ""
    return SyncStatus(
        kind=kind,
        waiting=waiting,
        attention=attention,
        done=done,
        of=of,
        since_ms=sight.since_ms,
        sentence=" ".join(filter(None, (own, *(causes.sentence(hint, backup=kept) for hint in hints)))),
        cause=cause,
        hints=hints,
        check=state.check if state else None,
    )


def _kind_of(standing: Standing, state: SyncState | None, troubles: Troubles) -> tuple[Kind, Cause | None]:
    """The first that holds; what stands higher is what a person has to know first."""
    storing = isinstance(standing.storing, e.StoreOutcomes | e.ApplyCheckpoint | e.Stage | e.ApplyArrival)
    halted = Cause(standing.halted.value) if standing.halted else None
    rules: tuple[tuple[bool, Kind, Cause | None], ...] = (
        (standing.off or halted is not None, Kind.STOPPED, None if standing.off else halted),
        (standing.signed_out is not None, Kind.SIGNIN, standing.signed_out),
        (troubles.failures > 0, Kind.OFFLINE, troubles.cause),
        (standing.outdated, Kind.STOPPED, Cause.CLOUD_NEWER),
        (state is not None and state.arriving, Kind.ARRIVING, None),
        (state is None or storing or isinstance(standing.sending, e.SendPush), Kind.SYNCING, None),
        (state is not None and state.attention > 0, Kind.ATTENTION, None),
        (standing.wants, Kind.SYNCING, None),
        (standing.cloud_older and state is not None and state.waiting > 0, Kind.STOPPED, Cause.CLOUD_OLDER),
    )
    return next(((kind, cause) for holds, kind, cause in rules if holds), (Kind.SYNCED, None))
