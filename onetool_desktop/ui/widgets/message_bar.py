"""One line at the head of the window for what a person should know: an error with its next step, an undo.

Promises: it never takes the keyboard; it stands where nothing can be read or pressed at the head of the page, and moves
nothing when it comes or goes; where there is no such room it stands below the page, which is shorter meanwhile at its
foot alone; it shows plain text; a confirmation goes by itself, or when what it
says is true no longer, an error stays until it is put away; what was told at a place stays behind with it, but for a
fault of the program, whose details can be copied. May not know: what happened, what it stands beside.

Why it looks again each time it is painted: whatever comes or changes beneath it makes Qt paint it anew, and only then
may it lie over something that was not there before.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QGuiApplication, QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.free_room import taken, widest_gap
from onetool_desktop.ui.widgets.text import Paragraph

_SHORT_MS = 6_000
_NARROWEST = 48  # characters
_SHARE = 3 / 5  # of the page's width at most, so that a sentence is not one long line


class MessageBar(QWidget):
    """The window's bar; hidden while there is nothing to say. `place` is the strip of its parent where it may stand;
    `foot` a widget below all others there, which has no height but what the bar takes.
    """

    def __init__(
        self, *, look: Look, parent: QWidget, place: Callable[[], QRect], foot: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._over, self._place, self._foot = parent, place, foot
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._stand)
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

    def hideEvent(self, event: QHideEvent) -> None:
        """Overrides QWidget: the page has its foot again."""
        super().hideEvent(event)
        self._take_foot(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        if self._foot is not None and not self._foot.height():
            self._again.start()
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
        """Takes the room that the words need: about the middle of its strip if nothing else is there, else the foot."""
        layout, strip = self.layout(), self._place()
        if layout is None:
            return
        widest = round(strip.width() * _SHARE)
        if self._foot is None:
            width = min(self._wanted(), strip.width())
            high = max(layout.totalHeightForWidth(width), strip.height())
            self.setGeometry(strip.center().x() - width // 2, strip.top(), width, high)
            return
        others = taken(self._over, but=self)
        for _try in range(
            2
        ):  # the second time as high as the words are, where that leaves less room beside it
            gap = widest_gap(strip, others, apart=self._look.measures.step(2))
            width = min(self._wanted(), gap.width(), widest)
            high = max(layout.totalHeightForWidth(width), self._place().height())
            if width >= self._least() and high <= strip.height():
                left = min(max(strip.center().x() - width // 2, gap.left()), gap.right() + 1 - width)
                self._take_foot(0)
                self.setGeometry(left, strip.top(), width, high)
                return
            strip.setHeight(high)
        self._stand_at_foot(strip)

    def _stand_at_foot(self, strip: QRect) -> None:
        layout, room = self.layout(), self._over.rect()
        if layout is None:
            return
        gap = self._look.measures.step(1)
        width = min(self._wanted(), strip.width())
        high = max(layout.totalHeightForWidth(width), self._look.measures.control)
        self._take_foot(high + gap * 2)
        self.setGeometry(strip.center().x() - width // 2, room.bottom() + 1 - gap - high, width, high)

    def _take_foot(self, height: int) -> None:
        if self._foot is not None and self._foot.maximumHeight() != height:
            self._foot.setFixedHeight(height)

    def _wanted(self) -> int:
        """The width at which the words stand in one line."""
        layout = self.layout()
        words = QFontMetrics(self.text.font()).horizontalAdvance(self.text.text())
        beside = layout.sizeHint().width() - self.text.sizeHint().width() if layout is not None else 0
        return max(beside + words + self._look.measures.step(2), self._least())

    def _least(self) -> int:
        return self._look.measures.char * _NARROWEST

    def _take_offer(self) -> None:
        self.hide()
        if self._call is not None:
            self._call()
