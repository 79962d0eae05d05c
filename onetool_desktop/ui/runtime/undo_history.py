"""The last actions of this window that can be taken back, newest first.

Promises: at most twenty are kept, in memory; each is taken once. What it means to take an action back is the
services'.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onetool_desktop.services.undo import Undo, Undone

DEPTH = 20


class UndoHistory:
    """Actions done here, to be undone here."""

    def __init__(self) -> None:
        self._done: list[Undo] = []

    def remember(self, undo: "Undo | None") -> None:
        """Keeps an action; None is one that has no undo."""
        if undo is not None and undo.steps:
            self._done = [*self._done, undo][-DEPTH:]

    def follow(self, undone: "Undone") -> None:
        """An action was taken back: those before it can be taken back next, on what it gave back."""
        from onetool_desktop.services.undo import after

        self._done = [after(undo, undone) for undo in self._done]

    def take(self) -> "Undo | None":
        """The last action, no longer kept; None when there is none."""
        return self._done.pop() if self._done else None
