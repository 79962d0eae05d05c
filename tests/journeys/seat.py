"""A person at the program of one computer: windows that were signed in through their form."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.page import Page
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from tests.conformance.backends import Backend
from tests.support.cloud import PASSWORD, Person
from tests.ui.support.run import Run

T = TypeVar("T")
PATIENCE_MS = 30_000


class Seat:
    """A person at the program of one computer."""

    def __init__(self, bot: QtBot, folder: Path) -> None:
        self.bot, self.folder = bot, folder
        self.run = Run(bot, folder)
        self._ended = False

    def connect(self, cloud: Backend, person: Person) -> OfficeWindow:
        """Connects through the form of the first start and waits until the firm's records are here."""
        self.fill(base=cloud.url, email=person.email, password=PASSWORD)
        self.run.first_start().connect_form.done.click()
        window = self.run.office()
        self.until(
            lambda: bool(window.work.replica.reads().row("organizations", window.work.replica.identity.org))
        )
        return window

    def fill(self, **typed: str) -> None:
        """Types into the form of the first start."""
        form = self.run.first_start().connect_form
        form.open()
        form.fill(typed)

    @property
    def window(self) -> OfficeWindow:
        return self.run.office()

    def page(self, group: str) -> Page:
        """A page of the settings."""
        self.window.go(Place("settings", group))
        screen = self.window.screen_here
        assert isinstance(screen, SettingsScreen)
        return screen.page

    def clients(self) -> list[str]:
        """The clients as this computer shows them."""
        db = self.window.work.replica.reads().db
        return [name for (name,) in db.execute('SELECT "companyName" FROM clients ORDER BY 1')]

    def do(self, call: Callable[[], object]) -> None:
        """Saves something, as a screen does."""
        work = self.window.work
        work.operations.write(work.bus, call)
        self.run.office()

    def ask(self, call: Callable[[], T]) -> T:
        """What a call gives that runs in a lane."""
        found: list[T] = []
        work = self.window.work
        work.operations.read(work.bus, call, then=found.append)
        self.until(lambda: bool(found))
        return found[0]

    def go_offline(self) -> None:
        """Nothing is sent or fetched until `go_online`."""
        opened = self.run.program._opened
        assert opened is not None
        opened.stop_sync()

    def go_online(self) -> None:
        """The network is there again."""
        opened = self.run.program._opened
        assert opened is not None
        opened.start_sync()

    def until(self, true: Callable[[], bool]) -> None:
        """Waits for something a person would see."""
        self.bot.waitUntil(true, timeout=PATIENCE_MS)

    def end(self) -> None:
        if not self._ended:
            self._ended = True
            self.run.end()
