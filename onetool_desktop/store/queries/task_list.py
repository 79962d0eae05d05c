"""The list of tasks, by day."""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists, merged

_OPEN = "status IN ('pending', 'in-progress')"
_WHOSE = merged.survivor("clients", 'it."clientId"')
_DAY = '"date", "startTime"'

SHAPE = lists.Shape(
    table="tasks",
    select='it.rid, it.id, it.title, it."date", it."startTime", it."endTime", it.status, it."travelStartedAt", '
    'it."arrivedAt", client."companyName", person.name',
    joins=f"LEFT JOIN clients AS client ON client.id = {_WHOSE} "
    'LEFT JOIN users AS person ON person.id = it."assigneeUserId"',
    owners=(("clients", "clientId"),),
    tabs={
        "today": '"date" = :today',
        "week": "\"date\" BETWEEN date(:today, 'weekday 0', '-6 days') AND date(:today, 'weekday 0')",
        "overdue": f'{_OPEN} AND "date" < :today',
        "unassigned": f'"assigneeUserId" IS NULL AND {_OPEN}',
        "done": "status = 'completed'",
        "all": "",
    },
    sorts={"day": _DAY, "title": "sort_key", "status": f"status, {_DAY}"},
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in a list; `day` as `YYYY-MM-DD`, times as `HH:MM` or nothing, steps in ms UTC or None."""

    rid: int
    id: str
    title: str
    day: str
    start: str
    end: str
    status: str
    travel_at: int | None
    arrived_at: int | None
    client: str
    person: str


def page(db: Db, rids: Sequence[int]) -> list[TaskLine]:
    """The tasks of these row numbers, in any order."""
    return [
        TaskLine(
            rid,
            row_id,
            title or "",
            day or "",
            start or "",
            end or "",
            status or "",
            travel,
            arrived,
            client or "",
            person or "",
        )
        for rid, row_id, title, day, start, end, status, travel, arrived, client, person in lists.page(
            db, SHAPE, rids
        )
    ]
