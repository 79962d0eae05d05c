"""The list of projects."""

from collections.abc import Sequence
from dataclasses import dataclass

from onetool_desktop.store.engine import Db
from onetool_desktop.store.queries import lists, merged

_WHOSE = merged.survivor("clients", 'it."clientId"')
SHAPE = lists.Shape(
    table="projects",
    select='it.rid, it.id, it.title, it."projectNumber", it.status, it."startDate", it."endDate", client."companyName"',
    joins=f"LEFT JOIN clients AS client ON client.id = {_WHOSE}",
    owners=(("clients", "clientId"),),
    tabs={
        "all": "",
        "planned": "status = 'planned'",
        "in-progress": "status = 'in-progress'",
        "completed": "status = 'completed'",
        "cancelled": "status = 'cancelled'",
    },
    sorts={"title": "sort_key", "start": '"startDate"', "status": "status"},
)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project in a list; days as `YYYY-MM-DD` or None."""

    rid: int
    id: str
    title: str
    number: str
    status: str
    start: str | None
    end: str | None
    client: str


def has_paper(db: Db, project_id: str) -> bool:
    """Whether anything of a project was issued on paper."""
    found = db.execute(
        """SELECT EXISTS (SELECT 1 FROM quotes WHERE "projectId"=:id AND "issuedId" IS NOT NULL)
        OR EXISTS (SELECT 1 FROM invoices WHERE "projectId"=:id AND "issuedId" IS NOT NULL)""",
        {"id": project_id},
    )
    return bool(found.fetchone()[0])


def page(db: Db, rids: Sequence[int]) -> list[ProjectLine]:
    """The projects of these row numbers, in any order."""
    return [
        ProjectLine(rid, row_id, title or "", number or "", status or "", start, end, client or "")
        for rid, row_id, title, number, status, start, end, client in lists.page(db, SHAPE, rids)
    ]
