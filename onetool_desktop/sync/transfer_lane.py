"""Runs the transfers of one replica in the transfer lane: a loop that steps, and sleeps until there is more to do.

Promises: the lane is its own, with connections of its own, so that neither a text edit nor a sign-in ever waits for a
photo; `stop` ends a part under way and returns when the loop has ended, `start` may follow; a fault nobody foresaw
rests the lane and does not end it. Status is told from the lane.
May not know: what a step does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future

from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.sync.transfers import Transfers, TransferStatus

STOP_S = 10.0
_FAULT_MS = 60_000
_log = logging.getLogger(__name__)


class TransferLane:
    """The transfers of one replica, as the program runs them."""

    def __init__(
        self,
        transfers: Transfers,
        *,
        lanes: Lanes,
        abort: Callable[[], None] = lambda: None,
        resume: Callable[[], None] = lambda: None,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        self._transfers = transfers
        self._lanes = lanes
        self._abort = abort
        self._resume = resume
        self.close = close  # gives back the connections, once stopped
        self._changed = threading.Condition()
        self._running = False
        self._news = self._hopeful = False
        self._resting = False
        self._loop: Future[None] | None = None
        self._listeners: list[Callable[[TransferStatus], None]] = []
        self._told: TransferStatus | None = None

    def listen(self, callback: Callable[[TransferStatus], None]) -> None:
        """Hear each new status, in the transfer lane."""
        self._listeners.append(callback)

    def start(self) -> None:
        """Begin; does nothing when it runs already."""
        if self._loop is None:
            self._resume()
            self._running = self._news = True
            self._loop = self._lanes.submit(Lane.TRANSFER, self._run)

    def stop(self, timeout_s: float = STOP_S) -> None:
        """End, cutting short a part under way; what came of it is kept."""
        loop, self._loop = self._loop, None
        if loop is not None:
            with self._changed:
                self._running = False
                self._changed.notify_all()
            self._abort()
            loop.result(timeout_s)

    def nudge(self) -> None:
        """Rows or the queue changed: there may be something to move."""
        self._wake(hopeful=False)

    def hope(self) -> None:
        """The network is back, somebody signed in or asked: try now what was waiting."""
        self._wake(hopeful=True)

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until nothing is left to do before something changes; False when that did not happen in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._resting and not self._news, timeout_s)

    def _wake(self, *, hopeful: bool) -> None:
        with self._changed:
            self._news = True
            self._hopeful = self._hopeful or hopeful
            self._resting = False
            self._changed.notify_all()

    def _run(self) -> None:
        while self._running:
            wait_ms = self._step()
            self._tell()
            if wait_ms != 0:
                self._sleep(wait_ms)

    def _step(self) -> int | None:
        with self._changed:
            news, hopeful = self._news, self._hopeful
            self._news = self._hopeful = False
        try:
            if hopeful:
                self._transfers.hope()
            if news:
                self._transfers.plan()
            return self._transfers.step()
        except Exception:  # noqa: BLE001 - whatever it was, the next file must not wait for the next start
            if self._running:
                _log.exception("a transfer broke")
            return _FAULT_MS

    def _sleep(self, wait_ms: int | None) -> None:
        with self._changed:
            self._resting = wait_ms is None
            self._changed.notify_all()
            timeout = None if wait_ms is None else wait_ms / 1_000
            self._changed.wait_for(lambda: self._news or not self._running, timeout)

    def _tell(self) -> None:
        status = self._transfers.status
        if status == self._told:
            return
        self._told = status
        for callback in self._listeners:
            try:
                callback(status)
            except Exception:  # noqa: BLE001 - a listener's fault is not the lane's
                _log.exception("a listener of the transfers broke")
