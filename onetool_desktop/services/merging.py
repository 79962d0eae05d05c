"""Two clients that are one: merged, and set apart again.

Promises: merging is one action in one group, with an undo. It writes which client stands for the other from now on and
moves nothing: contacts, properties, work and paper are found by following that (`changes/merged`), also what a
colleague makes meanwhile without a network. Nor does it copy what a person wrote: description, notes and tags stay
where they were written and are read with whoever stands for their client (`said_by_merged`). What papers and visits
need (the name, days to pay, a tax number) whoever stays says himself: empty fields are filled, and where both say
something the person has chosen. The one that goes keeps all it said; setting it apart takes along what it had filled
in. May not know: screens.

Why no words are copied: whoever has them redacted would have to find each copy, and two notes do not fit into one.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from onetool_desktop.changes import merged, stamp
from onetool_desktop.changes.values import Change, Fields, Row
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind, Merge
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.domain.translate import _
from onetool_desktop.services.clients import CLIENTS, MAIN, main_without
from onetool_desktop.services.saving import Act, Saved, edited, not_there, save
from onetool_desktop.store.replica import Replica, Transaction

NAME, INTO = "companyName", "mergedInto"
_WORDS = ("companyDescription", "notes", "tags")
"""What stays where it was written."""

_SAID = tuple(
    field
    for field in COLLECTIONS[CLIENTS].fields
    if field.merge is Merge.LWW and field.kind is not Kind.REF and field.name not in _WORDS
)
"""What whoever stands for two clients says himself: one value of each."""

_READ = (*(field.name for field in _SAID), *_WORDS)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which both say something, and not the same."""

    field: Field
    stays: Any
    goes: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What a client says who was merged, and since when; `otherwise` are the fields that say what whoever stands for
    him does not.
    """

    id: str
    fields: Fields
    otherwise: frozenset[str]
    since_ms: int


def said_by_merged(rows: merged.Rows, id: str) -> list[Merged]:
    """The clients that client `id` stands for: those merged into him before those merged into them."""
    stands = merged.said(rows, CLIENTS, id)
    found: list[Merged] = []
    for one in merged.together(rows, CLIENTS, id)[1:]:
        row = rows.get(CLIENTS, one)
        if row is not None:
            otherwise = frozenset(name for name in _READ if _adds(row.f, stands, name))
            found.append(Merged(one, row.f, otherwise, stamp.millis(row.stamp(INTO))))
    return found


def differences(stays: Fields, goes: Fields) -> list[Difference]:
    """What a person chooses between, in the declared order."""
    return [
        Difference(field, stays[field.name], goes[field.name])
        for field in _SAID
        if _says(stays, field.name) and _says(goes, field.name) and stays[field.name] != goes[field.name]
    ]


def merge_client(replica: Replica, *, id: ClientId, into: ClientId, taken: Collection[str] = ()) -> Saved:
    """Has client `into` stand for client `id` from now on; of the fields `taken` the value of `id` is kept."""
    act = Act(
        action="clients.merge", label=_("Merge two clients")
    )  # no name: none is in the group, to be redacted

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
    """Makes of a client that was merged into another one of his own again. What he had filled in there goes with him,
    his contact and his property too: the next ones take their place. A name that was taken stays.
    """
    act = Act(action="clients.set-apart", label=_("Set a client apart again"))

    def draft(tx: Transaction) -> Sequence[Change]:
        row = tx.get(CLIENTS, id)
        back = {"status": "active"} if row is not None and row.f.get("status") == "archived" else {}
        given_up = [edited(tx, CLIENTS, one, fields) for one, fields in _given_up(tx, id).items()]
        return [edited(tx, CLIENTS, id, {INTO: None, **back}), *given_up]

    return save(replica, act, draft)


def _given_up(tx: Transaction, id: str) -> dict[str, dict[str, Any]]:
    """What those do without who are left when a client goes, with whom he stands for."""
    apart = merged.together(tx, CLIENTS, id)
    his = {row.id for c in MAIN for one in apart for row in tx.children(c, "clientId", one)}
    found = dict(_taken_over(tx, merged.way(tx, CLIENTS, id)))
    for one in merged.together(tx, CLIENTS, merged.survivor(tx, CLIENTS, id)):
        if one not in apart:
            found[one] = {**found.get(one, {}), **main_without(tx, one, his)}
    return found


def _taken_over(tx: Transaction, way: Sequence[str]) -> Iterator[tuple[str, dict[str, None]]]:
    """What each one on the way says only because the first of them was merged: written as he was, and not since."""
    names = [field.name for field in _SAID if field.name != NAME]
    for one, following in pairwise(way):
        goes, stays = tx.get(CLIENTS, one), tx.get(CLIENTS, following)
        if goes is None or stays is None:
            return
        names = [
            name
            for name in names
            if _says(stays.f, name)
            and stays.f[name] == goes.f.get(name)
            and stays.stamp(name) == goes.stamp(INTO)
        ]
        yield following, dict.fromkeys(names)


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
        if _says(goes, name) and (not _says(stays, name) or (name in taken and name not in MAIN.values()))
    }
    if goes.get("status") == "active" and stays.get("status") == "lead":
        found["status"] = "active"
    return found


def _adds(goes: Fields, stays: Fields, name: str) -> bool:
    """Whether a client says in a field what the other one does not."""
    if COLLECTIONS[CLIENTS].by_name[name].kind is Kind.SET:
        return not set(goes.get(name) or ()) <= set(stays.get(name) or ())
    return _says(goes, name) and goes[name] != stays.get(name)


def _says(fields: Fields, name: str) -> bool:
    return fields.get(name) not in (None, "", [], ())


def _name(row: Row | None) -> str:
    return str(row.f.get(NAME) or _("a client")) if row is not None else _("a client")
