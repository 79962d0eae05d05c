"""Amounts are exact, rounding is half-up, currencies do not mix."""

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.money import (
    CURRENCIES,
    Money,
    decimal_text,
    exponent,
    parse_decimal,
    round_half_up,
    sum_money,
    to_major,
    to_minor,
)

DECIMALS = st.decimals(min_value=-(10**11), max_value=10**11, places=4)


@pytest.mark.parametrize(("currency", "places"), [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)])
def test_a_currency_has_the_places_of_its_minor_unit(currency: str, places: int) -> None:
    assert exponent(currency) == places


def test_an_unknown_currency_is_refused_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="is not a currency code"):
        Money(1, "EURO")


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.5", 1),
        ("1.5", 2),
        ("2.5", 3),
        ("-0.5", -1),
        ("-2.5", -3),
        ("2.4999", 2),
        ("-2.4999", -2),
        ("0", 0),
    ],
)
def test_a_tie_goes_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Decimal(value)) == rounded


def test_major_units_become_minor_units_and_back() -> None:
    assert to_minor(Decimal("1.005"), "EUR") == 101
    assert to_minor(Decimal("10.005"), "KWD") == 10005
    assert to_minor(Decimal("99.5"), "JPY") == 100
    assert to_major(1250, "EUR") == Decimal("12.50")


def test_amounts_of_two_currencies_cannot_be_added_or_compared() -> None:
    with pytest.raises(ValueError, match="EUR and USD"):
        _ = Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(ValueError, match="EUR and USD"):
        _ = Money(1, "EUR") < Money(1, "USD")


def test_amounts_of_one_currency_add_subtract_and_compare() -> None:
    assert Money(150, "EUR") + Money(50, "EUR") - Money(1, "EUR") == Money(199, "EUR")
    assert -Money(5, "EUR") < Money(0, "EUR") <= Money(0, "EUR")
    assert sum_money([Money(1, "EUR"), Money(2, "EUR")], currency="EUR") == Money(3, "EUR")
    assert not sum_money([], currency="EUR")


@pytest.mark.parametrize(
    "text", ["", "1,5", "1e3", "NaN", "Infinity", "+1", " 1", "1.", ".5", "١٢", "1_000", "1" * 13]
)
def test_what_is_not_a_wire_decimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="The price has to be a number"):
        parse_decimal(text, what="The price")


def test_digits_beyond_the_places_are_refused_unless_they_are_zeros() -> None:
    assert parse_decimal("1.230000", places=2) == Decimal("1.23")
    with pytest.raises(ValueError, match="at most 4 digits"):
        parse_decimal("1.23456")


def test_a_decimal_outside_its_bounds_is_refused_with_the_bound() -> None:
    with pytest.raises(ValueError, match="not be less than 0"):
        parse_decimal("-0.01", least=Decimal(0))
    with pytest.raises(ValueError, match="not be more than 100"):
        parse_decimal("100.5", most=Decimal(100))


@given(DECIMALS)
def test_wire_decimals_come_back_as_they_went(value: Decimal) -> None:
    assert parse_decimal(decimal_text(value)) == value


@given(st.integers(-(10**15), 10**15), st.sampled_from(sorted(CURRENCIES)))
def test_minor_units_survive_the_way_over_major_units(minor: int, currency: str) -> None:
    assert to_minor(to_major(minor, currency), currency) == minor


@given(DECIMALS)
def test_rounding_is_never_off_by_more_than_half_a_unit_and_symmetric(value: Decimal) -> None:
    assert abs(round_half_up(value) - value) <= Decimal("0.5")
    assert round_half_up(-value) == -round_half_up(value)
