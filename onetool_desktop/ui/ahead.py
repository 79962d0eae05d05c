"""What the next click will need, made while the window rests: the modules of every screen, icons, lists and records.

Promises: a turn of the loop takes one small step, and none while an answer is under way; nothing is written; it ends by
itself, or with the window. May not know: any noun.

Why: the start pays for the first screen alone, and then the first visit of each other one would cost several frames. A
thread that imports would not help: it holds the interpreter for five milliseconds at a time, in the midst of painting.
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.screen import Place

_LATER = (  # packages and modules; what later ones lean on comes first, so that no step imports many at once
    "domain",
    "changes",
    "store.queries",
    "store.committing",
    "services",
    "sync.errors",
    "sync.calls",
    "sync.session",
    "sync.numbers",
    "ui.finder",
    "ui.models",
    "ui.widgets",
    "ui.screens.files",
    "ui.screens",
)
_OF_OTHERS = ("babel.localtime", "babel.dates", "babel.numbers")
_REST_MS = 500  # the first screen comes to rest before anything else is made
_PACE_MS = 30
_ANY = "any record"


class Ahead(QObject):
    """Makes ready, for one window."""

    done = Signal()

    def __init__(self, window: OfficeWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps = _steps(window)
        self._timer = QTimer(self, interval=_REST_MS)
        self._timer.timeout.connect(self._step)
        window.closing.connect(self._timer.stop)
        self._timer.start()

    def _step(self) -> None:
        if not self._window.work.operations.idle:
            return
        self._timer.setInterval(_PACE_MS)
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            self.done.emit()
        else:
            step()


def _steps(window: OfficeWindow) -> Iterator[Callable[[], object]]:
    for name in (*_OF_OTHERS, *_modules()):
        if name not in sys.modules:
            yield partial(import_module, name)
    yield from window.work.look.shapes_ahead()
    application = QCoreApplication.instance()
    if application is not None:
        yield application.children  # the first object of a class without a name has Python learn all classes of Qt
    work = window.work
    if work.currency:
        yield partial(work.formats.money, 0, work.currency)  # the locale's patterns
    for section in window.sections.values():
        yield partial(window.screen_of, Place(section.key))
        if section.make_record is not None:
            yield partial(window.screen_of, Place(section.key, _ANY))
            yield from window.screen_of(Place(section.key, _ANY)).ahead()


def _modules() -> list[str]:
    """Every module of these, in each package those nearer to its top first: the others lean on them."""
    found: list[str] = []
    for name in (f"onetool_desktop.{name}" for name in _LATER):
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            modules = walk_packages(spec.submodule_search_locations, f"{name}.")
            found += sorted((module.name for module in modules), key=lambda name: name.count("."))
        else:
            found.append(name)
    return list(dict.fromkeys(found))
