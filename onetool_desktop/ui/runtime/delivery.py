"""Brings the results of the lanes to the GUI thread.

Promises: a result arrives as one queued signal on the GUI thread, after the call that asked for it has returned;
only while its receiver lives and its question is still current; an answer nobody wants any more is dropped, but an
error is never dropped unlogged. May not know: what the work was, how errors are told.

Why: a QObject made or destroyed on a worker crashes the program at random. So there is one signal object for the
whole program, born here; workers carry plain callables and values. Thread classes of Qt and nested event loops were
refused.
"""

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from onetool_desktop.platform.logs import get_logger

_log = get_logger(__name__)
T = TypeVar("T")


class Generation:
    """Numbers the questions of one screen: asking again makes older answers void."""

    def __init__(self) -> None:
        self._number = 0

    def next(self) -> Callable[[], bool]:
        """Starts a new question; the returned check says whether it is still the latest."""
        self._number += 1
        mine = self._number
        return lambda: self._number == mine


def always() -> bool:
    """The check of a question that never goes out of date."""
    return True


@dataclass(frozen=True, slots=True)
class _Waiting:
    to: QObject
    then: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    current: Callable[[], bool]


class Delivery(QObject):
    """Delivers futures; one for the whole program."""

    _arrived = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: dict[int, _Waiting] = {}
        self._last = 0
        self._arrived.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    def deliver(
        self,
        future: Future[T],
        *,
        to: QObject,
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
        current: Callable[[], bool] = always,
    ) -> None:
        """Calls `then` or `failed` on the GUI thread once the future is done. Call it on the GUI thread."""
        self._last += 1
        token = self._last
        self._waiting[token] = _Waiting(to, then, failed, current)

        def done(finished: Future[T]) -> None:
            if isValid(self):
                self._arrived.emit(token, finished)

        future.add_done_callback(done)

    @property
    def idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._waiting

    def forget_all(self) -> None:
        """Drops whatever is still under way; the first step of stopping."""
        self._waiting.clear()

    def _hand_over(self, token: int, future: Future[Any]) -> None:
        waiting = self._waiting.pop(token, None)
        error = CancelledError() if future.cancelled() else future.exception()
        if waiting is None or not isValid(waiting.to) or not waiting.current():
            if error is not None and not isinstance(error, CancelledError):
                _log.error("an answer nobody waits for was an error", cause=error)
        elif error is None:
            waiting.then(future.result())
        elif not isinstance(error, CancelledError):
            waiting.failed(error)
