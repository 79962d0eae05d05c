"""Brings the engine's status to the GUI thread: the newest one, never an older after it, and none once it is closed."""

from PySide6.QtCore import QObject, Qt, Signal

from onetool_desktop.sync.status import SyncStatus


class StatusFeed(QObject):
    """`told` carries each status on the GUI thread."""

    told = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def hear(self, status: SyncStatus) -> None:
        """Takes a status from any thread; never waits."""
        self._heard.emit(status)

    def close(self) -> None:
        """Tells nothing any more: the window is closed, and the file behind it is about to be."""
        self._open = False

    def _tell(self, status: SyncStatus) -> None:
        if self._open:
            self.told.emit(status)
