"""Numbers, amounts and days as a locale writes them, from the locale data of Babel.

Promises: amounts are formatted from integers and decimal text, never from floats; digits are 0 to 9, so that columns
are even; an unknown locale is read as English. A `Formats` is made once for a document.
May not know: documents.

Why: signs and grouping are taken from Babel once and applied here. Its own formatting parses a pattern for every
number, which alone took longer than drawing the page.
"""

from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.numbers import get_currency_symbol

from onetool_desktop.domain.money import exponent

_PRICE_PLACES = 4


@dataclass(frozen=True, slots=True)
class Formats:
    """How one locale writes one currency."""

    locale: Locale
    currency: str
    symbol: str
    point: str
    comma: str
    minus: str
    groups: tuple[int, int]
    places: int
    money_pattern: str
    percent_pattern: str

    def amount(self, minor: int) -> str:
        """Minor units without the currency: `1,234.50`."""
        digits = f"{abs(minor):0{self.places + 1}d}"
        whole, part = (digits[: -self.places], digits[-self.places :]) if self.places else (digits, "")
        return self._number(whole, part, negative=minor < 0)

    def money(self, minor: int) -> str:
        """Minor units with the currency's sign: `€1,234.50`, `1.234,50 €`."""
        text = self.money_pattern.replace("¤", self.symbol).replace("#", self.amount(abs(minor)))
        return self.minus + text if minor < 0 else text

    def decimal(self, text: str) -> str:
        """A decimal in wire form, with as many places as it has."""
        whole, _, part = text.lstrip("-").partition(".")
        return self._number(whole, part.rstrip("0"), negative=text.startswith("-"))

    def price(self, text: str) -> str:
        """A unit price: at least the currency's places, at most four."""
        if not text:
            return ""
        whole, _, part = text.lstrip("-").partition(".")
        part = part.rstrip("0")[:_PRICE_PLACES].ljust(self.places, "0")
        return self._number(whole, part, negative=text.startswith("-"))

    def percent(self, text: str) -> str:
        """A rate in percent: `19%`, `19 %`."""
        return self.percent_pattern.replace("#", self.decimal(text))

    def day(self, text: str) -> str:
        """A day in full: `20 November 2026`; the text itself where it is no day."""
        try:
            return format_date(date.fromisoformat(text), format="long", locale=self.locale)
        except ValueError:
            return text

    def time(self, text: str) -> str:
        """A time of day: `14:15`, `2:15 PM`; the text itself where it is no time."""
        try:
            return format_time(time.fromisoformat(text), format="short", locale=self.locale)
        except ValueError:
            return text

    def _number(self, whole: str, part: str, *, negative: bool) -> str:
        whole = whole.lstrip("0") or "0"
        first, rest = self.groups
        if len(whole) > first:
            head, tail = whole[:-first], [whole[-first:]]
            while head:
                tail.insert(0, head[-rest:])
                head = head[:-rest]
            whole = self.comma.join(tail)
        text = f"{whole}{self.point}{part}" if part else whole
        return self.minus + text if negative and text.strip("0" + self.point) else text


def parse_locale(name: str) -> Locale:
    """The locale of a name such as `de`, `de-AT` or `en_GB`; English where it is not known."""
    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError, TypeError):
        return Locale("en")


@cache
def formats(name: str, currency: str) -> Formats:
    """How the locale of this name writes this currency; ValueError if it is not a currency."""
    locale = parse_locale(name)
    symbols: Any = locale.number_symbols
    symbols = symbols.get("latn", symbols)
    decimals: Any = locale.decimal_formats[None]
    return Formats(
        locale=locale,
        currency=currency,
        symbol=get_currency_symbol(currency, locale=locale),
        point=str(symbols["decimal"]),
        comma=str(symbols["group"]),
        minus=str(symbols["minusSign"]).strip("\u200e\u200f\u061c"),
        groups=(int(decimals.grouping[0]), int(decimals.grouping[1])),
        places=exponent(currency),
        money_pattern=_money_pattern(locale),
        percent_pattern=_affixes(locale.percent_formats[None]),
    )


def _affixes(pattern: Any) -> str:
    """What stands around the number in a pattern of Babel, the number as `#`."""
    return f"{pattern.prefix[0]}#{pattern.suffix[0]}".strip("\u200e\u200f\u061c")


def _money_pattern(locale: Locale) -> str:
    pattern: Any = locale.currency_formats["standard"]
    return _affixes(pattern)
