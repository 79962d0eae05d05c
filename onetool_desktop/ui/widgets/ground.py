"""The page colour under everything a window shows."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from onetool_desktop.ui.runtime.look import Look


class Ground(QWidget):
    """The page colour under everything."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        QPainter(self).fillRect(self.rect(), self._look.colours.page)
