"""Widgets that are garbage are destroyed in the thread of the windows, whoever makes new objects meanwhile."""

import gc
import threading

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop.platform import collector
from onetool_desktop.ui.runtime import garbage
from onetool_desktop.ui.runtime.garbage import keep_to_the_loop


class Since(QElapsedTimer):
    """A clock without time."""

    inputs, rested = 0, False

    def restart(self) -> int:
        self.inputs += 1
        return 0

    def hasExpired(self, _ms: int) -> bool:  # noqa: N802 - the name Qt gives it
        return self.rested


class Window(QWidget):
    """One that refers to itself, as a window and its handlers do."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_closed_window_is_destroyed_where_windows_live(qtbot: QtBot, qapp: QApplication) -> None:
    destroyed: list[int] = []
    gc.enable()
    gc.set_threshold(100, 1, 1)
    keep_to_the_loop(qapp)
    for _ in range(20):
        Window().destroyed.connect(
            lambda: destroyed.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )
    reader = threading.Thread(target=lambda: [[] for _ in range(20_000)])
    reader.start()
    reader.join()
    assert destroyed == []
    held: list[list[int]] = [[] for _ in range(1_000)]  # one too many, whatever was let go before
    qtbot.waitUntil(lambda: len(destroyed) == 20)
    assert set(destroyed) == {threading.get_ident()}
    assert len(held) == 1_000


def test_what_is_old_is_looked_through_only_while_nobody_is_at_work(qtbot: QtBot, qapp: QApplication) -> None:
    keep_to_the_loop(qapp)
    window, looked = QWidget(), []
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    collecting = qapp.findChild(garbage._Collecting)
    assert collecting is not None
    gc.set_threshold(1, 0, 0)
    gc.collect(1)
    gc.collect(0)  # the two older ones are due
    gc.callbacks.append(lambda phase, found: looked.append(found["generation"]) if phase == "stop" else None)
    try:
        since = collecting._since_input = Since()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
        assert since.inputs == 1
        collecting._collect()
        since.rested = True
        collecting._collect()
    finally:
        gc.callbacks.pop()
    assert [each for each in looked if each] == [1, 2]


def test_what_is_not_due_is_not_looked_for() -> None:
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    collector.collect_due()
    assert gc.get_stats()[0]["collections"] == before
