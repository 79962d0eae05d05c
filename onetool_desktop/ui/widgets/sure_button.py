"""A button for what cannot be undone: the first press says what will happen, the second does it.

Promises: never a dialog; leaving the button takes the question back. May not know: what is done.
"""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button


class SureButton(Button):
    """Asks by its own words; `confirmed` tells the second press."""

    confirmed = Signal()

    def __init__(self, text: str, *, sure: str, look: Look, icon: str = "") -> None:
        super().__init__(text, look=look, icon=icon)
        self._words, self._sure = text, sure
        self.clicked.connect(self._pressed)

    def rename(self, text: str) -> None:
        """Asks by other words from now on."""
        if text != self._words:
            self._words = text
            self._say(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Overrides QWidget."""
        super().focusOutEvent(event)
        self._say(self._words)

    def _pressed(self) -> None:
        if self.text() == self._sure:
            self._say(self._words)
            self.confirmed.emit()
        else:
            self._say(self._sure)

    def _say(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
