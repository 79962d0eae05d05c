"""The sample business as a stream of steps, from its settings to what happened this morning.

Promises: steps come in the order of their moments over the whole business, so that the numbers of documents rise with
their dates; what belongs to a document comes in the order in which a firm does it; nothing lies after the hour that
today has come to. May not know: how a step is saved.

Why all steps are kept until the last is made: which client comes first is known only when all are made. That costs
about 30 KB for a client.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.clients import Client, make_client
from onetool_desktop.proof.sample.diary import NOON, Diary
from onetool_desktop.proof.sample.firm import opening
from onetool_desktop.proof.sample.paperwork import Document, make_invoice, make_quote
from onetool_desktop.proof.sample.plan import ClientPlan, ProjectPlan, make_plan
from onetool_desktop.proof.sample.times import Times, at_time, working_day
from onetool_desktop.proof.sample.values import USUAL, Event, Save, Size, Staff
from onetool_desktop.proof.sample.work import Work, make_project

_AT_ONCE = 100  # rows that are entered in one group


@dataclass(frozen=True, slots=True)
class Sample:
    """A business: its people, when it began, the hour its today has come to, and the steps that make it."""

    staff: Staff
    begins: datetime
    ends: datetime
    steps: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Makers:
    """What every part of the business is made with; `entered` is what was done on visits, by when."""

    ids: Ids
    today: date
    skus: dict[str, str]
    staff: Staff
    seed: int
    diary: Diary
    entered: defaultdict[datetime, list[Change]]


def sample_business(*, seed: int, today: date, ids: Ids, org: str, owner: str, size: Size = USUAL) -> Sample:
    """The business of `org`, whose settings row and owner (a row of `users`) are there already."""
    staff, skus, first = opening(ids=ids, org=org, owner=owner)
    diary = Diary(today, staff.technicians)
    makers = _Makers(ids, today, skus, staff, seed, diary, defaultdict(list))
    plan = make_plan(size=size, seed=seed)
    events = [event for at in range(size.clients) for event in _client(makers, plan.client(at))]
    events += _entered(makers)
    events.sort(key=lambda event: event.at)
    begins = at_time(working_day(events[0].at.date() - timedelta(days=7)), "08:45")
    opened = [Event(begins + timedelta(minutes=20 * (at + 1)), step) for at, step in enumerate(first)]
    return Sample(staff, begins, at_time(today, NOON), (*opened, *events))


def _client(makers: _Makers, plan: ClientPlan) -> Iterator[Event]:
    """One client with everything that hangs on it."""
    rng = Random(f"{makers.seed}/client/{plan.index}")
    times = Times(Random(f"{makers.seed}/times/{plan.index}"), makers.today)
    working = any(project.stage != "off" for project in plan.projects)
    status = "active" if working else rng.choice(("lead", "inactive"))
    client, rows = make_client(rng=rng, ids=makers.ids, plan=plan, status=status)
    technician = makers.staff.technicians[plan.index % len(makers.staff.technicians)]
    later: list[Event] = []
    for part in plan.projects:
        later += _project(makers, rng, times, client, part, technician)
    first = min((event.at.date() for event in later), default=makers.today)
    yield Event(times.on(first - timedelta(days=times.rng.randint(1, 4))), Save(f"Add {client.name}", rows))
    yield from later


def _project(
    makers: _Makers, rng: Random, times: Times, client: Client, plan: ProjectPlan, technician: str
) -> Iterator[Event]:
    """One project with its tasks and its paper."""
    work = make_project(
        rng=rng,
        times=times,
        ids=makers.ids,
        client=client,
        plan=plan,
        technician=technician,
        diary=makers.diary,
    )
    project = work.project
    yield Event(project.planned, Save(f"Plan {project.job.title.lower()} for {client.name}", work.rows))
    for at, change in work.entered:
        makers.entered[at].append(change)
    quote: Document | None = None
    approved: str | None = None
    if plan.quoted:
        quote, approved = make_quote(rng=rng, times=times, ids=makers.ids, project=project, skus=makers.skus)
        yield from quote.events
    if plan.stage == "off":
        after = quote.last if quote else project.planned
        off = times.on(project.start - timedelta(days=1), after=after)
        yield Event(off, Save("Call the project off", work.called_off))
    if plan.invoiced:
        yield from _invoice(makers, rng, times, work, quote if approved else None).events


def _invoice(makers: _Makers, rng: Random, times: Times, work: Work, quote: Document | None) -> Document:
    rows = quote.draft.changes if quote else ()
    return make_invoice(
        rng=rng,
        times=times,
        ids=makers.ids,
        project=work.project,
        skus=makers.skus,
        after=max(work.project.done, quote.last) if quote else work.project.done,
        quote=rows[0] if rows else None,
        lines=rows[1:],
    )


def _entered(makers: _Makers) -> Iterator[Event]:
    """What the technicians have done, entered for all of them together."""
    for at, changes in makers.entered.items():
        for first in range(0, len(changes), _AT_ONCE):
            rows = tuple(changes[first : first + _AT_ONCE])
            yield Event(at, Save("Enter the day's work", rows))
