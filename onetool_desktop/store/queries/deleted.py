"""What was deleted lately: one entry for each delete, by the record that a person deleted, with what went along.

Promises: newest first, one page at a time, off the index of delete groups; a record that this device never saw is not
listed, for nothing is known of it. May not know: words, people.

Why the moment is read off the group: its id is a UUIDv7, made where the record was deleted, so its first digits say
when by the clock of that device. A tombstone itself carries no stamp of the delete.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from onetool_desktop.store.engine import Db

KEPT_MS = 90 * 24 * 3_600_000
END = "~"  # above every group
HEADS = (
    *("clients", "projects", "quotes", "invoices", "tasks", "skus"),
    *("clientContacts", "clientProperties", "attachments"),
)
"""What a person deletes as such, the weightiest first; lines go and come with the history of their document."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """One delete: its group, the record it is called by, when (ms UTC), whether it was done at this computer, and how
    many rows of each collection went with the record.
    """

    gid: str
    c: str
    id: str
    at_ms: int
    here: bool
    along: Mapping[str, int]


def recently(db: Db, *, now_ms: int, before: str = END, limit: int) -> list[Deleted]:
    """The deletes of the last 90 days below a place, newest first."""
    rank = " ".join(f"WHEN '{c}' THEN {at}" for at, c in enumerate(HEADS))
    found = db.execute(
        f"""SELECT gid, c, id, min(CASE c {rank} ELSE 99 END) AS head,
        EXISTS (SELECT 1 FROM settled WHERE settled.gid=tombstones.gid)
        OR EXISTS (SELECT 1 FROM outbox WHERE outbox.gid=tombstones.gid)
        FROM tombstones WHERE gid>=? AND gid<? AND was IS NOT NULL
        GROUP BY gid HAVING head<99 ORDER BY gid DESC LIMIT ?""",
        (_first_of(max(now_ms - KEPT_MS, 0)), before, limit),
    ).fetchall()
    along = _along(db, [gid for gid, *_rest in found])
    return [
        Deleted(gid, c, row_id, _moment(gid), bool(here), _without(along.get(gid, {}), c))
        for gid, c, row_id, _rank, here in found
    ]


def _along(db: Db, gids: list[str]) -> dict[str, dict[str, int]]:
    """How many rows of each collection each delete took."""
    marks = ", ".join("?" * len(gids))
    counted: dict[str, dict[str, int]] = {}
    sql = f"SELECT gid, c, count(*) FROM tombstones WHERE gid IN ({marks}) GROUP BY gid, c"
    for gid, c, count in db.execute(sql, gids):
        counted.setdefault(gid, {})[c] = count
    return counted


def _without(counts: Mapping[str, int], c: str) -> dict[str, int]:
    """The counts without the record itself."""
    return {name: count - (name == c) for name, count in counts.items() if count - (name == c)}


def _moment(gid: str) -> int:
    return int(gid[:8] + gid[9:13], 16)


def _first_of(ms: int) -> str:
    """The lowest UUIDv7 text of a millisecond."""
    digits = f"{ms:012x}"
    return f"{digits[:8]}-{digits[8:]}"
