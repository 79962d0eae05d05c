"""Days by a few keys: each shorthand leads where an office expects it."""

import gettext
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.day_words import day_of_key, read_day
from onetool_desktop.domain.named_days import begins_a_name
from onetool_desktop.domain.translate import speak
from onetool_desktop.platform.resources import resource_path

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("t", "2026-11-18"),
        ("20", "2026-11-20"),
        ("15", "2026-12-15"),
        ("31", "2026-12-31"),
        ("15/3", "2027-03-15"),
        ("15.3.", "2027-03-15"),
        ("15.3.27", "2027-03-15"),
        ("15/3/2026", "2026-03-15"),
        ("29/2", "2028-02-29"),
        ("2026-12-01", "2026-12-01"),
        ("+14", "2026-12-02"),
        ("-1", "2026-11-17"),
    ],
)  # fmt: skip
def test_what_is_typed_is_the_next_such_day(typed: str, day: str) -> None:
    assert read_day(typed, today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18", "2026-11-18"),
        ("20", "2026-10-20"),
        ("31", "2026-10-31"),
        ("15/3", "2026-03-15"),
        ("29/2", "2024-02-29"),
    ],
)
def test_where_the_day_has_been_it_is_the_last_such_day(typed: str, day: str) -> None:
    assert read_day(typed, today=TODAY, past=True) == date.fromisoformat(day)


def test_where_the_month_comes_first_it_is_read_first() -> None:
    assert read_day("3/15", today=TODAY, month_first=True) == date(2027, 3, 15)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "32", "0", "31/2", "soon", "15/13", "1/2/3/4", "2026-02-30"),
        *("s", "su mo", "last", "next", "last tomorrow", "next 15", "last next mon", "mond day", "sam stag"),
    ],
)  # fmt: skip
def test_what_is_no_day_says_so_and_lists_what_works(typed: str) -> None:
    with pytest.raises(ValueError, match=r"not a day.*15/3/2027.*tomorrow, sat, last mon or next fri"):
        read_day(typed, today=TODAY)


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ("t", "2026-11-18"),
        ("+", "2026-11-19"),
        ("-", "2026-11-17"),
        ("w", "2026-11-16"),
        ("ww", "2026-11-09"),
        ("k", "2026-11-22"),
        ("kk", "2026-11-29"),
        ("m", "2026-11-01"),
        ("mm", "2026-10-01"),
        ("h", "2026-11-30"),
        ("hh", "2026-12-31"),
    ],
)  # fmt: skip
def test_keys_walk_through_days_weeks_and_months(keys: str, day: str) -> None:
    current: date | None = TODAY
    for key in keys:
        current = day_of_key(key, current=current, today=TODAY)
    assert current == date.fromisoformat(day)


def test_other_keys_mean_nothing() -> None:
    assert day_of_key("5", current=TODAY, today=TODAY) is None


@given(st.dates(), st.sampled_from("t+-wkmh"))
def test_no_key_leads_out_of_the_calendar(current: date, key: str) -> None:
    assert isinstance(day_of_key(key, current=current, today=TODAY), date)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2999, 12, 31)))
def test_a_whole_date_is_read_as_it_stands(day: date) -> None:
    assert read_day(day.isoformat(), today=TODAY) == day
    assert read_day(f"{day.day}.{day.month}.{day.year}", today=TODAY) == day


@pytest.fixture
def german() -> Iterator[None]:
    speak(gettext.translation("onetool", localedir=str(resource_path("locale")), languages=["de"]))
    yield
    speak(gettext.NullTranslations())


ENGLISH_NAMES = [
    ("today", "2026-11-18"),
    ("Tomorrow", "2026-11-19"),
    ("yesterday", "2026-11-17"),
    ("day after  tomorrow", "2026-11-20"),
    ("day before yesterday", "2026-11-16"),
    ("sa", "2026-11-21"),
    ("sat", "2026-11-21"),
    ("Sat.", "2026-11-21"),
    ("SATURDAY", "2026-11-21"),
    ("tu", "2026-11-24"),
    ("wed", "2026-11-18"),  # today
    ("last wed", "2026-11-11"),
    ("next wed", "2026-11-25"),
    ("last mon", "2026-11-16"),
    ("last fri", "2026-11-13"),
    ("next fri", "2026-11-20"),
    ("previous sunday", "2026-11-15"),
]


@pytest.mark.parametrize(("typed", "day"), ENGLISH_NAMES)
def test_days_have_names(typed: str, day: str) -> None:
    assert read_day(typed, today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("sat", "2026-11-14"), ("wed", "2026-11-18"), ("last wed", "2026-11-11"), ("next fri", "2026-11-20")],
)
def test_where_the_day_has_been_a_weekday_is_the_last_such_day(typed: str, day: str) -> None:
    assert read_day(typed, today=TODAY, past=True) == date.fromisoformat(day)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("heute", "2026-11-18"),
        ("Morgen", "2026-11-19"),
        ("gestern", "2026-11-17"),
        ("übermorgen", "2026-11-20"),
        ("u\u0308bermorgen", "2026-11-20"),  # as a Mac may write it
        ("vorgestern", "2026-11-16"),
        ("sa", "2026-11-21"),
        ("Samstag", "2026-11-21"),
        ("Sonnabend", "2026-11-21"),
        ("so", "2026-11-22"),
        ("do.", "2026-11-19"),
        ("letzten mo", "2026-11-16"),
        ("letzter Mittwoch", "2026-11-11"),
        ("nächsten fr", "2026-11-20"),
        ("naechste Mi", "2026-11-25"),
        ("kommenden di", "2026-11-24"),
        *ENGLISH_NAMES,
    ],
)
def test_days_have_names_in_german_and_in_english(typed: str, day: str) -> None:
    assert read_day(typed, today=TODAY) == date.fromisoformat(day)


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2999, 12, 31)), st.sampled_from(range(7)))
def test_a_weekday_is_near_and_the_one_that_was_named(today: date, weekday: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    for typed, past, near in ((name, False, range(7)), (name, True, range(-6, 1))):
        day = read_day(typed, today=today, past=past)
        assert day.weekday() == weekday
        assert (day - today).days in near
    assert (read_day(f"next {name}", today=today) - today).days in range(1, 8)
    assert (today - read_day(f"last {name}", today=today)).days in range(1, 8)


@pytest.mark.parametrize(
    ("letters", "begun"),
    [("to", True), ("mo", True), ("th", True), ("thu", True), ("tt", False), ("tx", False)],
)
def test_letters_that_may_begin_a_name_are_known(letters: str, begun: bool) -> None:
    assert begins_a_name(letters) is begun
