"""Where the machine stands, as the status the chip shows.

Promises: every kind a person can act on has its sentence; counts are those of the replica's own account.
May not know: how the machine got there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onetool_desktop.sync import judge
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.status import Kind, SyncStatus

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import SyncState

NO_PROGRESS = (
    "The cloud answered but took no step forward. Everything you entered is kept on this computer. "
    "OneTool tries again by itself."
)
_SIGN_IN = "Your sign-in has run out. Everything you entered is kept on this computer and will be sent. Sign in again."


def status_of(
    kind: Kind,
    state: SyncState | None,
    *,
    halt: Halt | None,
    trouble: str,
    round_of: int,
    since_ms: int | None,
) -> SyncStatus:
    """The status; `trouble` is the sentence of the last failure, `round_of` how many groups this round began with."""
    waiting, attention = (state.waiting, state.attention) if state else (0, 0)
    sentence, done, of = "", 0, 0
    if kind is Kind.STOPPED and halt:
        sentence = judge.SENTENCES[halt]
    elif kind is Kind.OFFLINE:
        sentence = trouble
    elif kind is Kind.SIGNIN:
        sentence = _SIGN_IN
    elif kind is Kind.SYNCING:
        of = max(round_of, waiting)
        done = of - waiting
    elif kind is Kind.ARRIVING and state and state.phase:
        done, of = int(state.phase.get("done", 0)), int(state.phase.get("of", 0))
    return SyncStatus(
        kind=kind,
        waiting=waiting,
        attention=attention,
        done=done,
        of=of,
        since_ms=since_ms,
        sentence=sentence,
        check=state.check if state else None,
    )
