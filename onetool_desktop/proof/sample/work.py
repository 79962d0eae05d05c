"""Work of the sample business: projects with their visits, each at a believable time from today.

Promises: what is done lies behind, what is planned ahead, what is under way has a visit today or as soon as somebody
is free; visits fall on working days, but for the urgent ones of today; nobody is at two places at once, but as the
diary says; some visits ahead are nobody's yet, a few behind were never finished; a project is one group with its tasks,
all of them still to be done, and what was done is entered in the evening of its day, today's visits at their hours.
May not know: quotes and invoices.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from onetool_desktop.changes.merge import element
from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.clients import Client
from onetool_desktop.proof.sample.diary import NOBODY, NOON, Booking, Diary
from onetool_desktop.proof.sample.plan import ProjectPlan, Stage
from onetool_desktop.proof.sample.times import Times, at_time, evening, morning, working_day
from onetool_desktop.proof.sample.values import Job, put, trade

_RETURN_VISITS = ("Return visit", "Call the customer back", "Photographs for the record")
_UNASSIGNED = 0.08
_FORGOTTEN = 0.05
_AHEAD_OF_QUOTE = 31  # days from the planning of work that is quoted to its start, at least


@dataclass(frozen=True, slots=True)
class _Span:
    """How far work is, and its first and last day."""

    stage: Stage
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Project:
    """What paper needs to know of a project; `planned` and `done` are when it was written down and last worked on."""

    id: str
    client: Client
    property: str
    job: Job
    stage: Stage
    start: date
    end: date
    planned: datetime
    done: datetime


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit as it stands today; `written` is when that was entered, None if nothing has happened yet."""

    id: str
    title: str
    person: str
    booked: Booking
    status: str
    report: str | None
    written: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """A project, the rows it began with, and what was entered later."""

    project: Project
    rows: tuple[Change, ...]
    entered: tuple[tuple[datetime, Change], ...]
    called_off: tuple[Change, ...]


def make_project(
    *, rng: Random, times: Times, ids: Ids, client: Client, plan: ProjectPlan, technician: str, diary: Diary
) -> Work:
    """One project with its tasks."""
    job = _job(rng, plan.tasks)
    span = _span(rng, plan.stage, job, diary.today)
    site, id = rng.choice(client.properties), ids.new_id()
    visits = [
        _visit(rng, ids, span, title, (at, plan.tasks), technician, diary)
        for at, title in _titles(job, plan.tasks)
    ]
    planned = _planned(times, span, visits, quoted=plan.quoted)
    last = max((visit.written for visit in visits if visit.written), default=planned)
    done = last + timedelta(minutes=5) if span.stage == "done" else last
    project = Project(id, client, site, job, span.stage, span.start, span.end, planned, done)
    fields: dict[str, Any] = {
        "clientId": client.id,
        "propertyId": site,
        "title": job.title,
        "projectNumber": f"J{10_001 + plan.index}",
        "status": "planned",
        "projectType": "recurring" if job.recurring else "one-off",
        "startDate": span.start.isoformat(),
        "endDate": span.end.isoformat(),
        element("assignedUserIds", technician): True,
    }
    rows = (put("projects", id, fields), *(_task(project, visit) for visit in visits))
    off = [put("tasks", visit.id, {"status": "cancelled"}) for visit in visits if visit.status == "cancelled"]
    called_off = (put("projects", id, {"status": "cancelled"}), *off) if span.stage == "off" else ()
    return Work(project, rows, tuple(_entered(project, visits)), called_off)


def _planned(times: Times, span: _Span, visits: list[_Visit], *, quoted: bool) -> datetime:
    """When a project was written down: before its first visit, and in time for its quote."""
    day = min(visit.booked.day for visit in visits) - timedelta(days=times.rng.randrange(1, 10))
    if quoted:
        day = min(day, span.start - timedelta(days=_AHEAD_OF_QUOTE + times.rng.randrange(6)))
    if span.stage == "planned":
        day = min(day, times.today - timedelta(days=int(30 * times.rng.random() ** 2)))
    return times.on(day)


