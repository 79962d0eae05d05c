"""What came in for an invoice: its payments, what is still owed or was paid too much, and each payment's way back.

Promises: amounts stand in one column; a payment that was taken back, and what took it back, stay in sight and are
quiet. May not know: how a payment is saved.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.documents.sheet import DocumentSheet, PaymentLine
from onetool_desktop.ui.widgets.buttons import IconButton
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.text import Text, Voice

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Ledger(QWidget):
    """The side beside the paper of an issued invoice."""

    taken_back = Signal(str)  # a payment's id

    def __init__(self, *, look: Look, formats: Formats) -> None:
        super().__init__()
        self._look, self._formats = look, formats
        self._shown: tuple[tuple[PaymentLine, ...], int, int] | None = None
        self._currency = ""
        self.setAccessibleName(_("Payments"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._body = QWidget()
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(0, 0, look.measures.step(2), 0)
        self._grid.setHorizontalSpacing(look.measures.step(2))
        self._grid.setVerticalSpacing(look.measures.step(1))
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(look.measures.step(4), look.measures.step(4), 0, 0)
        layout.setSpacing(look.measures.step(2))
        layout.addWidget(Text(_("Payments"), look=look, voice=Voice.SECTION))
        layout.addWidget(scrolling(self._body, look=look), 1)

    def show_sheet(self, sheet: DocumentSheet, *, currency: str) -> None:
        """Shows the payments of an invoice."""
        shown = (sheet.payments, sheet.total, sheet.owed)
        if self._shown == shown:
            return
        self._shown, self._currency = shown, currency
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for used in range(self._grid.rowCount()):
            self._grid.setRowStretch(used, 0)
            self._grid.setRowMinimumHeight(used, 0)
        row = self._show_sums(sheet)
        for line in sheet.payments:
            row = self._show_payment(row, line)
        if not sheet.payments:
            nothing = Text(_("Nothing came in yet."), look=self._look, voice=Voice.QUIET)
            self._grid.addWidget(nothing, row, 0, 1, 3)
            row += 1
        self._grid.setRowStretch(row, 1)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.char * 44, self._look.measures.char * 60)

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.char * 30, self._look.measures.row * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: the page colour."""
        del event
        QPainter(self).fillRect(self.rect(), self._look.colours.page)

    def _show_sums(self, sheet: DocumentSheet) -> int:
        owed = sheet.owed
        over = _("To give back") if sheet.status == "cancelled" else _("Overpaid")
        last = (over, -owed, Tone.WARN) if owed < 0 else (_("Still owed"), owed, None)
        sums: Sequence[tuple[str, int, Tone | None]] = (
            (_("Invoiced"), sheet.total, None),
            (_("Paid"), sheet.paid, None),
            last,
        )
        for row, (label, amount, tone) in enumerate(sums):
            strong = row == len(sums) - 1
            voice = Voice.STRONG if strong else Voice.QUIET
            self._put(row, 0, label, voice, tone, columns=2)
            self._put(row, 2, self._formats.amount(amount, self._currency), voice, tone, right=True)
        self._grid.setRowMinimumHeight(len(sums), self._look.measures.step(3))
        return len(sums) + 1

    def _show_payment(self, row: int, line: PaymentLine) -> int:
        quiet = line.reversed or line.reversal
        voice = Voice.QUIET if quiet else Voice.BODY
        self._put(row, 0, self._formats.day(line.day), voice, columns=2)
        self._put(row, 2, self._formats.amount(line.amount, self._currency), voice, right=True)
        if not quiet:
            back = IconButton(_("Take this payment back"), icon="undo", look=self._look)
            back.setAccessibleName(
                _("Take the payment of {day} back").format(day=self._formats.day(line.day))
            )
            back.clicked.connect(partial(self.taken_back.emit, line.id))
            self._grid.addWidget(back, row, 3, 2, 1)
        method = words_of(line.method) if line.method else ""
        fate = _("Takes a payment back") if line.reversal else _("Taken back") if line.reversed else ""
        words = " · ".join(word for word in (fate or method, line.note) if word)
        self._put(row + 1, 0, words, Voice.CAPTION, columns=3)
        self._grid.setRowMinimumHeight(row + 2, self._look.measures.step(1.5))
        return row + 3

    def _put(
        self,
        row: int,
        column: int,
        text: str,
        voice: Voice,
        tone: Tone | None = None,
        *,
        columns: int = 1,
        right: bool = False,
    ) -> None:
        label = Text(text, look=self._look, voice=voice)
        if tone is not None:
            label.paint_tone(tone)
        if right:
            self._grid.addWidget(label, row, column, 1, columns, _RIGHT)
        else:
            self._grid.addWidget(label, row, column, 1, columns)
