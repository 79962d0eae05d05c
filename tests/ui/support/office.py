"""An office: a window over a real replica with its lanes, and the ways in which a person uses it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from onetool_desktop import app
from onetool_desktop.changes.values import Outcome, Result
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.services import clients, organisation, quotes
from onetool_desktop.store import exchange
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.screen import Place
from tests.support.loop_discipline import PATIENCE_MS, WatchedBot

TODAY = "2026-03-02"
NOON_MS = 1_772_452_800_000  # 2026-03-02T12:00Z
ROOMY = QSize(1_360, 832)


class Office:
    """One person at one window."""

    def __init__(self, qtbot: WatchedBot, folder: Path, *, connected: bool = False) -> None:
        self.bot = qtbot
        self.clock = ManualClock(NOON_MS)
        self.ids = SeededIds(3, self.clock)
        self.identity = organisation.new_identity(ids=self.ids, name="Green Garden")
        self.replica = Replica.create(
            folder / "replica.db", self.identity, key=None, clock=self.clock, ids=self.ids
        )
        organisation.open_business(
            self.replica, name="Green Garden", currency="EUR", timezone="Europe/Berlin", owner="Ada Lovelace"
        )
        if connected:
            self.replica.write(
                lambda tx: self.replica.become(tx, replace(self.identity, connected=True, series="B7"))
            )
        self.lanes = ThreadLanes()
        self.memory = WindowMemory(folder / "window.json")
        self.window: OfficeWindow = app.open_office(
            replica=self.replica, driver=None, lanes=self.lanes, memory=self.memory
        )
        self.window.resize(ROOMY)  # the screen of a test is smaller than one on a desk

    def show(self) -> None:
        """Opens the window and waits until it is there and has the keyboard."""
        with self.bot.waitActive(self.window, timeout=PATIENCE_MS):
            self.window.show()
            self.window.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Waits until every answer that is under way has come."""
        self.bot.waitUntil(lambda: self.window.work.operations.idle)

    def until(self, true: Callable[[], bool]) -> None:
        """Waits for something a person would see."""
        self.bot.waitUntil(true)

    def go(self, section: str, record: str = "") -> None:
        """Goes somewhere and waits until it is there."""
        with self.bot.handling():
            self.window.go(Place(section, record))
        self.settle()

    @contextmanager
    def writing_held(self) -> Iterator[None]:
        """What is to be written waits within, as behind a long save; all that was asked for before is done by then."""
        reached, let_go, handed_over = threading.Event(), threading.Event(), list[None]()
        self.lanes.submit(Lane.WRITE, lambda: (reached.set(), let_go.wait()))
        try:
            self.until(reached.is_set)
            work = self.window.work
            work.operations.read(self.window, lambda: None, then=handed_over.append)
            self.until(lambda: bool(handed_over))
            yield
        finally:
            let_go.set()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the keyboard is."""
        self.bot.keyClick(self.focused, key, modifiers)

    def type(self, text: str) -> None:
        """Types plain letters where the keyboard is."""
        self.bot.keyClicks(self.focused, text)

    def compose(self, text: str) -> None:
        """Enters any text, as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        with self.bot.handling():
            QApplication.sendEvent(self.focused, event)

    @property
    def focused(self) -> QWidget:
        """The widget that has the keyboard."""
        return QApplication.focusWidget() or self.window

    def client(self, name: str, **contact: str) -> str:
        """A client that is there already."""
        people = [contact] if contact else []
        return clients.create_client(
            self.replica, fields={"companyName": name, "status": "active"}, contacts=people
        ).id

    def with_addresses(self, client: str) -> str:
        """A client and a business whose papers lack nothing."""
        place = {"streetAddress": "12 North Street", "zipCode": "BS3 1EN", "city": "Bristol"}
        clients.add_property(self.replica, client_id=ClientId(client), fields=place)
        organisation.edit_settings(self.replica, fields={**place, "taxNumber": "DE 123"})
        return client

    def fields(self, c: str, row_id: str) -> dict[str, object]:
        """What is saved of a row."""
        row = self.replica.reads().row(c, row_id)
        assert row is not None
        return dict(row.f)

    def refuse_last(self, message: str) -> str:
        """The cloud refuses what was saved last; returns its group."""
        batch = exchange.next_batch(self.replica)
        assert batch is not None
        last = batch.groups[-1]
        answers = [Outcome(n=g.n, gid=g.gid, result=Result.OK, seq=f"{g.n:012d}") for g in batch.groups[:-1]]
        answers.append(
            Outcome(n=last.n, gid=last.gid, result=Result.REFUSED, code="locked", detail={"message": message})
        )
        exchange.store_outcomes(
            self.replica, answers, sent=batch, head="1", server_now=NOON_MS, sent_at=NOON_MS, got_at=NOON_MS
        )
        return last.gid

    def quote(self, client: str) -> str:
        """A draft quote with a line."""
        line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00", "taxRate": "20"}
        fields = {"title": "Leak repair"}
        made = quotes.create_quote(
            self.replica, client_id=ClientId(client), fields=fields, today=TODAY, lines=[line]
        )
        return made.id

    def close(self) -> None:
        """Ends in the order in which the program does."""
        self.settle()
        self.window.close()
        self.lanes.close()
        self.replica.close()
        self.window.deleteLater()
        self.window.work.look.deleteLater()
