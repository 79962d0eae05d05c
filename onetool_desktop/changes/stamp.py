"""Stamps: a hybrid logical clock as text whose order is time order (WIRE section 2).

24 characters: 12 hex of milliseconds, 4 hex of counter, 8 hex of author part (the device; reserved values name the
cloud's own hands). Physical time is the caller's; this module reads no clock.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onetool_desktop.changes.shapes import all_match

LENGTH = 24
_STAMP = re.compile(f"[0-9a-f]{{{LENGTH}}}")
ZERO = "0" * LENGTH
_COUNTER_TOP = 0xFFFF
_MS_TOP = 0xFFFF_FFFF_FFFF
RESERVED = frozenset({"ffffff00", "ffffff01", "ffffff02"})  # jobs, webhooks, web client
JOBS = "ffffff00"


def make(ms: int, counter: int, author: str) -> str:
    """The stamp of millisecond `ms`, `counter` within it, by `author` (8 hex digits)."""
    return f"{ms:012x}{counter:04x}{author}"


def millis(stamp: str) -> int:
    """Milliseconds UTC of a stamp."""
    return int(stamp[:12], 16)


def author(stamp: str) -> str:
    """The author part of a stamp: 8 hex digits."""
    return stamp[16:]


def is_stamp(value: object) -> bool:
    """Whether `value` is text of the right shape."""
    return isinstance(value, str) and _STAMP.fullmatch(value) is not None


def are_stamps(values: Sequence[object]) -> bool:
    """Whether all of them are."""
    return all_match(_STAMP, values)


def by(stamp: str, author_part: str) -> str:
    """The same moment, signed by another author."""
    return stamp[:16] + author_part


@dataclass(frozen=True, slots=True)
class HybridClock:
    """The clock of one author: its highest stamp seen, and the offset last learnt from the cloud.

    Frozen: `tick` and `merge` give the next clock, which the caller persists in the transaction that uses it.
    """

    author: str
    last: str = ZERO
    offset_ms: int = 0

    def tick(self, now_ms: int, above: Iterable[str] = ()) -> "tuple[str, HybridClock]":
        """A new stamp above the last one and above every stamp it overwrites, and the clock after it.

        A counter that is full moves on to the next millisecond, it never raises.
        """
        floor = max((self.last, *above))
        ms, counter = max(0, min(now_ms + self.offset_ms, _MS_TOP)), 0
        if ms <= millis(floor):
            ms, counter = millis(floor), int(floor[12:16], 16) + 1
            if counter > _COUNTER_TOP:
                ms, counter = ms + 1, 0
        stamp = make(ms, counter, self.author)
        return stamp, replace(self, last=stamp)

    def merge(self, highest: str) -> "HybridClock":
        """The clock after a page whose highest stamp is `highest`."""
        return self if highest <= self.last else replace(self, last=highest)

    def learn(self, offset_ms: int) -> "HybridClock":
        """The clock with the offset to the cloud's time, learnt from a mutation."""
        return replace(self, offset_ms=offset_ms)
