"""The workload of the sync figures: one organisation's records, believable in size rather than in sense.

Promises: the same count gives the same records but for the days, which lie around today; of 60 records 5 are clients,
10 projects, 20 tasks, 5 quotes and 20 quote lines, each with some eight short fields.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from onetool_desktop.platform.clock import SystemClock
from onetool_desktop.proof.deterministic import SeededIds

Records: TypeAlias = dict[str, list[dict[str, Any]]]
_WORDS = [
    "north",
    "steel",
    "harbour",
    "birch",
    "copper",
    "lake",
    "field",
    "stone",
    "river",
    "cloud",
    "amber",
    "pine",
    "delta",
    "quartz",
    "maple",
    "orbit",
    "cedar",
    "signal",
    "bridge",
    "garden",
    "ember",
    "falcon",
    "meadow",
    "summit",
]


def made(count: int) -> Records:
    """About `count` records, by collection; a row is its id and its fields."""
    maker, part = _Maker(), max(1, count // 60)
    clients = [maker.client() for _ in range(5 * part)]
    projects = [maker.project(clients) for _ in range(10 * part)]
    tasks = [maker.task(projects) for _ in range(20 * part)]
    quotes = [maker.quote(clients) for _ in range(5 * part)]
    lines = [maker.line(at, quotes[at % len(quotes)]) for at in range(20 * part)]
    return {
        "clients": clients,
        "projects": projects,
        "tasks": tasks,
        "quotes": quotes,
        "quoteLineItems": lines,
    }


class _Maker:
    """Draws rows from one seed."""

    def __init__(self) -> None:
        self._draw = random.Random(7)
        self._ids = SeededIds(7, SystemClock())
        self._today = datetime.now(tz=UTC).date()

    def client(self) -> dict[str, Any]:
        return {
            "id": self._ids.new_id(),
            "companyName": self._words(2),
            "taxNumber": str(self._draw.randrange(10**8, 10**9)),
            "status": self._draw.choice(["lead", "active", "inactive"]),
            "leadSource": self._draw.choice(["website", "referral", "other"]),
            "notes": self._words(4),
            "language": "en",
            "paymentDays": self._draw.choice([10, 14, 30]),
        }

    def project(self, clients: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self._ids.new_id(),
            "clientId": self._draw.choice(clients)["id"],
            "title": self._words(3),
            "status": self._draw.choice(["planned", "in-progress", "completed"]),
            "startDate": self._day(),
            "endDate": self._day(),
            "description": self._words(4),
        }

    def task(self, projects: list[dict[str, Any]]) -> dict[str, Any]:
        project = self._draw.choice(projects)
        return {
            "id": self._ids.new_id(),
            "clientId": project["clientId"],
            "projectId": project["id"],
            "title": self._words(3),
            "status": self._draw.choice(["pending", "in-progress", "completed", "cancelled"]),
            "date": self._day(),
            "startTime": f"{self._draw.randrange(7, 17):02d}:00",
            "description": self._words(4),
        }

    def quote(self, clients: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "id": self._ids.new_id(),
            "clientId": self._draw.choice(clients)["id"],
            "title": self._words(2),
            "status": "draft",
            "currency": "EUR",
            "validUntil": self._day(),
            "message": self._words(4),
            "terms": self._words(3),
        }

    def line(self, at: int, quote: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": self._ids.new_id(),
            "quoteId": quote["id"],
            "position": f"a{at:05d}",
            "kind": "line",
            "description": self._words(2),
            "quantity": str(self._draw.randrange(1, 99)),
            "unit": self._draw.choice(["h", "pc", "m"]),
            "unitPrice": str(self._draw.randrange(1, 5_000)),
            "taxRate": "19",
        }

    def _words(self, many: int) -> str:
        return " ".join(self._draw.choice(_WORDS) for _ in range(many))

    def _day(self) -> str:
        return (self._today + timedelta(days=self._draw.randrange(-1_500, 60))).isoformat()
