"""Money and exact numbers: the one place where an amount is parsed, rounded or compared.

Promises: an amount is an integer of minor units with its ISO 4217 currency; quantities, unit prices and rates are
`Decimal`; products are exact before they are rounded; rounding is half-up, away from zero, so that a credit note takes
back to the cent what its invoice charged. Values are plain; formatting for people is done where the locale is known.
May not know: documents, screens, storage.

Why: half-up is what HMRC, the ATO and the US sales-tax rules use, and what a person redoing the sum by hand expects.
Half-even, the default of `Decimal` and of `round`, differs at every tie. Floats were refused: 2.50 at 5 % came to 0.12.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Self

from onetool_desktop.domain.translate import _

# 12 digits before and 4 after the point, times the same, times a rate: 40 digits. The thread's own context has 28.
EXACT = Context(prec=64, rounding=ROUND_HALF_UP)
# Integers above this do not survive JSON readers that keep numbers as doubles.
MAX_MINOR = 2**53 - 1
PRICE_PLACES = 4

_CURRENCIES: dict[int, str] = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
    CHW CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD
    NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG""",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS: dict[str, int] = {code: places for places, codes in _CURRENCIES.items() for code in codes.split()}
CURRENCIES: frozenset[str] = frozenset(_EXPONENTS)


def exponent(currency: str) -> int:
    """Decimal places of a currency's minor unit (ISO 4217): EUR 2, JPY 0, KWD 3; ValueError if it is not one."""
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise ValueError(
            _("{currency!r} is not a currency code. Use three letters, such as EUR or USD.").format(
                currency=currency
            )
        ) from None


def round_half_up(value: Decimal) -> int:
    """The nearest integer; a tie goes away from zero."""
    return int(value.to_integral_value(ROUND_HALF_UP))


def times(left: Decimal, right: Decimal) -> Decimal:
    """The exact product."""
    return EXACT.multiply(left, right)


def percent_of(amount: int, percent: Decimal) -> Decimal:
    """`percent` of an amount of minor units, exact, not rounded."""
    return EXACT.multiply(Decimal(amount), percent).scaleb(-2, EXACT)


def to_minor(value: Decimal, currency: str) -> int:
    """Major units as minor units of the currency, half-up."""
    return round_half_up(value.scaleb(exponent(currency), EXACT))


def to_major(minor: int, currency: str) -> Decimal:
    """Minor units as major units with the currency's places: 1250 EUR is Decimal('12.50')."""
    return Decimal(minor).scaleb(-exponent(currency), context=EXACT)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units of one currency; arithmetic and order only between equal currencies."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    def _same(self, other: Self) -> None:
        if self.currency != other.currency:
            raise ValueError(
                _("Amounts in {one} and {other} cannot be put together.").format(
                    one=self.currency, other=other.currency
                )
            )

    def __add__(self, other: Self) -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Self) -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: Self) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Self) -> bool:
        self._same(other)
        return self.minor <= other.minor

    @property
    def major(self) -> Decimal:
        """The amount in major units with the currency's places."""
        return to_major(self.minor, self.currency)


def sum_money(amounts: Iterable[Money], *, currency: str) -> Money:
    """The sum of amounts that are all in `currency`; zero of it when there are none."""
    total = Money(0, currency)
    for amount in amounts:
        total = total + amount
    return total


_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.([0-9]+))?", re.ASCII)


def parse_decimal(
    text: str,
    *,
    places: int = PRICE_PLACES,
    what: str = "",
    least: Decimal | None = None,
    most: Decimal | None = None,
) -> Decimal:
    """A decimal in wire form (`-12.5`): at most 12 digits before the point and `places` after it.

    ValueError, with a sentence that begins with `what`, for anything else and for a value outside `least`..`most`.
    """
    what = what or _("The number")
    match = _DECIMAL.fullmatch(text)
    if match is None:
        raise ValueError(
            _("{what} has to be a number of at most 12 digits before the point, such as 12.5.").format(
                what=what
            )
        )
    if len((match[1] or "").rstrip("0")) > places:
        raise ValueError(
            _("{what} may have at most {places} digits after the point.").format(what=what, places=places)
        )
    value = Decimal(text)
    if least is not None and value < least:
        raise ValueError(
            _("{what} may not be less than {limit}.").format(what=what, limit=decimal_text(least))
        )
    if most is not None and value > most:
        raise ValueError(
            _("{what} may not be more than {limit}.").format(what=what, limit=decimal_text(most))
        )
    return value


def decimal_text(value: Decimal) -> str:
    """The wire form of a decimal: no exponent, no zeros at the end, never `-0`."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
