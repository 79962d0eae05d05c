"""A sentence under a cell: why what was typed there cannot stand."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look


class Note(QWidget):
    """Shows itself over the cells below; takes neither keyboard nor clicks."""

    def __init__(self, *, look: Look, view: QAbstractScrollArea) -> None:
        super().__init__(view.viewport())
        self._look, self._view = look, view
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, cell: QRect, sentence: str) -> None:
        """Shows a sentence under a cell, or above one at the lower edge."""
        self._text = sentence
        self.setAccessibleName(sentence)
        size, room = self._size(), self._view.viewport().rect()
        left = max(min(cell.left(), room.right() - size.width()), 0)
        top = cell.bottom() + 1
        if top + size.height() > room.bottom():
            top = cell.top() - size.height()
        self.setGeometry(left, top, size.width(), size.height())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colours.tint(Tone.BAD))
        painter.setPen(self._look.tone(Tone.BAD))
        painter.setFont(self._look.fonts.caption)
        pad = self._look.measures.step(2.5)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(pad, 0, -pad, 0), flags, self._text)

    def _size(self) -> QSize:
        metrics, pad = QFontMetrics(self._look.fonts.caption), self._look.measures.step(2.5)
        most = min(self._look.measures.char * 52, self._view.viewport().width()) - pad * 2
        box = metrics.boundingRect(QRect(0, 0, most, 10_000), int(Qt.TextFlag.TextWordWrap), self._text)
        return QSize(box.width() + pad * 2 + 2, box.height() + pad)
