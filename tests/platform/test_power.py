"""Sleep and set clocks are noticed from two clock readings."""

import pytest

from onetool_desktop.platform.power import Passage, Passed, Reading, WakeWatch, passed
from onetool_desktop.proof.deterministic import ManualClock

HOUR = 3_600_000
START = Reading(now_ms=1_000_000, monotonic_ms=0)


def after(*, wall: int, felt: int) -> Passed:
    return passed(START, Reading(START.now_ms + wall, felt), expected_ms=10_000)


@pytest.mark.parametrize("late", [0, 500, 5_000])
def test_ticks_that_come_a_little_late_are_steady(late: int) -> None:
    assert after(wall=10_000 + late, felt=10_000 + late) == Passed(Passage.STEADY, 0)


def test_sleep_in_which_monotonic_time_stood_still_is_noticed() -> None:
    assert after(wall=8 * HOUR + 10_000, felt=10_000) == Passed(Passage.WOKE, 8 * HOUR)


def test_sleep_in_which_monotonic_time_ran_on_is_noticed() -> None:
    assert after(wall=8 * HOUR + 10_000, felt=8 * HOUR + 10_000) == Passed(Passage.WOKE, 8 * HOUR)


@pytest.mark.parametrize("back", [6_000, HOUR, 10 * 365 * 24 * HOUR])
def test_a_clock_set_back_is_noticed(back: int) -> None:
    assert after(wall=10_000 - back, felt=10_000) == Passed(Passage.CLOCK_SET_BACK, back)


def test_each_tick_is_compared_with_the_one_before() -> None:
    clock = ManualClock()
    watch = WakeWatch(clock=clock, expected_ms=10_000)
    findings: list[Passage] = []
    for advance, jump in [(10_000, 0), (10_000, 8 * HOUR), (10_000, 0), (10_000, -HOUR), (HOUR, 0)]:
        clock.advance(advance)
        clock.jump(jump)
        findings.append(watch.tick().passage)
    assert findings == [
        Passage.STEADY,
        Passage.WOKE,
        Passage.STEADY,
        Passage.CLOCK_SET_BACK,
        Passage.WOKE,
    ]
