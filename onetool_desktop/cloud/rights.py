"""Who may do what in an organisation: the caller as its member, on one of his devices.

Promises: an organisation that is not there, one he is no member of, and one he was removed from get one and the same
answer. `scopes` changes whenever what he may see changes.
May not know: rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden
from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.permissions import Principal


@dataclass(frozen=True, slots=True)
class Member:
    """A member of one organisation."""

    org: str
    account: str
    principal: Principal
    scopes: str
    sight: "Sight"

    @property
    def user_id(self) -> str:
        """His row in `users`."""
        return self.principal.user_id

    def shown(self) -> tuple[str, ...]:
        """The collections he may see anything of, in the order declared."""
        return self.sight.shown

    def sees_collection(self, name: str) -> bool:
        """Whether his role shows this collection; what is his own he always sees."""
        return name in self.sight.shown

    def hidden_fields(self, name: str) -> frozenset[str] | None:
        """The fields of this collection that his role may not read; None where it reads all."""
        return self.sight.hidden.get(name)


@dataclass(frozen=True, slots=True)
class Sight:
    """What rights show of the collections: `hidden` are the fields they do not, by collection."""

    shown: tuple[str, ...]
    hidden: Mapping[str, frozenset[str]]


def member(connection: Connection, org: str, account: str) -> Member:
    """The account as a member of the organisation; raises `forbidden`."""
    row = connection.one(
        "SELECT user_id, role, permissions, version FROM members WHERE org_id = ? AND account = ?",
        (org, account),
    )
    if row is None:
        raise forbidden()
    return made(org, account, *row)


@lru_cache(maxsize=1_000)
def _sight(role: str, permissions: str) -> Sight:
    """Worked out once for each set of rights: it is asked at every call, for every collection."""
    levels: dict[str, str] = loads(permissions)
    principal = Principal("", "", "", role, levels)
    shown = (c.name for c in ALL if c.scope is Scope.OWN or principal.may(c.permission, "view"))
    hidden = {
        c.name: frozenset(f.name for f in c.fields if f.read and not principal.may(f.read, "view"))
        for c in ALL
    }
    return Sight(tuple(shown), {c: fields for c, fields in hidden.items() if fields})


def made(
    org: str, account: str, user_id: str, role: str, permissions: str, version: int, author: str = "00000000"
) -> Member:
    """A member from the columns of his row."""
    levels: dict[str, str] = loads(permissions)
    principal = Principal(org, user_id, author, role, levels)
    return Member(org, account, principal, f"{role}.{version}", _sight(role, permissions))
