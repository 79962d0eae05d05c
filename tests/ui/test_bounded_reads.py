"""No screen has the window wait for a question without a bound: what is read there is by key, or one page, however much
there is. A question without one is asked in the read pool.

A document's own lines and a client's own contacts are as many as a person gave it, and are read with it.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from onetool_desktop.changes import stamp
from onetool_desktop.changes.values import ROW, Change, Outcome, Result
from onetool_desktop.store import exchange
from onetool_desktop.store.exchange import Page
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.sections import SECTIONS
from onetool_desktop.ui.screens.today.screen import TodayScreen
from tests.ui.support.office import NOON_MS, TODAY, Office
from tests.ui.support.panels import open_panels, panels_of

MANY, AT_ONCE = 2_000, 500
EACH = 100  # steps of SQLite's machine between two looks
MOST = 12_000  # of one statement: some hundred rows that are read whole; of so many the least scan takes more


class Steps:
    """How many steps of SQLite's machine each statement of one connection took at most, by its text."""

    def __init__(self) -> None:
        self.most = Counter[str]()
        self._statement, self._here = "", 0

    @contextmanager
    def over(
        self, db: Any
    ) -> Iterator[None]:  # the driver's own connection: the product asks it for no steps
        db.set_trace_callback(self._begin)
        db.set_progress_handler(self._look, EACH)
        try:
            yield
        finally:
            db.set_trace_callback(None)
            db.set_progress_handler(None, EACH)

    def _begin(self, statement: str) -> None:
        self._statement, self._here = statement, 0

    def _look(self) -> int:
        self._here += EACH
        self.most[self._statement] = max(self.most[self._statement], self._here)
        return 0


class Crowd:
    """Thousands of everything, all of it of one client and one person where it can be; `first` of each collection."""

    def __init__(self, office: Office) -> None:
        self._office, self._seq = office, 0
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._add_own("organizations", office.identity.org, name="North", currency="EUR", timezone="UTC")
        self.clients = [
            self._add("clients", companyName=f"Harbour {at}", status="active") for at in range(MANY)
        ]
        for at in range(MANY):
            self._add_some(at)
        self.first = {c: rows[0]["id"] for c, rows in self._rows.items()}
        exchange.apply_arrival(office.replica, self._page())
        while office.replica.rest():
            pass

    def _add_some(self, at: int) -> None:
        client, me = {"clientId": self.clients[0]}, self._office.identity.user_id
        self._add("memberships", userId=self._add("users", name=f"Ann {at}"), role="technician")
        self._add("skus", name=f"Gravel {at}", unitPrice="2")
        self._add("projects", title=f"Boiler {at}", status="planned", **client)
        self._add("tasks", title=f"Drain {at}", date=TODAY, status="pending", assigneeUserId=me, **client)
        paper = {"currency": "EUR", "title": "Leak", "status": "sent", "issuedDay": TODAY, **client}
        self._add("quotes", number=f"Q-{at}", issuedId=self._office.ids.new_id(), **paper)
        self._add("invoices", number=f"INV-{at}", issuedId=self._office.ids.new_id(), dueDate=TODAY, **paper)

    def _add(self, c: str, **f: Any) -> str:
        return self._add_own(c, self._office.ids.new_id(), **f)

    def _add_own(self, c: str, row_id: str, **f: Any) -> str:
        self._seq += 1
        clk = {ROW: stamp.make(1_760_000_000_000, 0, "0c0c0c0c")}
        self._rows.setdefault(c, []).append({"id": row_id, "seq": f"{self._seq:012d}", "clk": clk, "f": f})
        return row_id

    def _page(self) -> Page:
        return Page(
            rows=self._rows, cursor="c", more=False, phase=None, head="000099999999", epoch="00000001"
        )


def write_notes(office: Office, clients: list[str], count: int) -> None:
    """Changes that wait to be sent."""

    def write(tx: Transaction) -> None:
        for at in range(min(count, AT_ONCE)):
            change = Change("clients", clients[at % len(clients)], f={"notes": f"Note {at}"})
            tx.commit(action=office.ids.new_id(), label="Notes", changes=[change])

    for _part in range(-(-count // AT_ONCE)):
        office.replica.write(write)


def refuse_all(office: Office) -> None:
    """The cloud takes nothing of what waits."""
    while (batch := exchange.next_batch(office.replica)) is not None:
        answers = [Outcome(n=g.n, gid=g.gid, result=Result.REFUSED, code="locked") for g in batch.groups]
        exchange.store_outcomes(
            office.replica, answers, sent=batch, head="1", server_now=NOON_MS, sent_at=NOON_MS, got_at=NOON_MS
        )


def walk(office: Office, first: dict[str, str]) -> None:
    """Goes to every list and one record of each, and opens every panel there."""
    for section in SECTIONS:
        record = first.get("tasks" if section.key == "today" else section.key)
        for here in ("", *([record] if record else []), *(one.record for one in section.within)):
            for _panel in panels_of(office, Place(section.key, here), but=frozenset()):
                pass
            for panel in open_panels(office):
                panel.close_overlay()
    for action in ("window.palette", "window.waiting"):
        office.window.actions_here.trigger(action)
        office.settle()
    office.go("today")
    today = office.window.screen_here
    assert isinstance(today, TodayScreen)
    today._open_people(QPoint(0, 0))
    people = QApplication.activePopupWidget()
    assert people is not None
    people.close()


@pytest.mark.proof
def test_every_screen_and_panel_reads_by_key_or_one_page(make_office: Any) -> None:
    office = make_office(connected=True)
    office.bot.count_no_more()
    crowd = Crowd(office)
    write_notes(office, crowd.clients[200:300], MANY)
    refuse_all(office)
    write_notes(office, crowd.clients[100:200], MANY)
    office.show()
    steps = Steps()
    with steps.over(office.replica.reads().db):
        walk(office, crowd.first)
    long = {" ".join(text.split())[:120]: count for text, count in steps.most.items() if count > MOST}
    assert long == {}, "Ask it in the read pool, or for one page"
