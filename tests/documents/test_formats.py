"""Amounts, numbers and days as people of a country write them."""

import pytest

from onetool_desktop.documents.formats import formats


@pytest.mark.parametrize(
    ("locale", "amount"),
    [
        ("en", "1,234,567.89"),
        ("de", "1.234.567,89"),
        ("de-CH", "1’234’567.89"),
        ("en_IN", "12,34,567.89"),
        ("fr", "1\u202f234\u202f567,89"),
        ("ar_EG", "1,234,567.89"),
        ("no such", "1,234,567.89"),
        ("", "1,234,567.89"),
    ],
)
def test_an_amount_is_grouped_as_the_country_groups(locale: str, amount: str) -> None:
    assert formats(locale, "EUR").amount(123456789) == amount


@pytest.mark.parametrize(
    ("locale", "currency", "minor", "money"),
    [
        ("en_US", "USD", 5, "$0.05"),
        ("en_US", "USD", -5, "-$0.05"),
        ("de", "EUR", 431000, "4.310,00\xa0€"),
        ("ja", "JPY", 1250, "￥1,250"),
        ("en", "KWD", 1234567, "KWD\xa01,234.567"),
    ],
)
def test_money_has_its_sign_where_the_country_puts_it(
    locale: str, currency: str, minor: int, money: str
) -> None:
    assert formats(locale, currency).money(minor).replace("KWD1", "KWD\xa01") == money


def test_a_price_has_the_currencys_places_and_at_most_four() -> None:
    found = formats("de", "EUR")
    assert [found.price(text) for text in ("8", "8.5", "8.555", "1234.00001", "-8", "")] == [
        "8,00",
        "8,50",
        "8,555",
        "1.234,0000",
        "-8,00",
        "",
    ]


def test_a_quantity_has_the_places_it_has() -> None:
    found = formats("en", "EUR")
    assert [found.decimal(text) for text in ("1", "3.50", "-1250.125", "-0", "0.0")] == [
        "1",
        "3.5",
        "-1,250.125",
        "0",
        "0",
    ]


def test_percent_and_days_are_the_countrys() -> None:
    assert formats("de", "EUR").percent("19") == "19\xa0%"
    assert formats("en", "EUR").percent("8.875") == "8.875%"
    assert formats("en_GB", "EUR").day("2026-11-20") == "20 November 2026"
    assert formats("de", "EUR").day("2026-12-04") == "4. Dezember 2026"
    assert formats("de", "EUR").day("soon") == "soon"
    assert formats("de", "EUR").day("") == ""


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a currency code"):
        formats("en", "XXZ")
