"""What the business needs from the machine, as protocols: the time, and fresh identifiers.

Promises: the shapes alone, no behaviour. Real ones live in `platform.clock`, deterministic ones in
`proof.deterministic`; logic takes them as arguments and never asks the machine itself.
May not know: any implementation, any operating system.

Why: a decision that reads the clock or draws a number by itself cannot be replayed. With both injected, one
seed gives one trace, and a clock jump of ten years is a line in a test. The price is one more argument on
the verbs that make rows.
"""

from typing import Protocol


class Clock(Protocol):
    """Wall time for stamps and days, monotonic time for waiting."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, as the machine believes; may jump either way."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed point; never goes back, stands for durations only."""
        ...


class Ids(Protocol):
    """Fresh identifiers and secrets."""

    def new_id(self) -> str:
        """A UUIDv7 as lower-case text with hyphens, 36 characters."""
        ...

    def token(self, nbytes: int) -> str:
        """`nbytes` of unguessable bytes as URL-safe base64 text without padding."""
        ...
