"""Undo and redo of the window: what the last action is called, taking it back, doing it again, saying what came of it.

Promises: what was left alone because it was changed since is named; what has no undo keeps its name and says so. May
not know: the window; it says a line through a call it is given. What is taken back is the services'.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.screens.screen import Workplace

if TYPE_CHECKING:
    from onetool_desktop.services.undo import Undone

Say = Callable[
    [str, str, Callable[[], None] | None], None
]  # a line, the word of a button beside it, what that does


class Undoing(QObject):
    """The two actions; `named` tells what each would do now."""

    named = Signal(str, str)  # an action's id, and its name

    def __init__(self, work: Workplace, *, say: Say, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._say = work, say
        work.undo.changed.connect(self._name)

    def undo(self) -> None:
        """Takes the last action back."""
        undo = self._work.undo.take()
        if undo is None:
            self._say(_("There is nothing to undo."), "", None)
            return
        from onetool_desktop.services.undo import take_back

        replica = self._work.replica
        self._work.operations.write(self, lambda: take_back(replica, undo), then=self._undone)

    def redo(self) -> None:
        """Does again what was taken back last."""
        redo = self._work.undo.take_redo()
        if redo is None:
            self._say(_("There is nothing to do again."), "", None)
            return
        from onetool_desktop.services.undo import do_again

        replica = self._work.replica
        self._work.operations.write(self, lambda: do_again(replica, redo), then=self._redone)

    def _undone(self, undone: "Undone") -> None:
        self._work.undo.undone(undone)
        words = _("Undone: {action}.").format(action=undone.label)
        self._say(words + _left_alone(undone), _("Redo"), self.redo)

    def _redone(self, undone: "Undone") -> None:
        self._work.undo.redone(undone)
        words = _("Done again: {action}.").format(action=undone.label)
        self._say(words + _left_alone(undone), _("Undo"), self.undo)

    def _name(self) -> None:
        history = self._work.undo
        undo, redo = history.next_undo, history.next_redo
        words = _("“{action}” cannot be undone") if history.why_not else _("Undo: {action}")
        self.named.emit("window.undo", words.format(action=undo) if undo else _("Undo"))
        self.named.emit("window.redo", _("Redo: {action}").format(action=redo) if redo else _("Redo"))


def _left_alone(undone: "Undone") -> str:
    """What an undo did not touch, as a sentence after it."""
    left = ", ".join(undone.skipped)
    return (
        " " + _("Left as it is, because it was changed since: {fields}.").format(fields=left) if left else ""
    )
