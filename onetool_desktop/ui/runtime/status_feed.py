"""Brings the engine's status to the GUI thread: the newest one, never an older after it."""

from PySide6.QtCore import QObject, Qt, Signal

from onetool_desktop.sync.status import SyncStatus


class StatusFeed(QObject):
    """`told` carries each status on the GUI thread."""

    told = Signal(object)
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self.told, Qt.ConnectionType.QueuedConnection)

    def hear(self, status: SyncStatus) -> None:
        """Takes a status from any thread; never waits."""
        self._heard.emit(status)
