"""The writings of a row that can be known: what this device itself wrote, and the form in which others' are told.

Promises: every group of this device that stands or is on its way, oldest first; refused ones are not part of it. What a
cloud told of a business that left it is kept here whole. May not know: what a history is, how the cloud is asked.

Why a text search in the log: an index by row would cost every save a page for a question that is rarely asked, and
ninety days of one device's groups are a few megabytes.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from onetool_desktop.changes.values import NOTHING, Fields, Group, Op, RowKey, Stamps
from onetool_desktop.store import columns, outbox
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Write:
    """One writing of a row: its stamp, what it did, the fields as they were afterwards (None for a cleared one)."""

    h: str
    op: Op
    f: Fields = field(default_factory=lambda: NOTHING)
    gid: str = ""
    created: bool = False
    b: Stamps = field(
        default_factory=lambda: NOTHING
    )  # the registers' stamps before it, as far as they are told


def groups_of(db: Db, c: str, row_id: str) -> list[Group]:
    """The groups that name a row."""
    settled = db.execute("SELECT body FROM settled WHERE instr(body, ?) ORDER BY n", (row_id,))
    found = [outbox.group_of(body) for (body,) in settled]
    return [*found, *outbox.pending_groups(db, c, row_id)]


def settled(db: Db) -> Iterator[tuple[RowKey, Write]]:
    """What the settled groups of this device wrote, as it is kept."""
    for (body,) in db.execute("SELECT body FROM settled ORDER BY n").fetchall():
        group = outbox.group_of(body)
        for change in group.changes:
            yield change.key, Write(group.h, change.op, change.f, group.gid)
        for command in group.commands:
            yield (command.c, command.id), Write(group.h, Op.PUT, {"status": "sent"}, group.gid)


def keep(tx: Transaction, told: Iterable[tuple[RowKey, Write]]) -> None:
    """Keeps writings for good; those that are there already are not told twice."""
    tx.db.executemany(
        "INSERT OR IGNORE INTO kept_past(c, id, h, op, gid, f) VALUES (?, ?, ?, ?, ?, ?)",
        [(*key, one.h, one.op.value, one.gid, to_json(dict(one.f))) for key, one in told],
    )


def forget(db: Db, key: RowKey, without: Callable[[Fields], Fields]) -> None:
    """Keeps no value of a row any more that `without` leaves out."""
    found = db.execute("SELECT gid, f FROM kept_past WHERE c=? AND id=?", key).fetchall()
    for gid, f in found:
        after = to_json(dict(without(from_json(f))))
        db.execute("UPDATE kept_past SET f=? WHERE c=? AND id=? AND gid=?", (after, *key, gid))


def kept(db: Db, c: str, row_id: str) -> list[Write]:
    """What was kept of a row, oldest first."""
    found = db.execute("SELECT h, op, f, gid FROM kept_past WHERE c=? AND id=? ORDER BY h", (c, row_id))
    return [Write(h, Op(op), from_json(f), gid) for h, op, f, gid in found]


def changed_since(db: Db, seq: str) -> list[RowKey]:
    """The rows, live and dead, that the cloud changed after this place of its order."""
    found = [
        (c, row_id)
        for c in columns.CODES
        for (row_id,) in db.execute(f'SELECT id FROM "{c}" WHERE seq>?', (seq,))
    ]
    return found + db.execute("SELECT c, id FROM tombstones WHERE seq>?", (seq,)).fetchall()


def dead_of(db: Db, c: str, field: str, parent: str) -> list[str]:
    """The ids of deleted rows of `c` whose `field` led to `parent`."""
    found = db.execute(
        "SELECT id FROM tombstones WHERE c=? AND json_extract(was, '$.' || ?)=?", (c, field, parent)
    )
    return [row_id for (row_id,) in found]
