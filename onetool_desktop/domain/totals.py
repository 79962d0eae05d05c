"""Totals of a quote or an invoice: lines and header in, every printed amount out.

Promises: one function for the screen, the page, the replica's cached columns and the cloud; the parts add up to the
whole exactly; the order of the lines changes nothing; with amounts not below zero nothing comes out below zero.
Optional lines get an amount of their own and count nowhere else. All amounts are minor units of the currency.
May not know: rows, fields, documents.

Rules (EN 16931 and the web product's own): a line is rounded once, after its discount; the document's discount is taken
from the sum of the lines, before tax, and dealt out over the tax groups by largest remainder; tax is rounded once for
each (category, rate), or for each line where the organisation says so; prices that include tax yield the tax first.

Why: of a percent discount it is the discounted sum that is rounded, and the discount is the difference, because that is
what the web product stores and two programs may not differ by a cent on one quote; it is also the rule for a line. Both
ways agree except at an exact half cent. The web's rounding to four places before the cent was refused: it rounds twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

from onetool_desktop.domain.money import EXACT, exponent, percent_of, round_half_up, times, to_minor

TaxRounding = Literal["group", "line"]
DiscountKind = Literal["percent", "amount"]
_ZERO = Decimal(0)
_HUNDRED = Decimal(100)
_Key: TypeAlias = tuple[str, Decimal]
_Part: TypeAlias = tuple[_Key, int]


class LineAmounts(NamedTuple):
    """What a line brings to the totals: price and `discount_amount` in major units, discount and tax in percent."""

    quantity: Decimal
    unit_price: Decimal
    tax_rate: Decimal = _ZERO
    discount_percent: Decimal = _ZERO
    discount_amount: Decimal = _ZERO
    tax_category: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Discount:
    """Off the whole document: percent, or an amount in major units."""

    kind: DiscountKind
    value: Decimal


class TaxGroup(NamedTuple):
    """All lines of one category and rate: `base` is what tax is charged on, without it."""

    category: str
    rate: Decimal
    base: int
    tax: int


class Totals(NamedTuple):
    """Every derived amount of a document. `lines` and `subtotal` are as typed: with tax if the prices include it."""

    currency: str
    lines: tuple[int, ...]
    subtotal: int
    discount: int
    groups: tuple[TaxGroup, ...]
    net: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What came in, what is still due and what was paid too much; `due` and `credit` are never below zero."""

    paid: int
    due: int
    credit: int


def line_net(line: LineAmounts, currency: str) -> int:
    """The line's amount in minor units, rounded once, after its discount.

    A discount takes no more than there is and adds nothing; an amount is given back with a line that is taken back.
    """
    gross = times(line.quantity, line.unit_price)
    if line.discount_percent:
        left = min(max(EXACT.subtract(_HUNDRED, line.discount_percent), _ZERO), _HUNDRED)
        gross = times(gross, left).scaleb(-2, context=EXACT)
    if line.discount_amount > 0:
        left = EXACT.subtract(abs(gross), line.discount_amount)
        gross = max(left, _ZERO).copy_sign(gross)
    return to_minor(gross, currency)


def line_discount(line: LineAmounts, currency: str) -> int:
    """What the line's own discount takes off, in minor units: quantity times price, less it, is its amount."""
    return to_minor(times(line.quantity, line.unit_price), currency) - line_net(line, currency)


def compute_totals(
    lines: Sequence[LineAmounts],
    *,
    currency: str,
    discount: Discount | None = None,
    prices_include_tax: bool = False,
    tax_rounding: TaxRounding = "group",
) -> Totals:
    """All totals of a document; ValueError if the currency is not one."""
    exponent(currency)
    nets = tuple([line_net(line, currency) for line in lines])
    parts: list[_Part] = [
        ((line.tax_category, line.tax_rate), net)
        for line, net in zip(lines, nets, strict=True)
        if net and not line.optional
    ]
    subtotal = sum([net for _, net in parts])
    off = _discount(discount, subtotal, currency)
    if tax_rounding == "group":
        parts = _merged(parts)
    if off:
        parts = _allocated(parts, off, subtotal)
    groups = _groups(parts, inclusive=prices_include_tax)
    tax = sum([group.tax for group in groups])
    net = sum([group.base for group in groups])
    return Totals(currency, nets, subtotal, off, groups, net, tax, net + tax)


def balance(total: int, payments: Iterable[int]) -> Balance:
    """What is left of a total after payments; refunds and reversals are payments below zero."""
    paid = sum(payments)
    return Balance(paid, max(total - paid, 0), max(paid - max(total, 0), 0))


def _discount(discount: Discount | None, subtotal: int, currency: str) -> int:
    """The discount in minor units, between nothing and the whole sum."""
    if discount is None or not discount.value or subtotal <= 0:
        return 0
    if discount.kind == "percent":
        off = subtotal - round_half_up(percent_of(subtotal, _HUNDRED - discount.value))
    else:
        off = to_minor(discount.value, currency)
    return min(max(off, 0), subtotal)


def _merged(parts: Iterable[_Part]) -> list[_Part]:
    """One part for each tax group."""
    sums: dict[_Key, int] = {}
    for key, amount in parts:
        sums[key] = sums.get(key, 0) + amount
    return list(sums.items())


def _allocated(parts: list[_Part], off: int, subtotal: int) -> list[_Part]:
    """The parts less their shares of the discount, by largest remainder; ties go by value, never by place."""
    shares = [divmod(off * amount, subtotal) for _, amount in parts]
    missing = off - sum([share for share, _ in shares])
    order = sorted(range(len(parts)), key=lambda at: (-shares[at][1], parts[at]))
    extra = frozenset(order[:missing])
    return [(key, amount - shares[at][0] - (at in extra)) for at, (key, amount) in enumerate(parts)]


def _groups(parts: Iterable[_Part], *, inclusive: bool) -> tuple[TaxGroup, ...]:
    """Tax of each part, rounded once, summed by group; groups by category, then rate."""
    sums: dict[_Key, tuple[int, int]] = {}
    for key, amount in parts:
        tax = _tax(amount, key[1], inclusive=inclusive)
        base = amount - tax if inclusive else amount
        old_base, old_tax = sums.get(key, (0, 0))
        sums[key] = (old_base + base, old_tax + tax)
    return tuple([TaxGroup(*key, *sums[key]) for key in sorted(sums)])


def _tax(amount: int, rate: Decimal, *, inclusive: bool) -> int:
    """The tax on an amount, or the tax in it."""
    if not rate:
        return 0
    if not inclusive:
        return round_half_up(percent_of(amount, rate))
    return round_half_up(EXACT.divide(times(Decimal(amount), rate), EXACT.add(_HUNDRED, rate)))
