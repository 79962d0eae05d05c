"""The outbox: groups that are not settled, and which rows they touch.

Promises: a group stands in it from the transaction that made it until a checkpoint of the cloud contains it
or a person discards it. `waiting` and `acked` groups are pending and take part in what is visible; `refused`
and `held` ones do not. A row that a pending group touches has a shadow, and no other row has one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from onetool_desktop import changes
from onetool_desktop.changes.values import Group, Row, RowKey
from onetool_desktop.store.codec import row_json, row_of_json, to_json
from onetool_desktop.store.engine import Db

WAITING, ACKED, REFUSED, HELD = "waiting", "acked", "refused", "held"
PENDING = "('waiting', 'acked')"
_ADD = """INSERT INTO outbox(n, gid, action, action_id, label, made_at, h, body, state, size)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One group of the outbox with what only this device knows of it. `made_at` is in ms UTC."""

    group: Group
    action: str
    action_id: str
    label: str
    made_at: int
    state: str = WAITING
    seq: str | None = None
    code: str | None = None
    detail: str | None = None
    restamped: bool = False


_ENTRY = "SELECT body, action, action_id, label, made_at, state, seq, code, detail, restamped FROM outbox"


def body_of(group: Group) -> str:
    """The group as sent."""
    return changes.wire.dumps(changes.wire.group_to_wire(group)).decode()


def add(db: Db, entry: Entry, body: str) -> None:
    """Enters a group, waiting to be sent; `body` is `body_of` it."""
    group = entry.group
    words = (entry.action, entry.action_id, entry.label, entry.made_at, group.h, body, len(body.encode()))
    db.execute(_ADD, (group.n, group.gid, *words))


def link(db: Db, gid: str, keys: Iterable[RowKey]) -> None:
    """Says that a pending group touches these rows."""
    db.executemany(
        "INSERT OR IGNORE INTO outbox_rows(c, id, gid) VALUES (?, ?, ?)", [(*key, gid) for key in keys]
    )


def rows_of(db: Db, gid: str) -> list[RowKey]:
    """The rows a pending group touches."""
    return [(c, row_id) for c, row_id in db.execute("SELECT c, id FROM outbox_rows WHERE gid=?", (gid,))]


def unlink(db: Db, gid: str) -> list[RowKey]:
    """Takes a group away from its rows, and returns these."""
    keys = rows_of(db, gid)
    db.execute("DELETE FROM outbox_rows WHERE gid=?", (gid,))
    return keys


def rewrite(db: Db, group: Group) -> None:
    """Replaces a group's body, n and stamp; the gid is kept."""
    body = body_of(group)
    db.execute(
        "UPDATE outbox SET n=?, h=?, body=?, size=? WHERE gid=?",
        (group.n, group.h, body, len(body.encode()), group.gid),
    )


def entry(db: Db, gid: str) -> Entry | None:
    """A group of the outbox, or None."""
    found = db.execute(f"{_ENTRY} WHERE gid=?", (gid,)).fetchone()
    return None if found is None else _entry(found)


def entries(db: Db, *states: str) -> list[Entry]:
    """The groups in these states, or all, in order of n."""
    marks = ", ".join("?" * len(states))
    where = f"WHERE state IN ({marks})" if states else ""
    return [_entry(record) for record in db.execute(f"{_ENTRY} {where} ORDER BY n", states)]


def answered(db: Db, *states: str, limit: int | None = None) -> list[Entry]:
    """The groups in these states, none of them waiting, or the first of them, in order of n; however many wait."""
    found: list[Entry] = []
    for state in states:
        of_state = f"{_ENTRY} WHERE state=? AND state<>'waiting' ORDER BY n LIMIT ?"
        found += map(_entry, db.execute(of_state, (state, -1 if limit is None else limit)))
    return sorted(found, key=lambda entry: entry.group.n)[:limit]


