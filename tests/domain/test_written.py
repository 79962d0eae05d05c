"""How an e-mail address and a phone number are written."""

import pytest

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.written import written_problem

CONTACT = COLLECTIONS["clientContacts"].by_name


@pytest.mark.parametrize("name", ["clientContacts", "organizations", "users"])
def test_whoever_is_reached_is_asked_for_what_reaches_them(name: str) -> None:
    fields = COLLECTIONS[name].by_name
    assert written_problem(fields["email"], "anna") is not None
    assert written_problem(fields["phone"], "abc") is not None


@pytest.mark.parametrize("text", ["", "a@b.example", "jörg+büro@bücher.example", "root@server"])
def test_an_address_that_reaches_somebody_is_fine(text: str) -> None:
    assert written_problem(CONTACT["email"], text) is None


@pytest.mark.parametrize("text", ["anna", "@", "anna@", "@firm.example", "a@b@c", "anna @firm.example"])
def test_an_address_that_reaches_nobody_is_not(text: str) -> None:
    assert "has an @" in str(written_problem(CONTACT["email"], text))


@pytest.mark.parametrize("text", ["112", "+49 (30) 123-45", "030 1234 (office, ask for Ann)", "١٢٣٤"])
def test_a_number_people_call_is_fine(text: str) -> None:
    assert written_problem(CONTACT["phone"], text) is None


def test_other_texts_are_free() -> None:
    assert written_problem(CONTACT["jobTitle"], "abc") is None
