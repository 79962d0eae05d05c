"""A computer without a keyring says so before it asks for anything, whole, and with what can be done."""

from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from onetool_desktop.app import AppOptions
from onetool_desktop.domain.ports import Ids
from onetool_desktop.platform.keyring_memory import MemoryKeyring
from onetool_desktop.services.organisation import open_business
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.first_start.no_keyring import NoKeyring
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.widgets.text import Paragraph
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.run import GIVEN, Run


def fill(replica: Replica, ids: Ids) -> None:
    open_business(replica, name="Sample Ltd", currency="GBP", timezone="Europe/London", owner="Joanna")


def is_whole(label: Paragraph) -> bool:
    return label.height() >= label.heightForWidth(label.width()) and label.visibleRegion().boundingRect() == (
        label.rect()
    )


def reads_whole(qtbot: QtBot, panel: QWidget) -> None:
    """Every sentence of a panel that is shown is shown to its last line."""
    labels = [one for one in panel.findChildren(Paragraph) if one.isVisible() and one.text()]
    assert labels
    qtbot.waitUntil(lambda: all(is_whole(one) for one in labels), timeout=PATIENCE_MS)


def chosen(qtbot: QtBot, run: Run, at: int) -> tuple[FirstStart, NoKeyring]:
    """The first start after the way at a place was chosen."""
    first = run.first_start()
    first.show()
    first.ways[at].setFocus()
    qtbot.keyClick(first.ways[at], Qt.Key.Key_Return)
    qtbot.waitUntil(first.no_keyring.isVisible, timeout=PATIENCE_MS)
    return first, first.no_keyring


@pytest.mark.parametrize("at", [1, 2, 3], ids=["new", "cloud", "backup"])
def test_nothing_is_asked_for_where_no_key_could_be_kept(qtbot: QtBot, tmp_path: Path, at: int) -> None:
    keyring.set_keyring(fail.Keyring())
    run = Run(qtbot, tmp_path, AppOptions(sample=fill))
    first, panel = chosen(qtbot, run, at)
    assert not any(one.isVisible() for one in (first.begin, first.connect_form, first.backup_form))
    assert "no keyring" in panel.reason.text()
    assert "install the system's keyring" in panel.remedy.text()
    reads_whole(qtbot, panel)
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert all(way.isEnabled() and way.isVisible() for way in first.ways)
    run.end()


def test_once_the_keyring_is_there_the_chosen_way_goes_on(qtbot: QtBot, tmp_path: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    run = Run(qtbot, tmp_path)
    first, panel = chosen(qtbot, run, 0)
    assert not panel.look_around.isVisible(), "there is no sample here"
    panel.try_again.click()
    qtbot.waitUntil(lambda: panel.isVisible() and first.ways[0].isEnabled(), timeout=PATIENCE_MS)
    kept = MemoryKeyring()
    keyring.set_keyring(kept)
    panel.try_again.click()
    qtbot.waitUntil(first.begin.isVisible, timeout=PATIENCE_MS)
    assert QApplication.focusWidget() is first.begin.edits["name"] or not first.isActiveWindow()
    assert not kept._secrets, "what was kept to see whether it can be is gone again"
    run.end()


def test_without_a_keyring_the_sample_can_be_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    keyring.set_keyring(fail.Keyring())
    run = Run(qtbot, tmp_path, AppOptions(sample=fill))
    _first, panel = chosen(qtbot, run, 1)
    panel.look_around.click()
    assert "Sample Ltd" in run.office().windowTitle()
    run.end()


def test_a_business_that_lies_here_waits_for_its_keyring(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    run = Run(qtbot, tmp_path)
    run.first_start().business_given.emit(GIVEN)
    run.office()
    run.end()
    keyring.set_keyring(fail.Keyring())
    again = Run(qtbot, tmp_path)
    first = again.first_start()
    first.show()
    qtbot.waitUntil(first.no_keyring.isVisible, timeout=PATIENCE_MS)
    reads_whole(qtbot, first.no_keyring)
    keyring.set_keyring(memory_keyring)
    first.no_keyring.try_again.click()
    assert again.office().windowTitle() == "Today – Birch & Amber"
    again.end()


def test_a_refusal_after_the_last_question_is_read_whole(qtbot: QtBot, tmp_path: Path) -> None:
    run = Run(qtbot, tmp_path)
    first = run.first_start()
    first.show()
    first.begin.open()
    before = first.begin.height()
    first.begin.refuse("The disk is full, and nothing was made. Free some room, then try again. " * 4)
    reads_whole(qtbot, first.begin)
    assert first.begin.height() > before
    run.end()