def counts(db: Db) -> dict[str, int]:
    """How many groups there are of each state; only indexes are read."""
    answered = "SELECT state, count(*) FROM outbox WHERE state<>'waiting' GROUP BY state"
    found: dict[str, int] = dict(db.execute(answered).fetchall())
    every: int = db.execute("SELECT count(*) FROM outbox").fetchone()[0]
    return {WAITING: every - sum(found.values()), **found}


def pending_groups(db: Db, c: str, row_id: str) -> list[Group]:
    """The pending groups that touch a row, in order of n."""
    found = db.execute(
        "SELECT body FROM outbox JOIN outbox_rows USING (gid) WHERE outbox_rows.c=? AND outbox_rows.id=? ORDER BY n",
        (c, row_id),
    )
    return [group_of(body) for (body,) in found]


def maker(db: Db, c: str, row_id: str) -> str | None:
    """The first group waiting to be sent that touches a row: of one the cloud never had, the group that made it."""
    found = db.execute(
        # CROSS JOIN keeps the row's few groups outside: the planner would walk all that waits in order of n.
        """SELECT gid FROM outbox_rows CROSS JOIN outbox USING (gid)
        WHERE c=? AND id=? AND state='waiting' ORDER BY n LIMIT 1""",
        (c, row_id),
    ).fetchone()
    return None if found is None else found[0]


def pending_delete(db: Db, gid: str) -> bool:
    """Whether a delete group is still pending."""
    found = db.execute(f"SELECT 1 FROM outbox WHERE gid=? AND state IN {PENDING}", (gid,)).fetchone()
    return found is not None


@lru_cache(maxsize=4096)
def group_of(body: str) -> Group:
    """The group of a body that this device wrote itself."""
    return changes.wire.group_from_wire(changes.wire.loads(body))


def has_shadow(db: Db, c: str, row_id: str) -> bool:
    """Whether a pending group touches the row."""
    return db.execute("SELECT 1 FROM shadow WHERE c=? AND id=?", (c, row_id)).fetchone() is not None


def shadow(db: Db, c: str, row_id: str) -> Row | None:
    """The cloud's last row; None where it had none."""
    found = db.execute("SELECT row FROM shadow WHERE c=? AND id=?", (c, row_id)).fetchone()
    return None if found is None else row_of_json(found[0])


def set_shadows(db: Db, rows: Sequence[tuple[RowKey, Row | None]]) -> None:
    """Says what the cloud last had."""
    db.executemany(
        "INSERT OR REPLACE INTO shadow(c, id, row) VALUES (?, ?, ?)",
        [(*key, row_json(row)) for key, row in rows],
    )


def drop_shadow(db: Db, c: str, row_id: str) -> None:
    """Forgets the cloud's row of a row that no pending group touches."""
    db.execute("DELETE FROM shadow WHERE c=? AND id=?", (c, row_id))


def shadowed(db: Db) -> set[RowKey]:
    """Every row that a pending group touches."""
    return {(c, row_id) for c, row_id in db.execute("SELECT c, id FROM shadow")}


def shadowed_among(db: Db, ids: Mapping[str, Iterable[str]]) -> set[RowKey]:
    """Those of these rows, ids by collection, that a pending group touches."""
    if db.execute("SELECT 1 FROM shadow LIMIT 1").fetchone() is None:
        return set()
    found = "SELECT id FROM shadow WHERE c=? AND id IN (SELECT value FROM json_each(?))"
    return {
        (c, row_id) for c, some in ids.items() for (row_id,) in db.execute(found, (c, to_json(list(some))))
    }


def _entry(record: Sequence[object]) -> Entry:
    body, action, action_id, label, made_at, state, seq, code, detail, restamped = record
    return Entry(
        group=group_of(str(body)),
        action=str(action),
        action_id=str(action_id),
        label=str(label),
        made_at=int(str(made_at)),
        state=str(state),
        seq=None if seq is None else str(seq),
        code=None if code is None else str(code),
        detail=None if detail is None else str(detail),
        restamped=bool(restamped),
    )
