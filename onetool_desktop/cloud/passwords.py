"""Passwords: argon2id hashes, the same work for people nobody knows, and waits that grow with wrong guesses.

Promises: at least 19 MiB, two passes; at most four hashes at once, so that memory stays bounded; an unknown account
costs one hash like a known one. After five failures an account and an address each wait, doubling up to 60 seconds;
an address has at most 100 failures an hour. Nobody is ever locked out for good.
May not know: sessions, tokens, HTTP.
"""

from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import CallError
from onetool_desktop.domain.ports import Clock

LEAST = 8
MOST = 256
_FREE_FAILURES = 5
_LONGEST_MS = 60_000
_HOUR_MS = 3_600_000
_PER_HOUR = 100
_AT_ONCE = 4


class Passwords:
    """Hashes and verifies; `memory_kib` and `passes` may only be lowered where no person's password is kept."""

    def __init__(self, *, memory_kib: int = 19 * 1024, passes: int = 2) -> None:
        self._hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
        self._room = BoundedSemaphore(_AT_ONCE)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep."""
        with self._room:
            return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; without a kept hash the same work is done and the answer is no."""
        with self._room:
            try:
                self._hasher.verify(kept or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with weaker settings and is to be made anew."""
        return self._hasher.check_needs_rehash(kept)


def keys(email: str, address: str) -> tuple[str, str]:
    """Under which account and address failures are counted; hashed, since neither is anybody's business here."""
    return f"a{sha256(email.encode()).hexdigest()[:32]}", f"i{sha256(address.encode()).hexdigest()[:32]}"


def check_wait(connection: Connection, clock: Clock, counted: tuple[str, ...]) -> None:
    """Raises while an account or address must wait."""
    now = clock.now_ms()
    rows = connection.all(
        f"SELECT until, hour, in_hour FROM attempts WHERE key IN ({', '.join('?' * len(counted))})", counted
    )
    waits = [until - now for until, _, _ in rows if until > now]
    waits += [
        hour + _HOUR_MS - now for _, hour, count in rows if count >= _PER_HOUR and now - hour < _HOUR_MS
    ]
    if waits:
        seconds = -(-min(max(waits), _HOUR_MS) // 1000)
        raise CallError(
            "unauthenticated",
            f"There were too many wrong attempts. Please wait {seconds} seconds and try again.",
            status=429,
            retry_after=seconds,
        )


def count_failure(connection: Connection, clock: Clock, counted: tuple[str, ...]) -> None:
    """Records a wrong guess and sets how long the next one waits."""
    now = clock.now_ms()
    for key in counted:
        row = connection.one("SELECT failures, hour, in_hour FROM attempts WHERE key = ?", (key,))
        failures, hour, in_hour = row or (0, now, 0)
        if not 0 <= now - hour < _HOUR_MS:
            hour, in_hour = now, 0
        failures += 1
        over = failures - _FREE_FAILURES
        wait = min(1000 << min(over, 10), _LONGEST_MS) if over >= 0 else 0
        values = (key, failures, now + wait, hour, in_hour + 1)
        connection.run("DELETE FROM attempts WHERE key = ?", (key,))
        connection.run(
            "INSERT INTO attempts (key, failures, until, hour, in_hour) VALUES (?, ?, ?, ?, ?)", values
        )


def forget_failures(connection: Connection, counted: tuple[str, ...]) -> None:
    """After a right password; the address keeps its count of the hour."""
    connection.run(
        f"UPDATE attempts SET failures = 0, until = 0 WHERE key IN ({', '.join('?' * len(counted))})", counted
    )
