"""The sums by which a replica and its cloud compare what they hold (WIRE section 1, `sync:digest`)."""

from collections.abc import Iterable
from hashlib import sha256

_MOD = 1 << 64


def row_hash(row_id: str, seq: str) -> int:
    """The first 8 bytes of SHA-256(`id` LF `seq`), as a number."""
    return int.from_bytes(sha256(f"{row_id}\n{seq}".encode()).digest()[:8])


def total(rows: Iterable[tuple[str, str]]) -> int:
    """The sum over (id, seq) pairs, mod 2^64."""
    return sum(row_hash(row_id, seq) for row_id, seq in rows) % _MOD


def hex16(value: int) -> str:
    """A sum as 16 hex digits; differences below zero wrap."""
    return f"{value % _MOD:016x}"
