"""The shortcut sheet: every key that works here, from the same table as the keys themselves."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Text, Voice


class ShortcutSheet(Overlay):
    """Opens in the middle of the window."""

    lets_keys_through = True

    def __init__(self, *, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("Keyboard shortcuts"), window=window)
        self.list = ChoiceList(look=look, name=_("Keyboard shortcuts"))
        self.list.taken.connect(self._take)
        layout = QVBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(3), step(3), step(3), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Text(_("Keyboard shortcuts"), look=look, voice=Voice.SECTION))
        layout.addWidget(self.list)

    def open(self, choices: Sequence[Choice]) -> None:
        """Opens with the keys that work now."""
        self.list.show_choices(choices)
        self.open_at(self._middle, focus=self.list)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        height = measures.row * (self.list.choices.rowCount() + 1) + measures.step(14)
        return QSize(measures.char * 60, min(height, self.window().height() - measures.step(16)))

    def _middle(self) -> QPoint:
        window = self.window()
        return QPoint((window.width() - self.width()) // 2, (window.height() - self.height()) // 2)

    def _take(self, choice: Choice) -> None:
        self.close_overlay()
        choice.take()
