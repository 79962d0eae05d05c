"""A watchdog beside a loop: for how long it was not free, and what it was doing then.

Promises: whoever runs the loop tells each of its turns; what lies between two turns beyond the pace is a gap, taken by
the loop's own clock and so exact. While a turn lasts long, a watcher in a lane of its own has the loop's thread say
where it is; the longest gap carries the place that took most of it. Time outside of the loop (what a test does between
two waits) counts for nothing, nor does a turn that a test's own code took. How long a gap was is what it would have
been on a machine with nothing else to do. `TurningLoop` is the same for the loop of the toolkit, which a timer turns
each millisecond. May not know: what runs in the loop.

Why a watcher and not a tracer: a tracer would slow every call, and so make the gaps it looks for. Why it asks by a
signal: the loop's thread then looks at its own stack. Whoever holds the frames of another thread keeps its painters and
widgets alive past their end. The longer a turn, the seldomer it is asked: a call of the system that begins anew after
each signal would otherwise never end. Where the system has no such signal, gaps are without their places.

Why a function that has just begun is not blamed: Python hears a signal only between two of its own steps. After a long
stretch of the toolkit that is the first step of whatever the toolkit calls next: a filter of events, a model asked for
its columns. What took the time is whoever had called the toolkit, or its loop.
"""

import dis
import os
import signal
import threading
import time
import weakref
from collections import defaultdict
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from onetool_desktop.store.lanes import Lane, Lanes

PACE_S = 0.001
FRAME_MS = 16.0  # a gap beyond it drops a frame, which a person sees
_LOOK_S = 0.003  # between two looks of the watcher
_LONG_S = 0.006  # a turn that takes longer is looked at
_SELDOMER = 0.25  # of the time a turn has taken, until it is looked at again
_SIGNAL = "SIGURG"  # one that does nothing to a process that has stopped listening
_OURS, _OUTSIDE = (
    "onetool_desktop.",
    ("onetool_desktop.proof.", "tests.", "pytestqt.", "_pytest.", "__main__"),
)
_TESTS, _HAND = "tests.", "tests.support.loop_discipline"
TOOLKIT, TEST = "the toolkit itself", "the test itself"
_QUEUED = Path("/proc/thread-self/schedstat")  # of this thread, in ns: at work, ready but without a processor


@dataclass(frozen=True, slots=True)
class Gap:
    """For how long a loop was not free, without the time in which others had its processor, and for how much of it its
    thread was at work: in the rest it waited, for a disk, a lock or the interpreter. `where` is empty if it was too
    short to be looked at. Where the system does not tell what others took, they are in it.
    """

    ms: float = 0.0
    cpu_ms: float = 0.0
    where: str = ""


@dataclass(slots=True)
class _Turn:
    since: float
    cpu_since: float
    own_since: float  # by the clock of this thread, as `looked`
    looked: float  # when it was looked at last
    due: float = 0.0  # when it is looked at next; the watcher's own
    spent: dict[str, float] = field(default_factory=lambda: defaultdict(float))  # place -> s


class LoopWatch:
    """The watchdog of one loop; everything is called by the thread that runs it."""

    def __init__(self, *, pace_s: float = PACE_S) -> None:
        self.gaps: list[float] = []  # ms, one for each turn
        self.longest = Gap()
        self.hardest = Gap()  # the one with the most work in it: on a busy machine that is seldom the longest
        self._pace = pace_s
        self._thread = threading.get_ident()
        self._clock = _OwnClock()
        self._turn: _Turn | None = None
        self._over = threading.Event()

    def begin(self) -> None:
        """The loop turns from now on."""
        own = self._clock.now_s()
        self._turn = _Turn(time.perf_counter(), time.thread_time(), own, own)

    def beat(self) -> None:
        """One turn is over, and the next begins."""
        self._note(self._pace)
        self.begin()

    def end(self) -> None:
        """The last turn is over; whatever comes until the next `begin` is none of the loop's."""
        self._note(0.0)
        self._turn = None

    def take(self) -> tuple[Gap, Gap]:
        """The longest gap and the hardest one since the last asking; what comes is measured anew."""
        found = self.longest, self.hardest
        self.longest = self.hardest = Gap()
        return found

    def look_on(self, lanes: Lanes) -> None:
        """Looks where the loop is while a turn lasts long, until `close`; in the main thread only."""
        if hasattr(signal, _SIGNAL):
            signal.signal(getattr(signal, _SIGNAL), self._look)
            lanes.submit(Lane.READ, self._watch)

    def close(self) -> None:
        """Looks no more; the lanes may be closed afterwards."""
        self._over.set()

    def _note(self, pace: float) -> None:
        turn = self._turn
        if turn is None:
            return
        worked = (time.thread_time() - turn.cpu_since) * 1_000
        gap = max((self._clock.now_s() - turn.own_since - pace) * 1_000, worked, 0.0)
        where = max(turn.spent, key=turn.spent.__getitem__, default="")
        if where == TEST:
            return
        self.gaps.append(gap)
        if gap > self.longest.ms or worked > self.hardest.cpu_ms:
            found = Gap(gap, worked, where)
            self.longest = max(self.longest, found, key=lambda one: one.ms)
            self.hardest = max(self.hardest, found, key=lambda one: one.cpu_ms)

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_S):
            turn, now = self._turn, time.perf_counter()
            if turn is not None and now > max(turn.due, turn.since + _LONG_S):
                turn.due = now + _SELDOMER * (now - turn.since)
                signal.pthread_kill(self._thread, getattr(signal, _SIGNAL))

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        turn = self._turn
        if turn is not None:
            now = self._clock.now_s()
            turn.spent[place_of(frame)] += now - turn.looked
            turn.looked = now


