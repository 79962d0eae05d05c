"""What stands where rows would: why there are none and what to do, with the button that does it.

May not know: any noun.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_CENTRE = Qt.AlignmentFlag.AlignHCenter


class EmptyState(QWidget):
    """A quiet picture, a line, a sentence and the next step."""

    def __init__(
        self, *, look: Look, icon: str, button: Button | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self.title = Text("", look=look, voice=Voice.SECTION)
        self.sentence = Paragraph("", look=look, voice=Voice.QUIET)
        self.sentence.setAlignment(_CENTRE)
        self.title.setAlignment(_CENTRE)
        self.button = button
        layout = QVBoxLayout(self)
        layout.setSpacing(look.measures.step(2))
        layout.addStretch(3)
        layout.addSpacing(look.measures.step(12))
        layout.addWidget(self.title)
        self.sentence.setFixedWidth(look.measures.char * 46)
        layout.addWidget(self.sentence, 0, _CENTRE)
        if button is not None:
            layout.addSpacing(look.measures.step(2))
            layout.addWidget(button, 0, _CENTRE)
        layout.addStretch(5)

    def say(self, title: str, sentence: str, *, offer: bool) -> None:
        """Sets the words; `offer` shows the button."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        # Centred, it gets what it asks for, and what a wrapping label asks for is guessed with another width.
        self.sentence.setMinimumHeight(self.sentence.heightForWidth(self.sentence.width()))
        if self.button is not None:
            self.button.setVisible(offer)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: the picture stands above the title."""
        del event
        size = self._look.measures.step(9)
        pixmap = self._look.pixmap(self._icon, colour=self._look.colours.faint, on=self, size=size)
        painter = QPainter(self)
        painter.drawPixmap(
            (self.width() - size) // 2, self.title.y() - size - self._look.measures.step(3), pixmap
        )
