"""A field to search with: an icon, words, a cross to clear.

Promises: what is typed is told after a short rest, and at once on Enter; Esc empties it, and once empty gives the
keyboard back; Down goes on to the results. May not know: what is searched.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.field import Field

_REST_MS = 15  # longer than the two events of one key, shorter than a person notices


class SearchField(Field):
    """The field; `asked` tells the text to search for, `left_down` that the keyboard goes on to the results."""

    asked = Signal(str)
    left_down = Signal()

    def __init__(self, hint: str, *, look: Look) -> None:
        super().__init__(hint, look=look, icon="search", hint=hint)
        self._asked = ""
        self._clear = self.edit.addAction(look.icon("close"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setText(_("Clear the search"))
        self._clear.triggered.connect(self.edit.clear)
        self._clear.setVisible(False)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self.edit.textChanged.connect(self._typed)
        self.edit.entered.connect(self._go_down)
        self.edit.escaped.connect(self._escape)
        self.edit.stepped.connect(self._go_down)
        look.changed.connect(self._tint)

    def add(self, letters: str) -> None:
        """Takes letters typed elsewhere, and the keyboard with them."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.edit.insert(letters)

    def show_text(self, text: str) -> None:
        """Shows the text of a search that was asked already."""
        self._asked = text
        self.edit.setText(text)
        self._rest.stop()

    def _tint(self) -> None:
        self._clear.setIcon(self.look.icon("close"))

    def _typed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._rest.start()

    def _ask(self) -> None:
        self._rest.stop()
        text = self.edit.text().strip()
        if text != self._asked:
            self._asked = text
            self.asked.emit(text)

    def _go_down(self, _rows: int = 1) -> None:
        self._ask()
        self.left_down.emit()

    def _escape(self) -> None:
        if self.edit.text():
            self.edit.clear()
            self._ask()
        else:
            self.left_down.emit()
