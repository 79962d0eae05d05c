"""Finds records for the palette and says them in the user's words.

Promises: bounded; runs in the read pool. What is found by a part (a contact, a line) leads to where that part stands.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.money import CURRENCIES, exponent
from onetool_desktop.domain.translate import _
from onetool_desktop.domain.typed_search import meanings
from onetool_desktop.store.queries import finding, lists
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.section import Section
from onetool_desktop.ui.surroundings import Found

_SHOWN = 12
_NAME = 2  # letters at least
_OWN = frozenset({"clients", "projects", "tasks", "quotes", "invoices", "skus"})
_OWNER = {
    "clientContacts": "clientId",
    "clientProperties": "clientId",
    "quoteLineItems": "quoteId",
    "invoiceLineItems": "invoiceId",
}


def find(work: Workplace, text: str) -> list[Found]:
    """The likeliest records for what was typed."""
    reads = work.replica.reads()
    places = exponent(work.currency) if work.currency in CURRENCIES else 2
    found: dict[Place, Found] = {}
    seen: set[finding.Hit] = set()
    for hit in finding.hits(reads.db, meanings(text, places=places)):
        if hit in seen:
            continue
        seen.add(hit)
        collection, rid = hit
        row_id = lists.id_of(reads.db, collection, rid)
        row = merged.stand_in(reads, collection, row_id)  # an old name finds who stands for it
        place = None if row is None else _place(reads, collection, row.id, row.f)
        if row is not None and place is not None and place not in found:
            found[place] = Found(
                place, _title(collection, row.f), _remark(work, reads, collection, row.id, row.f)
            )
        if len(found) >= _SHOWN:
            break
    return list(found.values())


def begun_by(text: str, found: Sequence[Found], sections: Iterable[Section]) -> list[Found]:
    """What can be begun with a name that no client bears."""
    name = " ".join(text.split())
    known = any(one.place.section == "clients" and one.title.casefold() == name.casefold() for one in found)
    if known or len(name) < _NAME or not any(letter.isalpha() for letter in name):
        return []
    return [
        Found(Place(section.key, begin=name), _(section.new_named).format(name=name), "")
        for section in sections
        if section.new_named
    ]


def _place(reads: Reads, collection: str, row_id: str, fields: Mapping[str, Any]) -> Place | None:
    if collection in _OWN:
        return Place(collection, row_id)
    owner = _OWNER.get(collection)
    if owner is None or not fields.get(owner):
        return None
    field = COLLECTIONS[collection].by_name[owner]
    if field.ref is None:
        return None
    return Place(field.ref.collection, merged.survivor(reads, field.ref.collection, fields[owner]))


def _title(collection: str, fields: Mapping[str, Any]) -> str:
    words = " ".join(str(fields[name]) for name in COLLECTIONS[collection].title if fields.get(name))
    return words or _(COLLECTIONS[collection].label)


def _remark(work: Workplace, reads: Reads, collection: str, row_id: str, fields: Mapping[str, Any]) -> str:
    """What tells it from others: its kind, whose it is, what it comes to or when it is."""
    parts = [_(COLLECTIONS[collection].label)]
    client = merged.stand_in(reads, "clients", fields.get("clientId"))
    if client is not None:
        parts.append(str(client.f.get("companyName") or ""))
    if collection == "clients":
        home = reads.row("clientProperties", fields.get("primaryPropertyId") or "")
        parts += [] if home is None else [_title("clientProperties", home.f)]
    elif collection in ("quotes", "invoices"):
        total = lists.total_of(reads.db, collection, row_id)
        parts += [] if total is None else [work.formats.money(total, fields.get("currency") or work.currency)]
    elif collection == "skus":
        price = work.formats.price(str(fields.get("unitPrice") or ""), work.currency)
        parts += [
            str(fields.get("code") or ""),
            " / ".join(word for word in (price, fields.get("unit")) if word),
        ]
    elif collection == "tasks":
        parts.append(work.formats.day(fields.get("date")))
    return " · ".join(part for part in parts if part)
