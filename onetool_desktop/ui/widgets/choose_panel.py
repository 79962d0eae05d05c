"""A panel in which one record is chosen by a few letters of its name, or a new one is named right there.

Promises: the keyboard stays in the field; the first that fits is the one Enter takes; the last line makes a new one of
what was typed. What was typed is there again after Esc. May not know: what is chosen, where it is looked for.
"""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.pick_field import Find, Picked
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_SHOWN = 9


class ChoosePanel(Overlay):
    """`chosen` tells a record's id, `named` the name of one that is new.

    `new_words` offers the new one; `none_words` say what to do where there is none at all.
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
        new_words: Callable[[str], str],
        none_words: str,
    ) -> None:
        super().__init__(look=look, name=title, window=window)
        self._find, self._icon, self._new_words = find, icon, new_words
        self._asked = Generation()
        self.field = Field(title, look=look, icon="search", hint=hint)
        self.list = ChoiceList(look=look, name=title)
        self._none = Paragraph(none_words, look=look, voice=Voice.QUIET)
        self._none.hide()
        layout, step = QVBoxLayout(self), look.measures.step
        layout.setContentsMargins(step(4), step(4), step(4), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Text(title, look=look, voice=Voice.SECTION))
        layout.addWidget(self.field)
        layout.addWidget(self._none)
        layout.addWidget(self.list, 1)
        self.field.edit.textChanged.connect(self._look_for)
        self.field.edit.stepped.connect(self.list.step)
        self.field.edit.entered.connect(self.list.take_current)
        self.field.edit.escaped.connect(self.close_overlay)
        self.list.taken.connect(self._take)

    def open(self) -> None:
        """Opens in the upper middle, with what there is."""
        self.field.edit.selectAll()
        self._look_for(self.field.edit.text())
        self.open_at(self._middle, focus=self.field.edit)

    def clear(self) -> None:
        """Forgets what was typed, as it has been used."""
        self.field.edit.clear()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        width = min(measures.char * 62, self.window().width() - measures.step(16))
        return QSize(width, measures.row * _SHOWN + measures.control * 2 + measures.step(14))

    def _middle(self) -> QPoint:
        host = self.parentWidget() or self.window()
        return QPoint((host.width() - self.width()) // 2, max((host.height() - self.height()) // 3, 8))

    def _look_for(self, text: str) -> None:
        current, typed = self._asked.next(), " ".join(text.split())

        def told(found: Sequence[Picked]) -> None:
            if current():
                self._show(typed, found)

        self._find(typed, told)

    def _show(self, typed: str, found: Sequence[Picked]) -> None:
        choices = [
            Choice(one.words, self._icon, partial(self.chosen.emit, one.id), remark=one.remark)
            for one in found
        ]
        if typed:
            choices.append(Choice(self._new_words(typed), "plus", partial(self.named.emit, typed)))
        self._none.setVisible(not choices)
        self.list.show_choices(choices)

    def _take(self, choice: Choice) -> None:
        self.close_overlay()
        choice.take()
