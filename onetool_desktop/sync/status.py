"""What the sync chip shows, as one value made by the machine after each step.

Promises: a status is complete: kind, counts, since when, and for what a person can act on a sentence. Screens format
it; they never look into the engine.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.sync.causes import Cause

if TYPE_CHECKING:
    from onetool_desktop.store.pages import CheckReport


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
    check: "CheckReport | None" = None


def check_words(report: "CheckReport") -> str:
    """What a comparison with the cloud found, in sentences; when it was is for the screen to add."""
    if report.anew:
        return ngettext(
            "{count:,} record here differed from the cloud; everything is being fetched again.",
            "{count:,} records here differed from the cloud; everything is being fetched again.",
            report.renewed,
        ).format(count=report.renewed)
    found: list[str] = []
    if report.renewed:
        sentence = ngettext(
            "{count:,} record here differed from the cloud and was fetched again.",
            "{count:,} records here differed from the cloud and were fetched again.",
            report.renewed,
        )
        found.append(sentence.format(count=report.renewed))
    if report.hidden:
        sentence = ngettext(
            "{count:,} record that the cloud no longer has was put away as deleted.",
            "{count:,} records that the cloud no longer has were put away as deleted.",
            report.hidden,
        )
        found.append(sentence.format(count=report.hidden))
    if report.newer:
        sentence = ngettext(
            "{count:,} record here is newer than in the cloud and was left alone.",
            "{count:,} records here are newer than in the cloud and were left alone.",
            report.newer,
        )
        found += [
            sentence.format(count=report.newer),
            _("Ask whoever runs the cloud whether it was restored."),
        ]
    return " ".join(found) or _("This computer and the cloud hold the same records.")
