"""What changed is told at once, and a burst of changes as one."""

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from onetool_desktop.domain.changed import Changes
from onetool_desktop.store.lanes import Lane, ThreadLanes
from onetool_desktop.ui.runtime.bus import ChangeBus


def changed(*ids: str, label: str = "") -> Changes:
    return Changes.of({"clients": ids}, label=label)


# --- the bus ------------------------------------------------------------------------------------------


def test_the_first_change_is_told_at_once_and_a_burst_is_merged(qtbot: QtBot) -> None:
    bus, heard = ChangeBus(), list[Changes]()
    bus.changed.connect(heard.append)
    for row_id in ("a", "b", "c"):
        bus.announce(changed(row_id, label=row_id))
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[0].rows["clients"] == {"a"}
    assert heard[1].rows["clients"] == {"b", "c"}


def test_changes_may_be_announced_from_any_thread(qtbot: QtBot, qapp: QObject) -> None:
    lanes, bus, heard = ThreadLanes(), ChangeBus(), list[bool]()
    bus.changed.connect(lambda _: heard.append(QThread.currentThread() is qapp.thread()))
    lanes.submit(Lane.WRITE, lambda: bus.announce(changed("a"))).result()
    qtbot.waitUntil(lambda: heard == [True])
    lanes.close()
