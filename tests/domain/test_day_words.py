"""Days by a few keys: each shorthand leads where an office expects it."""

from datetime import date
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetool_desktop.domain.day_words import day_of_key, read_day
from onetool_desktop.domain.translate import speak

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


@pytest.mark.parametrize("typed", ["", "32", "0", "31/2", "soon", "15/13", "1/2/3/4", "2026-02-30"])
def test_what_is_no_day_says_so(typed: str) -> None:
    with pytest.raises(ValueError, match="not a day"):
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


def test_days_near_are_typed_by_their_words_in_the_language_and_in_english() -> None:
    class German(NullTranslations):
        def gettext(self, message: str) -> str:
            return {"today": "heute", "tomorrow": "morgen", "yesterday": "gestern"}.get(message, message)

    speak(German())
    try:
        for text, away in (("heute", 0), ("Morgen", 1), ("gestern", -1), ("tomorrow", 1), ("Today", 0)):
            assert read_day(text, today=date(2026, 11, 27)) == date(2026, 11, 27 + away)
    finally:
        speak(NullTranslations())
