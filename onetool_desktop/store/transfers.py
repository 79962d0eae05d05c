"""The queue of bytes to be moved, and which projects' files stay on this computer: local facts, never synced.

Promises: an upload stands in it from the transaction that made its row until the cloud has the bytes, whatever happens
to the row meanwhile, so that a file whose record was refused is still listed; it is due only once the cloud has the
row. What is small goes first, and what a person waits for before everything. Whoever changes the queue does so in a
transaction of the write lane, and the rows concerned are told as changed, so that screens look again.
May not know: how bytes travel, where they lie.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.values import Row
from onetool_desktop.store.engine import Db
from onetool_desktop.store.transaction import Transaction

UP, DOWN = "up", "down"
WAITING, STUCK = "waiting", "stuck"
BELIEVED_MS = (
    2 * 3_600_000
)  # no wait is longer: one that seems so was set by a clock that has gone back since
_NAMES = "way, id, sha, size, position, asked, tried, next_at, state, words"
_TRANSFER = ", ".join(f"transfers.{name}" for name in _NAMES.split(", "))
_READY = "transfers.state='waiting' AND (transfers.way='down' OR attachments.seq IS NOT NULL)"
_DUE = f"""SELECT {_TRANSFER} FROM transfers JOIN attachments ON attachments.id=transfers.id
    WHERE {_READY} AND (next_at<=:now OR next_at>:now+:believed)
    ORDER BY asked DESC, transfers.size, transfers.id, transfers.sha LIMIT 1"""
_NEXT = f"SELECT min(next_at) FROM transfers JOIN attachments ON attachments.id=transfers.id WHERE {_READY}"
_REFUSED = """EXISTS (SELECT 1 FROM outbox
    WHERE outbox.state IN ('refused', 'held') AND instr(outbox.body, transfers.id))"""
_READY_FILES = (
    """SELECT id, sha256, size, "previewSha256", "previewSize" FROM attachments WHERE state='ready'"""
)
_KEPT = f"""{_READY_FILES} AND (
    "projectId" IN (SELECT id FROM kept_offline)
    OR "taskId" IN (SELECT id FROM tasks WHERE "projectId" IN (SELECT id FROM kept_offline))
    OR "quoteId" IN (SELECT id FROM quotes WHERE "projectId" IN (SELECT id FROM kept_offline))
    OR "invoiceId" IN (SELECT id FROM invoices WHERE "projectId" IN (SELECT id FROM kept_offline)))"""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One file's bytes on their way: up or down, the row, the hash. `words` say why it is stuck."""

    way: str
    id: str
    sha: str
    size: int
    position: int = 0
    asked: int = 0
    tried: int = 0
    next_at: int = 0
    state: str = WAITING
    words: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by."""
        return (self.way, self.id, self.sha)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many files wait to be sent, of how many bytes, how many are being fetched, and how many are stuck."""

    up: int = 0
    up_bytes: int = 0
    down: int = 0
    stuck: int = 0


def want(tx: Transaction, transfers: Iterable[Transfer]) -> None:
    """Queues transfers; one that is there already is asked for anew."""
    for one in transfers:
        tx.db.execute(
            f"INSERT INTO transfers({_NAMES}) VALUES (?, ?, ?, ?, 0, ?, 0, 0, 'waiting', '')"
            " ON CONFLICT(way, id, sha) DO UPDATE SET asked=max(asked, excluded.asked), tried=0, next_at=0,"
            " state='waiting', words=''",
            (*one.key, one.size, one.asked),
        )
        _tell(tx, one.id)


def due(db: Db, now_ms: int) -> Transfer | None:
    """The transfer to be worked on now."""
    found = db.execute(_DUE, {"now": now_ms, "believed": BELIEVED_MS}).fetchone()
    return None if found is None else Transfer(*found)


def next_time(db: Db) -> int | None:
    """When the next transfer is due, in ms UTC; None where none will be by itself."""
    return db.execute(_NEXT).fetchone()[0]


def of_rows(db: Db, ids: Iterable[str]) -> dict[str, list[Transfer]]:
    """The transfers of some rows."""
    wanted = list(ids)
    marks = ", ".join("?" * len(wanted))
    found: dict[str, list[Transfer]] = {}
    for record in db.execute(f"SELECT {_NAMES} FROM transfers WHERE id IN ({marks})", wanted):
        found.setdefault(record[1], []).append(Transfer(*record))
    return found


def stuck(db: Db) -> list[Transfer]:
    """The transfers that wait for a person, and uploads whose record was refused; not those of a deleted one."""
    found = db.execute(
        f"SELECT {_TRANSFER} FROM transfers LEFT JOIN attachments ON attachments.id=transfers.id"
        f" WHERE transfers.state='stuck' OR (way='up' AND attachments.id IS NULL AND {_REFUSED})"
        " ORDER BY transfers.id, transfers.sha"
    )
    return [Transfer(*record) for record in found]


def withdrawn(tx: Transaction, row_id: str) -> None:
    """The row of a file is no longer this person's to see: what was not sent of it waits for him."""
    tx.db.execute("UPDATE transfers SET state='stuck' WHERE way='up' AND id=?", (row_id,))
    tx.db.execute("DELETE FROM transfers WHERE way='down' AND id=?", (row_id,))


def counts(db: Db) -> Counts:
    """What the chip shows; a photo and its preview are one."""
    up, size, down = db.execute(
        "SELECT count(DISTINCT CASE WHEN way='up' THEN id END),"
        " coalesce(sum(CASE WHEN way='up' THEN transfers.size-position END), 0),"
        " count(DISTINCT CASE WHEN way='down' THEN id END) FROM transfers"
        " JOIN attachments USING (id) WHERE transfers.state='waiting'"
    ).fetchone()
    return Counts(up, size, down, len(stuck(db)))


