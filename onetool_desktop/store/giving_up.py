"""A question to the replica that is given up once nobody wants its answer any more.

Promises: giving up ends a query that is running, in the middle of it, and lets none begin; what asked is told by
`CancelledError`, as of any cancelled call; a query of somebody else on the same connection is never ended. May not
know: what is asked.

Why: a search through a million rows takes as long as ten keys. Readers that go on with the first of them are not there
for the last, which is the one that a person waits for.
"""

import contextlib
from collections.abc import Generator
from concurrent.futures import CancelledError
from threading import Lock

from onetool_desktop.store.engine import Db


class Asked:
    """One question; `over` in the thread that answers it, `give_up` in the one that asked."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._running: list[Db] = []
        self._given_up = False

    @contextlib.contextmanager
    def over(self, db: Db) -> Generator[Db]:
        """Answers over a connection; raises CancelledError where the question was given up."""
        with self._lock:
            self._go_on()
            self._running.append(db)
        try:
            yield db
        except Exception:
            self._go_on()  # what went wrong is that it was interrupted
            raise
        finally:
            with self._lock:
                self._running.remove(db)
        self._go_on()

    def give_up(self) -> None:
        """Ends what is running for this question."""
        with self._lock:
            self._given_up = True
            for db in self._running:
                db.interrupt()

    def _go_on(self) -> None:
        if self._given_up:
            raise CancelledError