def _entered(project: Project, visits: list[_Visit]) -> Iterator[tuple[datetime, Change]]:
    """What was done on visits; finished work ends after the last of them, and begins on the morning of the first that
    is not a survey ahead of it.
    """
    written = [(visit.written, visit) for visit in visits if visit.written]
    for moment, visit in written:
        yield moment, put("tasks", visit.id, {"status": visit.status, "report": visit.report})
    if project.stage in ("done", "active"):
        days = sorted(moment.date() for moment, _ in written)
        begun = next((day for day in days if day >= project.start), days[-1] if days else project.start)
        begins = max(morning(begun), project.planned + timedelta(minutes=5))
        yield begins, put("projects", project.id, {"status": "in-progress"})
    if project.stage == "done":
        yield project.done, put("projects", project.id, {"status": "completed"})


def _job(rng: Random, tasks: int) -> Job:
    """Work that takes about so many visits."""
    jobs = trade().jobs
    return rng.choices(jobs, [job.weight * _fit(job, tasks) for job in jobs])[0]


def _fit(job: Job, tasks: int) -> float:
    apart = abs(len(job.tasks) - tasks)
    return (1.0, 0.35, 0.05)[apart] if apart < 3 else 0.002


def _span(rng: Random, stage: Stage, job: Job, today: date) -> _Span:
    """First and last day."""
    length = timedelta(days=job.days - 1 + 2 * (job.days // 6))
    if stage == "active":
        start = today - timedelta(days=rng.randrange(job.days))
    elif stage == "planned":
        start = working_day(today + timedelta(days=1 + int(75 * rng.random() ** 1.4)))
    else:
        start = working_day(today - length - timedelta(days=3 + int(520 * rng.random() ** 1.5)))
    return _Span(stage, start, start + length)


def _titles(job: Job, count: int) -> list[tuple[int, str]]:
    more = max(0, count - len(job.tasks))
    titles = [*job.tasks, *(_RETURN_VISITS[at % len(_RETURN_VISITS)] for at in range(more))]
    first = 0 if count >= len(job.tasks) else len(job.tasks) - count
    return list(enumerate(titles[first:]))


def _visit(
    rng: Random, ids: Ids, span: _Span, title: str, place: tuple[int, int], technician: str, diary: Diary
) -> _Visit:
    """The visit at a place among so many."""
    wanted = _day(span, *place, diary.today)
    ahead = wanted >= diary.today
    person = NOBODY if ahead and rng.random() < _UNASSIGNED else technician
    booked = diary.book(rng, person, wanted, way=1 if ahead else -1)
    status = _task_status(rng, span.stage, booked, diary.today, taken=person != NOBODY)
    report = rng.choice(trade().reports) if status == "completed" and rng.random() < 0.4 else None
    written = None
    if status in ("completed", "in-progress"):
        hour = at_time(booked.day, booked.ends if status == "completed" else booked.begins)
        written = hour if booked.day == diary.today else evening(booked.day)
    return _Visit(ids.new_id(), title, person, booked, status, report, written)


def _task(project: Project, visit: _Visit) -> Change:
    """A visit as it was planned."""
    fields = {
        "title": visit.title,
        "clientId": project.client.id,
        "projectId": project.id,
        "propertyId": project.property,
        "date": visit.booked.day.isoformat(),
        "startTime": visit.booked.begins,
        "endTime": visit.booked.ends,
        "assigneeUserId": visit.person or None,
        "status": "pending",
    }
    return put("tasks", visit.id, fields)


def _day(span: _Span, at: int, count: int, today: date) -> date:
    """Surveys come before the work, the rest is spread over it."""
    if span.stage == "active" and at == count - 1:
        return today
    if at == 0 and count > 2:
        return working_day(span.start - timedelta(days=9))
    days = (span.end - span.start).days
    day = span.start + timedelta(days=days * at // max(count - 1, 1))
    return day if span.stage == "active" else working_day(day)


def _task_status(rng: Random, stage: Stage, booked: Booking, today: date, *, taken: bool) -> str:
    """How far a visit is: today's by the time of day, the others by the day."""
    if stage == "off":
        return "cancelled"
    if booked.day < today:
        return "completed" if stage == "done" or rng.random() >= _FORGOTTEN else "pending"
    if booked.day > today or not taken or booked.begins > NOON:
        return "pending"
    return "completed" if booked.ends <= NOON else "in-progress"
