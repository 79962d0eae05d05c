"""What a paper lacks before it is made final: what an invoice has to show by law, and what its reader would miss.

Promises: pure; each check is a row of one table: the kinds of paper it counts for, when it is true, its sentence, and
where it is mended. Nothing is forbidden here: whoever makes it final decides. May not know: where a paper comes from,
screens.

Why: most countries ask for the full names and addresses of both sides on an invoice, and for the seller's tax number
where tax is charged (EU: Directive 2006/112/EC, Art. 226). What a small invoice or a firm below a threshold may leave
out differs by country and by customer, so that a missing part is told and not refused.
"""

from collections.abc import Callable
from enum import Enum

from onetool_desktop.domain.dataclass import dataclass
from onetool_desktop.domain.paper import Paper
from onetool_desktop.domain.translate import N_


class Where(Enum):
    """Where a finding is mended."""

    CLIENT = "client"
    ORGANISATION = "organisation"
    TAXES = "taxes"
    LINES = "lines"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing: a sentence, and the words of the way to where it is mended; not yet translated."""

    sentence: str
    mend: str
    where: Where


@dataclass(frozen=True, slots=True)
class _Check:
    kind: str
    is_missing: Callable[[Paper], bool]
    finding: Finding


def _no_customer_address(paper: Paper) -> bool:
    return not paper.customer.address


def _no_own_address(paper: Paper) -> bool:
    return not paper.seller.address


def _tax_without_number(paper: Paper) -> bool:
    return bool(paper.totals.tax) and not paper.seller.tax_number


def _silent_line(paper: Paper) -> bool:
    return any(line.kind == "line" and not line.description.strip() for line in paper.lines)


def _nothing(paper: Paper) -> bool:
    return not paper.totals.total


def _late(paper: Paper) -> bool:
    return bool(paper.due_day) and paper.due_day < paper.issue_day


_TO_CLIENT, _TO_LINES, _TO_DAY = N_("Add the address"), N_("Go to the lines"), N_("Change the day")
_SILENT = Finding(N_("A line does not say what it is for."), _TO_LINES, Where.LINES)
_CHECKS = (
    _Check(
        "invoice",
        _no_customer_address,
        Finding(N_("This invoice has no billing address."), _TO_CLIENT, Where.CLIENT),
    ),
    _Check(
        "quote",
        _no_customer_address,
        Finding(N_("This quote has no address of the client."), _TO_CLIENT, Where.CLIENT),
    ),
    _Check(
        "invoice",
        _no_own_address,
        Finding(
            N_("Your own address is missing; an invoice has to show it."),
            N_("Add your address"),
            Where.ORGANISATION,
        ),
    ),
    _Check(
        "invoice",
        _tax_without_number,
        Finding(N_("It charges tax, and your tax number is missing."), N_("Add the tax number"), Where.TAXES),
    ),
    _Check("invoice", _late, Finding(N_("The day it is due has passed."), _TO_DAY, Where.DAY)),
    _Check("quote", _late, Finding(N_("The last day of this quote has passed."), _TO_DAY, Where.DAY)),
    _Check("invoice", _silent_line, _SILENT),
    _Check("quote", _silent_line, _SILENT),
    _Check("invoice", _nothing, Finding(N_("This invoice comes to nothing."), _TO_LINES, Where.LINES)),
    _Check("quote", _nothing, Finding(N_("This quote comes to nothing."), _TO_LINES, Where.LINES)),
)


def findings(paper: Paper) -> tuple[Finding, ...]:
    """What is missing, the weightiest first."""
    return tuple(check.finding for check in _CHECKS if check.kind == paper.kind and check.is_missing(paper))
