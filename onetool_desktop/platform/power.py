"""Notices that the computer slept, that the program was held still, or that the clock was set.

Promises: `passed` is pure: two readings of the clock in, one finding out. `WakeWatch` only remembers the
last reading. A sleep of any length is noticed at the first tick after it.
May not know: timers, and what is done on waking.

Why: no system tells a program without a window reliably that it slept, and ticks are throttled or stop
altogether (App Nap), so counting them says nothing. Monotonic time stands still in sleep on Linux and macOS
and may run on under Windows; both are covered: sleep shows either as wall time running ahead, or as a tick
that comes far too late.
"""

from dataclasses import dataclass
from enum import Enum

from onetool_desktop.domain.ports import Clock

TOLERANCE_MS = 5_000
"""Drift and lateness that are everyday: time servers slew, a busy machine delays ticks."""


class Passage(Enum):
    """What lay between two readings."""

    STEADY = "steady"
    WOKE = "woke"
    """The computer slept, the program was held, or the clock was set forward: nobody can tell which."""
    CLOCK_SET_BACK = "clock_set_back"


@dataclass(frozen=True, slots=True)
class Reading:
    """The clock at one tick."""

    now_ms: int
    monotonic_ms: int


@dataclass(frozen=True, slots=True)
class Passed:
    """The finding, and the milliseconds missed or set back (0 when steady)."""

    passage: Passage
    missed_ms: int


def passed(before: Reading, after: Reading, *, expected_ms: int) -> Passed:
    """What lay between two readings that should be `expected_ms` apart."""
    wall = after.now_ms - before.now_ms
    felt = after.monotonic_ms - before.monotonic_ms
    if wall < felt - TOLERANCE_MS:
        return Passed(Passage.CLOCK_SET_BACK, felt - wall)
    if wall > felt + TOLERANCE_MS or felt > expected_ms + TOLERANCE_MS:
        return Passed(Passage.WOKE, max(wall, felt) - expected_ms)
    return Passed(Passage.STEADY, 0)


class WakeWatch:
    """Compares each tick with the one before."""

    def __init__(self, *, clock: Clock, expected_ms: int) -> None:
        self._clock = clock
        self._expected_ms = expected_ms
        self._last = self._read()

    def tick(self) -> Passed:
        """What lay between the last tick and now."""
        before, self._last = self._last, self._read()
        return passed(before, self._last, expected_ms=self._expected_ms)

    def _read(self) -> Reading:
        return Reading(self._clock.now_ms(), round(self._clock.monotonic() * 1000))
