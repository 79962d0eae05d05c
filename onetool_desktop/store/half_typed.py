"""What is being typed and not saved yet: texts by place and field, in the replica itself, so sealed as all else is.

Promises: of this computer alone, never synced, never part of a group; a text stands from `keep` until `drop`. May not
know: what a place or a field is to the screens; both are texts they give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onetool_desktop.store.engine import Db
from onetool_desktop.store.replica import Replica


@dataclass(frozen=True, slots=True)
class HalfTyped:
    """One text: where it was typed, into which field, and the action that opened its form, if one did."""

    place: str
    field: str
    text: str
    opener: str = ""


def kept(db: Db) -> list[HalfTyped]:
    """Everything that was being typed, the latest first."""
    rows = db.execute(
        "SELECT place, field, text, opener FROM half_typed ORDER BY at DESC, place, field LIMIT 500"
    )
    return [HalfTyped(*row) for row in rows]


def keep(replica: Replica, texts: Sequence[HalfTyped]) -> None:
    """Keeps texts, each in place of an earlier one of its field; in the write lane."""
    now = replica.clock.now_ms()
    rows = [(one.place, one.field, one.text, one.opener, now) for one in texts]
    replica.write(
        lambda tx: tx.db.executemany("INSERT OR REPLACE INTO half_typed VALUES (?, ?, ?, ?, ?)", rows)
    )


def drop(replica: Replica, fields: Iterable[tuple[str, str]]) -> None:
    """Forgets the texts of (place, field) pairs: they were saved or given up; in the write lane."""
    rows = list(fields)
    replica.write(lambda tx: tx.db.executemany("DELETE FROM half_typed WHERE place=? AND field=?", rows))
