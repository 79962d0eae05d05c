"""The people of the organisation, as work is given to them, and their computers."""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here; `role` is empty where no membership is known (a name without an account)."""

    id: str
    name: str
    role: str


def people(db: Db) -> list[Person]:
    """Everybody who works here now, by name; no bound, as roles have no index."""
    found = db.execute(
        """SELECT users.id, coalesce(users.name, ''), coalesce(max(memberships.role), '') FROM users
        LEFT JOIN memberships ON memberships."userId" = users.id
        WHERE coalesce(users.active, 1) GROUP BY users.id ORDER BY users.sort_key, users.id"""
    )
    return [Person(*row) for row in found]


def names(db: Db, *, limit: int) -> list[tuple[str, str]]:
    """The ids and names of the first of those who work here now, by name."""
    found = db.execute(
        # The index is named: for a few of very many the planner would sort them all first.
        """SELECT id, coalesce(name, '') FROM users INDEXED BY ix_users_sort
        WHERE coalesce(active, 1) ORDER BY sort_key LIMIT ?""",
        (limit,),
    )
    return found.fetchall()


def holding(db: Db, roles: Sequence[str], *, limit: int) -> list[Person]:
    """Some of those who work here in one of these roles and have a name."""
    marks = ", ".join("?" * len(roles))
    found = db.execute(
        f"""SELECT users.id, users.name, memberships.role FROM memberships CROSS JOIN users
        ON users.id = memberships."userId" WHERE memberships.role IN ({marks})
        AND coalesce(users.active, 1) AND coalesce(users.name, '') <> '' LIMIT ?""",
        (*roles, limit),
    )
    return [Person(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Device:
    """A computer of the team: its name, the series of its numbers, whose it is; `withdrawn` when its access was taken
    away, in ms UTC, and by whom.
    """

    id: str
    name: str
    series: str
    person: str
    user_id: str
    role: str
    withdrawn: int | None
    withdrawn_by: str


def devices(db: Db) -> list[Device]:
    """The computers that sync with the cloud, by name."""
    found = db.execute(
        """SELECT devices.id, coalesce(devices.name, ''), coalesce(devices.series, ''), coalesce(users.name, ''),
        coalesce(devices."userId", ''),
        coalesce((SELECT max(role) FROM memberships WHERE memberships."userId"=devices."userId"), ''),
        devices."withdrawnAt", coalesce(others.name, '')
        FROM devices LEFT JOIN users ON users.id=devices."userId"
        LEFT JOIN users others ON others.id=devices."withdrawnBy"
        ORDER BY devices."withdrawnAt" IS NOT NULL, devices.sort_key, devices.id"""
    )
    return [Device(*row) for row in found]
