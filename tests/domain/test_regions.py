"""Countries by what people type, and what each settles."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date

from onetool_desktop.domain.money import CURRENCIES
from onetool_desktop.domain.regions import REGION_UNKNOWN, REGIONS, region_named


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("de", "DE"),
        (" Germany ", "DE"),
        ("deutschland", "DE"),
        ("österr", "AT"),
        ("united k", "GB"),
        ("US", "US"),
    ],
)
def test_a_country_is_found_by_code_name_or_a_beginning_of_its_own(typed: str, code: str) -> None:
    found = region_named(typed)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("typed", ["", "united", "Middle Earth", "s"])
def test_what_fits_none_or_several_is_no_country(typed: str) -> None:
    assert region_named(typed) is None


def test_every_country_settles_what_the_program_can_use() -> None:
    for region in (*REGIONS, REGION_UNKNOWN):
        assert region.currency in CURRENCIES
        ZoneInfo(region.zone)
        assert region.paper in ("A4", "Letter")
        assert Decimal(region.rate or "0") < 30
        Locale.parse(region.language, sep="-")
    assert len({region.code for region in REGIONS}) == len(REGIONS)


def test_paper_has_the_month_first_in_the_united_states_alone() -> None:
    day, first = date(2026, 11, 27), set[str]()
    for region in REGIONS:
        words = format_date(day, "long", locale=Locale.parse(region.language, sep="-"))
        if words.startswith("N"):
            first.add(region.code)
    assert first <= {"US", "CA"}
    assert "US" in first
