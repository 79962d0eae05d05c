"""Python's garbage is collected by the thread of the windows, and by no other.

Promises: from `keep_to_the_loop` on the collector runs only when the loop asks it to, about once a second and only
where it is due; garbage that holds a widget is taken apart where the widget lives. May not know: what is garbage.

Why: the collector runs in whichever thread makes the object that is one too many, and takes apart there what it finds.
A closed window is such garbage, for it and its handlers refer to each other: a reader's thread destroyed its widgets
while the window beside it drew, and moved its keyboard, through the same lists. That ends in a crash, or in a loop
without end.
"""

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from onetool_desktop.platform import collector

_EVERY_MS = 1_000


class _Collecting(QObject):
    """The timer, once for an application."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(collector.collect_due)
        self._timer.start()


def keep_to_the_loop(application: QCoreApplication) -> None:
    """Has this application's loop collect, and nobody else; call it in its thread, as often as is handy."""
    collector.keep_to_one_thread()
    if application.findChild(_Collecting) is None:
        _Collecting(application)
