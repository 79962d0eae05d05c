"""Remembers where the user is while the window is open, so that a start after any end comes back there.

Promises: shortly after each arrival the place stands in the memory of this computer, written beside the window and in
order; the last word is that of `close`. May not know: screens, what is remembered of them.

Why: a window that only remembered when it was closed forgot the day's work with a power cut or a session that ended.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer

from onetool_desktop.ui.runtime.operations import Operations

_REST_MS = 400


class LeftPlace(QObject):
    """`facts` answers where the user is now, `remember` keeps it and may run in any thread."""

    def __init__(
        self,
        *,
        operations: Operations,
        facts: Callable[[], Mapping[str, str]],
        remember: Callable[[dict[str, str]], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._operations, self._now, self._remember = operations, facts, remember
        self._facts: dict[
            str, str
        ] = {}  # read when it is written: whichever write is last, it writes the last place
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._keep)

    def moved(self) -> None:
        """The user arrived somewhere."""
        self._timer.start()

    def close(self, more: Mapping[str, str]) -> None:
        """The window closes: where it is and `more` are remembered at once."""
        self._timer.stop()
        self._facts = {**self._now(), **more}
        self._remember(self._facts)

    def _keep(self) -> None:
        self._facts = dict(self._now())
        self._operations.write(self, lambda: self._remember(self._facts))
