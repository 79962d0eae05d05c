"""What a business that was at a cloud brings to another, on this computer's side: all that the cloud had sent and
nothing since, part by part; and how the replica then becomes one that comes to that cloud.

Promises: nothing here changes before everything was brought; what is saved meanwhile waits in the outbox as ever, made
over the very rows that are brought. A way that was cut off goes on where it stopped; another cloud is brought all of
it from the beginning.
May not know: how a cloud is asked.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from onetool_desktop.changes.values import Row
from onetool_desktop.changes.wire import MAX_PUSH
from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.translate import _
from onetool_desktop.store import (
    backup,
    checkpoint,
    columns,
    enrolment,
    meta,
    outbox,
    past,
    series,
    transfers,
)
from onetool_desktop.store.alone import forget_cloud
from onetool_desktop.store.arrival import GIVEN_ANEW
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.errors import StoreError
from onetool_desktop.store.replica import Reads, Replica
from onetool_desktop.store.transaction import Transaction

MOST = 500  # rows and writings of a part
_FIRST = ("devices", "users")  # whose stamps those are is asked of all that follows
_ORDER = (*_FIRST, *(c.name for c in ALL if c.name not in (*_FIRST, GIVEN_ANEW)))
_PLACE = "carrying"


@dataclass(frozen=True, slots=True)
class Place:
    """How far the way to the cloud of this epoch has come: the step, and the last that was brought in it."""

    epoch: str
    step: int = 0
    after: tuple[str, ...] = ()


@dataclass(slots=True)
class Part:
    """Rows by collection and writings as they are sent, and the place behind them."""

    next: Place
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    past: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    _count: int = 0
    _size: int = 0

    @property
    def name(self) -> str:
        """What tells it from any other part."""
        return hashlib.sha256(to_json([self.rows, self.past]).encode()).hexdigest()

    def has_room(self, one: Mapping[str, Any]) -> bool:
        """Whether this goes along too; the first one always does."""
        size = len(to_json(one))
        if self._count and (self._count == MOST or self._size + size > MAX_PUSH):
            return False
        self._count, self._size = self._count + 1, self._size + size
        return True


def was_at_cloud(db: Db) -> bool:
    """Whether anything here is what a cloud has sent; goes through everything where nothing is."""
    tables = (*(f'"{c}" WHERE seq' for c in columns.CODES), 'shadow WHERE "row"')
    return any(db.execute(f"SELECT 1 FROM {table} IS NOT NULL LIMIT 1").fetchone() for table in tables)


def begin(replica: Replica, epoch: str) -> Place:
    """Where the way to this cloud begins, or goes on. Raises a sentence where not all of it could be brought."""
    db = replica.reads().db
    text = meta.read(db, _PLACE)
    facts: dict[str, Any] = json.loads(text) if text else {}
    if facts.get("epoch") == epoch:
        return Place(epoch, facts["step"], tuple(facts["after"]))
    if db.execute("SELECT 1 FROM unknown LIMIT 1").fetchone():
        raise StoreError(
            _("This business holds records that this program does not know yet."),
            safe=_("Nothing was changed."),
            next_step=_("Update OneTool Desktop, then try again."),
        )
    replica.write(lambda tx: past.keep(tx, past.settled(tx.db)))
    return Place(epoch)


def keep_place(replica: Replica, at: Place) -> None:
    """Everything up to there was brought."""
    replica.write(lambda tx: meta.write(tx.db, **{_PLACE: json.dumps(asdict(at))}))


def part(reads: Reads, at: Place) -> Part | None:
    """What is brought next from this place on; None where that was all."""
    if at.step > len(_ORDER):
        return None
    found = Part(at)
    for step in range(at.step, len(_ORDER) + 1):
        after = at.after if step == at.step else ()
        where = found.past if step == len(_ORDER) else found.rows.setdefault(_ORDER[step], [])
        for key, one in _past(reads.db, after) if step == len(_ORDER) else _rows(reads, _ORDER[step], after):
            if not found.has_room(one):
                return found
            where.append(one)
            found.next = Place(at.epoch, step, key)
    found.next = Place(at.epoch, len(_ORDER) + 1)
    return found


def numbers(db: Db) -> Sequence[tuple[str, str, int]]:
    """The last number of each kind of paper and series that was given."""
    return [(*of, last) for of, last in sorted(series.counts(db).items())]


def arrive(replica: Replica, *, epoch: str) -> None:
    """Makes the replica one that comes to the cloud of this epoch, which was brought all else: what was saved since it
    left the other one is sent as its first changes, its files follow, and everything is fetched beside what is here.
    """
    backup.before_cloud(replica.reads().db, replica.path, key=replica.key, now_ms=replica.clock.now_ms())

    def work(tx: Transaction) -> None:
        tx.db.execute("DELETE FROM settled")  # what the other cloud took is told with the past of the rows
        tx.db.execute("UPDATE outbox SET state='waiting', seq=NULL WHERE state='acked'")
        enrolment.renumber(tx)
        transfers.want(tx, transfers.files_here(tx.db, replica.blobs.has))
        meta.write(tx.db, **{_PLACE: None})
        forget_cloud(tx)
        checkpoint.begin_anew(tx, epoch=epoch)

    replica.write(work)


def _rows(reads: Reads, c: str, after: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The rows of a collection as the cloud had them, by id; those of which nothing is known but their end stay."""
    arms = (
        f'SELECT id FROM "{c}" WHERE seq IS NOT NULL AND id>:after',
        "SELECT id FROM tombstones WHERE c=:c AND seq IS NOT NULL AND id>:after",
        'SELECT id FROM shadow WHERE c=:c AND "row" IS NOT NULL AND id>:after',
    )
    sql = f"{' UNION '.join(arms)} ORDER BY id LIMIT {MOST}"
    last = "".join(after)
    while found := reads.db.execute(sql, {"c": c, "after": last}).fetchall():
        for (last,) in found:
            pending = outbox.has_shadow(reads.db, c, last)
            row = outbox.shadow(reads.db, c, last) if pending else reads.get(c, last)
            if row is not None and (row.live or row.was):
                yield (last,), _message(row)


def _message(row: Row) -> dict[str, Any]:
    """A row as it is brought; a deleted one says what it was."""
    message: dict[str, Any] = {"id": row.id, "clk": dict(row.clk), "f": dict(row.f)}
    return message if row.deleted is None else {**message, "del": row.deleted, "f": dict(row.was or {})}


def _past(db: Db, after: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """What was kept of the past of the rows, row by row, oldest first."""
    sql = (
        "SELECT c, id, h, gid, op, f FROM kept_past WHERE (c, id, h, gid)>(?, ?, ?, ?)"
        f" ORDER BY c, id, h, gid LIMIT {MOST}"
    )
    last = after or ("", "", "", "")
    while found := db.execute(sql, last).fetchall():
        for c, row_id, h, gid, op, f in found:
            last = (c, row_id, h, gid)
            yield last, {"c": c, "id": row_id, "gid": gid, "h": h, "op": op, "f": from_json(f)}
