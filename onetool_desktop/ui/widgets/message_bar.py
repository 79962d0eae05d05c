"""One line under the title bar for what a person should know: an error with its next step, a confirmation, an undo.

Promises: it never takes the keyboard, covers nothing, and shows plain text; a confirmation goes by itself, an error
stays until it is put away. May not know: what happened.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.text import Paragraph

_SHORT_MS = 6_000


class MessageBar(QWidget):
    """The window's bar; hidden while there is nothing to say."""

    def __init__(self, *, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._tone = Tone.INFO
        self._icon = "info"
        self._details = ""
        self._call: Callable[[], None] | None = None
        self.text = Paragraph("", look=look)
        self.offer = Button("", look=look)
        self.offer.clicked.connect(self._take_offer)
        self.copy = Button(_("Copy details"), look=look, icon="copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details))
        self._away = IconButton(_("Put this message away"), icon="close", look=look)
        self._away.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(6) + look.measures.icon + step(2), step(1.5), step(3), step(1.5))
        for widget, stretch in ((self.text, 1), (self.offer, 0), (self.copy, 0), (self._away, 0)):
            layout.addWidget(widget, stretch)
        self._timer = QTimer(self, singleShot=True, interval=_SHORT_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(self, told: Told) -> None:
        """Shows an error until it is put away."""
        self._timer.stop()
        self._details = told.details
        self._show(told.text, Tone.BAD if told.kind is Kind.BUG else Tone.WARN, "attention", offer="")

    def say(
        self, text: str, *, offer: str = "", call: Callable[[], None] | None = None, stays: bool = False
    ) -> None:
        """Shows a confirmation, with one thing that can still be done about it; for a moment unless it `stays`."""
        self._details = ""
        self._call = call
        self._show(text, Tone.GOOD, "check-circle", offer=offer)
        if stays:
            self._timer.stop()
        else:
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colours.tint(self._tone))
        pixmap = self._look.pixmap(self._icon, colour=self._look.tone(self._tone), on=self)
        painter.drawPixmap(
            self._look.measures.step(6), (self.height() - self._look.measures.icon) // 2, pixmap
        )

    def _show(self, text: str, tone: Tone, icon: str, *, offer: str) -> None:
        self._tone, self._icon = tone, icon
        self.text.setText(text)
        self.setAccessibleName(text)
        self.offer.setText(offer)
        self.offer.setAccessibleName(offer)
        self.offer.setVisible(bool(offer))
        self.copy.setVisible(bool(self._details))
        self.show()
        self.update()

    def _take_offer(self) -> None:
        self.hide()
        if self._call is not None:
            self._call()
