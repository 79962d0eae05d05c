"""A document as it stands on paper: plain, frozen values, and the snapshot of them that is hashed.

Promises: a `Paper` holds everything the page shows except its number and its status, so one paper has one snapshot
whoever makes it; `from_snapshot` of `to_snapshot` gives the same paper; a snapshot written by a newer program is read
as far as it is known, and is kept as the text it came in.
May not know: rows, fields, fonts, locales' rules, how a page looks.

Shapes: days are `YYYY-MM-DD` or empty, amounts minor units of `currency`, quantities, prices and rates decimal text in
wire form or empty, everything else the user's own text.

Why: a member equal to its default is left out of the snapshot. A field added later then changes the hash of no paper
that does not use it, and a cloud and a device of two versions still agree on what was issued. The price is that the
default of a field can never be changed again.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from typing import Any, Literal, TypeAlias, cast

from onetool_desktop.domain.canonical_json import canonical_json
from onetool_desktop.domain.translate import _

MAX_SNAPSHOT_BYTES = 768 * 1024
MAX_LINES = 2_000
VERSION = 1

PaperKind: TypeAlias = Literal["quote", "invoice"]
LineKind: TypeAlias = Literal["line", "heading", "text"]
PaperSize: TypeAlias = Literal["A4", "Letter"]
Texts: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seller:
    """Who issues: the block at the top and the footer of every page. `footer` holds legal notes."""

    name: str
    address: Texts = ()
    phone: str = ""
    email: str = ""
    web: str = ""
    tax_number: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """Who it is for."""

    name: str
    attention: str = ""
    address: Texts = ()
    tax_number: str = ""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line, a section heading or a text between lines; `position` is the printed count, 0 on what is no line.

    `discount` was taken off quantity times price to give `amount`; `discount_percent` is empty where it is an amount.
    """

    id: str
    kind: LineKind = "line"
    position: int = 0
    description: str = ""
    detail: str = ""
    quantity: str = ""
    unit: str = ""
    unit_price: str = ""
    tax_rate: str = ""
    amount: int = 0
    optional: bool = False
    discount: int = 0
    discount_percent: str = ""


@dataclass(frozen=True, slots=True)
class PaperTax:
    """One tax group, as in `totals.TaxGroup`."""

    rate: str
    base: int
    tax: int
    category: str = ""


@dataclass(frozen=True, slots=True)
class PaperTotals:
    """The amounts below the lines; `discount_percent` is empty for a discount that is an amount."""

    subtotal: int
    total: int
    net: int = 0
    tax: int = 0
    discount: int = 0
    discount_percent: str = ""
    taxes: tuple[PaperTax, ...] = ()
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Instalment:
    """A row of the payment schedule."""

    amount: int
    day: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """What the customer gets to see."""

    quantities: bool = True
    unit_prices: bool = True
    line_totals: bool = True
    totals: bool = True


@dataclass(frozen=True, slots=True)
class Paper:
    """A quote or an invoice, frozen. `due_day` is the day it is due, of a quote the last day it is valid; `service_day`
    the day of the work, which an invoice names also where it is its own.
    """

    kind: PaperKind
    document_id: str
    currency: str
    issue_day: str
    seller: Seller
    customer: Customer
    totals: PaperTotals
    lines: tuple[PaperLine, ...] = ()
    due_day: str = ""
    service_day: str = ""
    service_address: Texts = ()
    title: str = ""
    reference: str = ""
    project: str = ""
    intro: str = ""
    terms: str = ""
    payment: str = ""
    instalments: tuple[Instalment, ...] = ()
    prices_include_tax: bool = False
    tax_label: str = "VAT"
    show: Show = field(default_factory=Show)
    locale: str = "en"
    paper_size: PaperSize = "A4"
    accent: str = ""
    logo_sha: str = ""


