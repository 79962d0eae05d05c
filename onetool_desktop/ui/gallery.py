"""Pictures of every screen of an open window, for the eye of whoever changes it and for the demo.

Promises: each picture is taken once what is shown has come; the window is left where it was. May not know: how it was
opened. Only for tools that have no event loop running: it runs one of its own between two pictures.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.documents.live_page import LivePage
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.screen import Place

_LOOK_EVERY_MS = 15
_PATIENCE = 700  # looks


def screenshots(window: OfficeWindow, out: Path) -> list[Path]:
    """Walks through the sections, one record of each, the palette, the sync panel and the keys."""
    out.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    was_shown = window.isVisible()
    window.show()  # a page beside a draft is made, and a panel closed, only where it can be seen

    def take(name: str) -> None:
        _until(lambda: window.work.operations.idle and all(page.settled for page in _pages(window)))
        path = out / f"{name}.png"
        window.grab().save(str(path))
        taken.append(path)

    for key in window.sections:
        window.go(Place(key))
        take(key)
        record = _first_record(window)
        if record is not None:
            window.go(record)
            take(f"{key}-record")
    window.go(Place(next(iter(window.sections))))
    for name, panel in _panels(window).items():
        panel()
        take(name)
        for overlay in (window.palette_panel, window.panel, window.sheet):
            overlay.close_overlay()
    window.setVisible(was_shown)
    return taken


def _pages(window: OfficeWindow) -> list[LivePage]:
    return [page for page in window.findChildren(LivePage) if page.isVisible()]


def _panels(window: OfficeWindow) -> dict[str, Callable[[], None]]:
    names = {"search": "window.palette", "sync": "window.waiting", "keys": "window.keys"}
    return {name: window.actions_here.actions[action].trigger for name, action in names.items()}


def _first_record(window: OfficeWindow) -> Place | None:
    screen = window.screen_here
    if not isinstance(screen, ListScreen) or not screen.model.rowCount():
        return None
    if window.sections[screen.plan.section].make_record is None:
        return None
    return Place(screen.plan.section, screen.model.cells(0).id)


def _until(settled: Callable[[], bool]) -> None:
    """Lets the program run until it has settled twice in a row, or patience ends."""
    loop, timer, state = QEventLoop(), QTimer(), {"looks": 0, "quiet": 0}
    timer.setInterval(_LOOK_EVERY_MS)

    def look() -> None:
        state["looks"] += 1
        state["quiet"] = state["quiet"] + 1 if settled() else 0
        if state["quiet"] > 1 or state["looks"] > _PATIENCE:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
