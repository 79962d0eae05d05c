"""Addresses in the order their country writes them."""

import pytest

from onetool_desktop.domain.addresses import address_lines

PLACE = {"streetAddress": "12 North Street\n Flat 2 ", "zipCode": "X1 2YZ", "city": "Town", "state": "ST"}


@pytest.mark.parametrize(
    ("country", "last"),
    [("GB", ("Town X1 2YZ, ST",)), ("US", ("Town, ST X1 2YZ",)), ("DE", ("X1 2YZ Town", "ST"))],
)
def test_each_country_has_its_order(country: str, last: tuple[str, ...]) -> None:
    lines = address_lines({**PLACE, "country": country}, home=country)
    assert lines == ("12 North Street", "Flat 2", *last)


def test_the_country_is_named_abroad_only() -> None:
    assert address_lines({"city": "Lyon", "zipCode": "69001", "country": "FR"}, home="DE") == (
        "69001 Lyon",
        "FR",
    )
    assert address_lines({"city": "Köln", "country": "DE"}, home="DE") == ("Köln",)


def test_nothing_is_no_line() -> None:
    assert address_lines({}) == ()
