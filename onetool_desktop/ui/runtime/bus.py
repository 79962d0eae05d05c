"""The one bus that tells screens what changed, whether a person here or a colleague elsewhere changed it.

Promises: `announce` may be called from any thread; listeners run on the GUI thread; the first change is told at once,
those of the next 100 ms are merged into one. May not know: who listens, where a change came from.
"""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from onetool_desktop.domain.changed import Changes

MERGE_MS = 100


class ChangeBus(QObject):
    """Announces Changes, merged over 100 ms."""

    changed = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: Changes | None = None
        self._open = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MERGE_MS)
        self._timer.timeout.connect(self._tell_held)
        self._heard.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def announce(self, changes: Changes) -> None:
        """Tells of changes from any thread; never waits."""
        self._heard.emit(changes)

    def close(self) -> None:
        """Tells nothing any more."""
        self._timer.stop()
        self._open = False

    def _take(self, changes: Changes) -> None:
        if not self._open:
            return
        if self._timer.isActive():
            self._held = changes if self._held is None else self._held.merged(changes)
            return
        self._timer.start()
        self.changed.emit(changes)

    def _tell_held(self) -> None:
        if self._held is None:
            return
        held, self._held = self._held, None
        self._timer.start()
        self.changed.emit(held)
