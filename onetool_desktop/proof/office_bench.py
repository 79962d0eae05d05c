"""What the benchmarks of screens share: a business in a file, the real window over it, and waiting for what is painted.

Promises: the window runs its own event loop between two looks; a time counts until the last stroke of the painting. May
not know: what is measured.

Why the loop sleeps: one that spins holds the interpreter, and every reader of the pool waits five milliseconds for each
of its turns; in the program it sleeps whenever nothing happens.
"""

import contextlib
import os
import time
from collections.abc import Callable, Generator, Sequence
from importlib import import_module
from pathlib import Path
from statistics import quantiles
from typing import Any

from onetool_desktop.proof.loop_watch import LoopWatch, TurningLoop
from onetool_desktop.proof.office_workload import filled_office
from onetool_desktop.store.lanes import ThreadLanes

SIZE = 100_000
WINDOW = (1440, 900)
_PATIENCE_S = 60.0


class Desk:
    """A window over a business."""

    def __init__(self, window: Any, path: Path) -> None:
        self.core: Any = import_module("PySide6.QtCore")
        self.gui: Any = import_module("PySide6.QtGui")
        self.application: Any = import_module("PySide6.QtWidgets").QApplication.instance()
        self._place: Any = import_module("onetool_desktop.ui.screens.screen").Place
        self.window = window
        self.path = path
        self.watch = LoopWatch()
        self._loop = TurningLoop(self.watch)  # its pulse also ends the loop's sleep, for the next look
        window.resize(*WINDOW)
        window.show()
        window.activateWindow()
        self.rest()

    def go(self, section: str) -> Any:
        """Goes to a list; its screen."""
        self.window.go(self._place(section))
        return self.window.screen_here

    def key(self, letter: str, to: Any) -> None:
        """Presses a key that enters a letter."""
        self.press(self.core.Qt.Key.Key_A, to, letter)

    def press(self, key: Any, to: Any, letter: str = "") -> None:
        """Presses any key."""
        event = self.gui.QKeyEvent
        pressed = event(event.Type.KeyPress, key, self.core.Qt.KeyboardModifier.NoModifier, letter)
        self.application.sendEvent(to, pressed)

    def until(self, true: Callable[[], bool]) -> None:
        """Lets the program run until something is so."""
        end = time.perf_counter() + _PATIENCE_S
        waits = self.core.QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        with self._loop.turning():
            while not true():
                if time.perf_counter() > end:
                    raise TimeoutError("the window did not come to rest")
                self.application.processEvents(waits)

    def linger(self, ms: int) -> None:
        """Lets the program run for a while."""
        end = time.perf_counter() + ms / 1_000
        self.until(lambda: time.perf_counter() > end)

    @property
    def focused(self) -> Any:
        """The widget that has the keyboard; the window where none has."""
        return self.application.focusWidget() or self.window

    def rest(self) -> None:
        """Lets everything that is under way come to its end."""
        self.until(lambda: self.window.work.operations.idle)


@contextlib.contextmanager
def desk(folder: Path, size: int) -> Generator[Desk]:
    """The window over a new business of so many clients."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    path = folder / "office.db"
    replica = filled_office(path, size)
    app: Any = import_module("onetool_desktop.app")
    lanes = ThreadLanes()
    window = app.open_office(replica=replica, driver=None, lanes=lanes)
    try:
        yield Desk(window, path)
    finally:
        window.close()
        lanes.close()
        replica.close()


def row(
    what: str, values: Sequence[float], percentile: int, floors: Sequence[float] | None
) -> dict[str, Any]:
    """A row of a report in milliseconds, from seconds."""
    value = quantiles(values, n=100)[percentile - 1] * 1_000
    floor = None if floors is None else quantiles(floors, n=100)[percentile - 1] * 1_000
    return {
        "what": what,
        "value": round(value, 3),
        "unit": "ms",
        "floor": None if floor is None else round(floor, 3),
        "ratio": None if floor is None else round(value / floor, 2),
    }
