"""The panel of the sync chip: what waits, since when, and what can be done about it.

May not know: the outbox; it is given lines of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_SHOWN = 8


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One change that is not at the cloud yet: what it did, since when it waits, and the reason if it was not taken."""

    what: str
    since: str
    size: str = ""
    gid: str = ""
    place: object = None  # where the record is; None for what has no screen
    reason: str = ""  # why the cloud did not take it; it can be tried again


class SyncPanel(Overlay):
    """Opens under the chip."""

    lets_keys_through = True

    sync_now = Signal()
    attention = Signal()
    go_on = Signal()
    acted = Signal()  # the remedy of what keeps sync from going on
    opened = Signal(object)  # a WaitingLine
    discarded = Signal(object)  # a WaitingLine
    again = Signal(object)  # a WaitingLine
    kept = Signal()  # all that waits, as a file

    def __init__(self, *, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("Sync"), window=window)
        self._anchor: QWidget | None = None
        self._heading = Text("", look=look, voice=Voice.SECTION)
        self._sentence = Paragraph("", look=look, voice=Voice.QUIET)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(look.measures.step(1.5))
        self.now = Button(_("Sync now"), look=look, icon="syncing", primary=True, keys="F5")
        self.open_attention = Button(_("Open Needs attention"), look=look, icon="attention")
        self.proceed = Button(_("Go on"), look=look, icon="check")
        self.act = Button("", look=look, primary=True)
        self.act.hide()
        self.keep = Button(_("Save as a file…"), look=look, icon="archive")
        self.keep.setAccessibleName(_("Save what waits as a file…"))
        self.act.clicked.connect(self.acted)
        self.keep.clicked.connect(self.kept)
        self.now.clicked.connect(self.sync_now)
        self.proceed.clicked.connect(self.go_on)
        self.open_attention.clicked.connect(self._go_to_attention)
        self._lay_out()

    def _lay_out(self) -> None:
        step = self.look.measures.step
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(4), step(4), step(4), step(4))
        layout.setSpacing(step(2))
        layout.addWidget(self._heading)
        layout.addWidget(self._sentence)
        layout.addLayout(self._lines)
        layout.addSpacing(step(1))
        for buttons in ((self.act, self.now, self.proceed), (self.open_attention, self.keep)):
            line = QHBoxLayout()
            line.setSpacing(step(1))
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            layout.addLayout(line)

    def open_under(self, anchor: QWidget) -> None:
        """Opens below the chip."""
        self._anchor = anchor
        first = next((one for one in (self.act, self.now) if one.isVisibleTo(self)), self)
        self.open_at(self._under, focus=first)

    def show_state(
        self,
        heading: str,
        sentence: str,
        lines: Sequence[WaitingLine],
        *,
        more: int,
        attention: int,
        syncs: bool,
        asks: bool = False,
        act: str = "",
    ) -> None:
        """Shows what waits; `more` beyond the lines, `syncs` whether there is a cloud at all, `asks` whether the engine
        stopped and goes on only if the person says so, `act` the words of what else he can do.
        """
        more += max(len(lines) - _SHOWN, 0)
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        self._clear()
        for line in lines[:_SHOWN]:
            row = self._line(line)
            self._lines.addWidget(row)
            row.show()  # until then no layout counts it
        if more > 0:
            rest = Text(_("and {more:,} more").format(more=more), look=self.look, voice=Voice.CAPTION)
            self._lines.addWidget(rest)
            rest.show()
        self.proceed.setVisible(asks)
        self.act.setText(act)
        self.act.setAccessibleName(act)
        self.act.setVisible(bool(act))
        self.act.updateGeometry()
        self.now.setVisible(syncs)
        self.now.stress(primary=not act)
        self.keep.setVisible(any(line.gid for line in lines))
        self.open_attention.setVisible(attention > 0)
        self.setAccessibleDescription(f"{heading}. {sentence}")
        self.adjustSize()
        if self._anchor is not None and self.isVisible():
            self.move(self._under())

    def sizeHint(self) -> QSize:
        """Overrides QWidget: one width, as high as it needs."""
        width = self.look.measures.char * 52
        layout = self.layout()
        height = layout.totalHeightForWidth(width) if layout is not None else 0
        return QSize(width, max(height, layout.sizeHint().height() if layout is not None else 0))

    def _line(self, line: WaitingLine) -> QWidget:
        row = QWidget()
        said = (line.what, line.since, line.size, line.reason)
        row.setAccessibleName(", ".join(word for word in said if word))
        layout = QHBoxLayout()
        layout.setSpacing(self.look.measures.step(1))
        layout.addWidget(Text(line.what, look=self.look), 1)
        when = " · ".join(word for word in (line.since, line.size) if word)
        layout.addWidget(Text(when, look=self.look, voice=Voice.CAPTION), 0, Qt.AlignmentFlag.AlignRight)
        if line.reason:
            layout.addWidget(self._small("retry", _("Try again: {what}"), line, self.again))
        if line.place is not None:
            layout.addWidget(self._small("open", _("Open {what}"), line, self.opened))
        if line.gid:
            layout.addWidget(self._small("discard", _("Discard {what}"), line, self.discarded))
        whole = QVBoxLayout(row)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(layout)
        if line.reason:
            reason = Text(line.reason, look=self.look, voice=Voice.CAPTION)
            reason.paint_tone(Tone.BAD)
            whole.addWidget(reason)
        return row

    def _small(self, icon: str, words: str, line: WaitingLine, told: SignalInstance) -> Button:
        button = Button("", look=self.look, icon=icon)
        button.setAccessibleName(words.format(what=line.what))
        button.setToolTip(words.format(what=line.what))
        button.clicked.connect(lambda: told.emit(line))
        return button

    def _under(self) -> QPoint:
        if self._anchor is None:
            return QPoint(0, 0)
        corner = self._anchor.mapTo(self.window(), self._anchor.rect().bottomRight())
        return QPoint(corner.x() - self.width(), corner.y() + self.look.measures.step(1))

    def _go_to_attention(self) -> None:
        self.close_overlay()
        self.attention.emit()

    def _clear(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