def to_snapshot(paper: Paper) -> str:
    """The paper's canonical text (RFC 8785); ValueError with a sentence when it is larger than paper may be."""
    if len(paper.lines) > MAX_LINES:
        sentence = _("A document can have at most {most:,} lines. Split it into two documents.")
        raise ValueError(sentence.format(most=MAX_LINES))
    text = canonical_json({**_members(paper), "v": VERSION})
    if len(text.encode()) > MAX_SNAPSHOT_BYTES:
        raise ValueError(
            _(
                "The texts of this document are longer than paper may hold ({most} "
                "kB). Shorten the longest descriptions."
            ).format(most=MAX_SNAPSHOT_BYTES // 1024)
        )
    return text


def from_snapshot(text: str) -> Paper:
    """The paper of a snapshot; unknown members are passed over. ValueError if it is not a snapshot of a paper."""
    try:
        value = json.loads(text)
    except ValueError:
        raise ValueError(_("The frozen copy of this document cannot be read.")) from None
    return cast("Paper", _built(Paper, value))


def snapshot_sha(text: str) -> str:
    """SHA-256 of a snapshot's text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


_NESTED: dict[tuple[type, str], type] = {
    (Paper, "seller"): Seller,
    (Paper, "customer"): Customer,
    (Paper, "totals"): PaperTotals,
    (Paper, "lines"): PaperLine,
    (Paper, "instalments"): Instalment,
    (Paper, "show"): Show,
    (PaperTotals, "taxes"): PaperTax,
}
_WORDS: dict[tuple[type, str], Texts] = {
    (Paper, "kind"): ("quote", "invoice"),
    (Paper, "paper_size"): ("A4", "Letter"),
    (PaperLine, "kind"): ("line", "heading", "text"),
}
_REQUIRED: dict[str, type] = dict.fromkeys(("subtotal", "total", "base", "tax", "amount"), int)


@cache
def _plan(cls: type) -> tuple[tuple[str, object], ...]:
    """Names and defaults of a value's fields; MISSING where the field has to be there."""

    def default(item: Field[Any]) -> object:
        return item.default_factory() if item.default_factory is not MISSING else item.default

    return tuple([(item.name, default(item)) for item in fields(cls)])


def _members(value: object) -> dict[str, object]:
    """The members of a value that differ from their defaults."""
    found: dict[str, object] = {}
    for name, default in _plan(type(value)):
        member = getattr(value, name)
        if member != default:
            found[name] = _plain(member)
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[object, ...]", value)]
    return value if isinstance(value, str | int) else _members(value)


def _built(cls: type, value: object) -> object:
    """A value of `cls` from its members."""
    if not isinstance(value, dict):
        raise ValueError("The frozen copy of this document is not complete.")
    found = cast("dict[str, object]", value)
    members: dict[str, object] = {}
    for name, default in _plan(cls):
        if name in found:
            members[name] = _member(cls, name, default, found[name])
        elif default is MISSING:
            raise ValueError(f"The frozen copy of this document lacks {name!r}.")
    return cast("Callable[..., object]", cls)(**members)


def _member(cls: type, name: str, default: object, value: object) -> object:
    """A member, checked against what its default or its nested type says it is."""
    nested = _NESTED.get((cls, name))
    if nested and isinstance(default, tuple):
        return tuple([_built(nested, item) for item in _list(name, value)])
    if nested:
        return _built(nested, value)
    if isinstance(default, tuple):
        return tuple([_text(name, item) for item in _list(name, value)])
    wanted = type(default) if default is not MISSING else _REQUIRED.get(name, str)
    words = _WORDS.get((cls, name))
    if type(value) is not wanted or (words and value not in words):
        raise ValueError(f"The frozen copy of this document has an unknown {name!r}.")
    return value


def _list(name: str, value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(f"The frozen copy of this document has an unknown {name!r}.")
    return cast("list[object]", value)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"The frozen copy of this document has an unknown {name!r}.")
    return value
