"""Places of lines: there is always room, and no place grows without need."""

from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.places import between, spread


@given(st.lists(st.integers(min_value=0, max_value=10_000), max_size=120))
def test_a_line_put_anywhere_stands_exactly_there(at: list[int]) -> None:
    places: list[str] = []
    for wanted in at:
        here = wanted % (len(places) + 1)
        before = places[here - 1] if here else ""
        after = places[here] if here < len(places) else ""
        places.insert(here, between(before, after))
    assert places == sorted(set(places))


def test_twenty_thousand_lines_added_in_turn_keep_their_places_short() -> None:
    place = ""
    longest = 0
    for _ in range(20_000):
        after = between(place, "")
        assert after > place
        place, longest = after, max(longest, len(after))
    assert longest < 10


def test_lines_put_first_again_and_again_stay_short() -> None:
    place = between("", "")
    for _ in range(2_000):
        before = between("", place)
        assert before < place
        place = before
    assert len(place) < 10


def test_a_new_documents_places_are_in_order_with_room_between() -> None:
    places = spread(2_000)
    assert places == sorted(places)
    assert all(a < between(a, b) < b for a, b in pairwise(places))


def test_places_out_of_order_are_an_error() -> None:
    with pytest.raises(ValueError, match="order"):
        between("b", "a")
