"""The small facts of a replica, by key: who it belongs to, its clock, its place in the cloud's order.

Promises: a value is text; what is not there is the default. Written only inside the transaction that changes
the fact.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from onetool_desktop.changes.stamp import ZERO, HybridClock
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose replica this is: organisation, person, device.

    `device` is a UUID, `author` its last 8 hex, `series` the code of its numbers, "" once they are closed;
    `connected` is False for a business on one computer that no cloud has ever acknowledged. `permissions` replace
    the role's levels until the membership row is here.
    """

    org: str
    user_id: str
    device: str
    author: str
    series: str
    role: str = "owner"
    org_name: str = ""
    epoch: str = ""
    connected: bool = False
    permissions: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def closed(self) -> bool:
        """Whether this device gives no numbers of its own any more, until it is enrolled anew."""
        return self.connected and not self.series


def read(db: Db, key: str, default: str = "") -> str:
    """The value of a key."""
    found = db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
    return default if found is None else found[0]


def number(db: Db, key: str) -> int:
    """The value of a key as a number; 0 if it is not there."""
    return int(read(db, key, "0"))


def write(db: Db, **facts: Any) -> None:
    """Writes facts; None takes one away."""
    for key, value in facts.items():
        if value is None:
            db.execute("DELETE FROM meta WHERE key=?", (key,))
        else:
            db.execute("INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (key, str(value)))


def identity(db: Db) -> Identity:
    """Whose replica this is."""
    return Identity(**from_json(read(db, "identity")))


def write_identity(db: Db, found: Identity) -> None:
    """Writes whose replica this is."""
    write(db, identity=to_json(asdict(found)))


@dataclass(frozen=True, slots=True)
class Hand:
    """What every save moves on: the clock, the highest stamp the cloud has sent, the last n, the journal's count."""

    clock: HybridClock
    seen: str = ZERO
    last_n: int = 0
    journal: int = 0

    def text(self) -> str:
        """As kept in `meta`."""
        parts = (self.clock.last, self.clock.offset_ms, self.seen, self.last_n, self.journal)
        return " ".join(map(str, parts))

    def with_clock(self, clock: HybridClock) -> "Hand":
        """The same with another clock."""
        return replace(self, clock=clock)


def hand(db: Db, author: str) -> Hand:
    """The hand as the file has it."""
    text = read(db, "hand")
    if not text:
        return Hand(HybridClock(author))
    last, offset, seen, last_n, journal = text.split()
    return Hand(HybridClock(author, last, int(offset)), seen, int(last_n), int(journal))
