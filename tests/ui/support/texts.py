"""What a person sees or hears of a window: every text of its widgets, actions and headings."""

import gettext
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget

_OPEN, _SHUT = "⟦", "⟧"


class Marked(gettext.NullTranslations):
    """A language in which every text stands in brackets: what has none was never given to the catalogue."""

    def gettext(self, message: str) -> str:
        return f"{_OPEN}{message}{_SHUT}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def unmarked(text: str) -> str:
    """What of a text stands outside all brackets."""
    depth, found = 0, ""
    for letter in text:
        depth += (letter == _OPEN) - (letter == _SHUT)
        found += letter if depth == 0 and letter != _SHUT else ""
    return found.strip()


def texts_of(root: QWidget) -> Iterator[tuple[str, str]]:
    """Each visible widget's texts, with the kind of widget they stand in."""
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisibleTo(root) or widget is root:
            for text in _of(widget):
                yield type(widget).__name__, text
    for action in root.findChildren(QAction):
        yield "QAction", action.text()
        yield "QAction", action.toolTip()


def _of(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QTableView):
        yield from _headings(widget)


def _headings(view: QTableView) -> Iterator[str]:
    model = view.model()
    for column in range(model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 3)):
            yield str(model.index(row, column).data() or "")
