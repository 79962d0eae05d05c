"""`bench grid`: a key in the price of a line, with every sum after it, and the page behind it, beside a bare table.

Promises: the keys go through the real window over a real replica; a key counts until everything it changed is painted;
product and floor take turns in one process. The page counts from the key to the picture of it on the screen.
"""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Generator
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import Any

from onetool_desktop.proof.deterministic import ManualClock, SeededIds
from onetool_desktop.proof.floors.grid import BareGrid
from onetool_desktop.services import clients, organisation, quotes
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.store.replica import Replica

LINES = 50
_TODAY = "2026-11-02"
_TURNS, _KEYS, _WARM, _PAGES = 4, 120, 24, 40
_DIGITS = ("1", "2", "5", "\b", "\b", "\b")
_PACE_MS = 110  # a quick hand: nine keys a second
_PRICE = 4
_SIZE = (1440, 900)


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of lines, 50 unless given."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lines = size or LINES
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as folder, _desk(Path(folder), lines) as hand:
        alone, bare = _in_turn(hand, lines)
        paced = [_paced(hand, at) for at in range(_WARM + _KEYS)][_WARM:]
        behind = [hand.page_behind(at) for at in range(_PAGES)][5:]
    rows = [
        _row("a key with its sums, median", alone, 50, bare),
        _row("a key with its sums, 99th percentile", alone, 99, bare),
        _row("while pages are made, median", paced, 50, bare),
        _row("while pages are made, 99th percentile", paced, 99, bare),
        _row("page behind the key, median", behind, 50, None),
        _row("page behind the key, 99th percentile", behind, 99, None),
    ]
    return {"name": "grid", "size": lines, "rows": rows}


class _Hand:
    """A hand in the price of the first line of a quote."""

    def __init__(self, window: Any, quote: str) -> None:
        self._core: Any = import_module("PySide6.QtCore")
        self._gui: Any = import_module("PySide6.QtGui")
        self._test: Any = import_module("PySide6.QtTest").QTest
        self.application: Any = import_module("PySide6.QtWidgets").QApplication.instance()
        place: Any = import_module("onetool_desktop.ui.screens.screen").Place
        self._window = window
        window.resize(*_SIZE)
        window.show()
        window.activateWindow()
        window.go(place("quotes", quote))
        self.screen = window.screen_here
        self.open()

    def open(self) -> None:
        """Puts the hand into the cell."""
        self._window.activateWindow()
        self.wait(400)
        self.screen.grid.setFocus()
        index = self.screen.model.index(0, _PRICE)
        self.screen.grid.setCurrentIndex(index)
        self.screen.grid.edit(index)
        self.editor: Any = self.screen.grid.delegate.editor

    def key(self, at: int, to: Any) -> float:
        """Seconds from a key to the last stroke of its painting."""
        event = self._gui.QKeyEvent
        letter = _DIGITS[at % len(_DIGITS)]
        code = self._core.Qt.Key.Key_Backspace if letter == "\b" else self._core.Qt.Key(ord(letter))
        pressed = event(event.Type.KeyPress, code, self._core.Qt.KeyboardModifier.NoModifier, letter)
        start = time.perf_counter()
        self.application.sendEvent(to, pressed)
        self.application.sendPostedEvents()
        self._repaint(to)
        return time.perf_counter() - start

    def page_behind(self, at: int) -> float:
        """Seconds from a key to its page on the screen."""
        shown: list[float] = []

        def told(_made: object) -> None:
            page.pages.repaint()
            shown.append(time.perf_counter())

        page = self.screen.page
        self._until(lambda: page.settled)
        page.shown.connect(told)
        start = time.perf_counter()
        self.key(at, self.editor)
        self._until(lambda: bool(shown))
        page.shown.disconnect(told)
        return shown[0] - start

    def wait(self, ms: int) -> None:
        """Lets the program run."""
        self._test.qWait(ms)

    def _repaint(self, to: Any) -> None:
        """Paints what the key has made stale, now: the loop would do so next."""
        to.repaint()
        window = to.window()
        self.application.sendEvent(window, self._core.QEvent(self._core.QEvent.Type.UpdateRequest))

    def _until(self, true: Callable[[], bool]) -> None:
        end = time.perf_counter() + 10
        while not true() and time.perf_counter() < end:
            self.application.processEvents(self._core.QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 2)


def _in_turn(hand: _Hand, lines: int) -> tuple[list[float], list[float]]:
    """Seconds of keys in the grid without its page, and in a bare table, taking turns."""
    hand.screen.page.hide()
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(_TURNS):
        hand.open()
        ours += [hand.key(at, hand.editor) for at in range(_WARM + _KEYS)][_WARM:]
        floor = BareGrid(lines, width=_SIZE[0], height=_SIZE[1])
        editor = floor.open()
        hand.wait(200)
        bare += [hand.key(at, editor) for at in range(_WARM + _KEYS)][_WARM:]
        floor.close()
    hand.screen.page.show()
    hand.open()
    return ours, bare


def _paced(hand: _Hand, at: int) -> float:
    taken = hand.key(at, hand.editor)
    hand.wait(_PACE_MS)
    return taken


@contextlib.contextmanager
def _desk(folder: Path, lines: int) -> Generator[_Hand]:
    """A window over a business with one draft of so many lines."""
    app: Any = import_module("onetool_desktop.app")
    clock = ManualClock()
    ids = SeededIds(7, clock)
    identity = organisation.new_identity(ids=ids, name="Northside")
    replica = Replica.create(folder / "grid.db", identity, key="6b" * 32, clock=clock, ids=ids)
    organisation.open_business(
        replica, name="Northside", currency="EUR", timezone="Europe/Berlin", owner="Ada"
    )
    client = clients.create_client(replica, fields={"companyName": "Harbour Street Dental"}).id
    made = [_line(at) for at in range(lines)]
    quote = quotes.create_quote(replica, client_id=client, today=_TODAY, lines=made).id
    lanes = ThreadLanes()
    window = app.open_office(replica=replica, driver=None, lanes=lanes)
    try:
        yield _Hand(window, quote)
    finally:
        window.close()
        lanes.close()
        replica.close()


def _line(at: int) -> dict[str, Any]:
    return {
        "description": f"Replace mixing valve no. {at}",
        "detail": "thermostatic, incl. seals" if at % 3 == 0 else None,
        "quantity": str(1 + at % 7),
        "unit": "ea",
        "unitPrice": f"{12 + at}.5",
        "taxRate": "19" if at % 4 else "7",
    }


def _row(what: str, values: list[float], percentile: int, bare: list[float] | None) -> dict[str, Any]:
    value = quantiles(values, n=100)[percentile - 1] * 1_000
    floor = None if bare is None else quantiles(bare, n=100)[percentile - 1] * 1_000
    return {
        "what": what,
        "value": round(value, 3),
        "unit": "ms",
        "floor": None if floor is None else round(floor, 3),
        "ratio": None if floor is None else round(value / floor, 2),
    }
