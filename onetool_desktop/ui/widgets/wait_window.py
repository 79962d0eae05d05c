"""The window between two: says what is being done while one business closes and another opens.

Promises: it says a sentence and nothing else; where the other cannot be opened it says why, and stays. May not know:
what is being done.
"""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout

from onetool_desktop.ui.runtime.errors import Told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.ground import Ground
from onetool_desktop.ui.widgets.message_bar import MessageBar
from onetool_desktop.ui.widgets.text import Text, Voice


class WaitWindow(QMainWindow):
    """One sentence in the middle."""

    def __init__(self, sentence: str, *, look: Look) -> None:
        super().__init__()
        centre = Ground(look)
        step, high = look.measures.step, look.measures.control
        self._message = MessageBar(
            look=look,
            parent=centre,
            place=lambda: QRect(step(6), step(3), centre.width() - step(12), high),
        )
        self._sentence = Text(sentence, look=look, voice=Voice.QUIET)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._sentence, 1)
        self.setCentralWidget(centre)
        self.setWindowTitle("OneTool Desktop")
        self.setAccessibleName(sentence)

    def tell(self, told: Told) -> None:
        """Says why nothing could be opened."""
        self._sentence.hide()
        self._message.tell(told)
