"""The list under what is being typed: what fits, best first, none of it chosen until a key or a click does.

Promises: it never takes the keyboard from the editor and stays inside the window. May not know: what a choice means;
`type_ahead` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.colours import mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.text import Text, Voice


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What fits by name, with a remark (a price, a street), and what else it is called (a code)."""

    name: str
    remark: str = ""
    also: tuple[str, ...] = ()


class Suggestions(QWidget):
    """Shows suggestions at an editor."""

    taken = Signal(int)  # the place of the one that was clicked

    def __init__(self, *, look: Look, window: QWidget, name: str, icon: str, hint: str = "") -> None:
        super().__init__(window)
        self._look, self._window, self._icon = look, window, icon
        self.list = ChoiceList(look=look, name=name, parent=self, follows_mouse=False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.taken.connect(_take)
        layout, step = QVBoxLayout(self), look.measures.step
        layout.setContentsMargins(1, step(1), 1, step(1))
        layout.setSpacing(0)
        layout.addWidget(self.list)
        self._hint = Text(hint, look=look, voice=Voice.CAPTION)
        self._hint.setContentsMargins(step(3), step(1), step(3), 0)
        layout.addWidget(self._hint)
        if not hint:
            self._hint.hide()
        self.hide()

    def offer(self, suggestions: Sequence[Suggestion], *, at: QWidget) -> None:
        """Shows suggestions below an editor, or above it where there is more room; hides when there are none."""
        if not suggestions:
            self.hide()
            return
        choices = [
            Choice(one.name, self._icon, partial(self.taken.emit, place), remark=one.remark)
            for place, one in enumerate(suggestions)
        ]
        self.list.show_choices(choices, current=None)
        self.setGeometry(self._place(at, len(suggestions)))
        self.raise_()
        self.show()

    @property
    def chosen(self) -> int | None:
        """The place of the suggestion that an arrow key led to."""
        index = self.list.currentIndex()
        return index.row() if index.isValid() else None

    def step(self, rows: int) -> None:
        """Chooses another; a step up from the first chooses none."""
        if self.chosen == 0 and rows < 0:
            self.list.setCurrentIndex(QModelIndex())
        elif self.chosen is not None or rows > 0:
            self.list.step(rows)

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
        foot = self._hint.sizeHint().height() if self._hint.text() else 0
        height = measures.row * count + measures.step(2) + 2 + foot
        width = min(max(at.width(), measures.char * 46), window.width() - top_left.x())
        below = top_left.y() + at.height()
        fits = below + height <= window.height() or top_left.y() < height
        return QRect(top_left.x(), below if fits else top_left.y() - height, width, height)


def _take(choice: Choice) -> None:
    choice.take()
