"""The live lane: keeps the wake-up stream open, and notices that the computer slept.

Promises: the lane's own two threads wait, nobody else's; whatever the stream brings or however it fails, the engine
hears only of heads, of the line being up or down, and of a sleep that is over. After a sleep of any length the stream
is opened anew and the engine told within `TICK_S`. `stop` ends the stream at once and returns when both threads are
free; `start` may follow.
May not know: what the engine does with what it hears.

Why a second thread: reading blocks until something comes, and the sleep of a computer is noticed only by looking at
the clocks again and again; both in one thread would mean to wake the network to look at a clock.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from typing import Protocol

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ports import Clock
from onetool_desktop.platform.power import Passage, WakeWatch
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.sync import errors, line
from onetool_desktop.sync.wakeups import Wakeups

_log = logging.getLogger(__name__)
TICK_S = 5.0
STOP_S = 10.0


class Ears(Protocol):
    """A way to the wake-up stream; `abort` ends it from another thread until `resume`."""

    def lines(self, *, bearer: str) -> Generator[bytes]:
        """The lines of the stream, as they come; raises the tree of `sync.errors`."""
        ...

    def abort(self) -> None:
        """Ends the stream."""
        ...

    def resume(self) -> None:
        """The stream may be opened again."""
        ...

    def close(self) -> None:
        """Gives everything back."""
        ...


class Bearer(Protocol):
    """The signed-in person."""

    def bear(self, work: Callable[[str], None], /) -> None:
        """Does `work` with an access token."""
        ...

    def renew(self) -> None:
        """Gets a fresh token for one that was refused."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """Whom the lane tells, from its own thread: heads, the line going up or down, a sleep that is over."""

    woken: Callable[[str], None]
    connected: Callable[[bool], None]
    slept: Callable[[], None]


class LiveLane:
    """The wake-up of one organisation's engine."""

    def __init__(
        self,
        *,
        org: str,
        ears: Callable[[], Ears],
        bearer: Bearer,
        lanes: Lanes,
        clock: Clock,
        drawn: Callable[[int], int],
    ) -> None:
        self._org = org
        self._make_ears = ears
        self._bearer = bearer
        self._lanes = lanes
        self._clock = clock
        self._drawn = drawn
        self._events: queue.SimpleQueue[line.Event | None] = queue.SimpleQueue()
        self._line = line.Line()
        self._watch = WakeWatch(clock=clock, expected_ms=int(TICK_S * 1_000))
        self._timer: tuple[float, int] | None = None
        self._told: Told | None = None
        self._ears: Ears | None = None
        self._current = 0  # the attempt that may read
        self._loop: Future[None] | None = None
        self._reading: Future[None] | None = None

    def start(self, told: Told) -> None:
        """Begin; does nothing when it runs already."""
        if self._loop is None:
            self._told = told
            self._watch = WakeWatch(clock=self._clock, expected_ms=int(TICK_S * 1_000))
            self._events.put(line.Begin())
            self._loop = self._lanes.submit(Lane.LIVE, self._run)

    def stop(self, timeout_s: float = STOP_S) -> None:
        """End, cutting the stream."""
        loop, self._loop = self._loop, None
        if loop is not None:
            self._events.put(None)
            loop.result(timeout_s)

    def hope(self) -> None:
        """Something says that a stream opened now would live."""
        self._events.put(line.Hope())

    def turn(self) -> bool:
        """One turn of the lane: at most `TICK_S` for an event, then a look at the clocks. False at the end."""
        try:
            event = self._events.get(timeout=self._patience_s())
        except queue.Empty:
            event = self._due()
        else:
            if event is None:
                self._carry_out(self._line.on(line.Finish()))
                return False
        if event is not None:
            self._carry_out(self._line.on(event))
        self._look_at_the_clocks()
        return True

    def _run(self) -> None:
        self._ears = self._make_ears()
        try:
            while self.turn():
                pass
        finally:
            if self._reading is not None:
                self._reading.result(STOP_S)
            self._ears.close()

    def _patience_s(self) -> float:
        if self._timer is None:
            return TICK_S
        return min(TICK_S, max(0.0, self._timer[0] - self._clock.monotonic()))

    def _due(self) -> line.Event | None:
        if self._timer is None or self._timer[0] > self._clock.monotonic():
            return None
        (_, token), self._timer = self._timer, None
        return line.Rang(token)

    def _look_at_the_clocks(self) -> None:
        if self._watch.tick().passage is Passage.WOKE and self._told is not None:
            self._told.slept()
            self._carry_out(self._line.on(line.Hope()))

    def _carry_out(self, effects: list[line.Effect]) -> None:
        told, ears = self._told, self._ears
        if told is None or ears is None:
            return
        for effect in effects:
            match effect:
                case line.Open():
                    self._open(ears, effect.attempt)
                case line.HangUp():
                    self._current = 0
                    ears.abort()
                case line.Wait():
                    delay_ms = effect.delay.least_ms + self._drawn(effect.delay.spread_ms)
                    self._timer = (self._clock.monotonic() + delay_ms / 1_000, effect.token)
                case line.Say():
                    told.connected(effect.connected)
                case line.Wake():
                    told.woken(effect.head)

    def _open(self, ears: Ears, attempt: int) -> None:
        self._current = attempt
        self._reading = self._lanes.submit(Lane.LIVE, lambda: self._read(ears, attempt))

    def _read(self, ears: Ears, attempt: int) -> None:
        """In the lane's other thread: one stream from its opening to its end, which is always told."""
        refused, after_ms = False, None
        ears.resume()
        if attempt != self._current:  # hung up before it began
            return
        try:
            self._listen(ears, attempt)
        except errors.BusyError as error:
            after_ms = error.retry_after_ms
        except (errors.RefusedError, errors.UnauthenticatedError):
            refused = True
        except SentenceError:
            pass
        except Exception:  # noqa: BLE001 - the engine polls whatever is wrong here
            _log.exception("the wake-up stream broke")
        self._events.put(line.Ended(attempt, self._clock.monotonic(), refused=refused, after_ms=after_ms))

    def _listen(self, ears: Ears, attempt: int) -> None:
        """Listens with the token at hand; with a fresh one where that has run out."""

        def listen(token: str) -> None:
            wakeups = Wakeups(self._org, monotonic=self._clock.monotonic)
            with closing(ears.lines(bearer=token)) as lines:
                for one in lines:
                    head = wakeups.take(one)
                    if head is not None:
                        self._events.put(line.Heard(attempt, head, self._clock.monotonic()))

        try:
            self._bearer.bear(listen)
        except errors.UnauthenticatedError:
            self._bearer.renew()
            self._bearer.bear(listen)
