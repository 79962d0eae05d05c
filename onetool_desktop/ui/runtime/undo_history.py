"""The last actions of this window that can be taken back, and those taken back that can be done again, newest first.

Promises: at most twenty are kept, in memory; each is taken once; a new action ends what could be done again; `changed`
tells when the next one to undo or redo is another. What it means to take an action back is the services'.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from onetool_desktop.services.undo import Undo, Undone

DEPTH = 20


class UndoHistory(QObject):
    """Actions done here, to be undone and redone here."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._done: list[Undo] = []
        self._undone: list[Undo] = []

    @property
    def next_undo(self) -> str:
        """The name of the action that would be undone; "" when there is none."""
        return self._done[-1].label if self._done else ""

    @property
    def why_not(self) -> str:
        """Why the next one cannot be undone, and what to do instead; "" where it can."""
        return self._done[-1].never if self._done else ""

    @property
    def next_redo(self) -> str:
        """The name of the action that would be done again; "" when there is none."""
        return self._undone[-1].label if self._undone else ""

    def remember(self, undo: "Undo | None") -> None:
        """Keeps an action; one that has no undo is kept to say so. None is one that changed nothing."""
        if undo is not None and undo.holds:
            self._done = [*self._done, undo][-DEPTH:]
            self._undone = []
            self.changed.emit()

    def take(self) -> "Undo | None":
        """The last action, no longer kept; None when there is none."""
        return self._taken(self._done)

    def take_redo(self) -> "Undo | None":
        """What was taken back last, no longer kept; None when there is nothing."""
        return self._taken(self._undone)

    def undone(self, undone: "Undone") -> None:
        """An action was taken back: it can be done again, and those before it stand on what it gave back."""
        self._follow(undone)
        if undone.redo is not None:
            self._undone.append(undone.redo)
        self.changed.emit()

    def redone(self, undone: "Undone") -> None:
        """An action was done again: it can be taken back again."""
        self._follow(undone)
        if undone.redo is not None:
            self._done = [*self._done, undone.redo][-DEPTH:]
        self.changed.emit()

    def _taken(self, kept: "list[Undo]") -> "Undo | None":
        if not kept:
            return None
        taken = kept.pop()
        self.changed.emit()
        return taken

    def _follow(self, undone: "Undone") -> None:
        from onetool_desktop.services.undo import after

        self._done = [after(undo, undone) for undo in self._done]
        self._undone = [after(undo, undone) for undo in self._undone]
