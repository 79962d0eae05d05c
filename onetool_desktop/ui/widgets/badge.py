"""A badge as a widget of its own, for the head of a record."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from onetool_desktop.ui.models.delegate import badge_size, draw_badge
from onetool_desktop.ui.models.listing import Badge
from onetool_desktop.ui.runtime.look import Look


class BadgeLabel(QWidget):
    """Shows a state as word, icon and colour."""

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._badge: Badge | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.resized.connect(self.updateGeometry)

    def show_badge(self, badge: Badge | None) -> None:
        """Shows a state, or nothing."""
        self._badge = badge
        self.setAccessibleName(badge.word if badge else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return badge_size(self._badge, look=self._look) if self._badge else QSize(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        if self._badge is not None:
            draw_badge(QPainter(self), self.rect(), self._badge, look=self._look, on=self)
