"""Windows to try: an office with a real replica, alone or connected, and the look of this run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from onetool_desktop import app
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.runtime.look import Look, Scheme
from tests.support.loop_discipline import WatchedBot
from tests.ui.support.desk import Desk
from tests.ui.support.office import Office


@pytest.fixture
def look(qapp: QApplication) -> Look:
    return Look(qapp, Scheme.LIGHT)


@pytest.fixture
def make_office(qtbot: WatchedBot, tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Opens offices; each is closed in good order."""
    offices: list[Office] = []

    def make(*, connected: bool = False) -> Office:
        folder = tmp_path / str(len(offices))
        folder.mkdir()
        offices.append(Office(qtbot, folder, connected=connected))
        return offices[-1]

    yield make
    for office in offices:
        office.close()


@pytest.fixture
def office(make_office: Callable[..., Office]) -> Office:
    """An open window over a business with three clients."""
    made = make_office()
    for name in ("Ahlers Dental", "Harbour Street Café", "Zoë Quill"):
        made.client(name, firstName="Ann", lastName=name.split()[-1], phone="030 1234")
    made.show()
    made.go("clients")
    return made


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def three(office: Office) -> Desk:
    """A draft of three lines; the hand is in the first."""
    line = {"quantity": "1", "unitPrice": "10", "taxRate": "20"}
    made = Desk(office, tuple({**line, "description": name} for name in ("one", "two", "three")))
    made.place.grid.go(0, Cell.ITEM)
    return made


@pytest.fixture
def again(office: Office) -> Iterator[Callable[[], OfficeWindow]]:
    """Opens a second window over the file as it stands, as the start after a crash does."""
    windows: list[OfficeWindow] = []

    def start() -> OfficeWindow:
        window = app.open_office(
            replica=office.replica, driver=None, lanes=office.lanes, memory=office.memory
        )
        windows.append(window)
        window.show()
        office.until(window.message.isVisible)
        return window

    yield start
    for window in windows:
        office.until(lambda window=window: window.work.operations.idle)
        window.close()
        window.deleteLater()
