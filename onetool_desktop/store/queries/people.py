"""The people of the organisation, as work is given to them."""

from dataclasses import dataclass

from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here; `role` is empty where no membership is known (a name without an account)."""

    id: str
    name: str
    role: str


def people(db: Db) -> list[Person]:
    """Everybody who works here now, by name."""
    found = db.execute(
        """SELECT users.id, coalesce(users.name, ''), coalesce(max(memberships.role), '') FROM users
        LEFT JOIN memberships ON memberships."userId" = users.id
        WHERE coalesce(users.active, 1) GROUP BY users.id ORDER BY users.sort_key, users.id"""
    )
    return [Person(*row) for row in found]
