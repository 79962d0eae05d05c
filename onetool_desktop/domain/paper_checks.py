"""What a paper lacks before it is made final: what an invoice has to show by law, and what its reader would miss.

Promises: pure; each check is a row of one table: the kinds of paper it counts for, when it is true, its sentence, and
where it is mended. Nothing is forbidden here: whoever makes it final decides. May not know: where a paper comes from,
screens.

Why: most countries ask for the full names and addresses of both sides on an invoice, and for the seller's tax number
where tax is charged (EU: Directive 2006/112/EC, Art. 226). What a small invoice or a firm below a threshold may leave
out differs by country and by customer, so that a missing part is told and not refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from onetool_desktop.domain.addresses import is_whole
from onetool_desktop.domain.paper import Paper
from onetool_desktop.domain.translate import N_


class Where(Enum):
    """Where a finding is mended."""

    CLIENT = "client"
    ORGANISATION = "organisation"
    TAXES = "taxes"
    LINES = "lines"
    PRICE = "price"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing: a sentence, and the words of the way to where it is mended; not yet translated."""

    sentence: str
    mend: str
    where: Where


@dataclass(frozen=True, slots=True)
class Looked:
    """A paper and what it does not tell of itself: the sender's address in its parts (`address_lines`), and whether a
    line was given no price, which prints as one of 0.
    """

    paper: Paper
    own_address: Mapping[str, Any]
    unpriced: bool = False


@dataclass(frozen=True, slots=True)
class _Check:
    kinds: tuple[str, ...]
    is_missing: Callable[[Looked], bool]
    finding: Finding


def _no_customer_address(looked: Looked) -> bool:
    return not looked.paper.customer.address


def _no_own_address(looked: Looked) -> bool:
    return not any(looked.own_address.get(name) for name in ("streetAddress", "city", "zipCode"))


def _part_of_own_address(looked: Looked) -> bool:
    return not _no_own_address(looked) and not is_whole(looked.own_address)


def _tax_without_number(looked: Looked) -> bool:
    return bool(looked.paper.totals.tax) and not looked.paper.seller.tax_number


def _silent_line(looked: Looked) -> bool:
    return any(line.kind == "line" and not line.description.strip() for line in looked.paper.lines)


def _unpriced_line(looked: Looked) -> bool:
    return looked.unpriced


def _nothing(looked: Looked) -> bool:
    return not looked.paper.totals.total and not looked.unpriced


def _below_nothing(looked: Looked) -> bool:
    return looked.paper.totals.total < 0


def _late(looked: Looked) -> bool:
    return bool(looked.paper.due_day) and looked.paper.due_day < looked.paper.issue_day


_TO_CLIENT, _TO_LINES, _TO_DAY = N_("Add the address"), N_("Go to the lines"), N_("Change the day")
_QUOTE, _INVOICE, _BOTH = ("quote",), ("invoice",), ("quote", "invoice")
_CHECKS = (
    _Check(
        _BOTH,
        _below_nothing,
        Finding(
            N_("The total is below zero: a quantity, a price or a discount is off."), _TO_LINES, Where.LINES
        ),
    ),
    _Check(
        _INVOICE,
        _no_customer_address,
        Finding(N_("This invoice has no billing address."), _TO_CLIENT, Where.CLIENT),
    ),
    _Check(
        _QUOTE,
        _no_customer_address,
        Finding(N_("This quote has no address of the client."), _TO_CLIENT, Where.CLIENT),
    ),
    _Check(
        _INVOICE,
        _no_own_address,
        Finding(
            N_("Your own address is missing; an invoice has to show it."),
            N_("Add your address"),
            Where.ORGANISATION,
        ),
    ),
    _Check(
        _INVOICE,
        _part_of_own_address,
        Finding(
            N_("Your own address is not whole; an invoice has to show street, postcode and city."),
            N_("Complete your address"),
            Where.ORGANISATION,
        ),
    ),
    _Check(
        _INVOICE,
        _tax_without_number,
        Finding(N_("It charges tax, and your tax number is missing."), N_("Add the tax number"), Where.TAXES),
    ),
    _Check(_INVOICE, _late, Finding(N_("The day it is due has passed."), _TO_DAY, Where.DAY)),
    _Check(_QUOTE, _late, Finding(N_("The last day of this quote has passed."), _TO_DAY, Where.DAY)),
    _Check(_BOTH, _silent_line, Finding(N_("A line does not say what it is for."), _TO_LINES, Where.LINES)),
    _Check(
        _BOTH,
        _unpriced_line,
        Finding(N_("A line has no price and counts as 0."), N_("Go to its price"), Where.PRICE),
    ),
    _Check(_INVOICE, _nothing, Finding(N_("This invoice comes to nothing."), _TO_LINES, Where.LINES)),
    _Check(_QUOTE, _nothing, Finding(N_("This quote comes to nothing."), _TO_LINES, Where.LINES)),
)


def findings(looked: Looked) -> tuple[Finding, ...]:
    """What is missing, the weightiest first."""
    kind = looked.paper.kind
    return tuple(check.finding for check in _CHECKS if kind in check.kinds and check.is_missing(looked))
