"""How long to wait: before trying again, and before asking the cloud whether anything is new.

Promises: one policy for every cause. Delays are milliseconds; `spread` is the part the driver draws from, so that
no randomness is here and a thousand devices do not come back in the same second. Nothing waits longer than five
minutes unless the cloud itself named a time, and that is believed up to an hour.
"""

from dataclasses import dataclass

FIRST_MS = 1_000
LONGEST_MS = 300_000
BELIEVED_MS = 3_600_000
POLL_FOCUSED_MS = 10_000
POLL_IDLE_MS = 60_000
POLL_LIVE_MS = 300_000  # while wake-ups come: a look in case one was lost


@dataclass(frozen=True, slots=True)
class Delay:
    """At least `least_ms`, and up to `spread_ms` more."""

    least_ms: int
    spread_ms: int


def retry(failures: int) -> Delay:
    """After the n-th failure in a row: 1 s doubling to 5 min, half of it drawn."""
    whole = min(FIRST_MS * 2 ** min(max(failures, 1) - 1, 20), LONGEST_MS)
    return Delay(whole // 2, whole // 2)


def told(retry_after_ms: int) -> Delay:
    """When the cloud named the time: never before it."""
    least = min(max(retry_after_ms, 0), BELIEVED_MS)
    return Delay(least, FIRST_MS)


def poll(*, focused: bool, live: bool = False) -> Delay:
    """Until the next look at the cloud's head."""
    whole = POLL_LIVE_MS if live else POLL_FOCUSED_MS if focused else POLL_IDLE_MS
    return Delay(whole - whole // 10, whole // 10)
