"""The keyboard that falls out of the page because what had it went away comes back to the page.

Promises: the keys of a screen hold as long as nobody moves the keyboard out of it; it comes back to where it last was
in the page, or to the page itself. May not know: any particular screen.

Why: Qt gives the keyboard of a hidden or closed widget to the next in order, and after the last field of a page that is
a message or a button at the head of the window, where none of the screen's keys hold though its buttons show them.
"""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FallenKeyboard(QObject):
    """Watches where the keyboard goes in one window; `page` gives the screen that is shown."""

    def __init__(
        self, *, window: QWidget, pages: QWidget, message: QWidget, page: Callable[[], QWidget]
    ) -> None:
        super().__init__(window)
        self._window, self._pages, self._message, self._page = window, pages, message, page
        self._last: QWidget | None = None
        application = cast("QApplication", QApplication.instance())
        application.focusChanged.connect(self._moved)

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._window:
            return
        if self._pages.isAncestorOf(now):
            self._last = now
        elif before is not None and not before.isVisible() and self._was_here(before):
            self._home().setFocus()

    def _was_here(self, widget: QWidget) -> bool:
        return self._pages.isAncestorOf(widget) or self._message.isAncestorOf(widget)

    def _home(self) -> QWidget:
        page, last = self._page(), self._last
        stands = last is not None and isValid(last) and last.isVisible() and last.isEnabled()
        return last if last is not None and stands and page.isAncestorOf(last) else page
