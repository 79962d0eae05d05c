"""Runs the machine: one loop in the sync lane, the replica touched in the write lane, one timer.

Promises: calls block this lane alone; the replica is written by the write lane alone; status and changes are told to
listeners from these lanes, never from the caller's thread; `stop` ends a call under way, waits for no copy that is
being made, and returns when the loop has ended, and `start` may follow. No event is lost, none is handled twice.
May not know: what the machine decides.
"""

from __future__ import annotations

import logging
import queue
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ports import Clock
from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.sync import events as e
from onetool_desktop.sync.live import LiveLane, Told
from onetool_desktop.sync.machine import Machine
from onetool_desktop.sync.status import SyncStatus
from onetool_desktop.sync.steps import Done, Steps, parts, takes_much

T = TypeVar("T")
_log = logging.getLogger(__name__)
STOP_S = 10.0


def draw(spread_ms: int) -> int:
    """Some part of `spread_ms`, so that many devices do not come back at once."""
    return random.randrange(spread_ms + 1)  # noqa: S311 - no secret


class Driver:
    """The sync engine of one replica, as the program runs it."""

    def __init__(
        self,
        steps: Steps,
        *,
        lanes: Lanes,
        clock: Clock,
        abort: Callable[[], None] = lambda: None,
        resume: Callable[[], None] = lambda: None,
        drawn: Callable[[int], int] = draw,
        live: LiveLane | None = None,
    ) -> None:
        self._steps = steps
        self._lanes = lanes
        self._clock = clock
        self._abort = abort
        self._resume = resume
        self._drawn = drawn
        self._live = live
        self._machine = Machine(checks_daily=True)
        self._events: queue.SimpleQueue[e.Event | None] = queue.SimpleQueue()
        self._changed = threading.Condition()
        self._unhandled = 0
        self._stopping = False
        self._loop: Future[None] | None = None
        self._timer: tuple[float, int] | None = None
        self._on_status: list[Callable[[SyncStatus], None]] = []
        self._on_changes: list[Callable[[Changes], None]] = []

    @property
    def status(self) -> SyncStatus:
        """What the chip shows now."""
        return self._machine.status

    def listen_status(self, callback: Callable[[SyncStatus], None]) -> None:
        """Hear each new status, in the sync lane."""
        self._on_status.append(callback)

    def listen_changes(self, callback: Callable[[Changes], None]) -> None:
        """Hear what each application changed, in the write lane after its commit."""
        self._on_changes.append(callback)

    def start(self) -> None:
        """Begin; does nothing when it runs already."""
        if self._loop is None:
            self._stopping = False
            self._resume()
            self._put(e.Started())
            self._loop = self._lanes.submit(Lane.SYNC, self._run)
            if self._live is not None:
                told = Told(woken=self.woken, connected=lambda up: self._put(e.Live(up)), slept=self.slept)
                self._live.start(told)

    def stop(self, timeout_s: float = STOP_S) -> None:
        """End, cutting short a call under way; what waits stays in the replica."""
        loop, self._loop = self._loop, None
        if loop is not None:
            if self._live is not None:
                self._live.stop(timeout_s)
            self._stopping = True
            self._put(e.Stopped())
            self._put(None)
            self._abort()
            loop.result(timeout_s)

    def nudge(self) -> None:
        """Something was committed on this computer."""
        self._put(e.Edited())

    def sync_now(self) -> None:
        """The person pressed Sync."""
        self._put(e.SyncNow())

    def signed_in(self) -> None:
        """The person signed in again."""
        self._put(e.SignedIn())
        self._hope()

    def network(self, *, up: bool) -> None:
        """The network came or went."""
        self._put(e.Network(up))
        if up:
            self._hope()

    def focus(self, *, focused: bool) -> None:
        """The window came to the front or left it."""
        self._put(e.Focus(focused))

    def woken(self, head: str) -> None:
        """The cloud says its head moved."""
        self._put(e.Woken(head))

    def slept(self) -> None:
        """The computer was asleep: connections from before may be dead without having ended."""
        self._abort()
        self._resume()
        self._put(e.Slept())

    def check_now(self) -> None:
        """The person wants this computer compared with the cloud; what differs is mended, and told in the status."""
        self._put(e.CheckNow())

    def proceed(self) -> None:
        """The person lets the engine go on after it stopped and asked."""
        self._put(e.Proceed())

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until everything is sent, fetched and applied; False when that did not happen in time."""
        with self._changed:
            return self._changed.wait_for(self._is_idle, timeout_s)

    def _hope(self) -> None:
        if self._live is not None:
            self._live.hope()

    def _is_idle(self) -> bool:
        return self._unhandled == 0 and self._machine.is_quiet

    def _put(self, event: e.Event | None) -> None:
        with self._changed:
            self._unhandled += 1
            self._changed.notify_all()
        self._events.put(event)

    def _run(self) -> None:
        """The loop of the sync lane."""
        while (event := self._next_event()) is not None:
            effects = self._machine.on(event)
            for effect in sorted(effects, key=_is_sending):
                self._carry_out(effect)
            self._handled()
        self._timer = None
        self._handled()

    def _handled(self) -> None:
        with self._changed:
            self._unhandled -= 1
            self._changed.notify_all()

    def _next_event(self) -> e.Event | None:
        """The next event; the timer's own when nothing comes before it is due."""
        while self._timer is not None:
            due, token = self._timer
            try:
                return self._events.get(timeout=max(0.0, due - self._clock.monotonic()))
            except queue.Empty:
                self._timer = None
                self._put(e.Rang(token))
        return self._events.get()

    def _carry_out(self, effect: e.Effect) -> None:
        match effect:
            case e.Arm():
                delay_ms = effect.delay.least_ms + self._drawn(effect.delay.spread_ms)
                self._timer = (self._clock.monotonic() + delay_ms / 1_000, effect.token)
            case e.Tell():
                _tell(self._on_status, effect.status)
            case (
                e.SendPush()
                | e.SendPull()
                | e.AskHead()
                | e.AskSums()
                | e.ComparePage()
                | e.Renew()
                | e.Enrol()
                | e.Surrender()
            ):
                self._put(self._steps.send(effect))
            case _:
                if self._is_prepared(effect):
                    self._submit(parts(effect))

    def _is_prepared(self, effect: e.Storing) -> bool:
        """Waits until what the step needs is made ahead, in the read pool; False where the engine is to stop before."""
        if not takes_much(effect):
            return True
        made = self._lanes.submit(Lane.READ, lambda: self._steps.prepare(effect))
        made.add_done_callback(lambda _: self._look_again())
        with self._changed:
            self._changed.wait_for(lambda: made.done() or self._stopping)
        return not self._stopping

    def _look_again(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _submit(self, effects: list[e.Storing]) -> None:
        self._lanes.submit(Lane.WRITE, lambda: self._stored(effects))

    def _stored(self, effects: list[e.Storing]) -> None:
        """In the write lane: the first part; the others queue again, so that saves pass between."""
        done: Done = self._steps.store(effects[0])
        if done.changes is not None and done.changes.collections:
            _tell(self._on_changes, done.changes)
        if done.event is None:
            self._submit(effects)
        elif effects[1:] and not isinstance(done.event, e.Failed):
            self._submit(effects[1:])
        else:
            self._put(done.event)


def _is_sending(effect: e.Effect) -> bool:
    """Calls block, so they come last: what is stored meanwhile and what is told must not wait for them."""
    return isinstance(effect, e.Sending)


def _tell(callbacks: list[Callable[[T], None]], value: T) -> None:
    for callback in callbacks:
        try:
            callback(value)
        except Exception:  # noqa: BLE001 - a listener's fault is not the engine's
            _log.exception("a listener of the sync engine broke")
