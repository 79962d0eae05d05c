"""A panel that is typed into: a press beside it puts it away only while nothing of it would be lost.

Promises: what was typed since it opened is never dropped by a press elsewhere; the panel stays, says that it is not
saved, and has the keyboard again. Esc puts it away at any time. May not know: what is typed.
"""

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.widgets.overlay import Overlay


class TypedPanel(Overlay):
    """An overlay with fields."""

    _as_opened: tuple[str, ...] = ()

    def open_at(self, place: Callable[[], QPoint], *, focus: QWidget) -> None:
        """Overrides Overlay: what stands in the fields now is not typed here."""
        super().open_at(place, focus=focus)
        self._as_opened = self._texts()

    def stays(self) -> bool:
        """Overrides Overlay."""
        if self._texts() == self._as_opened:
            return False
        self.tell_why(_("This is not saved yet. Save it, or press Esc to put it away."))
        return True

    def tell_why(self, sentence: str) -> None:
        """Says a sentence that is about no one field."""
        raise NotImplementedError

    def _texts(self) -> tuple[str, ...]:
        return tuple(edit.text() for edit in self.findChildren(QLineEdit))
