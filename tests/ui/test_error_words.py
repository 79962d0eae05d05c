"""Errors are told as sentences, beside their field where they have one."""

from onetool_desktop.changes.values import Code, Invalid, Refusal
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.store.errors import Refused
from onetool_desktop.ui.runtime.errors import Kind, told

# --- errors -------------------------------------------------------------------------------------------


def test_a_refused_value_is_told_beside_its_field() -> None:
    words = told(Refused(Refusal(Code.VALIDATION, "A client needs a name.", "clients", "x", "companyName")))
    assert (words.kind, words.text, words.field) == (Kind.USER, "A client needs a name.", "companyName")


def test_a_value_that_cannot_be_read_is_told_beside_its_field() -> None:
    words = told(Invalid("paymentDays", "Days to pay is a whole number."))
    assert (words.kind, words.field) == (Kind.USER, "paymentDays")


def test_what_a_person_can_mend_is_expected() -> None:
    assert told(SentenceError("A.", safe="B.", next_step="C.")).kind is Kind.EXPECTED


def test_a_bug_is_told_without_its_class_and_its_details_hold_no_values() -> None:
    try:
        raise KeyError("Harbour Street Café")
    except KeyError as error:
        words = told(error)
    assert words.kind is Kind.BUG
    assert "KeyError" not in words.text
    assert "Harbour" not in words.details
    assert "KeyError" in words.details
