"""The cloud's records of one organisation, read once at the end by plain SQL, for the properties to look at."""

from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud.rows import row_of
from onetool_desktop.cloud.tables import table_name
from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.dataclass import dataclass
from onetool_desktop.proof.simulator.witness import Witness


@dataclass(frozen=True, slots=True)
class Answer:
    """One outcome as recorded."""

    device: str
    n: int
    gid: str
    result: str
    seq: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log: `body` is the group as accepted, `at` the cloud's clock then, in ms."""

    seq: int
    gid: str
    user_id: str
    at: int
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Record:
    """Rows (live and dead), outcomes, log, devices (author part → user); whether the cloud came from a backup, and
    whether its numbers were told to go on above some that it does not know.
    """

    rows: dict[RowKey, Row]
    answers: list[Answer]
    log: list[Logged]
    users: dict[str, str]
    restored: bool
    skips: bool

    def live(self, c: str) -> list[Row]:
        """The live rows of a collection."""
        return [row for (name, _), row in self.rows.items() if name == c and row.live]

    def user_of(self, h: str) -> str | None:
        """The person who made a stamp; None for the cloud's own hands."""
        return self.users.get(stamp.author(h))


def read(witness: Witness) -> Record:
    """Everything the cloud has."""
    org = witness.org
    with witness.world.service.database.read() as connection:
        rows = {
            (c.name, row_id): row_of(body, was)
            for c in ALL
            for row_id, body, was in connection.all(
                f"SELECT id, body, was FROM {table_name(c.name)} WHERE org_id = ?", (org,)
            )
        }
        answers = [
            Answer(device, n, gid, result, loads(body).get("seq"), loads(body).get("code"))
            for device, n, gid, result, body in connection.all(
                "SELECT device, n, gid, result, body FROM outcomes WHERE org_id = ? ORDER BY device, n",
                (org,),
            )
        ]
        log = [
            Logged(seq, gid, user_id, at, loads(body))
            for seq, gid, user_id, at, body in connection.all(
                "SELECT seq, gid, user_id, at, body FROM log WHERE org_id = ? ORDER BY seq", (org,)
            )
        ]
        users = dict(connection.all("SELECT author, user_id FROM devices WHERE org_id = ?", (org,)))
    return Record(rows, answers, log, users, witness.restored, witness.numbers.skips)
