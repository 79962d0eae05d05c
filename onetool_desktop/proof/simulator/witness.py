"""What the simulation writes down beside the product, to hold the product to it.

Promises: the cloud's rows at every state it ever showed (after each commit, never between), each accepted group in its
order, and the digests that follow; read by plain SQL from the cloud's file, with no code of the cloud.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from onetool_desktop.changes.digest import row_hash
from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.tables import table_name
from onetool_desktop.proof.simulator.given_numbers import GivenNumbers
from onetool_desktop.proof.simulator.network import World
from onetool_desktop.sync.calls import Call

_MASK = (1 << 64) - 1


@dataclass
class Witness:
    """The cloud's history of one organisation; `redacted` are the registers of rows that were, in whichever cloud."""

    world: World
    org: str
    head: int = 0
    epoch: str = ""
    restored: bool = False
    states: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    rows: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    total: int = 0
    numbers: GivenNumbers = field(default_factory=GivenNumbers)
    redacted: set[tuple[str, str, str]] = field(default_factory=set[tuple[str, str, str]])

    def look(self, call: Call | None = None) -> None:
        """Reads what is new since the last look."""
        if call is not None and (call.kind == "query" or call.args.get("org") != self.org):
            return
        with self.world.service.database.read() as connection:
            if call is not None and call.path == "orgs:release":
                self._see_released(connection, call.args["above"])
            head, self.epoch = connection.one("SELECT seq, epoch FROM orgs WHERE org_id = ?", (self.org,))
            if head == self.head:
                return
            fresh = connection.all(
                "SELECT seq, c, id FROM row_index WHERE org_id = ? AND seq > ? ORDER BY seq",
                (self.org, self.head),
            )
            for seq, c, row_id in fresh:
                dead = connection.one(
                    f"SELECT del IS NOT NULL FROM {table_name(c)} WHERE org_id = ? AND id = ?",
                    (self.org, row_id),
                )[0]
                self._move(c, row_id, f"{seq:012d}", live=not dead)
                if c == "issued":
                    self.numbers.see(*self._paper(connection, row_id, seq))
            struck = connection.all(
                "SELECT c, id FROM burials WHERE org_id = ? AND due IS NOT NULL", (self.org,)
            )
            for c, row_id in struck:
                self._move(c, row_id, "", live=False)
        self.head = head
        self.states[self.epoch, f"{head:012d}"] = self.total

    def _see_released(self, connection: Connection, above: Mapping[str, int]) -> None:
        """The owner's word came to the cloud: from then on numbers may be given, whether he hears of it or not."""
        (since,) = connection.one("SELECT since FROM closed_series WHERE org_id = ?", (self.org,)) or (None,)
        if self.numbers.closed and since == 0:
            self.numbers.released(above)

    def start_over(self, *, hasty: bool) -> None:
        """The cloud is another one from now on; the states it showed before stay known under their epoch."""
        self.head, self.total, self.restored = 0, 0, True
        self.rows.clear()
        self.numbers.closed = False  # what the backup holds was given before
        self.look()
        self.numbers.restored(hasty=hasty)

    def _paper(self, connection: Connection, row_id: str, seq: int) -> tuple[dict[str, Any], dict[str, Any]]:
        """A paper's fields, and the command that made it."""
        (paper,) = connection.one("SELECT body FROM c_issued WHERE org_id = ? AND id = ?", (self.org, row_id))
        (group,) = connection.one("SELECT body FROM log WHERE org_id = ? AND seq = ?", (self.org, seq))
        return loads(paper)["f"], loads(group)["commands"][0]

    def accepted(self, gid: str) -> bool:
        """Whether the cloud has this group in its log."""
        with self.world.service.database.read() as connection:
            found = connection.one("SELECT 1 FROM log WHERE org_id = ? AND gid = ?", (self.org, gid))
        return found is not None

    def _move(self, c: str, row_id: str, seq: str, *, live: bool) -> None:
        """The sum over all live rows but notices, which each person has his own of."""
        if c == "notices":
            return
        before = self.rows.pop((c, row_id), None)
        if before is not None:
            self.total -= entry(c, row_id, before)
        if live:
            self.rows[c, row_id] = seq
            self.total += entry(c, row_id, seq)
        self.total &= _MASK


@cache
def entry(c: str, row_id: str, seq: str) -> int:
    """What one live row adds to the sum of a state."""
    return row_hash(f"{c}/{row_id}", seq)
