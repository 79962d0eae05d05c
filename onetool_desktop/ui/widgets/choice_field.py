"""A field for one of a few declared words: first letters are enough, a press, ↓ or F4 shows them all, F5 takes the
last used.

Promises: what was typed and is none of them stays typed with the reason. May not know: what the choice is for.
"""

from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.declare import Field
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.pick_field import Picked, PickField, matching


class ChoiceField(PickField):
    """One of the choices of a field."""

    last: ClassVar[dict[str, str]] = {}  # the choice that was last taken, by field

    def __init__(self, field: Field, *, look: Look) -> None:
        self._options = [Picked(choice, _(field.word_of(choice))) for choice in field.choices]
        super().__init__(
            _(field.label),
            look=look,
            find=lambda text, told: told(matching(self._options, text)),
            icon="chevron-down",
            list_icon="circle",
        )
        self._field = field
        self.edit.installEventFilter(self)
        self.setToolTip(_("Its first letters are enough. F4 shows the choices, F5 takes the one used last."))

    def show_choice(self, choice: str | None) -> None:
        """Shows a choice, by its word in the declaration or as people read it."""
        self.show_picked(next((one for one in self._options if choice in (one.id, one.words)), None))

    @property
    def choice(self) -> str:
        """What stands in the field, or nothing. Raises Invalid with a sentence."""
        self.settle()
        if self.reason():
            raise Invalid(self._field.name, self.reason())
        if self.chosen is None:
            return ""
        ChoiceField.last[self._field.name] = self.chosen.id
        return self.chosen.id

    def reason(self) -> str:
        """Overrides PickField: which words there are."""
        if not super().reason():
            return ""
        words = ", ".join(one.words for one in self._options)
        return _("{label} is one of: {words}.").format(label=_(self._field.label), words=words)

    def open(self) -> None:
        """Overrides PickField: the one that stands in the field is chosen already."""
        super().open()
        if self.chosen in self._options:
            self.ahead.step(self._options.index(self.chosen) + 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: a press, F4 and F5."""
        if watched is self.edit and isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress and not self.is_open:
                self.open()
            return False
        if watched is not self.edit or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F5:
            event.accept()  # here it is the last choice; elsewhere it syncs
            return True
        if event.type() != QEvent.Type.KeyPress or event.key() not in (Qt.Key.Key_F4, Qt.Key.Key_F5):
            return False
        if event.key() == Qt.Key.Key_F4:
            self.open()
        else:
            last = ChoiceField.last.get(self._field.name)
            if last in self._field.choices:
                self.show_choice(last)
            self.edit.selectAll()
        return True
