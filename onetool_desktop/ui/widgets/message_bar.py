"""One line at the head of the window for what a person should know: an error with its next step, an undo.

Promises: it never takes the keyboard, and nothing moves when it comes or goes: it stands over the head of the page and
grows downwards where the words need more lines; it shows plain text; a confirmation goes by itself, or when what it
says is true no longer, an error stays until it is put away; what was told at a place stays behind with it, but for a
fault of the program, whose details can be copied. May not know: what happened, what it stands over.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.text import Paragraph

_SHORT_MS = 6_000
_NARROWEST = 48  # characters: what it stands over does not look out beside it


class MessageBar(QWidget):
    """The window's bar; hidden while there is nothing to say. `place` is where it may stand over its parent."""

    def __init__(self, *, look: Look, parent: QWidget, place: Callable[[], QRect]) -> None:
        super().__init__(parent)
        self._place = place
        parent.installEventFilter(self)
        self._look = look
        self._tone = Tone.INFO
        self._stays = False  # a confirmation that waits until it is taken back
        self._told_here = False  # and not by what leads to another place just now
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
        layout.setContentsMargins(step(5) + look.measures.icon, step(0.5), step(1), step(0.5))
        layout.setSpacing(step(2))
        self.text.setContentsMargins(0, step(1.5), 0, step(1.5))  # two lines do not touch the edges
        for widget, stretch in ((self.text, 1), (self.offer, 0), (self.copy, 0), (self._away, 0)):
            layout.addWidget(widget, stretch)
        for button in (self.offer, self.copy, self._away):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the work
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
        self._stays = stays
        if stays:
            self._timer.stop()
        else:
            self._timer.start()

    def take_back(self) -> None:
        """Puts away a confirmation that was to stay, as it is true no longer."""
        if self._stays:
            self.hide()

    def leave_behind(self) -> None:
        """Puts away what was told at the place that is left; not what was told by going there."""
        if self._told_here and not self._stays and not self._details:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: follows the window's size."""
        del watched
        if isinstance(event, QResizeEvent) and not self.isHidden():
            self._stand()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        look, step = self._look, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colours.page)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colours.tint(self._tone))
        painter.drawRoundedRect(self.rect().toRectF(), step(1.25), step(1.25))
        pixmap = look.pixmap(self._icon, colour=look.tone(self._tone), on=self)
        painter.drawPixmap(step(3), (self.height() - look.measures.icon) // 2, pixmap)

    def _show(self, text: str, tone: Tone, icon: str, *, offer: str) -> None:
        self._tone, self._icon, self._stays, self._told_here = tone, icon, False, False
        QTimer.singleShot(0, self, self._belong)
        self.text.setText(text)
        self.setAccessibleName(text)
        self.offer.setText(offer)
        self.offer.setAccessibleName(offer)
        self.offer.setVisible(bool(offer))
        self.copy.setVisible(bool(self._details))
        self._stand()
        self.raise_()
        self.show()
        self.update()

    def _belong(self) -> None:
        self._told_here = True

    def _stand(self) -> None:
        """Takes the room that the words need, about the middle of its place."""
        layout, place = self.layout(), self._place()
        if layout is None:
            return
        words = QFontMetrics(self.text.font()).horizontalAdvance(self.text.text())
        wanted = (
            layout.sizeHint().width() - self.text.sizeHint().width() + words + self._look.measures.step(2)
        )
        width = min(max(wanted, self._look.measures.char * _NARROWEST), place.width())
        height = max(layout.totalHeightForWidth(width), place.height())
        self.setGeometry(place.center().x() - width // 2, place.top(), width, height)

    def _take_offer(self) -> None:
        self.hide()
        if self._call is not None:
            self._call()
