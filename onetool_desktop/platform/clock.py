"""The machine's own clock and source of identifiers, behind the ports of `domain.ports`.

Promises: `SystemClock` answers as the operating system does, jumps included; `SystemIds` gives UUIDv7 text
that sorts by the time of making within one process, and secrets from the system's own generator.
May not know: who asks. The deterministic twins are in `proof.deterministic`.
"""

import secrets
import time

import uuid_utils


class SystemClock:
    """A `Clock` that reads the machine."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, as the machine believes."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds since some fixed point; never goes back."""
        return time.monotonic()


class SystemIds:
    """An `Ids` that draws from the operating system."""

    def new_id(self) -> str:
        """A UUIDv7, lower case with hyphens."""
        return str(uuid_utils.uuid7())

    def token(self, nbytes: int) -> str:
        """`nbytes` of secret as URL-safe base64 text."""
        return secrets.token_urlsafe(nbytes)

    def random_bytes(self, nbytes: int) -> bytes:
        """`nbytes` of secret, for keys."""
        return secrets.token_bytes(nbytes)
