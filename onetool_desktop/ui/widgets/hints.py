"""Quiet remarks above a record's facts, each with the way to what it speaks of, and others where there are more.

Promises: a hint asks nothing and stands in nobody's way; without hints it takes no room. May not know: what they are
about; the way is whatever it was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Text, Voice


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence, the words of its button, and where that leads; `others` are further buttons."""

    sentence: str
    button: str
    way: object
    others: tuple[tuple[str, object], ...] = ()


class Hints(QWidget):
    """The hints of one record; `taken` tells the way of one."""

    taken = Signal(object)

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[Hint, ...] = ()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self.hide()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Shows these."""
        if tuple(hints) == self._shown:
            return
        self._shown = tuple(hints)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for hint in hints:
            self._lines.addWidget(self._line(hint))
        self.setVisible(bool(hints))

    def _line(self, hint: Hint) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._look.measures.step(1))
        row.addWidget(Text(hint.sentence, look=self._look, voice=Voice.QUIET))
        for words, way in ((hint.button, hint.way), *hint.others):
            button = Button(words, look=self._look, icon="forward")
            button.setAccessibleName(f"{hint.sentence} {words}")
            button.clicked.connect(partial(self.taken.emit, way))
            row.addWidget(button)
        row.addStretch(1)
        return line
