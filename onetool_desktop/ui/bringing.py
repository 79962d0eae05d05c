"""Ends the move of a business to a cloud: once everything was sent, the cloud opens it to others.

Promises: it is tried each time the engine is done, at this start or at a later one, until the cloud finds the same
records on both sides; nobody and no save waits for it. May not know: what is sent, the wire.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from onetool_desktop.domain.translate import _
from onetool_desktop.sync.driver import Driver
from onetool_desktop.sync.errors import RefusedError, UnreachableError
from onetool_desktop.sync.settle import NotSettledError
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.errors import told
from onetool_desktop.ui.runtime.status_feed import StatusFeed

_DONE = frozenset({Kind.SYNCED, Kind.ATTENTION})
_ROUNDS = 5  # after which two sides that differ are told


class Bringing(QObject):
    """Hears the engine of one window, and calls `end`, which asks the cloud, when nothing waits."""

    def __init__(self, window: OfficeWindow, driver: Driver, *, end: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._driver = driver
        self._end = end
        self._ending = False
        self._differed = 0
        feed = StatusFeed(self)
        feed.told.connect(self._hear)
        driver.listen_status(feed.hear)

    def _hear(self, status: SyncStatus) -> None:
        work = self._window.work
        if status.kind not in _DONE or status.waiting or self._ending or work.replica.identity.connected:
            return
        self._ending = True
        work.operations.ask(self, self._end, then=self._ended, failed=self._failed)

    def _ended(self, _answer: object) -> None:
        words = _(
            "This business is at the cloud now. Under Settings, People and devices, you can invite others."
        )
        self._window.message.say(words, stays=True)

    def _failed(self, error: BaseException) -> None:
        """The chip says already that the cloud cannot be reached. What came or was saved meanwhile makes the two sides
        differ for a moment: another round of the engine brings them together.
        """
        self._ending = False
        if isinstance(error, (NotSettledError, RefusedError)) and self._differed < _ROUNDS:
            self._differed += 1
            self._driver.sync_now()
        elif not isinstance(error, (NotSettledError, UnreachableError)):
            self._window.message.tell(told(error))
