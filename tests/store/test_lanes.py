"""Lanes: in order, side by side only where allowed, and no error lost."""

import logging
import threading

import pytest

from onetool_desktop.store.lanes import InlineLanes, Lane, Lanes, ThreadLanes


@pytest.fixture(params=[ThreadLanes, InlineLanes])
def lanes(request: pytest.FixtureRequest) -> Lanes:
    return request.param()


def test_calls_of_one_lane_run_in_order(lanes: Lanes) -> None:
    seen: list[int] = []

    for at in range(50):
        lanes.submit(Lane.WRITE, lambda at=at: seen.append(at))
    lanes.close()

    assert seen == list(range(50))


def test_what_a_call_raises_is_in_its_future_and_in_the_log(
    lanes: Lanes, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret name")

    with caplog.at_level(logging.INFO):
        future = lanes.submit(Lane.WRITE, broken)
        lanes.close()

    with pytest.raises(ZeroDivisionError):
        future.result()
    assert "ZeroDivisionError" in caplog.text
    assert "secret name" not in caplog.text


def test_a_closed_lane_takes_no_more_calls(lanes: Lanes) -> None:
    lanes.close()

    with pytest.raises(RuntimeError):
        lanes.submit(Lane.WRITE, lambda: None)


def test_lanes_run_beside_each_other_and_the_write_lane_is_one_thread() -> None:
    lanes = ThreadLanes()
    gate = threading.Event()
    waiting = lanes.submit(Lane.PAPER, lambda: gate.wait(10))

    threads = {lanes.submit(Lane.WRITE, threading.get_ident).result(10) for _ in range(5)}
    gate.set()

    assert len(threads) == 1
    assert waiting.result(10)
    lanes.close()


def test_closing_lets_the_feeding_lanes_finish_into_the_write_lane() -> None:
    lanes = ThreadLanes()
    written: list[str] = []

    lanes.submit(Lane.SYNC, lambda: lanes.submit(Lane.WRITE, lambda: written.append("page")).result(10))
    lanes.close()

    assert written == ["page"]


def test_what_every_window_uses_runs_before_it_is_asked() -> None:
    others = set(threading.enumerate())

    def begun() -> list[str]:
        return sorted(one.name for one in set(threading.enumerate()) - others if one.name.startswith("lane-"))

    lanes = ThreadLanes()
    before = begun()
    lanes.submit(Lane.WRITE, int).result()
    lanes.submit(Lane.READ, int).result()
    after = begun()
    lanes.close()
    assert before == after == ["lane-read_0", "lane-read_1", "lane-write_0"]
