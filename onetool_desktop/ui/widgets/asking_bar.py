"""A bar within a screen that asks once before something final: what is missing, the way to mend each, and to go on.

Promises: it covers nothing and stops nothing else; the keyboard goes to the first way to mend, so that Enter pressed
twice makes nothing final by itself; Esc puts it away. May not know: what is asked about.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.text import Paragraph


@dataclass(frozen=True, slots=True)
class Lack:
    """A sentence, the words of the button beside it, and what that does."""

    sentence: str
    mend: str
    way: Callable[[], None]


class AskingBar(QWidget):
    """`agreed` tells that it shall be done all the same."""

    agreed = Signal()

    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._sentences: tuple[str, ...] = ()
        self._lines = QVBoxLayout(self)
        step = look.measures.step
        self._lines.setContentsMargins(step(4) + look.measures.icon, step(1.5), step(2), step(1.5))
        self._lines.setSpacing(step(1))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    def ask(self, lacks: Sequence[Lack], *, anyway: str) -> None:
        """Asks about these; `anyway` is the word of the button that goes on."""
        self.show_lacks(lacks, anyway=anyway)
        first = self.findChild(Button)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_lacks(self, lacks: Sequence[Lack], *, anyway: str) -> None:
        """Shows what is missing now, and nothing of what was mended; the keyboard stays where it is."""
        sentences = tuple(lack.sentence for lack in lacks)
        if sentences != self._sentences:
            self._sentences = sentences
            self._clear()
            for at, lack in enumerate(lacks):
                last = at == len(lacks) - 1
                self._lines.addLayout(self._line(lack, first=at == 0, anyway=anyway if last else ""))
            self.setAccessibleName(" ".join(sentences))
        self.setVisible(bool(lacks))

    def put_away(self) -> None:
        """Asks no more."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter, step = QPainter(self), self._look.measures.step
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colours.tint(Tone.WARN))
        painter.drawRoundedRect(QRectF(self.rect()), step(1.5), step(1.5))
        pixmap = self._look.pixmap("attention", colour=self._look.tone(Tone.WARN), on=self)
        painter.drawPixmap(
            step(2), step(1.5) + (self._look.measures.control - self._look.measures.icon) // 2, pixmap
        )

    def _line(self, lack: Lack, *, first: bool, anyway: str) -> QHBoxLayout:
        """A finding with its way; the last one has the way on beside it."""
        line = QHBoxLayout()
        line.setSpacing(self._look.measures.step(1))
        mend = Button(lack.mend, look=self._look, primary=first)
        mend.setAccessibleName(f"{lack.sentence} {lack.mend}")
        mend.clicked.connect(lack.way)
        line.addWidget(Paragraph(lack.sentence, look=self._look), 1)
        line.addWidget(mend, 0, Qt.AlignmentFlag.AlignVCenter)
        if anyway:
            go_on, away = (
                Button(anyway, look=self._look),
                IconButton(_("Not now"), icon="close", look=self._look),
            )
            go_on.clicked.connect(self._agree)
            away.clicked.connect(self.put_away)
            line.addWidget(go_on, 0, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(away, 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    def _agree(self) -> None:
        self.put_away()
        self.agreed.emit()

    def _clear(self) -> None:
        while (line := self._lines.takeAt(0)) is not None:
            layout = line.layout()
            while layout is not None and (item := layout.takeAt(0)) is not None:
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.setParent(None)
                    widget.deleteLater()
