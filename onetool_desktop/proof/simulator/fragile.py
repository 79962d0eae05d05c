"""A replica's database connection that can end the process at any statement.

Promises: armed with a count, it counts down before and after each statement and then raises `CrashError`; from then on
it answers nothing, so that no handler can tidy up what a killed process would have left. What was committed is there.
"""

from collections.abc import Iterable
from typing import Any

from onetool_desktop.proof.simulator.faults import CrashError
from onetool_desktop.store.engine import Cursor, Db, Values


class FragileDb:
    """Stands in for the writing connection of one replica."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._left: int | None = None
        self.dead = False

    def arm(self, steps: int | None) -> None:
        """Crash after so many halves of statements; None disarms."""
        self._left = steps

    def execute(self, sql: str, values: Values = (), /) -> Cursor:
        """Runs one statement, unless the process ends before or after it."""
        self._tick()
        cursor = self._db.execute(sql, values)
        self._tick()
        return cursor

    def executemany(self, sql: str, rows: Iterable[Values], /) -> Cursor:
        """Runs one statement for each row, unless the process ends before or after it."""
        self._tick()
        cursor = self._db.executemany(sql, rows)
        self._tick()
        return cursor

    def close(self) -> None:
        """Closes the connection; an open transaction is gone."""
        self._db.close()

    @property
    def in_transaction(self) -> bool:
        """Whether there is anything to roll back; a dead process rolls nothing back."""
        return not self.dead and self._db.in_transaction

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    def _tick(self) -> None:
        if self.dead:
            raise CrashError
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                self.dead = True
                raise CrashError
