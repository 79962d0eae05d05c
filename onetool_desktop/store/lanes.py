"""Lanes: who runs beside whom. The only file that makes threads.

Promises: calls of one lane run one after another in the order submitted, except on the read lane, whose calls
may run side by side; what a call raises is in its future and, if nobody asks for it, in the log. Closing lets
what was submitted finish, the lanes that feed others first.
May not know: what is run.

Why: one writer makes lock waits impossible inside the program instead of rare; the paper lane is one thread
because the page renderer is not thread-safe. The threads of the lanes that every window uses begin with the
lanes: whoever begins a thread waits until it runs, and that held up the window that read first. The port has a
second form that runs at once in the caller, so that the simulator runs the same code without a thread.
"""

import contextlib
import logging
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from enum import Enum
from typing import Protocol, TypeVar

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Lane(Enum):
    """What kind of work a call is; the value is the number of calls that may run side by side."""

    WRITE = ("write", 1)
    READ = ("read", 2)
    PAPER = ("paper", 1)
    TRANSFER = ("transfer", 1)  # held by the queue of files as long as the program runs
    ASK = ("ask", 1)
    SECRETS = ("secrets", 1)
    SYNC = ("sync", 1)
    LIVE = ("live", 2)

    @property
    def workers(self) -> int:
        """How many calls may run side by side."""
        return self.value[1]


_AT_ONCE = (Lane.WRITE, Lane.READ)
_CLOSING = (Lane.LIVE, Lane.SYNC, Lane.TRANSFER, Lane.ASK, Lane.PAPER, Lane.READ, Lane.WRITE, Lane.SECRETS)


class Lanes(Protocol):
    """Runs calls on lanes."""

    def submit(self, lane: Lane, call: Callable[[], T], /) -> "Future[T]":
        """Runs `call` on the lane; the future has its result or what it raised."""
        ...

    def close(self) -> None:
        """Waits for what was submitted; nothing can be submitted afterwards."""
        ...


class ThreadLanes:
    """The lanes of the running program."""

    def __init__(self) -> None:
        self._pools = {
            lane: ThreadPoolExecutor(lane.workers, thread_name_prefix=f"lane-{lane.value[0]}")
            for lane in Lane
        }
        for lane in _AT_ONCE:
            self._begin(lane)

    def submit(self, lane: Lane, call: Callable[[], T], /) -> "Future[T]":
        """Runs `call` on the lane's own thread."""
        future = self._pools[lane].submit(call)
        future.add_done_callback(lambda done: _report(lane, done))
        return future

    def _begin(self, lane: Lane) -> None:
        """Has every thread of a lane run: each waits until the last is there, so that none takes two calls."""
        gate = threading.Event()
        for _ in range(lane.workers):
            self._pools[lane].submit(gate.wait)
        gate.set()

    def close(self) -> None:
        """Closes lane by lane, those that feed others first."""
        for lane in _CLOSING:
            self._pools[lane].shutdown(wait=True)


class InlineLanes:
    """Lanes that run each call at once in the caller's thread."""

    def __init__(self) -> None:
        self._open = True

    def submit(self, lane: Lane, call: Callable[[], T], /) -> "Future[T]":
        """Runs `call` now."""
        if not self._open:
            raise RuntimeError(f"the {lane.value[0]} lane is closed")
        future: Future[T] = Future()
        try:
            future.set_result(call())
        except Exception as error:  # noqa: BLE001 - it is the future's to tell
            future.set_exception(error)
        _report(lane, future)
        return future

    def close(self) -> None:
        """Takes no more calls."""
        self._open = False


def _report(lane: Lane, done: "Future[T]") -> None:
    """Writes down what a call raised, so that a result nobody reads is no lost error."""
    with contextlib.suppress(Exception):
        error = None if done.cancelled() else done.exception()
        if error is not None and not isinstance(error, CancelledError):
            _log.info("A call on the %s lane raised %s", lane.value[0], type(error).__name__)
