"""Where and by whom a task can be done, as a person picks it by a few letters.

Promises: each answer is bounded and comes from the read pool; projects and properties are those of the client who is
picked. May not know: the panel that asks.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Fields
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import client_list, lists, people, project_list
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.pick_field import Find, Picked, Told, matching

_SHOWN = 8
_LOOKED_AT = 100  # projects, among which those whose title begins with the text come first
_MOST_PLACES = 500


def client_finder(work: Workplace, owner: QObject) -> Find:
    """Finds clients by anything the list of clients is searched by."""
    return _finder(work, owner, lambda reads, text: _clients(reads.db, text))


def project_finder(work: Workplace, owner: QObject, client: Callable[[], str]) -> Find:
    """Finds projects, of the client picked if one is."""
    return _finder(work, owner, lambda reads, text: _projects(reads.db, text, client()))


def property_finder(work: Workplace, owner: QObject, client: Callable[[], str]) -> Find:
    """Finds properties of the client picked."""
    return _finder(work, owner, lambda reads, text: matching(_properties(reads, client()), text))


def person_finder(work: Workplace, owner: QObject) -> Find:
    """Finds people who work here."""
    return _finder(work, owner, lambda reads, text: matching(_people(reads.db), text))


def picked_of(reads: Reads, collection: str, row_id: str | None) -> Picked | None:
    """A row by the words it is picked by."""
    row = merged.stand_in(reads, collection, row_id)
    if row is None:
        return None
    if collection == "clientProperties":
        return Picked(row.id, _property_words(row.f))
    name = {"clients": "companyName", "projects": "title", "users": "name"}[collection]
    return Picked(row.id, str(row.f.get(name) or ""))


def _finder(work: Workplace, owner: QObject, ask: Callable[[Reads, str], Sequence[Picked]]) -> Find:
    def find(text: str, told: Told) -> None:
        work.operations.read(owner, lambda: ask(work.replica.reads(), text), then=told)

    return find


def _clients(db: Db, text: str) -> list[Picked]:
    """Those whose name begins with the text, then those that have it anywhere."""
    question = lists.Question(tab="current", search=text, sort="name")
    first = client_list.beginning(db, text, limit=_SHOWN)
    anywhere = lists.ids(db, client_list.SHAPE, question, limit=_SHOWN + len(first))
    rids = list(dict.fromkeys([*first, *anywhere]))[:_SHOWN]
    found = {one.rid: one for one in client_list.page(db, rids)}
    return [Picked(found[rid].id, found[rid].name, found[rid].city) for rid in rids if rid in found]


def _projects(db: Db, text: str, client: str) -> list[Picked]:
    within = ("clientId", client) if client else None
    question = lists.Question(tab="all", search=text, sort="start", descending=True, within=within)
    rids = lists.ids(db, project_list.SHAPE, question, limit=_LOOKED_AT)
    found = {one.rid: one for one in project_list.page(db, rids)}
    lines = [found[rid] for rid in rids if rid in found]
    lines.sort(key=lambda one: not one.title.casefold().startswith(text.casefold()))
    return [Picked(one.id, one.title, one.number if client else one.client) for one in lines[:_SHOWN]]


def _properties(reads: Reads, client: str) -> list[Picked]:
    rows = merged.children(reads, "clientProperties", "clientId", client)[:_MOST_PLACES]
    return sorted((Picked(row.id, _property_words(row.f)) for row in rows), key=lambda one: one.words)


def _property_words(fields: Fields) -> str:
    return str(fields.get("propertyName") or "") or ", ".join(address_lines(fields))


def _people(db: Db) -> list[Picked]:
    return [Picked(one.id, one.name, one.role) for one in people.people(db)]
