"""The list under what is being typed: what fits, best first.

Promises: it never takes the keyboard from the editor and stays inside the window. May not know: the model, the grid.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.colours import mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What fits by name, with a remark (a price, a street), and what taking it does."""

    name: str
    remark: str
    take: Callable[[], None]


class Suggestions(QWidget):
    """Shows suggestions at an editor."""

    def __init__(self, *, look: Look, window: QWidget, name: str, icon: str) -> None:
        super().__init__(window)
        self._look, self._window, self._icon = look, window, icon
        self.list = ChoiceList(look=look, name=name, parent=self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.taken.connect(_take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, look.measures.step(1), 1, look.measures.step(1))
        layout.addWidget(self.list)
        self.hide()

    def offer(self, suggestions: Sequence[Suggestion], *, at: QWidget) -> None:
        """Shows suggestions below an editor, or above it where there is more room; hides when there are none."""
        if not suggestions:
            self.hide()
            return
        self.list.show_choices([Choice(s.name, self._icon, s.take, remark=s.remark) for s in suggestions])
        self.setGeometry(self._place(at, len(suggestions)))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: a plain ground and one hairline."""
        del event
        painter = QPainter(self)
        colours = self._look.colours
        painter.setPen(QPen(mix(colours.text, colours.page, share=0.24), 1))
        painter.setBrush(colours.page)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _place(self, at: QWidget, count: int) -> QRect:
        window, measures = self._window, self._look.measures
        top_left = at.mapTo(window, QPoint(0, 0))
        height = measures.row * count + measures.step(2) + 2
        width = min(max(at.width(), measures.char * 46), window.width() - top_left.x())
        below = top_left.y() + at.height()
        fits = below + height <= window.height() or top_left.y() < height
        return QRect(top_left.x(), below if fits else top_left.y() - height, width, height)


def _take(choice: Choice) -> None:
    choice.take()
