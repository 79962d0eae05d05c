"""The window between two: says what is being done while one business closes and another opens.

Promises: it says a sentence and nothing else; where the other cannot be opened it says why, stays, and offers to try
again. May not know: what is being done.
"""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.errors import Told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.ground import Ground
from onetool_desktop.ui.widgets.message_bar import MessageBar
from onetool_desktop.ui.widgets.text import Text, Voice


class WaitWindow(QMainWindow):
    """One sentence in the middle."""

    def __init__(self, sentence: str, *, look: Look) -> None:
        super().__init__()
        centre = Ground(look)
        step, high = look.measures.step, look.measures.control
        self.message = MessageBar(
            look=look,
            parent=centre,
            place=lambda: QRect(step(6), step(3), centre.width() - step(12), high),
        )
        self._sentence = Text(sentence, look=look, voice=Voice.QUIET)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        self.again = Button(_("Try again"), look=look, icon="retry", primary=True)
        self.again.hide()
        layout.addStretch(1)
        layout.addWidget(self._sentence)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(1)
        self.setCentralWidget(centre)
        self.setWindowTitle("OneTool Desktop")
        self.setAccessibleName(sentence)

    def tell(self, told: Told, *, again: Callable[[], None]) -> None:
        """Says why nothing could be opened; `again` tries it once more."""
        self._sentence.setText("")
        self.message.tell(told)
        self.again.clicked.connect(again)
        self.again.show()
        self.again.setFocus()
