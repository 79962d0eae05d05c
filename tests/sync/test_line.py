"""The live line, one story at a time: when it opens, when it waits, what it says."""

from hypothesis import given, strategies as st

from onetool_desktop.sync import line, pace
from onetool_desktop.sync.line import Line


def opened() -> Line:
    made = Line()
    assert made.on(line.Begin()) == [line.Open(1)]
    return made


def connected() -> Line:
    made = opened()
    assert made.on(line.Heard(1, "7", 0.0)) == [line.Say(connected=True), line.Wake("7")]
    return made


def delay_of(effects: list[line.Effect]) -> pace.Delay:
    (wait,) = [effect for effect in effects if isinstance(effect, line.Wait)]
    return wait.delay


def test_the_line_is_up_with_its_first_head_and_says_so_once() -> None:
    assert connected().on(line.Heard(1, "8", 1.0)) == [line.Wake("8")]


def test_a_stream_that_never_spoke_was_never_up() -> None:
    effects = opened().on(line.Ended(1, 5.0))
    assert not [effect for effect in effects if isinstance(effect, line.Say)]


def test_an_end_is_said_and_followed_by_a_wait() -> None:
    effects = connected().on(line.Ended(1, 900.0))
    assert effects == [line.Say(connected=False), line.Wait(2, pace.retry(1))]


def test_streams_that_end_at_once_are_asked_for_ever_more_rarely() -> None:
    made, delays = connected(), list[int]()
    for at in range(1, 13):
        effects = made.on(line.Ended(made.attempt, 0.5))
        delays.append(delay_of(effects).least_ms)
        (wait,) = [effect for effect in effects if isinstance(effect, line.Wait)]
        made.on(line.Rang(wait.token))
        made.on(line.Heard(made.attempt, str(at), 0.4))
    assert delays[0] == pace.FIRST_MS // 2
    assert delays == sorted(delays)
    assert delays[-1] >= pace.LONGEST_MS // 4


def test_a_refusal_is_not_asked_about_again_soon() -> None:
    assert delay_of(opened().on(line.Ended(1, 1.0, refused=True))).least_ms >= pace.LONGEST_MS // 4


def test_a_time_the_cloud_named_is_kept() -> None:
    assert delay_of(opened().on(line.Ended(1, 1.0, after_ms=70_000))) == pace.told(70_000)


def test_hope_takes_the_place_of_a_stream_that_may_be_dead() -> None:
    made = connected()
    effects = made.on(line.Hope())
    assert effects == [line.HangUp(), line.Say(connected=False), line.Open(made.attempt)]
    assert made.on(line.Ended(1, 2.0)) == [], "the old stream's end is no news"


def test_hope_cuts_a_wait_short_and_its_timer_opens_no_second_stream() -> None:
    made = opened()
    (wait,) = [effect for effect in made.on(line.Ended(1, 1.0)) if isinstance(effect, line.Wait)]
    assert [type(effect) for effect in made.on(line.Hope())] == [line.Open]
    assert made.on(line.Rang(wait.token)) == []


def test_finished_means_hung_up_and_deaf() -> None:
    made = connected()
    assert made.on(line.Finish()) == [line.HangUp(), line.Say(connected=False)]
    assert made.on(line.Heard(1, "9", 1.0)) == []
    assert made.on(line.Hope()) == []


EVENTS = st.one_of(
    st.just(line.Begin()),
    st.just(line.Hope()),
    st.just(line.Finish()),
    st.builds(line.Heard, st.integers(0, 6), st.just("1"), st.floats(0, 1000)),
    st.builds(line.Ended, st.integers(0, 6), st.floats(0, 1000), st.booleans()),
    st.builds(line.Rang, st.integers(0, 9)),
)


@given(st.lists(EVENTS, max_size=40))
def test_whatever_happens_there_is_one_stream_or_one_wait(events: list[line.Event]) -> None:
    made, open_, wanted, waits, up = Line(), False, False, False, False
    for event in events:
        ended = isinstance(event, line.Ended) and event.attempt == made.attempt
        wanted = isinstance(event, line.Begin) or (wanted and not isinstance(event, line.Finish))
        open_ = open_ and not ended
        for effect in made.on(event):
            match effect:
                case line.Open():
                    assert not open_
                    open_, waits = True, False
                case line.HangUp():
                    assert open_
                    open_ = False
                case line.Wait():
                    waits = True
                case line.Say():
                    assert effect.connected is not up
                    up = effect.connected
                case line.Wake():
                    assert up
        assert not wanted or open_ or waits
        assert open_ or not up
