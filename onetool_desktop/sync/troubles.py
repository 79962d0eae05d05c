"""What the machine remembers of failures: how many in a row, how long to wait, how much to send, whom to suspect.

Promises: waiting ends by the timer, by an own edit, by the network coming back or by the person, whichever is first;
a time the cloud named is broken only by the person. A batch that was too large, or that the cloud stumbled over, is
halved until it is one group; a group that alone fails five times while the cloud's head answers is named poison. A
computer that the cloud does not know is enrolled anew at once, and where that was in vain, ever more rarely; a call
that was not answered was not in vain.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from onetool_desktop.sync import pace
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.events import Failed, Trouble

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Batch

LONE_FAILURES = 5
_CAUSES: Mapping[Trouble, Cause] = {
    Trouble.UNREACHABLE: Cause.NO_ANSWER,
    Trouble.UNAUTHENTICATED: Cause.SIGN_IN,
    Trouble.BUSY: Cause.BUSY,
    Trouble.FAULT: Cause.FAULT,
    Trouble.TOO_LARGE: Cause.REFUSED,
    Trouble.REFUSED: Cause.REFUSED,
    Trouble.NOT_OURS: Cause.STRANGE,
    Trouble.LOCAL: Cause.THIS_COMPUTER,
    Trouble.ASKS: Cause.REFUSED,
}
NO_LIMIT = 0


class Troubles:
    """Failures since something last worked."""

    def __init__(self) -> None:
        self.failures = 0
        self.waiting = False
        self.sentence = ""
        self.cause = Cause.NO_ANSWER
        self.batch_limit = NO_LIMIT
        self.has_renewed = False
        self.local = False
        self._here = 0  # times that this computer could not do a step since both sides last agreed
        self.suspect: str | None = None
        self.poison: str | None = None
        self._lone: dict[str, int] = {}
        self._told_ms: int | None = None
        self._in_vain = 0  # times that the cloud called for another device since it took one as its own
        self._enrols = False  # because of the last of them, and not answered yet
        self._waited = True  # an impatient person must not make five failures out of one

    def failed(self, event: Failed, *, sent: Batch | None = None) -> bool:
        """Counts a failure; True when the cloud's head is to be asked before anything else."""
        blamed = sent if _blames_content(event) else None
        if blamed is not None and len(blamed.groups) > 1:
            self.batch_limit = max(1, len(blamed.groups) // 2)
            if event.trouble is Trouble.TOO_LARGE:
                return False
        self.failures += 1
        self.sentence = event.sentence
        self.cause = event.cause or _CAUSES[event.trouble]
        self.local = event.trouble is Trouble.LOCAL
        self._here += self.local
        self._told_ms = event.retry_after_ms
        if blamed is not None and len(blamed.groups) == 1:
            self.suspect = blamed.groups[0].gid
            return True
        self.suspect = None
        self.waiting = True
        return False

    def head_answered(self) -> bool:
        """The cloud is there: so the lone group is counted. True when there was one under suspicion."""
        gid, self.suspect = self.suspect, None
        if gid is None:
            self.worked()
            return False
        if self._waited:
            self._lone[gid] = self._lone.get(gid, 0) + 1
        if self._lone.get(gid, 0) >= LONE_FAILURES:
            self.poison = gid
        self.waiting = True
        return True

    def worked(self, *, pushed: Batch | None = None) -> None:
        """A call was answered: nothing stands in the way."""
        self.failures, self.waiting, self.sentence, self._told_ms = 0, False, "", None
        self.has_renewed = self.local = False
        self.suspect = None
        if pushed is not None:
            self.batch_limit = NO_LIMIT if self.batch_limit > 64 else self.batch_limit * 2
            for group in pushed.groups:
                self._lone.pop(group.gid, None)
            if self.poison and not self._lone:
                self.poison = None

    def may_enrol(self) -> bool:
        """Whether to become another device, now that the cloud calls for it: at once, then each time twice as late."""
        self._in_vain += 1
        self._enrols = self._in_vain != 2 and self._in_vain.bit_count() == 1
        return self._enrols

    def enrolled(self) -> None:
        """The cloud gave another device, or refused one."""
        self._enrols = False

    def not_enrolled(self) -> None:
        """The call for another device was not answered: it was not in vain, and is made again as soon."""
        if self._enrols:
            self._in_vain, self._enrols = self._in_vain - 1, False

    def agreed(self) -> None:
        """Everything is here: no step is in this computer's way. Until then it counts them whatever worked between, for
        what fails may be the last of many.
        """
        self._here = 0

    def recognised(self) -> None:
        """The cloud took this device as its own."""
        self._in_vain = 0

    def renewed(self) -> None:
        """The sign-in was renewed; a second refusal right after means the person has to sign in."""
        self.has_renewed = True

    def delay(self) -> pace.Delay:
        """How long to wait now."""
        failures = max(self.failures, self._here) if self.local else self.failures
        return pace.retry(failures) if self._told_ms is None else pace.told(self._told_ms)

    def rang(self) -> bool:
        """The wait is over; True when there was one."""
        was, self.waiting = self.waiting, False
        self._waited = self._waited or was
        return was

    def reset(self, *, by_person: bool) -> bool:
        """Something gives hope: True when waiting was cut short. A time the cloud named holds, but for the person."""
        if not self.waiting or (self._told_ms is not None and not by_person):
            return False
        self.waiting, self._told_ms, self._waited = False, None, False
        self.failures, self._here = min(self.failures, 1), min(self._here, 1)
        return True


def _blames_content(event: Failed) -> bool:
    """Whether what was sent may be the cause, rather than the way there."""
    return event.trouble in {Trouble.TOO_LARGE, Trouble.FAULT} or event.code == "invalid"
