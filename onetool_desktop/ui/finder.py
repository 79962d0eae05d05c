"""Finds records for the palette: what the search index answers, in the user's words."""

from collections.abc import Mapping
from typing import Any

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.store import search
from onetool_desktop.store.queries import lists
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.surroundings import Found

_SHOWN = 12
_OWN = frozenset({"clients", "projects", "tasks", "quotes", "invoices"})
_OWNER = {
    "clientContacts": "clientId",
    "clientProperties": "clientId",
    "quoteLineItems": "quoteId",
    "invoiceLineItems": "invoiceId",
}


def find(replica: Replica, text: str) -> list[Found]:
    """The best records for what was typed; runs in the read pool."""
    reads = replica.reads()
    found: dict[Place, Found] = {}
    for collection, rid in search.hits(reads.db, text, limit=40):
        row_id = lists.id_of(reads.db, collection, rid)
        row = None if row_id is None else reads.row(collection, row_id)
        if row is None:
            continue
        place = _place(collection, row.id, row.f)
        if place is not None and place not in found:
            label = COLLECTIONS[collection].label
            found[place] = Found(place, _title(collection, row.f) or label, label)
        if len(found) >= _SHOWN:
            break
    return list(found.values())


def _place(collection: str, row_id: str, fields: Mapping[str, Any]) -> Place | None:
    if collection in _OWN:
        return Place(collection, row_id)
    owner = _OWNER.get(collection)
    if owner is None or not fields.get(owner):
        return None
    field = COLLECTIONS[collection].by_name[owner]
    return Place(field.ref.collection, fields[owner]) if field.ref else None


def _title(collection: str, fields: Mapping[str, Any]) -> str:
    return " ".join(str(fields[name]) for name in COLLECTIONS[collection].title if fields.get(name))
