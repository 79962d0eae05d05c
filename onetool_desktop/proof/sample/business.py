"""The sample business as a stream of steps, from its settings to the last payment.

Promises: first everything that has no number, client after client; then what happened to documents, by day, so that
numbers rise with their dates. Only a short note for each event is kept, so that large businesses can be made.
May not know: how a step is saved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from onetool_desktop.domain.ports import Ids
from onetool_desktop.proof.sample.clients import Client, make_client
from onetool_desktop.proof.sample.diary import Diary
from onetool_desktop.proof.sample.firm import opening
from onetool_desktop.proof.sample.paperwork import Document, Event, make_invoice, make_quote
from onetool_desktop.proof.sample.plan import ClientPlan, ProjectPlan, make_plan
from onetool_desktop.proof.sample.values import USUAL, Save, Size, Staff, Step, put
from onetool_desktop.proof.sample.work import Project, make_project


@dataclass(frozen=True, slots=True)
class Sample:
    """A business: its people, and the steps that make it. The steps can be taken once."""

    staff: Staff
    steps: Iterator[Step]


@dataclass(frozen=True, slots=True)
class _Makers:
    """What every part of the business is made with."""

    ids: Ids
    today: date
    skus: dict[str, str]
    staff: Staff
    seed: int
    diary: Diary


def sample_business(*, seed: int, today: date, ids: Ids, org: str, owner: str, size: Size = USUAL) -> Sample:
    """The business of `org`, whose settings row and owner (a row of `users`) are there already."""
    staff, skus, first = opening(ids=ids, org=org, owner=owner)
    makers = _Makers(ids, today, skus, staff, seed, Diary(today, staff.technicians[0]))
    return Sample(staff, _steps(first, makers, size))


def _steps(first: tuple[Save, ...], makers: _Makers, size: Size) -> Iterator[Step]:
    yield from first
    plan = make_plan(size=size, seed=makers.seed)
    events: list[Event] = []
    for index in range(size.clients):
        yield from _client(makers, plan.client(index), events)
    events.sort(key=lambda event: event[0])
    for _, step in events:
        yield step


def _client(makers: _Makers, plan: ClientPlan, events: list[Event]) -> Iterator[Step]:
    """One client with everything that hangs on it."""
    rng = Random(f"{makers.seed}/client/{plan.index}")
    working = any(project.stage != "off" for project in plan.projects)
    status = "active" if working else rng.choice(("lead", "inactive"))
    client, rows = make_client(rng=rng, ids=makers.ids, plan=plan, status=status)
    yield Save(f"Add {client.name}", rows)
    technician = makers.staff.technicians[plan.index % len(makers.staff.technicians)]
    for part in plan.projects:
        yield from _project(makers, rng, client, part, technician, events)


def _project(
    makers: _Makers, rng: Random, client: Client, plan: ProjectPlan, technician: str, events: list[Event]
) -> Iterator[Step]:
    """One project with its tasks and its paper."""
    project, rows = make_project(
        rng=rng, ids=makers.ids, client=client, plan=plan, technician=technician, diary=makers.diary
    )
    yield Save(f"Plan {project.job.title.lower()} for {client.name}", rows)
    if plan.stage == "off":
        yield Save("Call the project off", (put("projects", project.id, {"status": "cancelled"}),))
    quote: Document | None = None
    approved: str | None = None
    if plan.quoted:
        quote, approved = make_quote(
            rng=rng, ids=makers.ids, project=project, skus=makers.skus, today=makers.today
        )
        yield quote.draft
        events.extend(quote.events)
    if plan.invoiced:
        invoice = _invoice(makers, rng, project, quote if approved else None)
        yield invoice.draft
        events.extend(invoice.events)


def _invoice(makers: _Makers, rng: Random, project: Project, quote: Document | None) -> Document:
    rows = quote.draft.changes if quote else ()
    return make_invoice(
        rng=rng,
        ids=makers.ids,
        project=project,
        skus=makers.skus,
        today=makers.today,
        quote=rows[0] if rows else None,
        lines=rows[1:],
    )
