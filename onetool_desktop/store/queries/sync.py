"""What is on its way: groups of the outbox, and notices to this user that are still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.store.codec import from_json
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A group not settled yet; `state` waiting or acked, `made_at` in ms UTC, `size` in bytes; a row it touches."""

    gid: str
    action: str
    label: str
    made_at: int
    state: str
    size: int
    c: str
    row_id: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A value that lost: of which row and register, what lost and what won, by field. Stamps tell who and when."""

    id: str
    c: str
    row_id: str
    register: str
    lost: Mapping[str, Any]
    lost_h: str
    won: Mapping[str, Any]
    won_h: str
    gid: str


def unsettled(db: Db, *, limit: int) -> list[Unsettled]:
    """Groups on their way, oldest first; passes over those before them that were not taken."""
    rows = db.execute(
        """SELECT gid, action, label, made_at, state, size, coalesce(min(c), ''), coalesce(id, '')
        FROM (SELECT * FROM outbox WHERE state IN ('waiting', 'acked') ORDER BY n LIMIT ?)
        LEFT JOIN outbox_rows USING (gid) GROUP BY gid ORDER BY min(n)""",
        (limit,),
    )
    return [Unsettled(*record) for record in rows]


def unsettled_count(db: Db) -> int:
    """How many groups are on their way; counts them one by one."""
    return db.execute("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'acked')").fetchone()[0]


def open_notices(db: Db, *, user_id: str) -> list[Notice]:
    """Notices to this user not answered yet, oldest first."""
    rows = db.execute(
        """SELECT id, c, "rowId", r, lost, "lostH", won, "wonH", gid FROM notices
        WHERE "userId"=? AND settled IS NOT 1 ORDER BY "lostH", id""",
        (user_id,),
    )
    return [
        Notice(row_id, c, of, r, from_json(lost) or {}, lost_h, from_json(won) or {}, won_h, gid)
        for row_id, c, of, r, lost, lost_h, won, won_h, gid in rows
    ]
