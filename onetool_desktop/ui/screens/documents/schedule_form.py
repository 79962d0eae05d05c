"""The payment schedule of a draft invoice: parts with an amount or a share, a day and what each is for.

Promises: what the parts add up to stands below them with every key; one amount may stay empty and takes the rest; what
makes no sense is said above the buttons, with the hand on it, and stays typed. May not know: how it is saved.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.arithmetic import Mark, evaluate
from onetool_desktop.domain.money import percent_of, round_half_up, to_minor
from onetool_desktop.domain.translate import _
from onetool_desktop.services.schedule import Part
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS, FORM
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.field import Field, PlainEdit
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.typed_panel import TypedPanel

_FIRST_ROWS, _MOST_ROWS = 2, 12
_FIELDS = ("amount", "day", "words")


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of one part."""

    amount: Field
    day: DayField
    words: Field

    @property
    def is_blank(self) -> bool:
        return not any(edit.text().strip() for edit in (self.amount.edit, self.day.edit, self.words.edit))


class ScheduleForm(TypedPanel):
    """The panel; `given` tells the parts, none when the schedule was emptied."""

    given = Signal(list)

    def __init__(self, *, work: Workplace, window: QWidget) -> None:
        super().__init__(look=work.look, name=_("Payment schedule"), window=window)
        self.setProperty(ADDRESS, f"{FORM}schedule")
        self._formats = work.formats
        self._currency, self._total = work.currency, 0
        self.rows: list[_Row] = []
        self._grid = QGridLayout()
        step = work.look.measures.step
        self._grid.setHorizontalSpacing(step(2))
        self._grid.setVerticalSpacing(step(1.5))
        self._grid.setColumnStretch(2, 1)
        for column, title in enumerate((_("Amount or %"), _("Due"), _("For"))):
            self._grid.addWidget(Text(title, look=work.look, voice=Voice.CAPTION), 0, column)
        self._sum = Text("", look=work.look, voice=Voice.QUIET)
        self._problem = Paragraph("", look=work.look, voice=Voice.CAPTION)
        self._problem.paint_tone(Tone.BAD)
        self._problem.hide()
        self._more = Button(_("Add a part"), look=work.look, icon="plus", flush=True)
        self._more.clicked.connect(self._one_more)
        self.done = Button(_("Save schedule"), look=work.look, icon="check", primary=True)
        self.done.clicked.connect(self._finish)
        self._lay_out()

    def open_for(self, invoice: str, parts: Sequence[Part], *, total: int, currency: str) -> None:
        """Opens with the parts as they are saved, and what was typed for this invoice and put away over them."""
        self._total, self._currency = total, currency
        while len(self.rows) < max(len(parts), _FIRST_ROWS):
            self._add_row()
        for at, row in enumerate(self.rows):
            part = parts[at] if at < len(parts) else None
            amount = self._formats.amount(part.amount, currency) if part else ""
            row.amount.edit.setText(amount)
            row.day.show_day(part.day or None if part else None)
            row.words.edit.setText(part.description if part else "")
        self._say("")
        self._add_up()
        self.open_at(self.upper_middle, focus=self.rows[0].amount.edit)
        self.take_up(invoice)
        self.rows[0].amount.edit.selectAll()

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows a text that was being typed before the program ended, where the form is open; its edit."""
        at, _slash, name = field.partition("/")
        if not self.isVisible() or name not in _FIELDS or not at.isdecimal() or int(at) >= _MOST_ROWS:
            return None
        while len(self.rows) <= int(at):
            self._add_row()
        box: Field = getattr(self.rows[int(at)], name)
        box.edit.setText(text)
        return box.edit

    def tell_why(self, sentence: str) -> None:
        """Overrides TypedPanel."""
        self._say(sentence)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        width = min(self.look.measures.char * 92, self.window().width() - 40)
        layout = self.layout()
        return QSize(width, layout.totalSizeHint().height() if layout is not None else 0)

    def parts(self) -> list[Part]:
        """The parts as they are typed; ValueError, with the hand on its field, where one makes no sense."""
        typed = [row for row in self.rows if not row.is_blank]
        amounts = [self._amount(row) for row in typed]
        if amounts.count(None) > 1:
            raise self._on(typed[amounts.index(None)].amount.edit, _("Only one amount can be the rest."))
        rest = self._total - sum(amount or 0 for amount in amounts)
        found = [rest if amount is None else amount for amount in amounts]
        for row, amount in zip(typed, found, strict=True):
            if amount <= 0:
                raise self._on(row.amount.edit, _("Each part is more than nothing."))
        if found and sum(found) != self._total:
            missing = self._formats.money(self._total - sum(found), self._currency)
            sentence = _("The parts do not add up to the total; {amount} is missing.").format(amount=missing)
            raise self._on(typed[-1].amount.edit, sentence)
        return [
            Part(amount, row.day.day, row.words.edit.text().strip())
            for row, amount in zip(typed, found, strict=True)
        ]

    def _amount(self, row: _Row) -> int | None:
        """What a row asks for; None for the rest."""
        try:
            return self._read(row.amount.edit.text().strip())
        except ValueError as error:
            raise self._on(row.amount.edit, str(error)) from error

    def _read(self, text: str) -> int | None:
        if not text:
            return None
        mark: Mark = "," if self._formats.locale.decimalPoint() == "," else "."
        value = evaluate(text.removesuffix("%"), mark=mark)
        if text.endswith("%"):
            return round_half_up(percent_of(self._total, value))
        return to_minor(value, self._currency)

    def _on(self, edit: PlainEdit, sentence: str) -> ValueError:
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.setAccessibleDescription(sentence)
        return ValueError(sentence)

    def _finish(self) -> None:
        if not all(row.day.finish() for row in self.rows):
            return
        try:
            parts = self.parts()
        except ValueError as error:
            self._say(str(error))
            return
        self.forget_typed()
        self.close_overlay()
        self.given.emit(parts)

    def _add_up(self) -> None:
        known = 0
        for row in self.rows:
            with suppress(ValueError):  # said when the hand goes on
                known += self._read(row.amount.edit.text().strip()) or 0
        left = self._formats.money(self._total - known, self._currency)
        total = self._formats.money(self._total, self._currency)
        self._sum.setText(_("Total {total}, not dealt out yet: {left}").format(total=total, left=left))

    def _add_row(self) -> _Row:
        at = len(self.rows) + 1
        look = self.look
        row = _Row(
            Field(_("Amount of part {number}").format(number=at), look=look, hint=_("the rest")),
            DayField(_("Day of part {number}").format(number=at), look=look, formats=self._formats),
            Field(_("What part {number} is for").format(number=at), look=look, hint=_("such as Deposit")),
        )
        row.amount.setFixedWidth(look.measures.char * 18)
        row.amount.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.day.setFixedWidth(look.measures.char * 20)
        row.words.edit.setMaxLength(200)
        for column, (name, field) in enumerate(zip(_FIELDS, (row.amount, row.day, row.words), strict=True)):
            field.edit.setProperty(ADDRESS, f"{at - 1}/{name}")
            self._grid.addWidget(field, at, column)
        for edit in (row.amount.edit, row.words.edit):
            edit.entered.connect(self._finish)
            edit.escaped.connect(self.close_overlay)
        row.amount.edit.textChanged.connect(self._add_up)
        row.day.refused.connect(self._say)
        row.amount.edit.stepped.connect(partial(self._step, at - 1))
        self.rows.append(row)
        self._more.setVisible(len(self.rows) < _MOST_ROWS)
        self.adjustSize()
        return row

    def _one_more(self) -> None:
        self._add_row().amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, at: int, by: int) -> None:
        if 0 <= at + by < len(self.rows):
            self.rows[at + by].amount.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self.adjustSize()

    def _lay_out(self) -> None:
        step, look = self.look.measures.step, self.look
        away = Button(_("Not now"), look=look)
        away.clicked.connect(self.close_overlay)
        foot = QHBoxLayout()
        foot.addWidget(self._sum, 1)
        foot.addWidget(away)
        foot.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(Text(_("Payment schedule"), look=look, voice=Voice.SECTION))
        layout.addLayout(self._grid)
        layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._problem)
        layout.addLayout(foot)
