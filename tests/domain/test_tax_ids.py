"""A number for value-added tax is told from one of the tax office by how it is written."""

import pytest

from onetool_desktop.domain.tax_ids import is_vat_id


@pytest.mark.parametrize(
    "number",
    [
        "DE123456789",
        "de 123 456 789",
        "ATU12345678",
        "GB 123 4567 82",
        "NL123456789B01",
        "IE1X23456W",
        "RO12",
    ],
)
def test_a_number_with_its_countrys_letters_is_for_value_added_tax(number: str) -> None:
    assert is_vat_id(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "205/5555/1234",
        "12 345 678 901",
        "DE",
        "DESIGNER",
        "US 12-3456789",
        "HRB 123",
        "HRB 123456",
        "HRA 12345 B",
        "SIREN 123456789",
    ],
)
def test_any_other_number_is_not(number: str) -> None:
    assert not is_vat_id(number)
