"""The way of a document as steps in a line: where it is, where it was, what comes, and why a step is closed.

May not know: what the steps mean.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look

_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `why` says what has to happen before it, in a sentence."""

    word: str
    done: bool = False
    here: bool = False
    tone: Tone | None = None
    why: str = ""


class Steps(QWidget):
    """Draws the steps; a reader hears where the document is."""

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._all: tuple[Step, ...] = ()
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.resized.connect(self.updateGeometry)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Shows other steps."""
        self._all = tuple(steps)
        here = next((step.word for step in steps if step.here), "")
        self.setAccessibleName(
            _("Step {here} of {steps}").format(here=here, steps=", ".join(step.word for step in steps))
        )
        self.updateGeometry()
        self.update()

    def shorten(self, *, short: bool) -> None:
        """Shows where it is alone, for want of room; readers hear the whole way all the same."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    @property
    def whole_width(self) -> int:
        """The room of the whole way."""
        boxes = self._boxes(self._all)
        return boxes[-1].right() + 2 if boxes else 0

    @property
    def _steps(self) -> tuple[Step, ...]:
        return tuple(step for step in self._all if step.here) if self._short else self._all

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        boxes = self._boxes(self._steps)
        return QSize(boxes[-1].right() + 2 if boxes else 0, self._look.measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (step, box) in enumerate(zip(self._steps, self._boxes(self._steps), strict=True)):
            if at:
                self._draw_way(painter, box, reached=step.done or step.here)
            self._draw_word(painter, step, box)

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: a step says why it is closed."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pairs = zip(self._steps, self._boxes(self._steps), strict=True)
            why = next((step.why for step, box in pairs if box.contains(event.pos())), "")
            QToolTip.showText(event.globalPos(), why, self)
            return True
        return super().event(event)

    def _draw_way(self, painter: QPainter, box: QRect, *, reached: bool) -> None:
        gap = self._gap
        painter.setPen(QPen(self._look.colours.secondary if reached else self._look.colours.line, 1.5))
        y = box.center().y() + 1
        painter.drawLine(box.left() - gap + gap // 4, y, box.left() - gap // 4, y)

    def _draw_word(self, painter: QPainter, step: Step, box: QRect) -> None:
        colours = self._look.colours
        ink = colours.text if step.done else colours.secondary
        if step.here:
            ink = self._look.tone(step.tone) if step.tone else colours.accent
        painter.setPen(ink)
        painter.setFont(self._font(step))
        painter.drawText(box, _MIDDLE, step.word)

    def _font(self, step: Step) -> QFont:
        return self._look.fonts.strong if step.here else self._look.fonts.body

    @property
    def _gap(self) -> int:
        return self._look.measures.step(8)

    def _boxes(self, steps: Sequence[Step]) -> list[QRect]:
        left, found = 0, list[QRect]()
        for step in steps:
            width = QFontMetrics(self._look.fonts.strong).horizontalAdvance(step.word) + 2
            found.append(QRect(left, 0, width, self._look.measures.control))
            left += width + self._gap
        return found
