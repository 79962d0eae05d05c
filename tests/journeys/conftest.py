"""One cloud process for the journeys of a module, and seats at it that are given up in good order."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from onetool_desktop.sync import pace
from tests.conformance.backends import Backend, PythonCloudOnSqlite
from tests.journeys.seat import Seat


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    made = PythonCloudOnSqlite()
    made.start(tmp_path_factory.mktemp("cloud"))
    yield made
    made.close()
    made.stop()


@pytest.fixture
def sit(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Seat]]:
    """Sits down at a computer, called by a name of its own."""
    seats: list[Seat] = []

    def make(name: str) -> Seat:
        seats.append(Seat(qtbot, tmp_path / name))
        return seats[-1]

    yield make
    for seat in seats:
        seat.end()


@pytest.fixture
def soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried again as often as usual, but without the long waits between."""
    monkeypatch.setattr(pace, "retry", lambda _failures: pace.Delay(50, 50))
