"""The shortcut sheet: every key that works here, from the same table as the keys themselves.

Promises: the keys stand under what they are for; a few letters of a name, or of the keys, leave only those that fit.
May not know: which actions there are; it is given them by section.
"""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList, heading, likeness
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Text, Voice

_TOLD = 40  # letters of what was typed, said again


class ShortcutSheet(Overlay):
    """Opens in the middle of the window."""

    lets_keys_through = True

    def __init__(self, *, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("Keyboard shortcuts"), window=window)
        self._sections: Mapping[str, Sequence[Choice]] = {}
        self.field = Field(
            _("Find a shortcut"), look=look, icon="search", hint=_("Type what you want to do, or the keys")
        )
        self.list = ChoiceList(look=look, name=_("Keyboard shortcuts"))
        self.list.taken.connect(self._take)
        self.field.edit.textChanged.connect(self._show)
        self.field.edit.stepped.connect(self.list.step)
        self.field.edit.entered.connect(self.list.take_current)
        self.field.edit.escaped.connect(self.close_overlay)
        layout = QVBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(3), step(3), step(3), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Text(_("Keyboard shortcuts"), look=look, voice=Voice.SECTION))
        layout.addWidget(self.field)
        layout.addWidget(self.list)

    def open(self, sections: Mapping[str, Sequence[Choice]]) -> None:
        """Opens with the keys that work now, by what they are for."""
        self._sections = sections
        self.field.edit.clear()
        self._show("")
        self.open_at(self._middle, focus=self.field.edit)

    def sizeHint(self) -> QSize:
        """Overrides QWidget: as high as all of them, so that it stays where it is while one types."""
        measures = self.look.measures
        rows = sum(1 + len(choices) for choices in self._sections.values())
        height = measures.row * (rows + 1) + measures.control + measures.step(16)
        return QSize(measures.char * 60, min(height, self.window().height() - measures.step(16)))

    def _show(self, text: str) -> None:
        shown: list[Choice] = []
        for words, choices in self._sections.items():
            fitting = [one for one in choices if likeness(text.strip(), f"{one.title} {one.keys}")]
            shown += [heading(words), *fitting] if fitting else []
        if not shown:
            shown = [heading(_("No shortcut here fits “{words}”.").format(words=text.strip()[:_TOLD]))]
        self.list.show_choices(shown)

    def _middle(self) -> QPoint:
        window = self.window()
        return QPoint((window.width() - self.width()) // 2, (window.height() - self.height()) // 2)

    def _take(self, choice: Choice) -> None:
        self.close_overlay()
        choice.take()
