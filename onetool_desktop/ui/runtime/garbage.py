"""Python's garbage is collected by the thread of the windows, and by no other.

Promises: from `keep_to_the_loop` on the collector runs only when the loop asks it to, some times a second and only
where it is due; garbage that holds a widget is taken apart where the widget lives; what is old is looked through only
while nobody has touched key, pointer or screen for a while. May not know: what is garbage.

Why: the collector runs in whichever thread makes the object that is one too many, and takes apart there what it finds.
A closed window is such garbage, for it and its handlers refer to each other: a reader's thread destroyed its widgets
while the window beside it drew, and moved its keyboard, through the same lists. That ends in a crash, or in a loop
without end.

Why inputs are heard at the windows of the system and not at the application: few events pass there; at the application
each of the thousands that a layout sends would come through Python.
"""

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication

from onetool_desktop.platform import collector

_EVERY_MS = 250
_RESTED_MS = 5_000
_INPUTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
    }
)


class _Collecting(QObject):
    """The timer, once for an application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._since_input = QElapsedTimer()
        self._since_input.start()
        application.focusWindowChanged.connect(self._listen_to)
        self._listen_to(QGuiApplication.focusWindow())
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: somebody is at work."""
        del watched
        if event.type() in _INPUTS:
            self._since_input.restart()
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        self._since_input.restart()
        if window is not None:
            window.installEventFilter(self)  # twice is once: Qt keeps one of each

    def _collect(self) -> None:
        collector.collect_due(oldest=self._since_input.hasExpired(_RESTED_MS))


def keep_to_the_loop(application: QApplication) -> None:
    """Has this application's loop collect, and nobody else; call it in its thread, as often as is handy."""
    collector.keep_to_one_thread()
    if application.findChild(_Collecting) is None:
        _Collecting(application)
