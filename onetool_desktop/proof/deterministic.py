"""A clock that moves when told and identifiers that follow from a seed, so that a run can be played again.

Promises: the same seed and the same calls give the same times, ids and tokens, on every machine and Python
version. Ids have the real layout (UUIDv7: 48 bits of the clock's milliseconds, 12 bits of counter, 62 bits
drawn), so that code that sorts or parses them meets what it meets in the product.
May not know: the real clock, the operating system's randomness.

Why: `random.Random` keeps its sequence for `getrandbits` across versions, and no other generator is needed;
it is not a source of secrets, which is why these classes live in `proof` and the product never imports
them.
"""

import base64
import random
import uuid

from onetool_desktop.domain.ports import Clock

DEFAULT_START_MS = 1_767_225_600_000
"""2026-01-01T00:00:00Z."""


class ManualClock:
    """A `Clock` whose wall and monotonic hands move only by `advance` and `jump`."""

    def __init__(self, now_ms: int = DEFAULT_START_MS) -> None:
        self._now_ms = now_ms
        self._passed_ms = 0

    def now_ms(self) -> int:
        """The wall time in milliseconds UTC."""
        return self._now_ms

    def monotonic(self) -> float:
        """Seconds advanced since the clock was made."""
        return self._passed_ms / 1000

    def advance(self, ms: int) -> None:
        """Let `ms` milliseconds pass, on both hands; refuses to go back."""
        if ms < 0:
            raise ValueError(f"time passes forward only, not by {ms} ms; a set clock is a jump")
        self._now_ms += ms
        self._passed_ms += ms

    def jump(self, ms: int) -> None:
        """Set the wall clock by `ms` either way, as a person or a time server does; no time passes."""
        self._now_ms += ms


class SeededIds:
    """An `Ids` that follows from a seed and a clock."""

    def __init__(self, seed: int, clock: Clock) -> None:
        self._random = random.Random(seed)
        self._clock = clock
        self._last_ms = -1
        self._counter = 0

    def new_id(self) -> str:
        """A UUIDv7 text; ids of one millisecond sort in the order of making up to 4,096 of them."""
        ms = self._clock.now_ms()
        self._counter = (self._counter + 1) & 0xFFF if ms == self._last_ms else 0
        self._last_ms = ms
        drawn = self._random.getrandbits(62)
        number = (ms & (1 << 48) - 1) << 80 | 0x7 << 76 | self._counter << 64 | 0b10 << 62 | drawn
        return str(uuid.UUID(int=number))

    def token(self, nbytes: int) -> str:
        """`nbytes` drawn bytes as URL-safe base64 text without padding."""
        drawn = self._random.getrandbits(nbytes * 8).to_bytes(nbytes, "big") if nbytes else b""
        return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode("ascii")
