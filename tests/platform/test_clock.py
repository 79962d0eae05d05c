"""The machine's clock and ids, seen from outside."""

import time
import uuid

from onetool_desktop.domain.ports import Clock, Ids
from onetool_desktop.platform.clock import SystemClock, SystemIds


def test_the_clock_reads_the_wall_in_milliseconds() -> None:
    clock: Clock = SystemClock()
    before = time.time() * 1000
    now = clock.now_ms()
    assert isinstance(now, int)
    assert before - 1 <= now <= time.time() * 1000 + 1


def test_ids_made_one_after_the_other_sort_in_that_order() -> None:
    ids: Ids = SystemIds()
    made = [ids.new_id() for _ in range(5_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(each).version for each in made} == {7}


def test_tokens_are_url_safe_and_carry_the_bytes_asked_for() -> None:
    token = SystemIds().token(32)
    assert len(token) == 43
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert len(SystemIds().random_bytes(32)) == 32
