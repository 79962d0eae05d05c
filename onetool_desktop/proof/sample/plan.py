"""How the whole is dealt out: which client has how many properties and projects, and how far each project has come.

Promises: the counts add up to the size exactly; the arrays are small, so that a business of 100,000 clients is made
one client after the other. May not know: names, prices, dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from onetool_desktop.proof.sample.values import Size

Stage: TypeAlias = Literal["done", "active", "planned", "off"]
_FIRMS = 0.32
_FIRM_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """One project: its running number, how far it is, and which paper it has."""

    index: int
    stage: Stage
    tasks: int
    quoted: bool
    invoiced: bool


@dataclass(frozen=True, slots=True)
class ClientPlan:
    """One client: household or firm, and what hangs on it."""

    index: int
    is_firm: bool
    properties: int
    projects: tuple[ProjectPlan, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole business, by index."""

    firms: bytearray
    properties: Sequence[int]
    projects: Sequence[int]
    first_project: Sequence[int]
    stages: Sequence[Stage]
    tasks: Sequence[int]
    quoted: bytearray
    invoiced: bytearray

    def client(self, index: int) -> ClientPlan:
        """What client `index` has."""
        first = self.first_project[index]
        found = range(first, first + self.projects[index])
        return ClientPlan(
            index, bool(self.firms[index]), self.properties[index], tuple(self._project(at) for at in found)
        )

    def _project(self, at: int) -> ProjectPlan:
        return ProjectPlan(
            at, self.stages[at], self.tasks[at], bool(self.quoted[at]), bool(self.invoiced[at])
        )


def make_plan(*, size: Size, seed: int) -> Plan:
    """Deals everything out."""
    rng = Random(f"{seed}/plan")
    firms = bytearray(rng.random() < _FIRMS for _ in range(size.clients))
    weights = [_FIRM_WEIGHT if firm else 1 for firm in firms]
    properties = _dealt(rng, size.properties, weights, least=1)
    projects = _dealt(rng, size.projects, weights, least=1 if size.projects >= size.clients else 0)
    stages = _stages(rng, size.projects)
    done = [at for at, stage in enumerate(stages) if stage == "done"]
    rest = [at for at, stage in enumerate(stages) if stage != "done"]
    return Plan(
        firms=firms,
        properties=properties,
        projects=projects,
        first_project=_starts(projects),
        stages=stages,
        tasks=_dealt(rng, size.tasks, [1] * size.projects, least=1),
        quoted=_chosen(rng, size.quotes, first=rest, then=done, of=size.projects),
        invoiced=_chosen(rng, size.invoices, first=[], then=done, of=size.projects),
    )


def _dealt(rng: Random, total: int, weights: Sequence[int], *, least: int) -> list[int]:
    """`total` things over as many places as there are weights, at least `least` each."""
    counts = [least] * len(weights)
    for at in rng.choices(range(len(weights)), weights, k=total - least * len(weights)):
        counts[at] += 1
    return counts


def _stages(rng: Random, total: int) -> list[Stage]:
    """Most work is done, some under way, some planned, a little called off."""
    done, active, off = -(-total * 70 // 100), total * 8 // 100, total * 7 // 100
    stages: list[Stage] = []
    parts: tuple[tuple[Stage, int], ...] = (
        ("done", done),
        ("active", active),
        ("off", off),
        ("planned", total - done - active - off),
    )
    for stage, count in parts:
        stages.extend(stage for _ in range(count))
    rng.shuffle(stages)
    return stages


def _starts(counts: Sequence[int]) -> list[int]:
    starts = [0]
    for count in counts[:-1]:
        starts.append(starts[-1] + count)
    return starts


def _chosen(rng: Random, total: int, *, first: list[int], then: list[int], of: int) -> bytearray:
    """Marks `total` of `of` places: those in `first` before those in `then`."""
    marks = bytearray(of)
    sure = first if len(first) <= total else rng.sample(first, total)
    for at in (*sure, *rng.sample(then, max(total - len(sure), 0))):
        marks[at] = 1
    return marks
