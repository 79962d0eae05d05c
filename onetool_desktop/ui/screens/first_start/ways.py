"""A window that offers a few ways on, each with what it means; nothing else is there to look at.

Promises: while something is being done nothing can be chosen, and it says what; the first way has the keyboard. May not
know: what the ways do.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.colours import mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, draw_focus
from onetool_desktop.ui.widgets.first_size import first_size
from onetool_desktop.ui.widgets.ground import Ground
from onetool_desktop.ui.widgets.message_bar import MessageBar
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


class WaysWindow(QMainWindow):
    """Shows the ways; forms open over its `centre`."""

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self.look = look
        self.centre = Ground(look)
        self.message = MessageBar(look=look, parent=self.centre, place=self._message_place)
        self.ways: tuple[Way, ...] = ()
        self._inner = QWidget()
        self._wait = Text("", look=look, voice=Voice.QUIET)
        self.setWindowTitle("OneTool Desktop")
        look.changed.connect(self.centre.update)

    def wait(self, sentence: str) -> None:
        """Says what is being done; nothing can be chosen meanwhile."""
        self._wait.setText(sentence)
        for way in self.ways:
            way.setEnabled(not sentence)

    def ask_apart(self, *panels: Overlay) -> None:
        """While one of these panels asks, the page shows nothing else."""

        def one_at_a_time() -> None:
            self._inner.setVisible(not any(panel.isVisible() for panel in panels))

        for panel in panels:
            panel.appeared.connect(one_at_a_time)
            panel.closed.connect(one_at_a_time)

    def _message_place(self) -> QRect:
        step = self.look.measures.step
        return QRect(step(6), step(3), self.centre.width() - step(12), self.look.measures.control)

    def show_ways(self, title: str, sentence: str, ways: "Sequence[Way]") -> None:
        """What the window is about, and the ways on."""
        self.ways = tuple(ways)
        step, char = self.look.measures.step, self.look.measures.char
        column = QVBoxLayout()
        column.setSpacing(step(3))
        column.addStretch(2)
        column.addWidget(Text(title, look=self.look, voice=Voice.TITLE))
        column.addWidget(Paragraph(sentence, look=self.look, voice=Voice.QUIET))
        column.addSpacing(step(2))
        for way in self.ways:
            column.addWidget(way)
        column.addWidget(self._wait)
        column.addStretch(3)
        self._inner.setFixedWidth(char * 78)
        self._inner.setLayout(column)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._inner)
        middle.addStretch(1)
        whole = QVBoxLayout(self.centre)
        whole.setContentsMargins(0, 0, 0, step(4))
        page = QWidget()
        page.setLayout(middle)
        whole.addWidget(scrolling(page, look=self.look), 1)
        self.setCentralWidget(self.centre)
        first_size(self, QSize(char * 120, char * 84))


class Way(Button):
    """One way to begin: what it is, and what it means."""

    def __init__(self, title: str, sentence: str, *, icon: str, look: Look) -> None:
        super().__init__(title, look=look)
        self._drawing = icon
        self._sentence = Paragraph(sentence, look=look, voice=Voice.QUIET)
        self._sentence.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleDescription(sentence)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        step = look.measures.step
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(12), step(3) + look.measures.line + step(1), step(4), step(3))
        layout.addWidget(self._sentence)

    def sizeHint(self) -> QSize:
        """Overrides Button."""
        layout = self.layout()
        width = self._look.measures.char * 78
        return QSize(width, layout.totalHeightForWidth(width) if layout else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides Button."""
        del event
        look, step = self._look, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        under = self.isEnabled() and (self.underMouse() or self.isDown())
        ground = mix(look.colours.accent, look.colours.page, share=0.1) if under else look.colours.field
        box = self.rect().toRectF().adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, step(2), step(2))
        if self.hasFocus():
            draw_focus(painter, box, step(2), look)
        size = step(6)
        ink = look.colours.accent if self.isEnabled() else look.colours.faint
        painter.drawPixmap(
            step(3), (self.height() - size) // 2, look.pixmap(self._drawing, colour=ink, on=self, size=size)
        )
        painter.setFont(look.fonts.section)
        painter.setPen(look.colours.text if self.isEnabled() else look.colours.faint)
        painter.drawText(
            step(12),
            step(3),
            self.width(),
            look.measures.line + step(1),
            int(Qt.AlignmentFlag.AlignVCenter),
            self.text(),
        )
