"""The cloud's records of one organisation, read once at the end by plain SQL, for the properties to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud import tables
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.rows import row_of
from onetool_desktop.cloud.tables import table_name
from onetool_desktop.domain.collections import ALL
from onetool_desktop.proof.simulator import confided
from onetool_desktop.proof.simulator.confided import Confided
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
    whether its numbers were told to go on above some that it does not know; the redactions of each row (register →
    stamp), the texts that nobody may hold by them, those of these that its tables hold all the same, and redactions
    that it does not know any more; the devices that lost their access, and by whom.
    """

    rows: dict[RowKey, Row]
    answers: list[Answer]
    log: list[Logged]
    users: dict[str, str]
    restored: bool
    skips: bool
    redactions: dict[RowKey, dict[str, str]]
    forbidden: tuple[Confided, ...]
    kept: dict[str, set[str]]
    forgotten: set[tuple[str, str, str]]
    withdrawn: dict[str, str]

    def live(self, c: str) -> list[Row]:
        """The live rows of a collection."""
        return [row for (name, _), row in self.rows.items() if name == c and row.live]

    def user_of(self, h: str) -> str | None:
        """The person who made a stamp; None for the cloud's own hands."""
        return self.users.get(stamp.author(h))


def read(witness: Witness, told: Sequence[Confided]) -> Record:
    """Everything the cloud has; `told` is what was confided in the organisation."""
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
        redactions = _redactions(connection, org)
        forbidden = confided.forbidden(told, redactions)
        kept = _kept(connection, {one.text for one in forbidden})
    known = {(*key, register) for key, registers in redactions.items() for register in registers}
    return Record(
        rows,
        answers,
        log,
        users,
        witness.restored,
        witness.numbers.skips,
        redactions,
        forbidden,
        kept,
        witness.redacted - known,
        {device: by for device, by in witness.world.access.by.items() if ("devices", device) in rows},
    )


def _redactions(connection: Connection, org: str) -> dict[RowKey, dict[str, str]]:
    found: dict[RowKey, dict[str, str]] = {}
    for c, row_id, register, h in connection.all(
        "SELECT c, id, register, h FROM redactions WHERE org_id = ?", (org,)
    ):
        found.setdefault((c, row_id), {})[register] = h
    return found


def _kept(connection: Connection, forbidden: set[str]) -> dict[str, set[str]]:
    """Which of these texts stand in which table, paper left aside."""
    found: dict[str, set[str]] = {}
    for name in tables.metadata.tables if forbidden else ():
        for row in connection.all(f"SELECT * FROM {name}") if name != table_name("issued") else ():
            held = confided.texts_in(row) & forbidden
            if held:
                held = set[str]().union(*(confided.texts_in(without_paper(part)) for part in row)) & forbidden
            if held:
                found.setdefault(name, set()).update(held)
    return found


def without_paper(kept: object) -> object:
    """What is kept of a group, without the paper that it issued."""
    if not isinstance(kept, str) or '"commands"' not in kept:
        return kept
    return {name: part for name, part in loads(kept).items() if name != "commands"}
