"""The replica of one business on this computer: made, opened, written, read, listened to, closed.

Promises: when `write` returns, what it did survives a kill and a power cut, in the database and in the
journal beside it; when it raises, nothing was changed. A file that is damaged, newer or under another key is
told in a sentence and left as it is. Listeners hear of a write after it is safe, in the thread that wrote.
May not know: services, sync, screens.

Why: one writing connection, used by one lane, and one reading connection for each thread that reads; readers
never wait for the writer. The group reaches the journal after the commit and before `write` returns: written
earlier it could hold what was never saved, written later a damaged file could take along what was shown as
saved.
"""

import logging
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.permissions import ROLES, Principal
from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.domain.translate import _
from onetool_desktop.platform import files
from onetool_desktop.store import backup, engine, errors, journal, meta, migrate, outbox, replay, search
from onetool_desktop.store.blobs import BlobStore
from onetool_desktop.store.codec import from_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.journal import Journal
from onetool_desktop.store.meta import Hand, Identity
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.store.visible import VisibleRows

T = TypeVar("T")
_log = logging.getLogger(__name__)
_ENOUGH = 512 * 1024
_RESTFUL, _ARRIVING = 200, 4_000  # pages of the log; an arrival writes pages again and again


class Reads(VisibleRows):
    """A read-only connection of the calling thread: rows by key and parent; `db` for the functions of
    `store.queries`.
    """

    def row(self, c: str, id: str) -> Row | None:
        """The live row, or None."""
        found = self.get(c, id)
        return found if found is not None and found.live else None


