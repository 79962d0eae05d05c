"""The business that screens are measured with: clients with a contact, three tasks and an invoice of one line each.

Promises: seeded; the rows arrive in pages as from a cloud, so that the file is one that the product itself made:
indexed, searched, summed. Names draw on few words, so that a search finds many. May not know: what is measured.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW
from onetool_desktop.domain.numbering import MAIN, format_number
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.store import exchange
from onetool_desktop.store.exchange import Page
from onetool_desktop.store.meta import Identity
from onetool_desktop.store.replica import Replica

KEY = "6b" * 32
TASKS_EACH = 3
_AT_ONCE = 400  # clients a page, with all that hangs on them
_DAY = date(2026, 3, 2)
_PLACES = ("North", "South", "Harbour", "Müller", "Łódź", "King", "Birch", "Amber", "Kiln", "Station")
_TRADES = ("Garden Care", "Heating", "Plumbing", "Cleaning", "Electric", "Dental", "Café", "Lettings")
_FIRST = ("Ada", "Ann", "Zoë", "Wanda", "Björn", "Trevor", "Hugh", "Mei", "Yasmin", "Paul")
_LAST = ("Harding", "Quill", "Fairbrother", "Ellis", "Okafor", "Nair", "Sykes", "Tanner", "Yeo", "Stokes")
_WORK = ("Boiler service", "Gutter clean", "Leak repair", "Rewire kitchen", "Mow and edge", "Annual check")

Row: TypeAlias = dict[str, Any]


def empty_replica(path: Path) -> tuple[Replica, SeededIds]:
    """An encrypted replica at `path` of a business that has a cloud, and the ids it is filled with."""
    clock = ManualClock()
    ids = SeededIds(7, clock)
    org, user, device = ids.new_id(), ids.new_id(), ids.new_id()
    identity = Identity(
        org=org,
        user_id=user,
        device=device,
        author=device[-8:],
        series="B7",
        epoch="00000001",
        connected=True,
    )
    return Replica.create(path, identity, key=KEY, clock=clock, ids=ids), ids


def filled_office(path: Path, clients: int) -> Replica:
    """A replica at `path` with so many clients, three times as many tasks, and as many contacts and invoices."""
    replica, ids = empty_replica(path)
    maker = _Maker(ids)
    settings = {"name": "Northside", "currency": "EUR", "timezone": "Europe/Berlin"}
    exchange.apply_arrival(replica, arriving({"organizations": [maker.row(replica.identity.org, settings)]}))
    for first in range(0, clients, _AT_ONCE):
        exchange.apply_arrival(replica, arriving(maker.some(range(first, min(first + _AT_ONCE, clients)))))
    exchange.apply_arrival(replica, arriving({}, last=True))
    while replica.rest():
        pass
    replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return replica


def arriving(rows: dict[str, list[Row]], *, last: bool = False) -> Page:
    """A page of a first arrival."""
    return Page(
        rows=rows,
        cursor="here",
        more=not last,
        phase=None if last else {"name": "the rest"},
        head="000099999999",
        epoch="00000001",
    )


class _Maker:
    """Draws rows from one seed."""

    def __init__(self, ids: SeededIds) -> None:
        self._ids = ids
        self._draw = random.Random(7)
        self._seq = 0

    def row(self, row_id: str, f: Row) -> Row:
        """A row as the cloud sends it."""
        self._seq += 1
        clk = {ROW: stamp.make(1_760_000_000_000, 0, "0c0c0c0c")}
        return {"id": row_id, "seq": f"{self._seq:012d}", "clk": clk, "f": f}

    def some(self, numbers: range) -> dict[str, list[Row]]:
        """The clients of these numbers with all that hangs on them."""
        found: dict[str, list[Row]] = {}
        for at in numbers:
            for c, row in self._client(at):
                found.setdefault(c, []).append(row)
        return found

    def _client(self, at: int) -> Iterator[tuple[str, Row]]:
        pick = self._draw.choice
        client, contact, invoice = self._ids.new_id(), self._ids.new_id(), self._ids.new_id()
        name, status = f"{pick(_PLACES)} {pick(_TRADES)} {at}", pick(("lead", "active", "active", "inactive"))
        person = {
            "firstName": pick(_FIRST),
            "lastName": pick(_LAST),
            "phone": f"0117 {at // 1000:03d} {at:07d}",
        }
        yield (
            "clients",
            self.row(client, {"companyName": name, "status": status, "primaryContactId": contact}),
        )
        yield "clientContacts", self.row(contact, {**person, "clientId": client})
        for _ in range(TASKS_EACH):
            day = (_DAY + timedelta(days=self._draw.randrange(-700, 60))).isoformat()
            task = {"title": pick(_WORK), "clientId": client, "date": day, "startTime": "09:00"}
            yield "tasks", self.row(self._ids.new_id(), {**task, "status": pick(("pending", "completed"))})
        yield from self._invoice(at, client, invoice)

    def _invoice(self, at: int, client: str, invoice: str) -> Iterator[tuple[str, Row]]:
        due = (_DAY + timedelta(days=self._draw.randrange(-700, 30))).isoformat()
        head = {"clientId": client, "currency": "EUR", "dueDate": due, "title": self._draw.choice(_WORK)}
        if at % 10:
            head |= {"status": "sent", "number": format_number("invoice", MAIN, at + 1), "issuedDay": due}
        else:
            head |= {"status": "draft"}
        line = {
            "invoiceId": invoice,
            "position": "a0",
            "kind": "line",
            "description": self._draw.choice(_WORK),
            "quantity": "1",
            "unitPrice": str(self._draw.randrange(10, 9_000)),
            "taxRate": "19",
        }
        yield "invoices", self.row(invoice, head)
        yield "invoiceLineItems", self.row(self._ids.new_id(), line)
