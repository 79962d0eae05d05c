"""Edits that a paper does not show: whoever made them is told (WIRE section 5, device series).

The paper was frozen on a device that had not seen them. The document is read from its snapshot, so the edits stand in
rows nobody looks at; each becomes a notice to its author, with what the paper says instead. It makes no difference
which of the two came first: a paper may be known here before its document is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes import stamp
from onetool_desktop.changes.draft import Draft
from onetool_desktop.changes.draft_paper import LINES_OF, build_paper
from onetool_desktop.changes.merge import register_fields
from onetool_desktop.changes.notices import Teller
from onetool_desktop.changes.values import ROW, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Collection, Merge
from onetool_desktop.domain.paper import Paper, PaperLine, from_snapshot

# Where a register of the document's head shows on its paper.
_HEAD: Mapping[str, str] = {
    "title": "title",
    "message": "intro",
    "terms": "terms",
    "validUntil": "due_day",
    "dueDate": "due_day",
    "serviceDay": "service_day",
    "tax": "prices_include_tax",
    "projectId": "project",
    "propertyId": "service_address",
    "contactId": "customer",
}
_OWN_WORDS = frozenset({"title", "message", "terms", "validUntil", "dueDate", "serviceDay"})
# How a line's fields are called on paper.
_LINE: Mapping[str, str] = {
    "description": "description",
    "detail": "detail",
    "quantity": "quantity",
    "unit": "unit",
    "unitPrice": "unit_price",
    "taxRate": "tax_rate",
    "kind": "kind",
    "discountKind": "discount_percent",
    "discountValue": "discount",
    "optional": "optional",
}
_OTHERWISE = frozenset({"discountKind", "discountValue", "optional"})  # on paper not as the field has it


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it was printed: of which document, on which day, its frozen text, and the author part it bears."""

    org: str
    c: str
    id: str
    day: str
    snap: str
    author: str


def notices(draft: Draft, printed: Printed, teller: Teller) -> Iterator[Row]:
    """The notices of edits by others that the document as it stands holds and the paper does not."""
    document = draft.get(printed.c, printed.id)
    if document is None or not document.live:
        return
    try:
        paper = from_snapshot(printed.snap)
        merged = build_paper(draft, org=printed.org, c=printed.c, id=printed.id, day=printed.day)
    except (ValueError, RecursionError):  # the number stands whatever the draft has become
        return
    collection = COLLECTIONS[printed.c]
    for register in collection.registers:
        if _head_differs(register, paper, merged):
            yield from _told(
                collection, document, register, printed.author, teller, _in_words(register, paper)
            )
    yield from _lines(draft, printed, paper, merged, teller)


def _head_differs(register: str, printed: Paper, merged: Paper) -> bool:
    if register == "discount":
        return (printed.totals.discount_percent, bool(printed.totals.discount)) != (
            merged.totals.discount_percent,
            bool(merged.totals.discount),
        )
    name = _HEAD.get(register)
    return name is not None and getattr(printed, name) != getattr(merged, name)


def _in_words(register: str, printed: Paper) -> Mapping[str, Any]:
    """What the paper says instead, where it says it in the field's own words."""
    said = getattr(printed, _HEAD.get(register, ""), None)
    return {register: said} if register in _OWN_WORDS else {}


def _lines(draft: Draft, printed: Printed, paper: Paper, merged: Paper, teller: Teller) -> Iterator[Row]:
    lines, _ = LINES_OF[printed.c]
    on_paper = {line.id: line for line in paper.lines}
    for line in merged.lines:
        row = draft.get(lines, line.id)
        if row is None or on_paper.get(line.id) == line:
            continue
        was = on_paper.get(line.id)
        if was is None:
            if stamp.author(row.clk[ROW]) != printed.author:
                yield from teller.to_author(row.clk[ROW], lines, row.id, ROW, row.f, {})
            continue
        for register in _changed_registers(COLLECTIONS[lines], was, line):
            yield from _told(COLLECTIONS[lines], row, register, printed.author, teller, _as_fields(was))
    for line_id, was in on_paper.items():
        row = draft.get(lines, line_id)
        if row is not None and not row.live:
            yield from teller.to_deleter(lines, row, _as_fields(was))


def _changed_registers(collection: Collection, was: PaperLine, now: PaperLine) -> list[str]:
    changed = [name for name, attr in _LINE.items() if getattr(was, attr) != getattr(now, attr)]
    return list(dict.fromkeys(collection.register_of[name] for name in changed))


def _as_fields(line: PaperLine) -> dict[str, Any]:
    return {name: getattr(line, attr) for name, attr in _LINE.items() if name not in _OTHERWISE}


def _told(
    collection: Collection,
    row: Row,
    register: str,
    author: str,
    teller: Teller,
    won: Mapping[str, Any],
) -> Iterator[Row]:
    kinds = {collection.by_name[name].merge for name in collection.registers[register]}
    if Merge.CLOUD in kinds or stamp.author(row.stamp(register)) == author:
        return
    lost = register_fields(collection, row.f, register)
    shown = {name: value for name, value in won.items() if name in collection.registers[register]}
    yield from teller.to_author(row.stamp(register), collection.name, row.id, register, lost, shown)
