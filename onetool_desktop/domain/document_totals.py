"""From the fields of a document and its lines to its totals: the one reading of those fields.

Promises: whoever asks (the form while typing, the replica's cached columns, the page, the cloud) reads the same fields
in the same way, so that their amounts are equal. A line without a quantity counts once; a heading and a text count
nothing; an optional line counts once it is chosen.
May not know: where the fields come from, rows, stamps.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from onetool_desktop.domain.totals import Discount, LineAmounts, TaxRounding, Totals, compute_totals

Fields: TypeAlias = Mapping[str, Any]
_ZERO = Decimal(0)
_ONE = Decimal(1)
_WORDS_ALONE = frozenset({"heading", "text"})


def document_totals(
    document: Fields, lines: Sequence[Fields], *, tax_rounding: TaxRounding = "group", currency: str = ""
) -> Totals:
    """All totals of a quote or an invoice; `lines` of the result stand in the order of the lines given.

    `currency` is the organisation's, for a document that has none yet; ValueError if neither is a currency.
    """
    return compute_totals(
        [line_amounts(line) for line in lines],
        currency=document.get("currency") or currency,
        discount=stated_discount(document),
        prices_include_tax=bool(document.get("pricesIncludeTax")),
        tax_rounding=tax_rounding,
    )


def asked_for(invoice: Fields, total: int) -> int:
    """What an invoice asks for, before what came in: its total while it is issued, nothing as a draft or void.

    So whatever came in for one that is void is owed back.
    """
    return total if invoice.get("status") == "sent" else 0


def line_amounts(line: Fields) -> LineAmounts:
    """What one line brings to the totals."""
    if not is_counted(line):
        return LineAmounts(_ZERO, _ZERO)
    off = stated_discount(line)
    return LineAmounts(
        _decimal(line.get("quantity"), _ONE),
        _decimal(line.get("unitPrice"), _ZERO),
        _decimal(line.get("taxRate"), _ZERO),
        off.value if off is not None and off.kind == "percent" else _ZERO,
        off.value if off is not None and off.kind == "amount" else _ZERO,
        optional=is_open_option(line),
    )


def section_sums(lines: Iterable[tuple[object, int]]) -> dict[int, int]:
    """What the lines under each heading come to, by the heading's place; given are each line's kind and what it counts.

    A heading over no line has none, and one that is over every line either: its sum is the subtotal.
    """
    found: dict[int, int] = {}
    heading, parts = -1, set[int]()
    for at, (kind, amount) in enumerate(lines):
        if kind == "heading":
            heading = at
        elif kind not in _WORDS_ALONE:
            parts.add(heading)
            found[heading] = found.get(heading, 0) + amount
    found.pop(-1, None)
    return found if len(parts) > 1 else {}


def is_counted(line: Fields) -> bool:
    """Whether a line is one with an amount and a printed count: no heading, no text."""
    return line.get("kind") not in _WORDS_ALONE


def is_open_option(line: Fields) -> bool:
    """Whether a line is only offered: optional, and not chosen by the customer."""
    return bool(line.get("optional")) and not line.get("chosen")


def stated_discount(document: Fields) -> Discount | None:
    """The discount off the whole document, or off one line, if there is one."""
    kind, value = document.get("discountKind"), document.get("discountValue")
    if kind not in ("percent", "amount") or not value:
        return None
    return Discount(kind, Decimal(value))


def tax_rounding_of(organization: Fields) -> TaxRounding:
    """How the organisation rounds tax."""
    return "line" if organization.get("taxRounding") == "line" else "group"


def in_order(lines: Iterable[tuple[str, Fields]]) -> list[tuple[str, Fields]]:
    """Lines as they are read, from (id, fields): by place, then by id, which decides between equal places."""
    return sorted(lines, key=lambda line: (str(line[1].get("position") or ""), line[0]))


def _decimal(text: object, default: Decimal) -> Decimal:
    return Decimal(text) if isinstance(text, str) and text else default
