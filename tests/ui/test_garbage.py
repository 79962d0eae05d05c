"""Widgets that are garbage are destroyed in the thread of the windows, whoever makes new objects meanwhile."""

import gc
import threading

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop.platform import collector
from onetool_desktop.ui.runtime.garbage import keep_to_the_loop


class Window(QWidget):
    """One that refers to itself, as a window and its handlers do."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_closed_window_is_destroyed_where_windows_live(qtbot: QtBot, qapp: object) -> None:
    destroyed: list[int] = []
    gc.enable()
    gc.set_threshold(100, 1, 1)
    keep_to_the_loop(qapp)  # type: ignore[arg-type]
    for _ in range(20):
        Window().destroyed.connect(
            lambda: destroyed.append(threading.get_ident()), Qt.ConnectionType.DirectConnection
        )
    reader = threading.Thread(target=lambda: [[] for _ in range(20_000)])
    reader.start()
    reader.join()
    assert destroyed == []
    held: list[list[int]] = [[] for _ in range(1_000)]  # one too many, whatever was let go before
    qtbot.waitUntil(lambda: len(destroyed) == 20, timeout=10_000)
    assert set(destroyed) == {threading.get_ident()}
    assert len(held) == 1_000


def test_what_is_not_due_is_not_looked_for() -> None:
    gc.collect()
    before = gc.get_stats()[0]["collections"]
    collector.collect_due()
    assert gc.get_stats()[0]["collections"] == before
