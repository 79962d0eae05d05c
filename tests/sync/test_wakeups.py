"""What comes down a wake-up stream is believed only as far as it has to be."""

import pytest

from onetool_desktop.sync import errors
from onetool_desktop.sync.wakeups import AT_ONCE, MAX_EVENT, Wakeups

GOOD = b'data: {"org":"o","head":"000000000007"}'


def heads(*lines: bytes, seconds: float = 0.0) -> list[str]:
    times = iter([0.0] + [seconds] * len(lines))
    wakeups = Wakeups("o", monotonic=lambda: next(times))
    return [head for line in lines if (head := wakeups.take(line)) is not None]


def test_an_event_gives_its_head_at_the_empty_line_and_comments_give_nothing() -> None:
    assert heads(b":", b"", GOOD, b"", b": hello", b"", GOOD) == ["000000000007"]


def test_fields_and_keys_nobody_knows_are_passed_over() -> None:
    assert heads(b"event: head", b"id: 4", b'data:{"org":"o","head":"8","more":[1]}', b"") == ["8"]


HOSTILE = {
    "another organisation": [b'data: {"org":"p","head":"7"}', b""],
    "no organisation": [b'data: {"head":"7"}', b""],
    "no head": [b'data: {"org":"o"}', b""],
    "an empty head": [b'data: {"org":"o","head":""}', b""],
    "a number": [b'data: {"org":"o","head":7}', b""],
    "a long head": [b'data: {"org":"o","head":"' + b"9" * 65 + b'"}', b""],
    "a list": [b"data: []", b""],
    "no JSON": [b"data: <html>", b""],
    "no text": [b"data: \xff\xfe", b""],
    "depth": [b"data: " + b"[" * 900, b""],
    "an event without end": [b"data: " + b" x" * 200] * (MAX_EVENT // 200),
    "comments without end": [b":"] * (AT_ONCE // 2 + 1),
    "heads without end": [GOOD, b""] * (AT_ONCE // len(GOOD)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_cloud_of_ours_says_ends_the_stream(name: str) -> None:
    with pytest.raises(errors.NotOursError):
        heads(*HOSTILE[name])


def test_what_a_busy_cloud_says_in_a_quarter_of_an_hour_is_not_too_much() -> None:
    assert len(heads(*[GOOD, b""] * 40_000, seconds=900.0)) == 40_000
