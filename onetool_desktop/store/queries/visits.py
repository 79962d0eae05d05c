"""Tasks as visits: those of a day, of a week, and the open ones of days gone by, with client, street and person.

Promises: each answer is bounded by its days or its limit and found by an index, however many tasks the file holds; in
the order of the day; none that was called off, but in a week, where its place is shown. May not know: stages in words.
"""

from dataclasses import dataclass
from typing import Any

from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import merged

_WHOSE = merged.survivor("clients", 'it."clientId"')
_SELECT = f"""SELECT it.rid, it.id, coalesce(it.title, ''), coalesce(it.description, ''), coalesce(it."date", ''),
    coalesce(it."startTime", ''), coalesce(it."endTime", ''), coalesce(it.status, ''),
    it."travelStartedAt", it."arrivedAt", coalesce(it."assigneeUserId", ''), coalesce(person.name, ''),
    coalesce(client."companyName", ''), coalesce(place."streetAddress", ''), coalesce(place.city, ''),
    coalesce(contact.phone, '')
    FROM tasks AS it
    LEFT JOIN users AS person ON person.id = it."assigneeUserId"
    LEFT JOIN clients AS client ON client.id = {_WHOSE}
    LEFT JOIN "clientProperties" AS place ON place.id = coalesce(it."propertyId", client."primaryPropertyId")
    LEFT JOIN "clientContacts" AS contact ON contact.id = client."primaryContactId" """
_ORDER = """ORDER BY it."date", it."startTime", it.rid LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit; `day` as `YYYY-MM-DD`, times as `HH:MM` or empty, steps in ms UTC or None."""

    rid: int
    id: str
    title: str
    what: str
    day: str
    start: str
    end: str
    status: str
    travel_at: int | None
    arrived_at: int | None
    person_id: str
    person: str
    client: str
    street: str
    city: str
    phone: str

    @property
    def fields(self) -> dict[str, Any]:
        """What its stage follows from, by the names of the declaration."""
        return {"status": self.status, "travelStartedAt": self.travel_at, "arrivedAt": self.arrived_at}


def of_day(db: Db, day: str, *, person: str = "", limit: int) -> list[Visit]:
    """The visits of a day, of one person or of everybody; at most `limit`."""
    sql = f"""{_SELECT} WHERE it."date" = :day AND it.status <> 'cancelled' {_of(person)} {_ORDER}"""
    return _visits(db, sql, day=day, person=person, limit=limit)


def late(db: Db, day: str, *, person: str = "", limit: int) -> list[Visit]:
    """What is still open of the days before `day`, the oldest first; at most `limit`."""
    sql = f"""{_SELECT} WHERE it.status IN ('pending', 'in-progress') AND it."date" < :day {_of(person)} {_ORDER}"""
    return _visits(db, sql, day=day, person=person, limit=limit)


def between(db: Db, first: str, last: str, *, limit: int) -> list[Visit]:
    """Every visit from one day to another, both included; at most `limit`."""
    sql = f"""{_SELECT} WHERE it."date" BETWEEN :first AND :last {_ORDER}"""
    return _visits(db, sql, first=first, last=last, limit=limit)


def _of(person: str) -> str:
    return """AND it."assigneeUserId" = :person""" if person else ""


def _visits(db: Db, sql: str, **values: Any) -> list[Visit]:
    return [Visit(*row) for row in db.execute(sql, values)]
