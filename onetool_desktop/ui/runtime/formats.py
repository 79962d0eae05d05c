"""Values in the words of the person who reads them: days, times, amounts, counts.

Promises: days read *Today*, *Tomorrow*, *Fri 27 Nov*; amounts are made from minor units without a float; the locale's
own separators are used. *Today* is the organisation's, handed in as a function. May not know: rows, collections.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

from PySide6.QtCore import QLocale

from onetool_desktop.domain.arithmetic import Mark
from onetool_desktop.domain.money import exponent
from onetool_desktop.domain.translate import N_, _, ngettext

_NEAR = {-1: N_("Yesterday"), 0: N_("Today"), 1: N_("Tomorrow")}
_SHORT = QLocale.FormatType.ShortFormat


def system_locale() -> QLocale:
    """The system's locale; English where it has none."""
    locale = QLocale.system()
    plain = locale.language() is QLocale.Language.C
    return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom) if plain else locale


def persons_locale() -> QLocale:
    """The locale of the language the person chose for the program, else the system's."""
    chosen = QLocale()
    return system_locale() if chosen.language() is QLocale.Language.C else chosen


def decimal_in(locale: QLocale, text: str, *, least: int = 0, grouped: bool = True) -> str:
    """A decimal in wire form as the locale writes it, with `least` places at least; not grouped, as it is typed."""
    negative, digits = text.startswith("-"), text.lstrip("-")
    whole, _point, part = digits.partition(".")
    if grouped:
        whole = f"{int(whole):,}".replace(",", locale.groupSeparator())
    part = part.ljust(least, "0")
    shown = whole + (locale.decimalPoint() + part if part else "")
    if not negative:
        return shown
    return f"−{shown}" if grouped else f"-{shown}"


def mark_of(locale: QLocale) -> Mark:
    """The locale's decimal mark, of the two in which numbers are typed."""
    return "," if locale.decimalPoint() == "," else "."


@dataclass(frozen=True, slots=True)
class Formats:
    """Formats for one person in one organisation."""

    locale: QLocale
    zone: tzinfo
    now_ms: Callable[[], int]

    def today(self) -> date:
        """The organisation's day."""
        return self.local(self.now_ms()).date()

    def local(self, instant_ms: int) -> datetime:
        """An instant in the organisation's zone."""
        return datetime.fromtimestamp(instant_ms // 1000, UTC).astimezone(self.zone)

    def day(self, day: str | None) -> str:
        """*Today*, *Fri 27 Nov*, *27 Nov 2027* when it is far; nothing for no day."""
        return self._day(date.fromisoformat(day)) if day else ""

    def _day(self, value: date) -> str:
        away = (value - self.today()).days
        if away in _NEAR:
            return _(_NEAR[away])
        month = self.locale.monthName(value.month, _SHORT)
        if abs(away) > 300:
            return _("{day} {month} {year}").format(day=value.day, month=month, year=value.year)
        weekday = self.locale.dayName(value.isoweekday(), _SHORT)
        return _("{weekday} {day} {month}").format(weekday=weekday, day=value.day, month=month)

    def column_day(self, value: date) -> str:
        """A day over a column of a week whose months are told above it: *Mon 2*."""
        weekday = self.locale.dayName(value.isoweekday(), _SHORT)
        return _("{weekday} {day}").format(weekday=weekday, day=value.day)

    def days(self, first: date, last: date) -> str:
        """From a day to a day, each word once: *2–8 Mar*, *30 Mar – 5 Apr*; the year where it is another one."""
        from babel.dates import format_interval

        this = first.year == last.year == self.today().year
        return format_interval(first, last, "MMMd" if this else "yMMMd", locale=self.locale.name())

    def full_day(self, day: str | None) -> str:
        """The whole date, for a tooltip: *Friday 27 November 2026*."""
        if not day:
            return ""
        value = date.fromisoformat(day)
        weekday = self.locale.dayName(value.isoweekday())
        month = self.locale.monthName(value.month)
        pattern = _("{weekday} {day} {month} {year}")
        return pattern.format(weekday=weekday, day=value.day, month=month, year=value.year)

    def late(self, day: str) -> str:
        """How long ago a day was: *yesterday*, *12 days ago*."""
        days = (self.today() - date.fromisoformat(day)).days
        if days == 1:
            return _("yesterday")
        return ngettext("{count} day ago", "{count} days ago", days).format(count=days)

    def span(self, start: str, end: str) -> str:
        """Times of day from and to: *08:00–10:00*, *08:00*; nothing for none."""
        return f"{start}–{end}" if start and end else start

    def instant(self, instant_ms: int) -> str:
        """*10:42* today, *Yesterday 10:42*, *Fri 27 Nov 10:42*."""
        moment = self.local(instant_ms)
        time = f"{moment.hour:02d}:{moment.minute:02d}"
        return time if moment.date() == self.today() else f"{self._day(moment.date())} {time}"

    def amount(self, minor: int, currency: str) -> str:
        """An amount without its currency, for columns: *1,240.00*."""
        places = exponent(currency)
        digits = str(abs(minor)).rjust(places + 1, "0")
        whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
        text = self.count(int(whole)) + (self.locale.decimalPoint() + part if part else "")
        return f"−{text}" if minor < 0 else text

    def number(self, minor: int, currency: str) -> str:
        """An amount as a spreadsheet of the locale reads it: *1240.00*, *-12.50*."""
        digits = str(abs(minor)).rjust(exponent(currency) + 1, "0")
        places = exponent(currency)
        text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
        return decimal_in(self.locale, f"-{text}" if minor < 0 else text, grouped=False)

    def price(self, text: str, currency: str) -> str:
        """A unit price in wire form, without its currency: *142.50*, *0.125*; nothing for none."""
        return decimal_in(self.locale, text, least=exponent(currency)) if text else ""

    def decimal(self, text: str) -> str:
        """A decimal in wire form: *1,250.5*; nothing for none."""
        return decimal_in(self.locale, text) if text else ""

    def money(self, minor: int, currency: str) -> str:
        """An amount with its currency, where the locale puts it: *1,240.00 €*."""
        return _currency_pattern(self.locale.name(), currency).replace("¤", self.amount(minor, currency))

    def count(self, number: int) -> str:
        """A whole number with the locale's grouping."""
        return f"{number:,}".replace(",", self.locale.groupSeparator())


@lru_cache(maxsize=64)
def _currency_pattern(locale_name: str, currency: str) -> str:
    """The locale's way to set an amount of this currency, with `¤` standing for the amount."""
    from babel.numbers import format_currency

    text = format_currency(0, currency, locale=locale_name, format_type="standard")
    digits = [place for place, character in enumerate(text) if character.isdigit()]
    return text[: digits[0]] + "¤" + text[digits[-1] + 1 :]
