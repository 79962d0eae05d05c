"""The watchdog finds the one turn that took long, says what it did, and leaves out what is none of the loop's."""

import math
import sys
import time
from types import FrameType

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from onetool_desktop.domain import translate
from onetool_desktop.proof.loop_watch import TEST, Gap, LoopWatch, TurningLoop, place_of
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.ui.models import row_diff
from tests.support.loop_table import Told, table

LONG_S = 0.08
BUSY = "ui.models.row_diff._ranges"
PATIENCE_S = 30


def ask_for_words() -> None:
    translate.ngettext("{count} line", "{count} lines", 2)


def test_the_turn_that_took_long_is_found_and_what_it_did() -> None:
    watch, lanes, apart = LoopWatch(), ThreadLanes(), list(range(0, 400_000, 2))
    watch.look_on(lanes)
    watch.begin()
    watch.beat()
    worked, end = time.thread_time() + LONG_S, time.perf_counter() + PATIENCE_S
    turn = watch._turn
    assert turn is not None
    while not (_mostly_busy(turn.spent) and time.thread_time() > worked) and time.perf_counter() < end:
        row_diff._ranges(apart)
    watch.beat()
    watch.close()
    lanes.close()
    assert len(watch.gaps) == 2
    assert watch.gaps[1] == watch.longest.ms >= watch.longest.cpu_ms >= LONG_S * 1_000
    assert watch.longest.where == BUSY
    assert watch.hardest == watch.longest
    longest = watch.longest
    assert (watch.take(), watch.take()) == ((longest, longest), (Gap(), Gap()))


def _mostly_busy(spent: dict[str, float]) -> bool:
    """So clearly that one more look, at the test itself, changes nothing."""
    return spent.get(BUSY, 0) > 0.75 * sum(spent.values())


class Counting(LoopWatch):
    looks = 0

    def _look(self, number: int, frame: FrameType | None) -> None:
        self.looks += 1
        super()._look(number, frame)


def test_the_longer_a_turn_the_seldomer_it_is_asked_where_it_is() -> None:
    watch, lanes = Counting(), ThreadLanes()
    watch.look_on(lanes)
    watch.begin()
    start = time.perf_counter()
    while time.perf_counter() - start < 0.4:
        ask_for_words()
    watch.close()
    lanes.close()
    most = 1 + math.log((time.perf_counter() - start) / 0.006, 1.25)
    assert 1 <= watch.looks <= most


def test_what_a_loop_handles_between_two_turns_is_a_gap_of_it(qapp: QApplication) -> None:
    watch, loop = LoopWatch(), QEventLoop()
    QTimer.singleShot(5, lambda: time.sleep(LONG_S))
    QTimer.singleShot(20, loop.quit)
    with TurningLoop(watch).turning():
        loop.exec()
    assert watch.longest.ms >= LONG_S * 1_000 - 2
    assert watch.longest.cpu_ms < watch.longest.ms


def test_what_a_test_does_in_the_loop_is_none_of_the_products(qapp: QApplication) -> None:
    watch, lanes, loop, kept = LoopWatch(), ThreadLanes(), QEventLoop(), 0

    def own_work() -> None:
        nonlocal kept
        end = time.perf_counter() + LONG_S
        while time.perf_counter() < end or (turn := watch._turn) is None or not turn.spent:
            kept += 1

    QTimer.singleShot(5, own_work)
    QTimer.singleShot(20, loop.quit)
    watch.look_on(lanes)
    with TurningLoop(watch).turning():
        loop.exec()
    watch.close()
    lanes.close()
    assert kept
    assert watch.longest.where != TEST
    assert all(gap < LONG_S * 1_000 for gap in watch.gaps)


def test_what_others_on_the_machine_took_is_no_gap() -> None:
    watch = LoopWatch()
    watch._clock._queued_s = iter((0.0, LONG_S)).__next__  # type: ignore[method-assign]
    watch.begin()
    time.sleep(LONG_S)
    watch.end()
    assert watch.longest.ms < LONG_S * 1_000


def test_what_happens_outside_of_the_loop_is_none_of_its() -> None:
    watch, start = LoopWatch(), time.perf_counter()
    watch.begin()
    watch.end()
    time.sleep(LONG_S)
    watch.begin()
    watch.end()
    assert len(watch.gaps) == 2
    assert sum(watch.gaps) / 1_000 <= time.perf_counter() - start - LONG_S


def test_a_stack_without_the_product_is_the_toolkits() -> None:
    assert place_of(None) == "the toolkit itself"


def test_a_function_that_has_just_begun_is_not_blamed_for_what_was_before_it() -> None:
    places: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _arg: object) -> None:
        if frame.f_code is translate.ngettext.__code__:
            places.append((event, place_of(frame)))

    sys.setprofile(note)
    try:
        ask_for_words()
    finally:
        sys.setprofile(None)
    assert places == [("call", TEST), ("return", "domain.translate.ngettext")]


def test_the_table_names_the_longest_first_beside_the_idle_loop() -> None:
    found = {
        "tests/a.py::quick": Told(Gap(3.0, 2.0, ""), Gap(3.0, 2.0, ""), wait=10, idle=0.5),
        "tests/a.py::slow": Told(
            Gap(40.0, 1.0, "the toolkit itself"),
            Gap(30.0, 28.0, "ui.widgets.table.RowTable.paintEvent"),
            wait=90,
            idle=0.7,
        ),
    }
    lines = table(found)
    assert lines[0] == "loop: 2 tests with a window, in 1 of them a gap above 16 ms, in 1 by work"
    assert "0.7 ms" in lines[1]
    assert lines[2] == "loop: tests/a.py::slow, waited 90 ms at most"
    assert lines[3] == "loop:   40.0 ms (work 1) in the toolkit itself"
    assert lines[4:] == ["loop:   30.0 ms (work 28) in ui.widgets.table.RowTable.paintEvent"]
