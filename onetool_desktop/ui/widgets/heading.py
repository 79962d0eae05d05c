"""The title of a screen, with a count on the same baseline."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from onetool_desktop.ui.runtime.look import Look

_SHORT = 10  # a count that is never cut


class Heading(QWidget):
    """Title and count."""

    def __init__(self, title: str, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = title
        self._count = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        look.resized.connect(self.updateGeometry)

    def show_count(self, count: str) -> None:
        """Shows how many there are."""
        self._count = count
        self.setToolTip(count if len(count) > _SHORT else "")
        self.setAccessibleName(f"{self._title} {count}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget: as high as a button beside it."""
        measures, fonts = self._look.measures, self._look.fonts
        count = QFontMetrics(fonts.body).horizontalAdvance(self._count) + measures.step(3)
        width = QFontMetrics(fonts.title).horizontalAdvance(self._title)
        return QSize(width + max(count, measures.char * 12), measures.control)

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: the title, and a count of a few digits."""
        metrics, measures = QFontMetrics(self._look.fonts.title), self._look.measures
        return QSize(metrics.horizontalAdvance(self._title) + measures.char * 12, measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setFont(self._look.fonts.title)
        painter.setPen(self._look.colours.text)
        metrics = painter.fontMetrics()
        baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(0, baseline, self._title)
        painter.setFont(self._look.fonts.body)
        painter.setPen(self._look.colours.secondary)
        left = metrics.horizontalAdvance(self._title) + self._look.measures.step(2.5)
        count = painter.fontMetrics().elidedText(
            self._count, Qt.TextElideMode.ElideRight, round(self.width() - left)
        )
        painter.drawText(left, baseline, count)
