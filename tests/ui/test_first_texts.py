"""What was being typed at the first start when the program ended is back at the next one; nowhere once it is done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onetool_desktop.platform.paths import open_profile
from onetool_desktop.ui.entering import BASE, EMAIL, INVITE, PASSWORD
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.first_start.window import FirstStart
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.run import Run

Start = Callable[[], tuple[Run, FirstStart]]


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> Start:
    """A start of the program on one and the same profile, at its first window."""

    def begin() -> tuple[Run, FirstStart]:
        run = Run(qtbot, tmp_path)
        first = run.first_start()
        with qtbot.waitActive(first, timeout=PATIENCE_MS):
            first.show()
            first.activateWindow()
        return run, first

    return begin


def kept(folder: Path) -> str:
    return WindowMemory(open_profile(folder).settings).load().get("first-start", "")


def type_into(bot: QtBot, edit: QLineEdit, text: str) -> None:
    bot.keyClicks(edit, text)


def test_answers_half_given_are_back_at_the_question_reached_and_forgotten_once_there_is_a_business(
    qtbot: QtBot, tmp_path: Path, start: Start
) -> None:
    run, first = start()
    first.ways[0].click()
    qtbot.waitUntil(first.begin.isVisible, timeout=PATIENCE_MS)
    type_into(qtbot, first.begin.edits["name"], "Northside")
    first.begin.go_on()
    first.begin.go_on()
    type_into(qtbot, first.begin.edits["owner"], "Ada Lo")
    qtbot.waitUntil(lambda: "Ada Lo" in kept(tmp_path), timeout=PATIENCE_MS)
    run.end()

    run, first = start()
    qtbot.waitUntil(first.begin.isVisible, timeout=PATIENCE_MS)
    edits = first.begin.edits
    assert (edits["name"].text(), edits["owner"].text()) == ("Northside", "Ada Lo")
    qtbot.waitUntil(edits["owner"].isVisible, timeout=PATIENCE_MS)
    assert first.message.text.text() == "What you were typing is back. Nothing is made of it yet."
    first.begin.go_on()
    first.begin.go_on()
    run.office()
    qtbot.waitUntil(lambda: kept(tmp_path) == "", timeout=PATIENCE_MS)
    run.end()


def test_a_password_and_an_invitation_are_never_kept_and_esc_forgets(
    qtbot: QtBot, tmp_path: Path, start: Start
) -> None:
    run, first = start()
    form = first.connect_form
    form.open()
    for key, text in ((PASSWORD, "secret"), (INVITE, "token"), (BASE, "https://one.example"), (EMAIL, "a@b")):
        type_into(qtbot, form.edits[key], text)
    qtbot.waitUntil(lambda: "a@b" in kept(tmp_path), timeout=PATIENCE_MS)
    assert "secret" not in kept(tmp_path)
    assert "token" not in kept(tmp_path)
    run.end()

    run, first = start()
    qtbot.waitUntil(first.connect_form.isVisible, timeout=PATIENCE_MS)
    assert first.connect_form.edits[BASE].text() == "https://one.example"
    qtbot.keyClick(first.connect_form.edits[BASE], Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: kept(tmp_path) == "", timeout=PATIENCE_MS)
    run.end()


@pytest.mark.parametrize("fact", ["{", "[1]", '["begin", 3]', '["other", {"name": "x"}]', "null"])
def test_a_memory_that_says_nothing_brings_nothing_back(tmp_path: Path, start: Start, fact: str) -> None:
    WindowMemory(open_profile(tmp_path).settings).keep({"first-start": fact})
    run, first = start()
    assert not first.begin.isVisible()
    assert not first.connect_form.isVisible()
    run.end()
