"""Work of the sample business: projects with their visits, each at a believable time from today.

Promises: what is done lies behind, what is planned ahead, what is under way has a visit today or as soon as somebody
is free; visits fall on working days, but for the urgent ones of today; nobody is at two places at once, but as the
diary says; some visits ahead are nobody's yet, a few behind were never finished; a project is one group with its tasks.
May not know: quotes and invoices.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from onetool_desktop.changes.merge import element
from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.clients import Client
from onetool_desktop.proof.sample.diary import NOBODY, NOON, Booking, Diary
from onetool_desktop.proof.sample.plan import ProjectPlan, Stage
from onetool_desktop.proof.sample.values import Job, put, trade

_RETURN_VISITS = ("Return visit", "Call the customer back", "Photographs for the record")
_UNASSIGNED = 0.08
_FORGOTTEN = 0.05
_STATUS: dict[Stage, str] = {
    "done": "completed",
    "active": "in-progress",
    "planned": "planned",
    "off": "planned",
}


@dataclass(frozen=True, slots=True)
class Project:
    """What paper needs to know of a project."""

    id: str
    client: Client
    property: str
    job: Job
    stage: Stage
    start: date
    end: date


def make_project(
    *, rng: Random, ids: Ids, client: Client, plan: ProjectPlan, technician: str, diary: Diary
) -> tuple[Project, tuple[Change, ...]]:
    """One project with its tasks."""
    job = _job(rng, plan.tasks)
    start, end = _span(rng, plan.stage, job, diary.today)
    project = Project(ids.new_id(), client, rng.choice(client.properties), job, plan.stage, start, end)
    fields: dict[str, Any] = {
        "clientId": client.id,
        "propertyId": project.property,
        "title": job.title,
        "projectNumber": f"J{10_001 + plan.index}",
        "status": _STATUS[plan.stage],
        "projectType": "recurring" if job.recurring else "one-off",
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        element("assignedUserIds", technician): True,
    }
    tasks = [
        _task(rng, ids, project, title, at, plan.tasks, technician, diary)
        for at, title in _titles(job, plan.tasks)
    ]
    return project, (put("projects", project.id, fields), *tasks)


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def _job(rng: Random, tasks: int) -> Job:
    """Work that takes about so many visits."""
    jobs = trade().jobs
    return rng.choices(jobs, [job.weight * _fit(job, tasks) for job in jobs])[0]


def _fit(job: Job, tasks: int) -> float:
    apart = abs(len(job.tasks) - tasks)
    return (1.0, 0.35, 0.05)[apart] if apart < 3 else 0.002


def _span(rng: Random, stage: Stage, job: Job, today: date) -> tuple[date, date]:
    """First and last day."""
    length = timedelta(days=job.days - 1 + 2 * (job.days // 6))
    if stage == "active":
        start = today - timedelta(days=rng.randrange(job.days))
        return start, start + length
    if stage == "planned":
        start = working_day(today + timedelta(days=1 + int(75 * rng.random() ** 1.4)))
        return start, start + length
    start = working_day(today - length - timedelta(days=3 + int(520 * rng.random() ** 1.5)))
    return start, start + length


def _titles(job: Job, count: int) -> list[tuple[int, str]]:
    more = max(0, count - len(job.tasks))
    titles = [*job.tasks, *(_RETURN_VISITS[at % len(_RETURN_VISITS)] for at in range(more))]
    first = 0 if count >= len(job.tasks) else len(job.tasks) - count
    return list(enumerate(titles[first:]))


def _task(
    rng: Random, ids: Ids, project: Project, title: str, at: int, count: int, technician: str, diary: Diary
) -> Change:
    wanted = _day(project, at, count, diary.today)
    ahead = wanted >= diary.today
    person = NOBODY if ahead and rng.random() < _UNASSIGNED else technician
    booked = diary.book(rng, person, wanted, way=1 if ahead else -1)
    status = _task_status(rng, project.stage, booked, diary.today, taken=person != NOBODY)
    fields = {
        "title": title,
        "clientId": project.client.id,
        "projectId": project.id,
        "propertyId": project.property,
        "date": booked.day.isoformat(),
        "startTime": booked.begins,
        "endTime": booked.ends,
        "assigneeUserId": person or None,
        "status": status,
        "report": rng.choice(trade().reports) if status == "completed" and rng.random() < 0.4 else None,
    }
    return put("tasks", ids.new_id(), fields)


def _day(project: Project, at: int, count: int, today: date) -> date:
    """Surveys come before the work, the rest is spread over it."""
    if project.stage == "active" and at == count - 1:
        return today
    if at == 0 and count > 2:
        return working_day(project.start - timedelta(days=9))
    days = (project.end - project.start).days
    day = project.start + timedelta(days=days * at // max(count - 1, 1))
    return day if project.stage == "active" else working_day(day)


def _task_status(rng: Random, stage: Stage, booked: Booking, today: date, *, taken: bool) -> str:
    """How far a visit is: today's by the time of day, the others by the day."""
    if stage == "off":
        return "cancelled"
    if booked.day < today:
        return "completed" if stage == "done" or rng.random() >= _FORGOTTEN else "pending"
    if booked.day > today or not taken or booked.begins > NOON:
        return "pending"
    return "completed" if booked.ends <= NOON else "in-progress"
