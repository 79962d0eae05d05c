"""The history of a record in a panel: newest first, each value with the way to put it back.

Promises: it opens with what this device knows and says where older changes need the cloud; asked, the cloud's answer is
merged in; putting back is a change like any other, can be undone, and what cannot be put back says why. It follows
what changes while it is open. May not know: which record it is about.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.changes.values import RowKey
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.services import history
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.past import Write
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.screens.history_words import HistoryEntry, HistoryLine, HistoryText, history_text
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import Button, IconButton
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_ASKED = 60  # rows whose past the cloud is asked for at once


class HistoryPanel(Overlay):
    """The history of one record at a time."""

    lets_keys_through = True

    def __init__(self, work: Workplace, *, window: QWidget) -> None:
        super().__init__(look=work.look, name=_("History"), window=window)
        self._work = work
        self._of: RowKey = ("", "")
        self._fetched: Mapping[RowKey, Sequence[Write]] = {}
        self._shown: HistoryText | None = None
        self._asked = Generation()
        look = work.look
        self._title = Text("", look=look, voice=Voice.SECTION)
        self._older = Paragraph("", look=look, voice=Voice.CAPTION)
        self._problem = Paragraph("", look=look, voice=Voice.CAPTION)
        self._problem.paint_tone(Tone.BAD)
        self.fetch = Button(_("Fetch older changes"), look=look, icon="cloud")
        self.fetch.clicked.connect(self._fetch)
        self._close = IconButton(_("Close"), icon="close", look=look)
        self._close.clicked.connect(self.close_overlay)
        self._lines = QVBoxLayout()
        self._buttons: list[Button] = []
        self._lay_out()
        work.bus.changed.connect(self._follow)

    def open_for(self, c: str, row_id: str) -> None:
        """Opens with the history of a record."""
        if (c, row_id) != self._of:
            self._of, self._fetched, self._shown = (c, row_id), {}, None
        self._say("")
        self.open_at(self._middle, focus=self._close)
        self._read()

    @property
    def texts(self) -> list[str]:
        """What is shown, line by line."""
        entries = self._shown.entries if self._shown else ()
        return [text for one in entries for text in (one.title, *(line.text for line in one.lines)) if text]

    def sizeHint(self) -> QSize:
        """Overrides QWidget: most of the window's height."""
        page = self.parentWidget() or self.window()
        return QSize(min(self.look.measures.char * 92, page.width() - 40), round(page.height() * 0.84))

    def stops(self) -> list[QWidget]:
        """Overrides Overlay: from above to below."""
        stops: list[QWidget] = [self._close, *self._buttons, self.fetch]
        return [one for one in stops if one.isVisible() and one.isEnabled()]

    # --- making -------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        step = self.look.measures.step
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        self._lines.setSpacing(step(3))
        self._lines.setContentsMargins(0, 0, step(3), 0)
        inner = QWidget()
        inner.setLayout(self._lines)
        self._lines.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self._older, 1)
        foot.addWidget(self.fetch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(4), step(4), step(4))
        layout.setSpacing(step(3))
        layout.addLayout(head)
        layout.addWidget(self._problem)
        layout.addWidget(scrolling(inner, look=self.look), 1)
        layout.addLayout(foot)

    def _middle(self) -> QPoint:
        page = self.parentWidget() or self.window()
        return QPoint(
            max((page.width() - self.width()) // 2, 8), max((page.height() - self.height()) // 2, 8)
        )

    # --- reading ------------------------------------------------------------------------------------

    def _follow(self, changes: Changes) -> None:
        if self.isVisible() and changes.collections:
            self._read()

    def _read(self) -> None:
        work, (c, row_id), fetched = self._work, self._of, self._fetched
        self._work.operations.read(
            self,
            lambda: history_text(work, c, row_id, fetched),
            then=self._show,
            current=self._asked.next(),
        )

    def _show(self, text: HistoryText) -> None:
        if text == self._shown:
            return
        self._shown = text
        had = self.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._title.setText(text.title)
        self.setAccessibleName(text.title)
        self._buttons = []
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for at, entry in enumerate(text.entries):
            self._lines.insertWidget(at, self._entry(entry))
        self._lines.activate()  # not one frame in which lines stand in each other's room
        if had and self.isVisible():
            self._close.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_what_is_missing(text)

    def _say_what_is_missing(self, text: HistoryText) -> None:
        work = self._work
        missing = not text.whole and not self._fetched
        here = _("“…” is a value that this device does not know. ")
        if text.whole or work.past is None:
            self._older.setText("")
        elif self._fetched:
            self._older.setText(_("This is all that the cloud has kept."))
        elif work.online():
            self._older.setText(here + _("Older changes are at the cloud."))
        else:
            self._older.setText(here + _("Older changes are at the cloud and can be seen once it answers."))
        self._older.setVisible(bool(self._older.text()))
        self.fetch.setVisible(missing and work.past is not None)
        self.fetch.setEnabled(work.online())

    def _entry(self, entry: HistoryEntry) -> QWidget:
        look, step = self.look, self.look.measures.step
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(step(1))
        layout.addWidget(Text(f"{entry.when} · {entry.who}", look=look, voice=Voice.CAPTION))
        if entry.title:
            layout.addWidget(Text(entry.title, look=look, voice=Voice.STRONG))
        for line in entry.lines:
            layout.addLayout(self._line(entry, line))
        return made

    def _line(self, entry: HistoryEntry, line: HistoryLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.look.measures.step(2))
        row.addWidget(Paragraph(line.text, look=self.look), 1)
        if line.back:
            words = _("Put back") if line.change is not None else _("Bring back")
            button = Button(words, look=self.look, icon="undo")
            spoken = _("Put back: {value}").format(value=line.back)
            button.setAccessibleName(f"{line.text}. {spoken}" if line.text else words)
            button.setToolTip(spoken)
            button.clicked.connect(partial(self._put_back, entry, line))
            self._buttons.append(button)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    # --- doing --------------------------------------------------------------------------------------

    def _put_back(self, entry: HistoryEntry, line: HistoryLine) -> None:
        replica, change = self._work.replica, line.change

        def call() -> Saved:
            if change is None:
                return history.bring_back(replica, c=entry.c, id=entry.id)
            return history.put_back(replica, c=entry.c, id=entry.id, change=change)

        self._say("")
        self._work.operations.write(self, call, then=self._done, failed=self._refused)

    def _done(self, saved: Saved) -> None:
        self._work.undo.remember(saved.undo)
        self._read()

    def _refused(self, error: BaseException) -> None:
        self._say(told(error).text)

    def _fetch(self) -> None:
        past, work, (c, row_id) = self._work.past, self._work, self._of
        if past is None:
            return
        self.fetch.setEnabled(False)
        self._older.setText(_("Asking the cloud…"))
        self._work.operations.ask(
            self,
            lambda: past(history.rows_of(work.replica.reads(), c=c, id=row_id)[:_ASKED]),
            then=partial(self._came, (c, row_id)),
            failed=self._no_answer,
        )

    def _came(self, of: RowKey, fetched: Mapping[RowKey, Sequence[Write]]) -> None:
        if of == self._of:
            self._fetched = fetched
            self._shown = None
            self._read()

    def _no_answer(self, error: BaseException) -> None:
        self._say(told(error).text)
        if self._shown is not None:
            self._say_what_is_missing(self._shown)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
