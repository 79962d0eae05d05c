"""Which rows of one client's cluster an assigned-only member sees (WIRE section 4, scope).

A row is his when he is assigned to it or created it. Whatever a visible row needs to be worked on and printed comes
along (its references marked so), and what belongs to it follows (its contacts, its lines, its payments). Pure: the
cloud runs it over the clusters a group touched and stores the difference as grants, so its cost does not grow with
the organisation.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Scope


class HasFields(Protocol):
    """A row as far as scope needs it."""

    @property
    def id(self) -> str:
        """The row's id."""
        ...

    @property
    def f(self) -> Mapping[str, Any]:
        """Its fields."""
        ...


R = TypeVar("R", bound=HasFields)


def visible(
    cluster: Iterable[tuple[str, R]], user_id: str, creator_of: Callable[[R], str | None]
) -> set[tuple[str, str]]:
    """The (collection, id) pairs of `cluster` that the user sees; `creator_of` names the user who made a row."""
    rows = {(c, row.id): row for c, row in cluster if COLLECTIONS[c].scope is Scope.CLUSTER}
    followers = _followers(rows)
    todo = [key for key, row in rows.items() if _is_his(key[0], row, user_id, creator_of)]
    seen = set(todo)
    while todo:
        key = todo.pop()
        for other in (*_along(key[0], rows[key]), *followers.get(key, ())):
            if other in rows and other not in seen:
                seen.add(other)
                todo.append(other)
    return seen


def _is_his(c: str, row: R, user_id: str, creator_of: Callable[[R], str | None]) -> bool:
    for name in COLLECTIONS[c].assigned_by:
        assigned = row.f.get(name)
        if assigned == user_id or (isinstance(assigned, list) and user_id in assigned):
            return True
    return creator_of(row) == user_id


def _along(c: str, row: HasFields) -> list[tuple[str, str]]:
    return [
        (f.ref.collection, row.f[f.name])
        for f in COLLECTIONS[c].refs
        if f.ref and f.ref.along and row.f.get(f.name)
    ]


def _followers(rows: Mapping[tuple[str, str], HasFields]) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key, row in rows.items():
        collection = COLLECTIONS[key[0]]
        for name in collection.follows:
            leads_to = collection.by_name[name].ref
            if leads_to and row.f.get(name):
                found[leads_to.collection, row.f[name]].append(key)
    return found
