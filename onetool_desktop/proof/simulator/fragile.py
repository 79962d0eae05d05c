"""A replica's database connection that can end the process at any statement, or find the drive full or the file locked.

Promises: armed with a count, it counts down before and after each statement and then raises `CrashError`; from then on
it answers nothing, so that no handler can tidy up what a killed process would have left. What was committed is there.
A drive that is full refuses each writing statement with the driver's own error and undoes the transaction, as SQLite
does; a locked file refuses to begin one.
"""

from collections.abc import Callable, Iterable
from typing import Any

from onetool_desktop.proof.simulator.faults import CrashError
from onetool_desktop.store import engine
from onetool_desktop.store.engine import Cursor, Db, Values

_FULL, _BUSY = 13, 5
_WRITES = ("INSERT", "UPDATE", "DELETE", "COMMIT")


class FragileDb:
    """Stands in for the writing connection of one replica.

    While nothing is to happen to it, `execute` and `executemany` are the connection's own: most statements run then.
    """

    execute: Callable[..., Cursor]
    executemany: Callable[..., Cursor]

    def __init__(self, db: Db) -> None:
        self._db = db
        self._left: int | None = None
        self._room: int | None = None
        self._locked = False
        self._kept = self._closed = False
        self.dead = False
        self.refusals = 0
        self._prepare()

    @property
    def raw(self) -> Any:
        """The driver's connection itself."""
        return self._db

    def arm(self, steps: int | None) -> None:
        """Crash after so many halves of statements; None disarms."""
        self._left = steps
        self._prepare()

    def fill(self, room: int | None) -> None:
        """The drive takes so many writing statements more; None frees it."""
        self._room = room
        self._prepare()

    def lock(self, *, held: bool) -> None:
        """Whether another program holds the file."""
        self._locked = held
        self._prepare()

    def interrupt(self) -> None:
        """Ends what is running."""
        self._db.interrupt()

    def outlive(self) -> Db | None:
        """The process is gone and the connection is not: what was not committed is undone, as for its file. None where
        it was closed.
        """
        if self._closed:
            return None
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._kept = True
        return self._db

    def close(self) -> None:
        """Closes the connection; an open transaction is gone."""
        if not self._kept:
            self._closed = True
            self._db.close()

    @property
    def in_transaction(self) -> bool:
        """Whether there is anything to roll back; a dead process rolls nothing back."""
        return not self.dead and self._db.in_transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def _prepare(self) -> None:
        calm = self._left is None and self._room is None and not self._locked and not self.dead
        self.execute = self._db.execute if calm else self._execute
        self.executemany = self._db.executemany if calm else self._executemany

    def _execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Runs one statement, unless the process ends before or after it."""
        self._before(sql)
        cursor = self._db.execute(sql, values)
        self._tick()
        return cursor

    def _executemany(self, sql: str, rows: Iterable[Values], /) -> Cursor:
        """Runs one statement for each row, unless the process ends before or after it."""
        self._before(sql)
        cursor = self._db.executemany(sql, rows)
        self._tick()
        return cursor

    def _before(self, sql: str) -> None:
        if self._room is not None and sql.lstrip().startswith(_WRITES):
            self._room -= 1
            if self._room < 0:
                self._refuse(_FULL, "database or disk is full")
        if self._locked and sql.startswith("BEGIN IMMEDIATE"):
            self._refuse(_BUSY, "database is locked")
        self._tick()

    def _refuse(self, code: int, words: str) -> None:
        self.refusals += 1
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        error = engine.driver().OperationalError(words)
        error.sqlite_errorcode = code
        raise error

    def _tick(self) -> None:
        if self.dead:
            raise CrashError
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.dead = True
                raise CrashError