class Replica:
    """An open replica. Make one with `create` or `open`."""

    def __init__(self, path: Path, db: Db, *, key: str | None, clock: Clock, ids: Ids) -> None:
        self.path = path
        self.key = key
        self.clock = clock
        self.ids = ids
        self.writer = db
        self.identity: Identity = meta.identity(db)
        self.hand: Hand = meta.hand(db, self.identity.author)
        self.principal: Principal = _principal(db, self.identity)
        self._journal = Journal(journal.journal_path(path), key=key)
        self._journal_whole = self._journal.open(serial=self.hand.journal)
        self.blobs = BlobStore(path.with_name(f"{path.stem} files"), key=key)
        self._listeners: list[Callable[[Changes], None]] = []
        self._reading = threading.local()
        self._readers: list[Db] = []
        self._turn = threading.Lock()
        self._writing: int | None = None  # the thread whose turn it is
        self._tidying = False
        self.holds_numbers = False
        if not self._journal_whole:
            self._mend_journal()

    @classmethod
    def create(cls, path: Path, identity: Identity, *, key: str | None, clock: Clock, ids: Ids) -> "Replica":
        """Makes a new, empty replica at `path`, which must not exist. `key` is 64 hex digits, None for a plain
        file.
        """
        if path.exists():
            raise errors.StoreError(
                _("There is a business in {name} already.").format(name=path.name),
                safe=_("It was not changed."),
                next_step=_("Open it, or choose another place."),
            )
        _keep_journal(path, clock.now_ms())
        db = engine.connect(path, key=key)
        try:
            db.execute("BEGIN IMMEDIATE")
            migrate.create(db)
            meta.write_identity(db, identity)
            db.execute("COMMIT")
            files.sync_folder(path.parent)
            return cls(path, db, key=key, clock=clock, ids=ids)
        except BaseException:
            db.close()
            for end in ("", "-wal", "-shm"):
                files.remove_patiently(path.with_name(path.name + end))
            raise

    @classmethod
    def open(cls, path: Path, *, key: str | None, clock: Clock, ids: Ids) -> "Replica":
        """Opens a replica, migrating it after a backup if it is older than this program.

        Raises WrongKeyError, DamagedError, NewerFileError or EngineError, the file untouched.
        """
        module = engine.driver()
        try:
            db = engine.open_checked(path, key=key, known_version=migrate.VERSION)
        except errors.WrongKeyError:
            if journal.opens(journal.journal_path(path), key):
                raise errors.damaged() from None
            raise
        try:
            if not migrate.is_current(db):
                version = db.execute("PRAGMA user_version").fetchone()[0]
                backup.before_migration(db, path, key=key, version=version, now_ms=clock.now_ms())
                db.close()
                migrate.upgrade(path, key=key)
                db = engine.connect(path, key=key)
            replica = cls(path, db, key=key, clock=clock, ids=ids)
            if replay.is_due(db):
                replica.write(replay.replay)
            return replica
        except module.DatabaseError as error:
            db.close()
            raise errors.damaged() from error

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs `work` in one transaction and makes it durable; in the write lane, any other thread waits its turn.
        Raises what `work` raises, unsaved.
        """
        if self._writing == threading.get_ident():
            raise RuntimeError("a write inside a write")
        with self._turn:
            self._writing = threading.get_ident()
            try:
                transaction = Transaction(self)
                result, changes = self._run(transaction, work)
                self._after_commit(transaction, changes)
            finally:
                self._writing = None
        if changes.collections:
            for callback in self._listeners:
                callback(changes)
        return result

    def reads(self) -> Reads:
        """The calling thread's read-only connection, made at first use. Sees what was committed when a query
        begins.
        """
        found: Reads | None = getattr(self._reading, "reads", None)
        if found is None:
            db = engine.connect(self.path, key=self.key, readonly=True)
            self._readers.append(db)
            found = self._reading.reads = Reads(db)
        return found

    def at_rest(self, read: Callable[[Db], T]) -> T:
        """Runs `read` over the writing connection between two writes, in any thread: it sees nothing of one under way,
        which may still be taken back.
        """
        if self._writing == threading.get_ident():
            raise RuntimeError("a rest inside a write")
        with self._turn:
            return read(self.writer)

    @contextmanager
    def numbers_held(self) -> Generator[None]:
        """Meanwhile everything can be saved, but for a number on paper that only a business without a cloud gives."""
        with self._turn:
            self.holds_numbers = True
        try:
            yield
        finally:
            self.holds_numbers = False

    def listen(self, callback: Callable[[Changes], None]) -> None:
        """Has `callback` told of every write after it is safe, in the writing thread."""
        self._listeners.append(callback)

    def become(self, transaction: Transaction, identity: Identity) -> None:
        """Writes another identity (connected, enrolled anew, another role) inside a transaction of this replica."""
        meta.write_identity(transaction.db, identity)
        transaction.identity = identity
        transaction.hand = transaction.hand.with_clock(
            meta.HybridClock(identity.author, transaction.hand.clock.last, transaction.hand.clock.offset_ms)
        )
        transaction.whole.add("memberships")

    def check(self) -> bool:
        """Whether the file's structure holds, read as a whole."""
        return engine.check(self.reads().db)

    def backup_daily(self) -> Path | None:
        """Makes today's backup if there is none; in the write lane or on a reading thread."""
        return backup.daily(self.reads().db, self.path, key=self.key, now_ms=self.clock.now_ms())

    def rest(self) -> bool:
        """Writes the log back into the file and tidies the search index, once the log has grown or words are to be
        forgotten; in the write lane.

        True if there may be more to tidy: called again it goes on, and saves pass between.
        """
        arriving = self.at_rest(self._write_back)
        if arriving is None:
            return False
        self._tidying = not arriving and self.write(lambda tx: search.merge(tx.db))
        return self._tidying

    def close(self) -> None:
        """Closes every connection; the readers' threads must be done."""
        self._journal.close()
        for db in [*self._readers, self.writer]:
            db.close()
        self._readers.clear()
        self._reading = threading.local()

    def _write_back(self, db: Db) -> bool | None:
        """Whether the business is still arriving, the log written back; None where there is nothing to do."""
        _, grown, written = db.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        arriving = bool(meta.read(db, "arriving"))
        due = self._tidying or (not arriving and search.is_to_forget(db))
        if not due and grown - written < (_ARRIVING if arriving else _RESTFUL):
            return None
        db.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return arriving

    def _run(self, transaction: Transaction, work: Callable[[Transaction], T]) -> tuple[T, Changes]:
        db = self.writer
        try:
            db.execute("BEGIN IMMEDIATE")
            result = work(transaction)
            changes = transaction.finish()
            db.execute("COMMIT")
            return result, changes
        except BaseException as error:
            if db.in_transaction:
                with suppress(engine.driver().Error):
                    db.execute("ROLLBACK")
            if engine.is_full(error):
                raise errors.no_room() from error
            if engine.is_busy(error):
                raise errors.held_elsewhere() from error
            raise

    def _after_commit(self, transaction: Transaction, changes: Changes) -> None:
        self.hand = transaction.hand
        if transaction.identity != self.identity or "memberships" in changes.collections:
            self.identity = transaction.identity
            self.principal = _principal(self.writer, self.identity)
        if not transaction.journal and not transaction.journal_anew:
            return
        try:
            if transaction.journal_anew:
                self._journal_whole = False
                self.writer.execute(
                    "PRAGMA wal_checkpoint(TRUNCATE)"
                ).fetchone()  # the log of pages holds it too
            if self._journal_whole:
                self._journal.append(transaction.journal, serial=self.hand.journal)
            if not self._journal_whole or self._journal_is_stale(transaction):
                self._mend_journal()
        except OSError as error:
            self._journal_whole = False
            _log.warning("The journal beside the database could not be written: %s", type(error).__name__)

    def _journal_is_stale(self, transaction: Transaction) -> bool:
        """Whether most of the journal is settled: then it is written anew from the outbox."""
        if self._journal.size < _ENOUGH or all(not isinstance(record, str) for record in transaction.journal):
            return False
        live = self.writer.execute("SELECT coalesce(sum(size), 0) FROM outbox").fetchone()[0]
        return self._journal.size > _ENOUGH + 3 * live

    def _mend_journal(self) -> None:
        self._journal.rewrite(outbox.entries(self.writer), serial=self.hand.journal)
        self._journal_whole = True


def _keep_journal(path: Path, now_ms: int) -> None:
    """Puts aside the journal of a file that is gone: it may hold work that nothing else does."""
    left = journal.journal_path(path)
    if left.exists():
        left.rename(left.with_name(f"{left.name} {now_ms}"))


def _principal(db: Db, identity: Identity) -> Principal:
    """Who decides here: the membership as it has come, before that what the identity says."""
    row = db.execute(
        'SELECT role, permissions FROM memberships WHERE "userId"=?', (identity.user_id,)
    ).fetchone()
    role, permissions = (identity.role, identity.permissions) if row is None else (row[0], from_json(row[1]))
    return Principal(
        org=identity.org,
        user_id=identity.user_id,
        author=identity.author,
        role=role if role in ROLES else identity.role,
        permissions=permissions or {},
        importing=not identity.connected,
    )
