"""A short form over the window, made from field declarations: for what needs a few values before it exists.

Promises: labels, names for readers, limits and sentences come from the declarations; Enter is done, Esc puts it
away and keeps what was typed for the next time; what is refused is said whole, beside its field, or above the buttons
when no field is to blame. May not know: what is made of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from onetool_desktop.changes.values import NOTHING, Invalid
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS, FORM
from onetool_desktop.ui.runtime.formats import Formats, mark_of
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.choice_field import ChoiceField
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.fact_values import parsed
from onetool_desktop.ui.widgets.field import Field as Box
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.typed_panel import TypedPanel


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form: the key of its value in the answer, its declaration, whether it must be given, whether it
    is hidden while it is typed, whether it is a day that has been, and what is said under it.
    """

    key: str
    field: Field
    needed: bool = False
    secret: bool = False
    past: bool = False
    remark: str = ""


class FormPanel(TypedPanel):
    """Asks for a few values; `given` tells them once, by key."""

    given = Signal(dict)

    def __init__(
        self,
        title: str,
        *,
        asks: Sequence[Ask],
        button: str,
        look: Look,
        window: QWidget,
        formats: Formats | None = None,  # needed to ask for days, and for decimals as the person writes them
    ) -> None:
        super().__init__(look=look, name=title, window=window)
        self._asks, self._formats = tuple(asks), formats
        self._days: dict[str, DayField] = {}
        self._choices: dict[str, ChoiceField] = {}
        self.setProperty(ADDRESS, f"{FORM}{title}")
        self._given = False
        self.edits: dict[str, QLineEdit] = {}
        self._problems: dict[str, Paragraph] = {}
        self._problem = self._make_problem()
        self._explained = Paragraph("", look=look, voice=Voice.QUIET)
        self._explained.hide()
        step = look.measures.step
        grid = QGridLayout()
        grid.setHorizontalSpacing(step(3))
        grid.setVerticalSpacing(step(1.5))
        for at, ask in enumerate(self._asks):
            self._add(grid, at, ask)
        self.done = Button(button, look=look, icon="check", primary=True)
        self.done.clicked.connect(self._finish)
        self._lay_out(title, grid)

    def _lay_out(self, title: str, grid: QGridLayout) -> None:
        look, step = self.look, self.look.measures.step
        away = Button(_("Not now"), look=look)
        away.clicked.connect(self.close_overlay)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(away)
        buttons.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(Text(title, look=look, voice=Voice.SECTION))
        layout.addWidget(self._explained)
        layout.addLayout(grid)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def open(self, *, of: str = "", values: Mapping[str, str] = NOTHING) -> None:
        """Opens in the upper middle; the first empty field has the keyboard.

        `of` names the thing the `values` belong to: what was typed of another is kept for that one, and not shown.
        """
        self._given = False
        if of:
            self._empty()
            self.fill(values)
        self.open_at(self.upper_middle, focus=self._first_empty)
        if of:
            self.take_up(of)
            self._first_empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_with(self, key: str, text: str) -> None:
        """Types for the person what was said on the way here, and leads on to the first field that is empty."""
        edit = self.edits[key]
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        edit.setText(text)
        self._first_empty.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _first_empty(self) -> QLineEdit:
        edits = list(self.edits.values())
        return next((edit for edit in edits if not edit.text()), edits[0])

    def explain(self, sentence: str) -> None:
        """Says under the title what the values are for."""
        self._say(self._explained, sentence)

    def refuse(self, sentence: str, field: str = "") -> None:
        """Says why the values cannot stand, beside `field` if it is named; the panel is open with what was typed."""
        if not self.isVisible():
            before = self._as_opened
            self.open()
            self._as_opened = before  # what was refused is as unsaved as it was
        key = next((ask.key for ask in self._asks if ask.field.name == field), "")
        if key:
            self._complain(key, sentence)
        else:
            self._say(self._problem, sentence)
            first = self.edits[self._asks[0].key]
            first.setAccessibleDescription(sentence)  # heard where the keyboard goes
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_why(self, sentence: str) -> None:
        """Overrides TypedPanel."""
        self._say(self._problem, sentence)

    def fill(self, values: Mapping[str, str]) -> None:
        """Suggests values."""
        for key, value in values.items():
            if key in self._days:
                self._days[key].show_day(value)
            elif key in self._choices:
                self._choices[key].show_choice(value)
            else:
                self.edits[key].setText(value)

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows a text that was being typed into the form before the program ended; its edit."""
        edit = self.edits.get(field)
        if edit is not None:
            if not self.isVisible():
                self.open()
            if field in self._days:
                self._days[field].retype(text)
            else:
                edit.setText(text)
        return edit

    @property
    def is_last_used(self) -> bool:
        """Whether an answer was given that has not been taken yet."""
        return self._given

    @property
    def keeps_typed(self) -> bool:
        """Whether something was typed that was neither given nor cleared: it stands there when it opens again."""
        return not self._given and any(edit.text().strip() for edit in self.edits.values())

    def clear(self, *, of: str = "") -> None:
        """Forgets what was typed (`of` a thing), as it has been saved; what is typed of another meanwhile stays."""
        if of and of != self._of:
            self.forget_typed_of(of)
            return
        self._given = False
        self._empty()
        self.forget_typed()

    def _empty(self) -> None:
        for edit in self.edits.values():
            edit.clear()
        for day in self._days.values():
            day.show_day(None)
        for choice in self._choices.values():
            choice.show_choice(None)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        width = min(self.look.measures.char * 66, self.window().width() - 40)
        layout = self.layout()
        if layout is None:
            return QSize(width, 0)
        wraps = layout.hasHeightForWidth()  # only while a problem is shown
        return QSize(width, layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height())

    def _add(self, grid: QGridLayout, row: int, ask: Ask) -> None:
        box = self._box(ask)
        edit = box.edit
        if ask.secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.setMaxLength(ask.field.limit)
        told = box if isinstance(box, ChoiceField) else edit  # a list that is open has these keys first
        told.entered.connect(self._finish)
        told.escaped.connect(self.close_overlay)
        told.stepped.connect(partial(self._walk, row))
        label = Text(_(ask.field.label), look=self.look, voice=Voice.QUIET)
        label.setBuddy(edit)
        problem = self._make_problem()
        grid.addWidget(label, row * 3, 0)
        grid.addWidget(box, row * 3, 1)
        if ask.remark:
            grid.addWidget(Paragraph(ask.remark, look=self.look, voice=Voice.CAPTION), row * 3 + 1, 1)
            edit.setAccessibleDescription(ask.remark)
        grid.addWidget(problem, row * 3 + 2, 1)
        grid.setColumnStretch(1, 1)
        edit.setProperty(ADDRESS, ask.key)
        self.edits[ask.key], self._problems[ask.key] = edit, problem
        if isinstance(box, DayField | ChoiceField):
            box.refused.connect(partial(self._say, problem))

    def _box(self, ask: Ask) -> Box:
        if ask.field.kind is Kind.CHOICE:
            self._choices[ask.key] = ChoiceField(ask.field, look=self.look)
            return self._choices[ask.key]
        if ask.field.kind is not Kind.DAY or self._formats is None:
            return Box(_(ask.field.label), look=self.look)
        self._days[ask.key] = DayField(
            _(ask.field.label), look=self.look, formats=self._formats, past=ask.past
        )
        return self._days[ask.key]

    def _value(self, ask: Ask) -> Any:
        """What was given. Raises Invalid with a sentence."""
        if ask.key in self._choices:
            return self._choices[ask.key].choice or None
        day = self._days.get(ask.key)
        if day is None:
            mark = mark_of(self._formats.locale) if self._formats is not None else "."
            return parsed(ask.field, self.edits[ask.key].text(), mark=mark)
        if not day.finish():
            raise Invalid(ask.field.name, day.reason)
        return day.day or None

    def _finish(self) -> None:
        found: dict[str, Any] = {}
        self._say(self._problem, "")
        for ask in self._asks:
            self._complain(ask.key, "", focus=False)
        for ask in self._asks:
            try:
                found[ask.key] = self._value(ask)
            except Invalid as problem:
                self._complain(ask.key, problem.message)
                return
            if ask.needed and found[ask.key] is None:
                self._complain(ask.key, _("{label} is needed.").format(label=_(ask.field.label)))
                return
        self._given = True
        self.close_overlay()
        self.given.emit(found)

    def _complain(self, key: str, sentence: str, *, focus: bool = True) -> None:
        self._say(self._problems[key], sentence)
        self.edits[key].setAccessibleDescription(sentence)
        if focus:
            self.edits[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_problem(self) -> Paragraph:
        problem = Paragraph("", look=self.look, voice=Voice.CAPTION)
        problem.paint_tone(Tone.BAD)
        problem.hide()
        return problem

    def _say(self, problem: Paragraph, sentence: str) -> None:
        problem.setText(sentence)
        problem.setVisible(bool(sentence))
        self.adjustSize()

    def _walk(self, row: int, by: int) -> None:
        to = row + by
        if 0 <= to < len(self._asks):
            self.edits[self._asks[to].key].setFocus(Qt.FocusReason.TabFocusReason)
