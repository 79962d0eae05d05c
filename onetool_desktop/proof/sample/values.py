"""What the sample business is made of: its sizes, its files of names and work, and the steps in which it is saved.

Promises: plain frozen values; the files are read once. May not know: how a step is saved.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from onetool_desktop.changes.values import Change, Fields
from onetool_desktop.platform.resources import resource_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many of each; the other counts follow from the number of clients as in a firm of this trade."""

    clients: int
    properties: int
    projects: int
    tasks: int
    quotes: int
    invoices: int

    @classmethod
    def of(cls, clients: int) -> "Size":
        """A business of so many clients, 1 to 100,000."""
        if not 1 <= clients <= 100_000:
            raise ValueError("The sample business has from 1 to 100,000 clients.")
        return cls(
            clients=clients,
            properties=clients * 8 // 5,
            projects=clients * 2,
            tasks=clients * 6,
            quotes=clients * 8 // 5,
            invoices=clients * 6 // 5,
        )


USUAL = Size.of(500)


@dataclass(frozen=True, slots=True)
class Save:
    """Rows that are right only together: one group."""

    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class IssuePaper:
    """A document that gets the next number of the main series."""

    c: str
    id: str
    day: str


Step: TypeAlias = Save | IssuePaper


class Event(NamedTuple):
    """A step and the moment, in the firm's time zone, at which it was saved."""

    at: datetime
    step: Step


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works here: ids of the rows in `users`."""

    owner: str
    office: tuple[str, ...]
    technicians: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sku:
    """A row of the price book."""

    code: str
    name: str
    detail: str
    unit: str
    price: str
    cost: str


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work: its visits and the groups of lines it is quoted with, (heading, ((sku, least, most), …))."""

    title: str
    weight: int
    days: int
    recurring: bool
    groups: tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]
    tasks: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Trade:
    """Price book, jobs and the firm's usual texts."""

    skus: Mapping[str, Sku]
    jobs: tuple[Job, ...]
    reports: tuple[str, ...]
    terms_quote: str
    terms_invoice: str


@cache
def trade() -> Trade:
    """The trade of the sample business."""
    found = read("plumbing.json")
    return Trade(
        skus={row[0]: Sku(*row) for row in found["skus"]},
        jobs=tuple(_job(row) for row in found["jobs"]),
        reports=tuple(found["reports"]),
        terms_quote=found["terms_quote"],
        terms_invoice=found["terms_invoice"],
    )


@cache
def people() -> Mapping[str, Any]:
    """Names, streets, places and remarks."""
    return read("people.json")


def read(name: str) -> dict[str, Any]:
    """One file of the folder of sample data."""
    return json.loads(resource_path("sample", name).read_text(encoding="utf-8"))


def put(c: str, id: str, fields: Fields) -> Change:
    """A change that sets fields; those without a value are left out."""
    return Change(
        c, id, f={name: value for name, value in fields.items() if value is not None and value != ""}
    )


def _job(row: dict[str, Any]) -> Job:
    groups = tuple(
        (name, tuple((code, least, most) for code, least, most in lines)) for name, lines in row["groups"]
    )
    return Job(
        title=row["title"],
        weight=row["weight"],
        days=row["days"],
        recurring=row.get("recurring", False),
        groups=groups,
        tasks=tuple(row["tasks"]),
        message=row["message"],
    )
