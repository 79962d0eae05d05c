"""Times of day, typed."""

import pytest

from onetool_desktop.domain.time_words import read_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8", "08:00"),
        ("830", "08:30"),
        ("0830", "08:30"),
        (" 8:30 ", "08:30"),
        ("14.15", "14:15"),
        ("8h30", "08:30"),
        ("2pm", "14:00"),
        ("12 am", "00:00"),
        ("12:30 p.m.", "12:30"),
        ("23:59", "23:59"),
        ("0", "00:00"),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, time: str) -> None:
    assert read_time(typed) == time


@pytest.mark.parametrize("typed", ["", "24", "8:60", "noon", "13pm", "0am", "8:3", "-1", "٨", "8:30:00"])
def test_what_is_no_time_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match="not a time"):
        read_time(typed)
