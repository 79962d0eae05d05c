"""A panel in which one record is chosen by a few letters of its name, or a new one is named right there.

Promises: the keyboard stays in the field; the line that Enter takes is marked before: the one that what was typed names
(as `type_ahead` has it), the last, which makes a new one, where nothing fits, or the one an arrow key led to; an answer
that is still on its way is waited for. What was typed is there again after Esc. May not know: what is chosen, where it
is looked for.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.pick_field import Find, Picked
from onetool_desktop.ui.widgets.suggestions import Suggestion
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.type_ahead import meant_by

_SHOWN = 9


class ChoosePanel(Overlay):
    """`chosen` tells a record's id, `named` the name of one that is new.

    `new_words` offers the new one, if one can be made; `none_words` say what to do where there is none at all.
    """

    chosen = Signal(str)
    named = Signal(str)

    def __init__(
        self,
        title: str,
        *,
        look: Look,
        window: QWidget,
        icon: str,
        hint: str,
        find: Find,
        new_words: Callable[[str], str] | None = None,
        none_words: str,
    ) -> None:
        super().__init__(look=look, name=title, window=window)
        self._find, self._icon, self._new_words, self._none_words = find, icon, new_words, none_words
        self._asked = Generation()
        self._answered: str | None = None  # the text that is answered in the list
        self._enters = False  # Enter was pressed and waits for the answer
        self.field = Field(title, look=look, icon="search", hint=hint)
        self.list = ChoiceList(look=look, name=title, follows_mouse=False)
        self._said = Paragraph("", look=look, voice=Voice.QUIET)
        self._said.hide()
        layout, step = QVBoxLayout(self), look.measures.step
        layout.setContentsMargins(step(4), step(4), step(4), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Text(title, look=look, voice=Voice.SECTION))
        layout.addWidget(self.field)
        layout.addWidget(self._said)
        layout.addWidget(self.list, 1)
        self.field.edit.textChanged.connect(self._look_for)
        self.field.edit.stepped.connect(self.list.step)
        self.field.edit.entered.connect(self._enter)
        self.field.edit.escaped.connect(self.close_overlay)
        self.list.taken.connect(self._take)

    def open(self, text: str = "") -> None:
        """Opens in the upper middle, with what there is, or what fits to a text."""
        if text:
            self.field.edit.setText(text)
        self.field.edit.selectAll()
        self._look_for(self.field.edit.text())
        self.open_at(self._middle, focus=self.field.edit)

    def clear(self) -> None:
        """Forgets what was typed, as it has been used."""
        self.field.edit.clear()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        room = (self.parentWidget() or self.window()).size()
        width = min(measures.char * 62, self.window().width() - measures.step(16))
        height = measures.row * _SHOWN + measures.control * 2 + measures.step(14)
        return QSize(width, min(height, room.height() - measures.step(4)))

    def _middle(self) -> QPoint:
        host = self.parentWidget() or self.window()
        return QPoint((host.width() - self.width()) // 2, max((host.height() - self.height()) // 3, 8))

    def _look_for(self, text: str) -> None:
        current, typed = self._asked.next(), _typed(text)
        self._enters = False

        def told(found: Sequence[Picked]) -> None:
            if current():
                self._show(typed, found)

        self._find(typed, told)

    def _show(self, typed: str, found: Sequence[Picked]) -> None:
        choices = [
            Choice(one.words, self._icon, partial(self.chosen.emit, one.id), remark=one.remark)
            for one in found
        ]
        named = meant_by(typed, [Suggestion(one.words) for one in found], must_name=True)
        if typed and self._new_words is not None:
            choices.append(Choice(self._new_words(typed), "plus", partial(self.named.emit, typed)))
            named = 0 if not found else named
        none = _("Nothing here is called “{words}”.").format(words=typed) if typed else self._none_words
        self._say("" if choices else none)
        self.list.show_choices(choices, current=named)
        self._answered = typed
        if self._enters:
            self._enter()

    def _enter(self) -> None:
        self._enters = self._answered != _typed(self.field.edit.text())
        if self._enters:
            return
        if self.list.currentIndex().isValid():
            self.list.take_current()
        elif self._answered:
            self._say(_("More than one may be meant. Choose with ↓, or type more of the name."))
        else:
            self._say(
                self._none_words if not self.list.choices.rowCount() else _("Type a name, or choose with ↓.")
            )

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))
        self.field.edit.setAccessibleDescription(sentence)

    def _take(self, choice: Choice) -> None:
        self.close_overlay()
        choice.take()


def _typed(text: str) -> str:
    return " ".join(text.split())
