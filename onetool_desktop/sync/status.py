"""What the sync chip shows, as one value made by the machine after each step.

Promises: a status is complete: kind, counts, since when, and for what a person can act on a sentence. Screens format
it; they never look into the engine.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The state the chip shows."""

    SYNCED = "synced"
    SYNCING = "syncing"
    OFFLINE = "offline"
    ATTENTION = "attention"
    ARRIVING = "arriving"
    SIGNIN = "signin"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """One state of the chip.

    `waiting` groups are not at the cloud yet, `attention` groups need a person; `done` of `of` counts groups while
    sending and rows while arriving (`of` 0: not known). `since_ms` is when everything last agreed, UTC, None if it
    never did in this run. `sentence` explains offline, signin and stopped.
    """

    kind: Kind
    waiting: int = 0
    attention: int = 0
    done: int = 0
    of: int = 0
    since_ms: int | None = None
    sentence: str = ""
