"""The organisation's counter row: its sequence, epoch, highest stamp and sums, locked first and written last.

Promises: `lock` takes the row's lock before anything of the organisation is read, so that whoever comes second sees
all that the first one wrote, on SQLite as on PostgreSQL. `save` writes it back once for a whole transaction.
May not know: rows, devices, rights.

Why: sequence numbers drawn from a database sequence can commit out of order and a reader then skips the slower one.
One locked row a tenant orders the commits as it orders the numbers, and two tenants never wait for each other.
"""

from dataclasses import dataclass, field

from onetool_desktop.changes import stamp
from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.sums import Sums


def seq_text(seq: int) -> str:
    """A sequence number as it is sent: 12 decimal digits, ordered as text."""
    return f"{seq:012d}"


@dataclass(slots=True)
class Ledger:
    """The counter row of one organisation, while its lock is held."""

    org: str
    seq: int
    epoch: str
    stamp: str
    importing: bool
    scoped: int
    next_series: int
    sums: Sums
    user_sums: dict[str, Sums] = field(default_factory=dict[str, Sums])

    @property
    def head(self) -> str:
        """The highest sequence number, as sent."""
        return seq_text(self.seq)

    def next_seq(self) -> int:
        """The sequence number of the next group."""
        self.seq += 1
        return self.seq

    def tick(self, now_ms: int, author: str) -> str:
        """A stamp by `author` above every stamp this organisation has stored."""
        made, _ = stamp.HybridClock(author, self.stamp).tick(now_ms)
        self.stamp = made
        return made

    def merge(self, h: str) -> None:
        """Takes note of a stamp that was stored."""
        self.stamp = max(self.stamp, h)

    def sums_of(self, connection: Connection, user_id: str) -> Sums:
        """The sums of what one user alone sees."""
        if user_id not in self.user_sums:
            self.user_sums[user_id] = load_user_sums(connection, self.org, user_id)
        return self.user_sums[user_id]

    def save(self, connection: Connection) -> None:
        """Writes the row back; whoever listens hears of the organisation after the commit."""
        connection.tell(self.org)
        connection.run(
            "UPDATE orgs SET seq = ?, stamp = ?, importing = ?, scoped = ?, next_series = ?, sums = ?, epoch = ?"
            " WHERE org_id = ?",
            (
                self.seq,
                self.stamp,
                int(self.importing),
                self.scoped,
                self.next_series,
                dumps(self.sums.words).decode(),
                self.epoch,
                self.org,
            ),
        )
        for user_id, sums in self.user_sums.items():
            connection.run(
                "INSERT INTO sums (org_id, user_id, body) VALUES (?, ?, ?)"
                " ON CONFLICT (org_id, user_id) DO UPDATE SET body = excluded.body",
                (self.org, user_id, dumps(sums.words).decode()),
            )


def lock(connection: Connection, org: str) -> Ledger | None:
    """The counter row, its lock held until the transaction ends; None where there is no such organisation."""
    row = connection.one(
        "UPDATE orgs SET seq = seq WHERE org_id = ?"
        " RETURNING seq, epoch, stamp, importing, scoped, next_series, sums",
        (org,),
    )
    if row is None:
        return None
    seq, epoch, highest, importing, scoped, next_series, sums = row
    return Ledger(org, seq, epoch, highest, bool(importing), scoped, next_series, Sums(loads(sums)))


def create(connection: Connection, org: str, name: str, epoch: str, *, importing: bool) -> Ledger:
    """A new organisation's counter row."""
    ledger = Ledger(org, 0, epoch, stamp.ZERO, importing, 0, 0, Sums({}))
    connection.run(
        "INSERT INTO orgs (org_id, name, seq, epoch, stamp, importing, scoped, next_series, sums)"
        " VALUES (?, ?, 0, ?, ?, ?, 0, 0, '{}')",
        (org, name, epoch, ledger.stamp, int(importing)),
    )
    return ledger


def load_user_sums(connection: Connection, org: str, user_id: str) -> Sums:
    """The kept sums of what one user alone sees."""
    row = connection.one("SELECT body FROM sums WHERE org_id = ? AND user_id = ?", (org, user_id))
    return Sums(loads(row[0]) if row else {})
