"""The program on a profile of a test: begun, used through its windows, ended in good order."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from onetool_desktop.app import AppOptions, Program
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.platform.single_instance import hold_profile
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.first_start.lost_key import LostKey
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.widgets.wait_window import WaitWindow
from tests.support.loop_discipline import PATIENCE_MS

GIVEN = {"name": "Birch & Amber", "owner": "Ada", "country": "DE", "client": ""}


class Run:
    """One run of the program on a profile, without its event loop of its own."""

    def __init__(self, qtbot: QtBot, folder: Path, options: AppOptions | None = None) -> None:
        self.bot = qtbot
        profile = open_profile(folder)
        self.hold = hold_profile(profile)
        self.program = Program(profile, self.hold, options or AppOptions())
        self.program.open()

    @property
    def window(self) -> OfficeWindow | FirstStart | LostKey | WaitWindow:
        window = self.program.window
        assert window is not None
        return window

    def office(self) -> OfficeWindow:
        """The window of the business, once it is there."""
        self.bot.waitUntil(lambda: isinstance(self.window, OfficeWindow), timeout=PATIENCE_MS)
        window = self.window
        assert isinstance(window, OfficeWindow)
        self.bot.waitUntil(lambda: window.work.operations.idle, timeout=PATIENCE_MS)
        return window

    def end(self) -> None:
        self.window.close()
        self.program.stop()
        self.hold.release()
        self.program.deleteLater()

    def first_start(self) -> FirstStart:
        """The window of the first start, once it is there."""
        self.bot.waitUntil(lambda: isinstance(self.window, FirstStart), timeout=PATIENCE_MS)
        window = self.window
        assert isinstance(window, FirstStart)
        return window
