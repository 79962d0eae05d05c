"""A watchdog over the event loop in every test that goes through a window: gaps and waits are told, not asserted.

A gap is the time for which the loop could take no input: between two turns while a test waits, and while a key or a
click of its hand is handled; what others on the machine took of it is left out, and so is what a test does by itself. A
wait is the time until what a test waits for is there. Each test carries its longest in its report (so they also reach
whoever gathers the reports of several processes), and the run ends with a table of them, beside the same watchdog over
an idle loop of the same process. Each line begins with `loop: `.
"""

import dataclasses
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from onetool_desktop.proof.loop_watch import FRAME_MS, Gap, LoopWatch, TurningLoop, idle_gap
from onetool_desktop.store.lanes import ThreadLanes

PROPERTY, SHOWN, _IDLE_S = "event loop", 12, 0.5
_INPUTS = ("keyClick", "keyPress", "keyRelease", "mouseClick", "mouseDClick", "mousePress", "mouseRelease")


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

    def wait(self, ms: int) -> None:
        """Overrides QtBot, which waits for anything through this."""
        with self._loop.turning():
            super().wait(ms)

    def waitUntil(  # noqa: N802 - the name pytest-qt gives it
        self, callback: Callable[[], bool | None], *, timeout: int = 5000
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


@dataclass(frozen=True)
class Told:
    """What a test tells: its longest gap and its hardest, its longest wait, the longest gap of an idle loop; in ms."""

    gap: Gap
    hardest: Gap
    wait: float
    idle: float

    @classmethod
    def of(cls, value: dict[str, Any]) -> "Told":
        """As it comes out of a report, which may have come from another process."""
        return cls(Gap(**value["gap"]), Gap(**value["hardest"]), value["wait"], value["idle"])


class LoopTable:
    """Gathers what the tests tell, and prints it at the end of the run."""

    def __init__(self) -> None:
        self.found: dict[str, Told] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The last report of a test carries what its fixtures told while they were closed."""
        told = [value for name, value in report.user_properties if name == PROPERTY]
        if told and report.when == "teardown":
            self.found[report.nodeid] = Told.of(cast("dict[str, Any]", told[0]))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Prints the table, if a test had a window."""
        if self.found:
            terminalreporter.section("event loop")
            for line in table(self.found):
                terminalreporter.write_line(line)


def table(found: dict[str, Told]) -> list[str]:
    """How often the loop was not free for longer than a frame, and the longest gaps with their places."""
    long = sum(told.gap.ms > FRAME_MS for told in found.values())
    worked = sum(told.hardest.cpu_ms > FRAME_MS for told in found.values())
    idle = max(told.idle for told in found.values())
    lines = [
        f"loop: {len(found)} tests with a window, in {long} of them a gap above {FRAME_MS:.0f} ms, in {worked} by work",
        f"loop: {idle:6.1f} ms is the longest gap of the same loop when idle",
    ]
    shown = [(test, told) for test, told in found.items() if told.gap.ms > FRAME_MS]
    for test, told in sorted(shown, key=lambda one: -one[1].gap.ms)[:SHOWN]:
        lines += [
            f"loop: {test}, waited {told.wait:.0f} ms at most",
            f"loop: {told.gap.ms:6.1f} ms (work {told.gap.cpu_ms:.0f}) in {told.gap.where}",
        ]
        if told.hardest != told.gap:
            lines.append(
                f"loop: {told.hardest.ms:6.1f} ms (work {told.hardest.cpu_ms:.0f}) in {told.hardest.where}"
            )
    return lines


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(LoopTable())