class _OwnClock:
    """The clock of a thread, which stands still while the thread is ready and others have its processor; an ordinary
    one where nobody tells for how long that was.
    """

    def __init__(self) -> None:
        self._queued = os.open(_QUEUED, os.O_RDONLY) if _QUEUED.exists() else None
        if self._queued is not None:
            weakref.finalize(self, os.close, self._queued)

    def now_s(self) -> float:
        """In seconds."""
        return time.perf_counter() - self._queued_s()

    def _queued_s(self) -> float:
        return 0.0 if self._queued is None else int(os.pread(self._queued, 64, 0).split()[1]) / 1e9


def place_of(frame: FrameType | None) -> str:
    """The innermost function of the product on a stack, in brackets the one that the loop had called, and where that
    one works in a library, the innermost of all.
    """
    if frame is not None and frame.f_lasti <= _first_step(frame.f_code):
        frame = frame.f_back
    ours: list[FrameType] = []
    innermost = frame
    while frame is not None and not _module(frame).startswith(_OUTSIDE):
        if _module(frame).startswith(_OURS):
            ours.append(frame)
        frame = frame.f_back
    if not ours:
        return TEST if frame is not None and _is_test(_module(frame)) else TOOLKIT
    inner, outer = _called(ours[0]), _called(ours[-1])
    place = inner if inner == outer else f"{inner} (in {outer})"
    return place if innermost is None or innermost is ours[0] else f"{place} at {_called(innermost)}"


@cache
def _first_step(code: CodeType) -> int:
    """The offset at which a function has begun and done nothing yet; before the code of one without."""
    return next((step.offset for step in dis.get_instructions(code) if step.opname == "RESUME"), -1)


def _is_test(module: str) -> bool:
    return module.startswith(_TESTS) and module != _HAND


def _module(frame: FrameType) -> str:
    return str(frame.f_globals.get("__name__", ""))


def _called(frame: FrameType) -> str:
    name = frame.f_code.co_qualname.replace(".<locals>", "")
    return f"{_module(frame).removeprefix(_OURS)}.{name}"


class TurningLoop:
    """The toolkit's loop of this thread under a watchdog, as often and for as long as `turning` lasts."""

    def __init__(self, watch: LoopWatch) -> None:
        core: Any = import_module("PySide6.QtCore")
        self.watch = watch
        self._pulse: Any = core.QTimer(
            interval=round(PACE_S * 1_000), timerType=core.Qt.TimerType.PreciseTimer
        )
        self._pulse.timeout.connect(watch.beat)

    @contextmanager
    def turning(self) -> Generator[None]:
        """The loop runs within."""
        self.watch.begin()
        self._pulse.start()
        try:
            yield
        finally:
            self._pulse.stop()
            self.watch.end()

    @contextmanager
    def handling(self) -> Generator[None]:
        """One event is handled within, brought by hand and not by the loop; it is a turn of its own."""
        self.watch.begin()
        try:
            yield
        finally:
            self.watch.end()


def idle_gap(lanes: Lanes, *, seconds: float) -> Gap:
    """The longest gap of the toolkit's loop while nothing happens: what this machine does by itself."""
    core: Any = import_module("PySide6.QtCore")
    watch, loop = LoopWatch(), core.QEventLoop()
    core.QTimer.singleShot(round(seconds * 1_000), loop.quit)
    watch.look_on(lanes)
    try:
        with TurningLoop(watch).turning():
            loop.exec()
    finally:
        watch.close()
    return watch.longest
