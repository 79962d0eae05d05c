"""Stamps order time as text and survive every clock."""

from hypothesis import given, strategies as st

from onetool_desktop.changes import stamp
from onetool_desktop.changes.stamp import HybridClock

MS = st.integers(0, 0xFFFF_FFFF_FFFE)


@given(st.lists(MS, min_size=2, max_size=30))
def test_stamps_rise_whatever_the_wall_clock_does(times: list[int]) -> None:
    clock, made = HybridClock("aaaa0001"), list[str]()
    for ms in times:
        one, clock = clock.tick(ms)
        made.append(one)
    assert made == sorted(set(made))
    assert all(stamp.is_stamp(one) for one in made)


def test_a_full_counter_moves_to_the_next_millisecond() -> None:
    clock = HybridClock("aaaa0001", last=stamp.make(1000, 0xFFFF, "bbbb0002"))
    one, _ = clock.tick(1000)
    assert stamp.millis(one) == 1001


def test_a_new_stamp_stands_above_what_it_overwrites() -> None:
    ahead = stamp.make(5_000_000, 7, "ffff1234")
    one, _ = HybridClock("aaaa0001").tick(1000, above=[ahead])
    assert one > ahead


def test_a_slow_clock_is_helped_by_the_cloud_offset() -> None:
    one, _ = HybridClock("aaaa0001").learn(60_000).tick(1000)
    assert stamp.millis(one) == 61_000
