"""Who may do what in an organisation: the caller as its member, on one of his devices.

Promises: an organisation that is not there, one he is no member of, and one he was removed from get one and the same
answer. `scopes` changes whenever what he may see changes.
May not know: rows.
"""

from dataclasses import dataclass

from onetool_desktop.changes.wire import loads
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import forbidden
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.permissions import Principal


@dataclass(frozen=True, slots=True)
class Member:
    """A member of one organisation."""

    org: str
    account: str
    principal: Principal
    scopes: str

    @property
    def user_id(self) -> str:
        """His row in `users`."""
        return self.principal.user_id

    def shown(self) -> tuple[str, ...]:
        """The collections he may see anything of, in the order declared."""
        return tuple(c.name for c in ALL if self.sees_collection(c.name))

    def sees_collection(self, name: str) -> bool:
        """Whether his role shows this collection; what is his own he always sees."""
        declared = COLLECTIONS[name]
        return declared.scope is Scope.OWN or self.principal.may(declared.permission, "view")


def member(connection: Connection, org: str, account: str) -> Member:
    """The account as a member of the organisation; raises `forbidden`."""
    row = connection.one(
        "SELECT user_id, role, permissions, version FROM members WHERE org_id = ? AND account = ?",
        (org, account),
    )
    if row is None:
        raise forbidden()
    return made(org, account, *row)


def made(
    org: str, account: str, user_id: str, role: str, permissions: str, version: int, author: str = "00000000"
) -> Member:
    """A member from the columns of his row."""
    levels: dict[str, str] = loads(permissions)
    return Member(org, account, Principal(org, user_id, author, role, levels), f"{role}.{version}")
