"""What the sync chip shows, as one value made by the machine after each step.

Promises: a status is complete: kind, counts, since when, and for what a person can act on a sentence. Screens format
it; they never look into the engine.
"""

from dataclasses import dataclass
from enum import StrEnum

from onetool_desktop.store.pages import CheckReport
from onetool_desktop.sync.causes import Cause


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
    never did in this run. `sentence` explains offline, signin and stopped, and what is to be known besides; `cause`
    says it for the program, `hints` what holds though sync goes on, `causes` what a person can do. `check` is the last
    comparison with the cloud; `check_words` says what it found.
    """

    kind: Kind
    waiting: int = 0
    attention: int = 0
    done: int = 0
    of: int = 0
    since_ms: int | None = None
    sentence: str = ""
    cause: Cause | None = None
    hints: tuple[Cause, ...] = ()
    check: CheckReport | None = None


def check_words(report: CheckReport) -> str:
    """What a comparison with the cloud found, in sentences; when it was is for the screen to add."""
    if report.anew:
        return f"{_records(report.renewed)} here differed from the cloud; everything is being fetched again."
    found: list[str] = []
    if report.renewed:
        found.append(
            f"{_records(report.renewed)} here differed from the cloud and {_was(report.renewed)} fetched again."
        )
    if report.hidden:
        found.append(
            f"{_records(report.hidden)} that the cloud no longer has {_was(report.hidden)} put away as deleted."
        )
    if report.newer:
        found.append(
            f"{_records(report.newer)} here {'is' if report.newer == 1 else 'are'} newer than in the cloud and"
            f" {_was(report.newer)} left alone. Ask whoever runs the cloud whether it was restored."
        )
    return " ".join(found) or "This computer and the cloud hold the same records."


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count:,} records"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
