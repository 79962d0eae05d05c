"""The lines above a record's facts that tell of edits that lost, each with both ways out.

Promises: it shows the author's value and asks nothing that cannot be undone; both answers are buttons. May not know:
notices as rows; it is given words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Paragraph


@dataclass(frozen=True, slots=True)
class LostEdit:
    """A value that lost, in words; `id` is the notice's."""

    id: str
    sentence: str


class LostEditLine(QWidget):
    """One lost edit."""

    put_back = Signal(str)
    keep = Signal(str)

    def __init__(self, lost: LostEdit, *, look: Look) -> None:
        super().__init__()
        self._look = look
        step = look.measures.step
        layout = QHBoxLayout(self)
        layout.setContentsMargins(step(4) + look.measures.icon, step(1.5), step(2), step(1.5))
        layout.setSpacing(step(1))
        back = Button(_("Put mine back"), look=look, primary=True)
        keep = Button(_("Keep theirs"), look=look)
        back.clicked.connect(lambda: self.put_back.emit(lost.id))
        keep.clicked.connect(lambda: self.keep.emit(lost.id))
        layout.addWidget(Paragraph(lost.sentence, look=look), 1)
        layout.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(keep, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(lost.sentence)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colours.tint(Tone.WARN))
        radius = self._look.measures.step(1.5)
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        pixmap = self._look.pixmap("notice", colour=self._look.tone(Tone.WARN), on=self)
        painter.drawPixmap(
            self._look.measures.step(2), (self.height() - self._look.measures.icon) // 2, pixmap
        )


class LostEdits(QWidget):
    """The lost edits of one record; without any it takes no room. Signals tell the notice's id."""

    put_back = Signal(str)
    keep = Signal(str)

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[LostEdit, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(look.measures.step(1))
        self.hide()

    def show_lost(self, lost: Sequence[LostEdit]) -> None:
        """Shows these."""
        if tuple(lost) == self._shown:
            return
        self._shown = tuple(lost)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in lost:
            line = LostEditLine(one, look=self._look)
            line.put_back.connect(self.put_back)
            line.keep.connect(self.keep)
            self._lines.addWidget(line)
        self.setVisible(bool(lost))
