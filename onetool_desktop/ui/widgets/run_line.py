"""The line at the foot of a screen while something long is under way: what, how far, and a way to stop it.

Promises: it moves nothing and never takes the keyboard; it goes when the work is over. May not know: what the work is.
"""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.text import Text, Voice


class RunLine(QWidget):
    """Lies over the foot of `screen`."""

    stopped = Signal()

    def __init__(self, *, look: Look, screen: QWidget) -> None:
        super().__init__(screen)
        self._look, self._screen = look, screen
        self._share = 0.0
        self.words = Text("", look=look, voice=Voice.QUIET)
        self.stop = Button(_("Stop"), look=look, icon="close")
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.stopped)
        line = QHBoxLayout(self)
        step = look.measures.step
        line.setContentsMargins(step(6), step(1.5), step(4), step(1))
        line.addWidget(self.words, 1)
        line.addWidget(self.stop)
        screen.installEventFilter(self)
        self.hide()

    def tell(self, words: str, *, done: int, of: int) -> None:
        """Says how far it is."""
        self._share = done / of if of else 0.0
        self.words.setText(words)
        self.setAccessibleName(words)
        if self.isHidden():
            self._place()
            self.show()
            self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: stays at the foot."""
        if isinstance(event, QResizeEvent) and watched is self._screen:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: a hairline that fills from the left."""
        del event
        painter = QPainter(self)
        colours, height = self._look.colours, max(self._look.measures.unit // 2, 2)
        painter.fillRect(self.rect(), colours.page)
        painter.fillRect(QRectF(0, 0, self.width(), height), colours.field)
        painter.fillRect(QRectF(0, 0, self.width() * self._share, height), colours.accent)

    def _place(self) -> None:
        screen, height = self._screen, self.sizeHint().height()
        self.setGeometry(0, screen.height() - height, screen.width(), height)
