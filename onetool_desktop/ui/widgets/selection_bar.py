"""The line under a list that says what is selected, what it comes to, and what can be done with all of it.

Promises: its room is kept while nothing is selected, so that no row moves when it appears; the first few actions are in
sight, the rest behind one button. May not know: what the actions do.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import IconButton, action_button
from onetool_desktop.ui.widgets.text import Text, Voice

_IN_SIGHT = 3


class SelectionBar(QWidget):
    """Words and buttons; `more_wanted` tells where the menu of the other actions opens."""

    more_wanted = Signal(QPoint)

    def __init__(self, actions: Sequence[QAction], *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = Text("", look=look, voice=Voice.QUIET)
        self._buttons: list[QWidget] = [action_button(action, look=look) for action in actions[:_IN_SIGHT]]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.measures.step(1))
        line.addWidget(self._words)
        line.addSpacing(look.measures.step(4))
        if len(actions) > _IN_SIGHT:
            more = IconButton(_("More for the selected rows"), icon="more", look=look)
            more.clicked.connect(lambda: self.more_wanted.emit(more.mapToGlobal(QPoint(0, 0))))
            self._buttons.append(more)
        for button in self._buttons:
            line.addWidget(button)
        line.addStretch(1)
        look.changed.connect(self._relook)
        self._relook()
        self.show_words("")

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def show_words(self, words: str) -> None:
        """Says what is selected; nothing hides the buttons with it."""
        self._words.setText(words)
        for part in (self._words, *self._buttons):
            part.setVisible(bool(words))

    def _relook(self) -> None:
        self.setFixedHeight(self._look.measures.control)