def done(tx: Transaction, transfer: Transfer) -> None:
    """The bytes are where they should be."""
    tx.db.execute("DELETE FROM transfers WHERE way=? AND id=? AND sha=?", transfer.key)
    _tell(tx, transfer.id)


def moved(tx: Transaction, transfer: Transfer, position: int) -> None:
    """So many bytes of it are there."""
    _set(tx, transfer, position=position)


def postpone(tx: Transaction, transfer: Transfer, *, until_ms: int, position: int | None = None) -> None:
    """It did not work and is tried again later."""
    more = {} if position is None else {"position": position}
    _set(tx, transfer, tried=transfer.tried + 1, next_at=until_ms, **more)


def give_up(tx: Transaction, transfer: Transfer, words: str) -> None:
    """It is not tried again until a person says so; `words` say why."""
    _set(tx, transfer, state=STUCK, words=words)
    _tell(tx, transfer.id)


def try_again(tx: Transaction, ids: Iterable[str] | None = None) -> None:
    """A person, or a sign-in, gives stuck and waiting transfers another chance: of some rows, or all."""
    sql = "UPDATE transfers SET state='waiting', words='', tried=0, next_at=0"
    for row_id in [None] if ids is None else list(ids):
        tx.db.execute(sql if row_id is None else f"{sql} WHERE id=?", () if row_id is None else (row_id,))
        if row_id is not None:
            _tell(tx, row_id)


def drop(tx: Transaction, row_id: str) -> None:
    """Nobody wants the bytes of this row moved any more."""
    tx.db.execute("DELETE FROM transfers WHERE id=?", (row_id,))
    _tell(tx, row_id)


def keep_offline(tx: Transaction, project: str, *, kept: bool) -> None:
    """Whether the files of a project are fetched without being asked for."""
    sql = (
        "INSERT OR IGNORE INTO kept_offline(id) VALUES (?)" if kept else "DELETE FROM kept_offline WHERE id=?"
    )
    tx.db.execute(sql, (project,))


def is_kept_offline(db: Db, project: str) -> bool:
    """Whether a project's files stay on this computer."""
    return db.execute("SELECT 1 FROM kept_offline WHERE id=?", (project,)).fetchone() is not None


def kept_files(db: Db, has: Callable[[str], bool]) -> list[Transfer]:
    """What is still to be fetched of the projects that are kept here."""
    return _lacking(db, _KEPT, has)


def missing_files(db: Db, has: Callable[[str], bool]) -> list[Transfer]:
    """What is still to be fetched of all that the cloud has."""
    return _lacking(db, _READY_FILES, has)


def files_here(db: Db, has: Callable[[str], bool]) -> list[Transfer]:
    """What is to be sent where a cloud has no bytes yet: all that lies here."""
    every = 'SELECT id, sha256, size, "previewSha256", "previewSize" FROM attachments'
    return [Transfer(UP, row_id, sha, size) for row_id, sha, size in _bytes(db, every) if has(sha)]


def fetched_in_vain(db: Db) -> set[tuple[str, str]]:
    """The rows and hashes that were set aside: of a photo one part may come where the other never will."""
    return {(one.id, one.sha) for one in stuck(db) if one.way == DOWN}


def forget_all(tx: Transaction) -> None:
    """There is no cloud any more to which or from which anything is moved."""
    tx.db.execute("DELETE FROM transfers")


def wanted_files(db: Db) -> set[str]:
    """The hashes of all bytes that a row names, a change the cloud did not take, or an upload that is stuck."""
    found = db.execute(
        'SELECT sha256 FROM attachments UNION SELECT "previewSha256" FROM attachments'
        f" UNION SELECT sha FROM transfers WHERE way='up' AND (state='stuck' OR {_REFUSED})"
    )
    return {sha for (sha,) in found if sha}


def _lacking(db: Db, files: str, has: Callable[[str], bool]) -> list[Transfer]:
    return [Transfer(DOWN, row_id, sha, size) for row_id, sha, size in _bytes(db, files) if not has(sha)]


def _bytes(db: Db, files: str) -> Iterable[tuple[str, str, int]]:
    """The bytes of these files and of their previews: row, hash, size."""
    for row_id, sha, size, preview, preview_size in db.execute(files).fetchall():
        pairs: list[tuple[Any, Any]] = [(sha, size), (preview, preview_size)]
        yield from ((row_id, s, n) for s, n in pairs if s and n)


def hashes(row: Row) -> list[str]:
    """The bytes that the row of a file names, live or dead: its own and its preview's."""
    named = {f.get(name) for f in (row.f, row.was or {}) for name in ("sha256", "previewSha256")}
    return sorted(sha for sha in named if sha)


def is_named_elsewhere(db: Db, sha: str, row_id: str) -> bool:
    """Whether another record than this one names these bytes."""
    sql = 'SELECT 1 FROM attachments WHERE (sha256=?1 OR "previewSha256"=?1) AND id<>?2 LIMIT 1'
    return db.execute(sql, (sha, row_id)).fetchone() is not None


def is_to_be_sent(db: Db, sha: str) -> bool:
    """Whether these bytes are still to go to the cloud, or wait for a person because of that."""
    return (
        db.execute("SELECT 1 FROM transfers WHERE way='up' AND sha=? LIMIT 1", (sha,)).fetchone() is not None
    )


def _set(tx: Transaction, transfer: Transfer, **facts: object) -> None:
    names = ", ".join(f"{name}=?" for name in facts)
    tx.db.execute(
        f"UPDATE transfers SET {names} WHERE way=? AND id=? AND sha=?", (*facts.values(), *transfer.key)
    )


def _tell(tx: Transaction, row_id: str) -> None:
    tx.rows.touch("attachments", (row_id,))
