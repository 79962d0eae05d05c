"""Two clients that are one: merged, and set apart again.

Promises: merging is one action in one group, with an undo. It writes which client stands for the other from now on and
moves nothing: contacts, properties, work and paper are found by following that (`changes/merged`), also what a
colleague makes meanwhile without a network. Empty fields of the one that stays are filled; where both say something the
person has chosen, and what was not chosen stands in the notes. The one that goes keeps all it said, so that setting it
apart gives back what it was. May not know: screens.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Change, Fields, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind, Merge
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.translate import _
from onetool_desktop.services.clients import CLIENTS, MAIN, main_without
from onetool_desktop.services.saving import Act, Saved, edited, not_there, save
from onetool_desktop.store.replica import Replica, Transaction

NAME, NOTES, TAGS, INTO = "companyName", "notes", "tags", "mergedInto"
_SAID = tuple(
    field
    for field in COLLECTIONS[CLIENTS].fields
    if field.merge is Merge.LWW and field.kind is not Kind.REF and field.name != NOTES
)
"""What two clients may say differently; notes are put together, and so are tags."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which both say something, and not the same."""

    field: Field
    stays: Any
    goes: Any


def differences(stays: Fields, goes: Fields) -> list[Difference]:
    """What a person chooses between, in the declared order."""
    return [
        Difference(field, stays[field.name], goes[field.name])
        for field in _SAID
        if _says(stays, field.name) and _says(goes, field.name) and stays[field.name] != goes[field.name]
    ]


def merge_client(replica: Replica, *, id: ClientId, into: ClientId, taken: Collection[str] = ()) -> Saved:
    """Has client `into` stand for client `id` from now on; of the fields `taken` the value of `id` is kept."""
    reads = replica.reads()
    names = {"name": _name(reads.row(CLIENTS, id)), "other": _name(reads.row(CLIENTS, into))}
    act = Act(action="clients.merge", label=_("Merge {name} into {other}").format(**names))

    def draft(tx: Transaction) -> Sequence[Change]:
        goes, stays = _own(tx, id), _own(tx, into)
        if id == into or stays.f.get("status") == "archived":
            raise SentenceError(
                _("A client is merged into another one that is not archived."),
                safe=_("Nothing was changed."),
                next_step=_("Choose another client."),
            )
        gone = {INTO: into, "status": "archived"}
        return [edited(tx, CLIENTS, id, gone), edited(tx, CLIENTS, into, _filled(stays.f, goes.f, taken))]

    return save(replica, act, draft)


def set_apart(replica: Replica, *, id: ClientId) -> Saved:
    """Makes of a client that was merged into another one of his own again. What was filled in there stays there, but
    for the main contact and property, which are his: the next ones take their place.
    """
    name = _name(replica.reads().row(CLIENTS, id))
    act = Act(action="clients.set-apart", label=_("Set {name} apart again").format(name=name))

    def draft(tx: Transaction) -> Sequence[Change]:
        row = tx.get(CLIENTS, id)
        back = {"status": "active"} if row is not None and row.f.get("status") == "archived" else {}
        return [edited(tx, CLIENTS, id, {INTO: None, **back}), *_given_up(tx, id)]

    return save(replica, act, draft)


def _given_up(tx: Transaction, id: str) -> Iterator[Change]:
    """What those do without who are left when a client goes, with whom he stands for."""
    apart = merged.together(tx, CLIENTS, id)
    his = {row.id for c in MAIN for one in apart for row in tx.children(c, "clientId", one)}
    for one in merged.together(tx, CLIENTS, merged.survivor(tx, CLIENTS, id)):
        if one not in apart and (fields := main_without(tx, one, his)):
            yield edited(tx, CLIENTS, one, fields)


def _own(tx: Transaction, id: str) -> Row:
    """A client that stands for himself."""
    row = merged.stand_in(tx, CLIENTS, id)
    if row is None:
        raise not_there(CLIENTS)
    if row.id != id:
        raise SentenceError(
            _("One of these clients was merged into {name} already.").format(name=_name(row)),
            safe=_("Nothing was changed."),
            next_step=_("Open {name} and go on from there.").format(name=_name(row)),
        )
    return row


def _filled(stays: Fields, goes: Fields, taken: Collection[str]) -> dict[str, Any]:
    """What the one that stays says afterwards."""
    found = {
        name: goes[name]
        for name in (*(field.name for field in _SAID), *MAIN.values())
        if _says(goes, name) and not _says(stays, name)
    }
    put_aside: list[str] = []
    for one in differences(stays, goes):
        chosen = one.field.name in taken
        if chosen:
            found[one.field.name] = one.goes
        elif one.field.name == NAME:
            continue  # it stands in the heading
        value = _words(one.field, one.stays if chosen else one.goes)
        put_aside.append(f"{_(one.field.label)}: {' '.join(value.split())}")
    if _says(goes, NOTES):
        put_aside.append(goes[NOTES])
    if put_aside or goes.get(NAME) != found.get(NAME, stays.get(NAME)):
        heading = _("From merging with “{name}”:") if put_aside else _("Merged with “{name}”.")
        added = "\n".join([heading.format(name=goes.get(NAME) or ""), *put_aside])
        found[NOTES] = "\n\n".join(part for part in (stays.get(NOTES), added) if part)
    if goes.get("status") == "active" and stays.get("status") == "lead":
        found["status"] = "active"
    return found | {TAGS: sorted({*(stays.get(TAGS) or ()), *(goes.get(TAGS) or ())})}


def _says(fields: Fields, name: str) -> bool:
    return fields.get(name) not in (None, "", [], ())


def _words(field: Field, value: Any) -> str:
    return _(field.word_of(value)) if field.kind is Kind.CHOICE else str(value)


def _name(row: Row | None) -> str:
    return str(row.f.get(NAME) or _("a client")) if row is not None else _("a client")
