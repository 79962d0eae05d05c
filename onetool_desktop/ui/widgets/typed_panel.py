"""A panel that is typed into: a press beside it puts it away only while nothing of it would be lost.

Promises: what was typed since it opened is never dropped by a press elsewhere; the panel stays, says that it is not
saved, and has the keyboard again. Esc puts it away at any time, and what was typed stands there when the panel opens
for the same thing again, until it is saved. May not know: what is typed.
"""

from collections.abc import Callable, Collection
from functools import cached_property

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.widgets.overlay import Overlay


class TypedPanel(Overlay):
    """An overlay with fields."""

    _as_opened: tuple[str, ...] = ()
    _of: str | None = (
        None  # which thing is typed of; None where nothing is filled in that could hide what was typed
    )

    def take_up(self, of: str, *, known: Collection[QLineEdit] = ()) -> None:
        """Shows again what was typed of a thing and put away, but for the fields that are `known` anew; call it once
        the panel is open with what is saved.
        """
        self._of = of
        edits = self._edits()
        for at, text in self._put_away.pop(of, {}).items():
            if at < len(edits) and edits[at] not in known:
                edits[at].setText(text)

    def close_overlay(self) -> None:
        """Overrides Overlay: what was typed since it opened is kept."""
        if self.isVisible() and self._of is not None:
            before = self._as_opened
            self._put_away[self._of] = {
                at: text for at, text in enumerate(self._texts()) if at >= len(before) or text != before[at]
            }
        super().close_overlay()

    def forget_typed(self) -> None:
        """What stands in the fields is saved, or nobody's any more."""
        self._as_opened = self._texts()
        if self._of is not None:
            self._put_away.pop(self._of, None)

    def forget_typed_of(self, of: str) -> None:
        """What was typed of a thing that is not shown now is saved."""
        self._put_away.pop(of, None)

    def open_at(self, place: Callable[[], QPoint], *, focus: QWidget) -> None:
        """Overrides Overlay: what stands in the fields now is not typed here."""
        super().open_at(place, focus=focus)
        self._as_opened = self._texts()

    def stays(self) -> bool:
        """Overrides Overlay."""
        if self._texts() == self._as_opened:
            return False
        self.tell_why(self.why_it_stays())
        return True

    def why_it_stays(self) -> str:
        """What is told."""
        return _("This is not saved yet. Save it, or press Esc to put it away.")

    def tell_why(self, sentence: str) -> None:
        """Says a sentence that is about no one field."""
        raise NotImplementedError

    def _texts(self) -> tuple[str, ...]:
        return tuple(edit.text() for edit in self._edits())

    def _edits(self) -> list[QLineEdit]:
        return self.findChildren(QLineEdit)

    @cached_property
    def _put_away(self) -> dict[str, dict[int, str]]:
        """What was typed and put away, by what it is of: the texts that differ from what is saved, by field."""
        return {}
