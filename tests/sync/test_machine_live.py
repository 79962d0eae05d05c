"""What wake-ups and sleep mean to the machine: news at once, few questions otherwise."""

import pytest

from onetool_desktop.sync import events as e, pace
from tests.sync.talk import Talk, idle, pulling
from tests.sync.values import HEAD, page, state

NEXT = "000000000011"


def armed(talk: Talk) -> e.Arm:
    found = talk.asked(e.Arm)
    assert isinstance(found, e.Arm)
    return found


def live() -> Talk:
    return idle().hear(e.Live(connected=True))


def applied(talk: Talk, head: str) -> Talk:
    """The page under way comes, with this head, and is applied."""
    talk.hear(e.PageCame(talk.attempt(e.SendPull), page(head=head)))
    return talk.hear(e.Applied(talk.attempt(e.ApplyCheckpoint), page(head=head), state(cursor="c1"), 1))


def pulls(talk: Talk) -> bool:
    return any(isinstance(effect, e.SendPull) for effect in talk.last)


def test_while_wake_ups_come_the_cloud_is_asked_only_every_five_minutes() -> None:
    assert armed(live()).delay == pace.poll(focused=True, live=True)
    assert pace.poll(focused=True, live=True).least_ms >= 240_000


def test_when_the_line_is_down_the_cloud_is_polled_again() -> None:
    assert armed(live().hear(e.Live(connected=False))).delay == pace.poll(focused=True)


def test_the_line_going_up_or_down_cuts_no_back_off_short() -> None:
    talk = pulling()
    talk.fail(e.SendPull, e.Trouble.UNREACHABLE)
    assert talk.hear(e.Live(connected=True)).last == []


def test_a_window_that_comes_to_the_front_asks_nothing_while_wake_ups_come() -> None:
    talk = live().hear(e.Focus(focused=False)).hear(e.Focus(focused=True))
    assert not [effect for effect in talk.last if isinstance(effect, e.AskHead)]


def test_the_wake_up_of_ones_own_push_costs_nothing() -> None:
    assert not pulls(live().hear(e.Woken(HEAD)))


def test_a_wake_up_that_the_page_on_its_way_covers_costs_no_second_pull() -> None:
    talk = live().hear(e.Woken(NEXT))
    asked = talk.last
    talk.hear(e.Woken(NEXT))
    talk.last = asked
    assert not pulls(applied(talk, NEXT))


def test_a_wake_up_beyond_the_page_on_its_way_is_fetched_after_it() -> None:
    talk = live().hear(e.Woken(NEXT))
    asked = talk.last
    talk.hear(e.Woken("000000000012"))
    talk.last = asked
    assert pulls(applied(talk, NEXT))


def test_a_head_that_is_never_reached_does_not_become_a_loop() -> None:
    talk = live().hear(e.Woken("9" * 12))
    assert not pulls(applied(talk, HEAD))


def test_after_a_sleep_the_head_is_asked_for_at_once() -> None:
    live().hear(e.Slept()).asked(e.AskHead)


def test_after_a_sleep_a_back_off_of_minutes_is_over() -> None:
    talk = pulling()
    for _ in range(9):
        talk.fail(e.SendPull, e.Trouble.UNREACHABLE)
        arm = armed(talk)
        talk.hear(e.Rang(arm.token))
    talk.fail(e.SendPull, e.Trouble.UNREACHABLE)
    talk.hear(e.Slept()).asked(e.SendPull)


@pytest.mark.parametrize("event", [e.Live(connected=True), e.Slept(), e.Woken(NEXT)])
def test_a_stopped_engine_asks_nothing(event: e.Event) -> None:
    talk = idle().hear(e.Stopped())
    assert [effect for effect in talk.hear(event).last if not isinstance(effect, e.Tell)] == []
