"""Days, times and amounts in the words of the person who reads them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from PySide6.QtCore import QLocale

from onetool_desktop.ui.runtime.formats import Formats
from tests.ui.support.office import NOON_MS

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
GERMAN = QLocale(QLocale.Language.German, QLocale.Country.Germany)


def formats(locale: QLocale = ENGLISH, zone: str = "Europe/Berlin", now_ms: int = NOON_MS) -> Formats:
    return Formats(locale, ZoneInfo(zone), lambda: now_ms)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        ("2026-03-02", "Today"),
        ("2026-03-03", "Tomorrow"),
        ("2026-03-01", "Yesterday"),
        ("2026-03-06", "Fri 6 Mar"),
        ("2025-12-24", "Wed 24 Dec"),
        ("2027-11-27", "27 Nov 2027"),
        (None, ""),
    ],
)
def test_a_day_is_said_as_near_as_it_is(day: str | None, text: str) -> None:
    assert formats().day(day) == text


def test_today_is_the_organisations_day_not_the_computers() -> None:
    late = NOON_MS + 11 * 3_600_000  # 23:00 in London, already tomorrow in Auckland
    assert formats(zone="Europe/London", now_ms=late).day("2026-03-02") == "Today"
    assert formats(zone="Pacific/Auckland", now_ms=late).day("2026-03-03") == "Today"


def test_an_instant_is_a_time_today_and_a_day_before() -> None:
    assert formats().instant(NOON_MS) == "13:00"
    assert formats().instant(NOON_MS - 86_400_000) == "Yesterday 13:00"


def test_the_whole_date_stands_in_the_tip() -> None:
    assert formats().full_day("2026-11-27") == "Friday 27 November 2026"


@pytest.mark.parametrize(
    ("locale", "minor", "currency", "text"),
    [
        (ENGLISH, 999_999_999, "EUR", "9,999,999.99"),
        (GERMAN, 999_999_999, "EUR", "9.999.999,99"),
        (ENGLISH, -5, "EUR", "−0.05"),
        (ENGLISH, 1_234, "JPY", "1,234"),
        (ENGLISH, 1_234, "KWD", "1.234"),
        (ENGLISH, 0, "USD", "0.00"),
    ],
)
def test_an_amount_is_set_as_the_locale_sets_it(
    locale: QLocale, minor: int, currency: str, text: str
) -> None:
    assert formats(locale).amount(minor, currency) == text


def test_an_amount_carries_its_currency_where_the_locale_puts_it() -> None:
    assert formats(ENGLISH).money(1_234_50, "GBP") == "£1,234.50"
    assert formats(GERMAN).money(1_234_50, "EUR") == "1.234,50\xa0€"


@given(st.integers(-(10**14), 10**14))
def test_no_digit_of_an_amount_is_lost(minor: int) -> None:
    text = formats().amount(minor, "EUR")
    digits = int(text.replace(",", "").replace(".", "").replace("−", ""))
    assert digits == abs(minor)
    assert text.startswith("−") == (minor < 0)
