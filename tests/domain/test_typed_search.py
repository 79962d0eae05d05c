"""What may be meant by what is typed into the one search box."""

import gettext
from collections.abc import Iterator

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.domain.translate import speak
from onetool_desktop.domain.typed_search import amounts, meanings, splits
from onetool_desktop.platform.resources import resource_path

MOST = 2**63 - 1  # the column of an amount


@pytest.fixture
def german() -> Iterator[None]:
    speak(gettext.translation("onetool", localedir=str(resource_path("locale")), languages=["de"]))
    yield
    speak(gettext.NullTranslations())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1240", (range(124_000, 124_100),)),
        ("1,240", (range(124_000, 124_100),)),
        ("1.240 €", (range(124_000, 124_100),)),
        ("1,240.00", (range(124_000, 124_001),)),
        ("1.240,00 €", (range(124_000, 124_001),)),
        ("€1 240.5", (range(124_050, 124_051),)),
        ("12.40", (range(1_240, 1_241),)),
        ("12.405", (range(1_240_500, 1_240_600),)),
        ("0.05", (range(5, 6),)),
        ("harbour", ()),
        ("1,2,3", ()),
        ("", ()),
    ],
)
def test_an_amount_is_read_with_any_separators(typed: str, meant: tuple[range, ...]) -> None:
    """One without pence stands for all of that whole number."""
    assert amounts(typed, places=2) == meant


@pytest.mark.parametrize("typed", ["999.999.999.999.999,999", "999.999.999.999.999", "999999999999,999"])
@pytest.mark.parametrize("places", [0, 2, 3, 4])
def test_no_amount_is_meant_that_no_column_holds(typed: str, places: int) -> None:
    assert all(span.stop <= MOST for span in amounts(typed, places=places))


def test_an_amount_of_a_currency_without_parts_is_whole() -> None:
    assert amounts("1,240", places=0) == (range(1_240, 1_241),)
    assert amounts("12.40", places=0) == ()


def test_an_amount_of_a_currency_with_three_places_may_be_two() -> None:
    assert amounts("1.240", places=3) == (range(1_240_000, 1_241_000), range(1_240, 1_241))


def test_a_kind_is_named_by_its_beginning_and_the_whole_may_still_be_meant() -> None:
    first, second = meanings("inv 42", places=2)
    assert (first.kind, first.words, first.amounts) == ("invoices", "42", (range(4_200, 4_300),))
    assert (second.kind, second.words) == ("", "inv 42")
    assert [one.kind for one in meanings("Harbour Street", places=2)] == [""]
    assert [one.kind for one in meanings("invoices", places=2)] == [""]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("Rechnung 12", "invoices"),
        ("re 12", "invoices"),
        ("angebot Bad", "quotes"),
        ("Kunde Birke", "clients"),
        ("Auftrag 7", "projects"),
        ("invoice 12", "invoices"),
        ("q 12", "quotes"),
        ("zzz 12", ""),
    ],
)
def test_a_kind_is_named_in_the_language_of_the_screen_and_in_english(
    typed: str, kind: str, german: None
) -> None:
    assert meanings(typed, places=2)[0].kind == kind


def test_a_beginning_that_two_kinds_have_names_none() -> None:
    assert meanings("pro 12", places=2)[0].kind == ""
    assert meanings("proj 12", places=2)[0].kind == "projects"


def test_a_phone_number_is_its_digits_however_it_is_written() -> None:
    assert meanings("(030) 12-34 56", places=2)[0].dialled == "030123456"
    assert meanings("030 12", places=2)[0].dialled == ""
    assert ("030", "1234") in splits("0301234")
    assert all("".join(way) == "030123456" for way in splits("030123456"))


@given(st.text())
def test_any_text_has_some_meaning(typed: str) -> None:
    for one in meanings(typed, places=2):
        assert all(0 <= span.start < span.stop for span in one.amounts)
