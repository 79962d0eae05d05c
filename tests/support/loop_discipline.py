"""A watchdog over the event loop in every test that goes through a window: gaps and waits are told, not asserted.

A gap is the time for which the loop could take no input: between two turns while a test waits, and while a key or a
click of its hand is handled. A wait is the time until what a test waits for is there. Each test carries its longest in
its report, from which `loop_table` makes what the run says of them.
"""

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from onetool_desktop.proof.loop_watch import Gap, LoopWatch, TurningLoop, idle_gap
from onetool_desktop.store.lanes import ThreadLanes
from tests.support.loop_table import PROPERTY, Told

PATIENCE_MS = 30_000  # more than a loaded machine takes: a wait that ends by it has found something
_IDLE_S = 0.5
_INPUTS = ("keyClick", "keyPress", "keyRelease", "mouseClick", "mousePress", "mouseRelease")


class WatchedBot(QtBot):
    """A hand whose loop is watched; each of its inputs is a turn of its own."""

    def __init__(self, request: pytest.FixtureRequest, loop: TurningLoop) -> None:
        super().__init__(request)
        self._loop = loop
        self.longest_wait = 0.0  # s
        self.counts = True
        for name in _INPUTS:
            setattr(self, name, self._as_a_turn(getattr(QtBot, name)))

    def handling(self) -> AbstractContextManager[None]:
        """What is done within stands for one event, and is a turn of its own."""
        return self._loop.handling()

    def count_no_more(self) -> None:
        """From now on the test asks so much of the models that its gaps say nothing of the product's."""
        self.counts = False

    def keyClicks(self, widget: Any, text: str, *rest: Any) -> None:  # noqa: N802 - the name pytest-qt gives it
        """Overrides QtBot: letter by letter, as they come from a person."""
        for letter in text:
            self.keyClick(widget, letter, *rest)

    def mouseDClick(self, *place: Any, **named: Any) -> None:  # noqa: N802 - the name pytest-qt gives it
        """Overrides QtBot, which leaves the button pressed, also for the tests that follow."""
        with self.handling():
            QtBot.mouseDClick(*place, **named)
        self.mouseRelease(*place, **named)

    def wait(self, ms: int) -> None:
        """Overrides QtBot, which waits for anything through this."""
        with self._loop.turning():
            super().wait(ms)

    def waitUntil(  # noqa: N802 - the name pytest-qt gives it
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        """Overrides QtBot: the longest is kept."""
        start = time.perf_counter()
        super().waitUntil(callback, timeout=timeout)
        self.longest_wait = max(self.longest_wait, time.perf_counter() - start)

    def _as_a_turn(self, call: Callable[..., None]) -> Callable[..., None]:
        def handled(*args: Any, **named: Any) -> None:
            with self.handling():
                call(*args, **named)

        return handled


@pytest.fixture(scope="session")
def idle_loop(qapp: object) -> Gap:
    """What the loop does on this machine when nothing happens."""
    lanes = ThreadLanes()
    try:
        return idle_gap(lanes, seconds=_IDLE_S)
    finally:
        lanes.close()


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest, idle_loop: Gap) -> Iterator[WatchedBot]:
    """The hand of pytest-qt, watched."""
    watch, lanes = LoopWatch(), ThreadLanes()
    bot = WatchedBot(request, TurningLoop(watch))
    watch.look_on(lanes)
    try:
        yield bot
    finally:
        watch.close()
        lanes.close()
    told = Told(watch.longest, watch.hardest, bot.longest_wait * 1_000, idle_loop.ms)
    if bot.counts:
        request.node.user_properties.append((PROPERTY, dataclasses.asdict(told)))
