"""Sums and numbers in cells: exact, by the person's own marks, and never anything but a number or a sentence."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.arithmetic import Mark, evaluate

whole = st.integers(min_value=-99_999, max_value=99_999)
cents = st.decimals(min_value=0, max_value=999_999, places=2, allow_nan=False, allow_infinity=False)
marks = st.sampled_from([".", ","])


def typed(value: Decimal, mark: Mark, *, grouped: bool = False) -> str:
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    return text if mark == "." else text.translate(str.maketrans(".,", ",."))


def is_answered(text: str, mark: Mark) -> bool:
    """Whether there is a number, or a sentence why there is none."""
    try:
        return evaluate(text, mark=mark).is_finite()
    except ValueError as error:
        return str(error).endswith(".")


@given(cents, marks, st.booleans())
def test_an_amount_reads_back_as_it_is_written_in_its_locale(
    value: Decimal, mark: Mark, grouped: bool
) -> None:
    assert evaluate(typed(value, mark, grouped=grouped), mark=mark) == value


@given(cents, st.sampled_from([(".", ","), (",", ".")]))
def test_the_other_locales_decimal_mark_is_understood_too(value: Decimal, pair: tuple[Mark, Mark]) -> None:
    assert evaluate(typed(value, pair[0]), mark=pair[1]) == value


@given(whole, whole, whole)
def test_products_come_before_sums_and_brackets_before_both(a: int, b: int, c: int) -> None:
    assert evaluate(f"={a}+{b}*{c}") == a + b * c
    assert evaluate(f"=({a}+{b})-{c}") == a + b - c


@given(cents, cents)
def test_sums_of_cents_are_exact(a: Decimal, b: Decimal) -> None:
    assert evaluate(f"={a}+{b}") == a + b


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_sentence(text: str) -> None:
    assert is_answered(text, ",")


@given(st.text(alphabet="0123456789+-*/(),.=% ", max_size=60))
def test_any_sum_is_a_number_or_a_sentence(text: str) -> None:
    assert is_answered(text, ".")


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("=12*4.5", ".", "54"),
        ("=12*4,5", ",", "54"),
        ("1.240,00", ",", "1240"),
        ("1.240", ",", "1240"),
        ("1.240", ".", "1.24"),
        ("1,240", ".", "1240"),
        ("0,125", ".", "0.125"),
        ("1 240,50", ",", "1240.5"),
        ("1\u202f240,50", ",", "1240.5"),
        ("1'240.50", ".", "1240.5"),
        ("=100*19%", ".", "19"),
        ("=1/3", ".", "0.3333"),
        ("=2×3−1", ".", "5"),
        ("--3", ".", "3"),
        (".5", ".", "0.5"),
    ],
)  # fmt: skip
def test_what_people_type(text: str, mark: Mark, value: str) -> None:
    assert evaluate(text, mark=mark) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("=1/0", "zero"),
        ("=(1+2", "bracket"),
        ("=" + "(" * 40 + "1", "brackets"),
        ("9" * 15, "large"),
        ("9" * 300, "long"),
        ("soon", "number"),
        ("", "number"),
        ("1.2.3", "number"),
        ("12 5", "number"),
    ],
)  # fmt: skip
def test_what_is_no_number_says_why(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        evaluate(text)
