"""Text on screens: one label for every size, that shows plain text only and shortens it instead of growing.

Promises: user text is never read as markup; a text too long for its place ends in an ellipsis and stands whole in the
tooltip; colours follow the palette. May not know: what the text is about.
"""

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look


class Voice(StrEnum):
    """How a text is set."""

    TITLE = "title"
    SECTION = "section"
    BODY = "body"
    STRONG = "strong"
    QUIET = "quiet"  # body in the secondary colour
    CAPTION = "caption"


def font_of(look: Look, voice: Voice) -> QFont:
    """The font of a voice."""
    fonts = look.fonts
    return {
        Voice.TITLE: fonts.title,
        Voice.SECTION: fonts.section,
        Voice.BODY: fonts.body,
        Voice.STRONG: fonts.strong,
        Voice.QUIET: fonts.body,
        Voice.CAPTION: fonts.caption,
    }[voice]


def colour_of(look: Look, voice: Voice) -> QColor:
    """The colour of a voice."""
    quiet = voice in (Voice.QUIET, Voice.CAPTION)
    return look.colours.secondary if quiet else look.colours.text


_LEAST = {Voice.TITLE: 24, Voice.SECTION: 30}  # characters of body text; what is shorter is never cut
_LEAST_ELSE = 14


class Text(QLabel):
    """One line of plain text, shortened to its place."""

    def __init__(
        self, text: str = "", *, look: Look, voice: Voice = Voice.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._voice = voice
        self._tone: Tone | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFont(font_of(look, voice))
        self.setText(text)
        look.changed.connect(self.update)
        look.resized.connect(self._resize)

    def sizeHint(self) -> QSize:
        """Overrides QLabel: the whole text on one line."""
        metrics = QFontMetrics(self.font())
        margins = self.contentsMargins()
        width = metrics.horizontalAdvance(_one_line(self.text())) + 2 + margins.left() + margins.right()
        return QSize(width, metrics.height() + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        """Overrides QLabel: may shrink to a word; what names a place to a few."""
        least = self._look.measures.char * _LEAST.get(self._voice, _LEAST_ELSE)
        return QSize(min(self.sizeHint().width(), least), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QLabel."""
        del event
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(
            colour_of(self._look, self._voice) if self._tone is None else self._look.tone(self._tone)
        )
        whole = _one_line(self.text())
        shown = painter.fontMetrics().elidedText(
            whole, Qt.TextElideMode.ElideRight, self.contentsRect().width()
        )
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)

    def setText(self, text: str) -> None:
        """Overrides QLabel: the whole text is also the tooltip where it may be cut."""
        super().setText(text)
        self._tip_where_cut()
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QLabel."""
        super().resizeEvent(event)
        self._tip_where_cut()

    def paint_tone(self, tone: Tone) -> None:
        """Sets the text in a state's colour."""
        self._tone = tone
        self.update()

    def _tip_where_cut(self) -> None:
        cut = self.width() < self.sizeHint().width()
        self.setToolTip(plain_tip(self.text()) if cut else "")

    def _resize(self) -> None:
        self.setFont(font_of(self._look, self._voice))
        self._tip_where_cut()


class Paragraph(QLabel):
    """Text that wraps and is never cut."""

    def __init__(
        self, text: str = "", *, look: Look, voice: Voice = Voice.BODY, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._look = look
        self._voice = voice
        self._tone: Tone | None = None
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # in a button it would be the button's
        self._relook()
        look.changed.connect(self._relook)

    def paint_tone(self, tone: Tone) -> None:
        """Sets the text in a state's colour."""
        self._tone = tone
        self._relook()

    def _relook(self) -> None:
        palette = self.palette()
        colour = colour_of(self._look, self._voice) if self._tone is None else self._look.tone(self._tone)
        palette.setColor(self.foregroundRole(), colour)
        self.setPalette(palette)
        self.setFont(font_of(self._look, self._voice))


def plain_tip(text: str) -> str:
    """A tooltip that Qt cannot take for markup."""
    if "<" not in text:
        return text
    return "<qt>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") + "</qt>"


def _one_line(text: str) -> str:
    return " ".join(text.split()) if ("\n" in text or "\t" in text or "\r" in text) else text
