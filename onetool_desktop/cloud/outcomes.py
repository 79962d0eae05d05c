"""The record of outcomes: one for each n of a device, kept for ever, and found by gid as well (WIRE section 3).

Promises: an n, once answered, keeps its answer; a gid that stands as ok or superseded is final for its author.
May not know: how a group is decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.values import Outcome, Result
from onetool_desktop.changes.wire import dumps, loads, outcome_to_wire
from onetool_desktop.cloud.database import Connection

_FINAL = frozenset({Result.OK.value, Result.SUPERSEDED.value})
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Standing:
    """How a gid stands: its answer, and whose it is."""

    user_id: str
    result: str
    body: str

    @property
    def final(self) -> bool:
        """Whether it was accepted."""
        return self.result in _FINAL

    def answered_as(self, n: int) -> dict[str, Any]:
        """The same answer, under another n."""
        return {**loads(self.body), "n": n}


@dataclass(frozen=True, slots=True)
class Answered:
    """An n of a device that has its answer."""

    gid: str
    body: str


def by_gid(connection: Connection, org: str, gids: Iterable[str]) -> dict[str, Standing]:
    """How these gids stand; where one was decided more than once, an acceptance is what counts."""
    wanted, found = sorted(set(gids)), dict[str, Standing]()
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        for gid, *rest in connection.all(
            "SELECT gid, user_id, result, body FROM outcomes WHERE org_id = ?"
            f" AND gid IN ({', '.join('?' * len(part))})",
            (org, *part),
        ):
            standing = Standing(*rest)
            if gid not in found or standing.final:
                found[gid] = standing
    return found


def between(connection: Connection, org: str, device: str, first: int, last: int) -> Mapping[int, Answered]:
    """What the device was answered for n from `first` to `last`."""
    rows = connection.all(
        "SELECT n, gid, body FROM outcomes WHERE org_id = ? AND device = ? AND n BETWEEN ? AND ?",
        (org, device, first, last),
    )
    return {n: Answered(gid, body) for n, gid, body in rows}


def open_above(connection: Connection, org: str, device: str, confirmed: int) -> list[dict[str, Any]]:
    """Refusals and holds the device may not have stored yet."""
    rows = connection.all(
        "SELECT body FROM outcomes WHERE org_id = ? AND device = ? AND n > ?"
        " AND result IN ('refused', 'held') ORDER BY n",
        (org, device, confirmed),
    )
    return [loads(body) for (body,) in rows]


def record(
    connection: Connection, org: str, device: str, user_id: str, outcomes: Sequence[dict[str, Any]]
) -> None:
    """Keeps the answers to new n."""
    connection.run_many(
        "INSERT INTO outcomes (org_id, device, n, gid, user_id, result, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(org, device, o["n"], o["gid"], user_id, o["result"], dumps(o).decode()) for o in outcomes],
    )


def wire(outcome: Outcome) -> dict[str, Any]:
    """An outcome as it is kept and sent."""
    return outcome_to_wire(outcome)
