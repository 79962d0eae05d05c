"""One fact edited in place while values arrive around it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.facts import Fact


@pytest.fixture
def fact(qtbot: QtBot, look: Look) -> Fact:
    """A position that was changed from *old* to *mine* and is being saved."""
    made = Fact(COLLECTIONS["clientContacts"].by_name["jobTitle"], look=look)
    qtbot.addWidget(made)
    made.show()
    made.show_value("old", waiting=False)
    made.edit("mine")
    assert made.editor is not None
    qtbot.keyClick(made.editor.focusProxy() or made.editor, Qt.Key.Key_Return)
    assert made.editor is None
    return made


def test_what_was_read_before_the_save_does_not_come_back_over_it(fact: Fact) -> None:
    fact.show_value("old", waiting=False)
    assert fact.text == "mine"
    fact.saved()
    assert fact.text == "mine"


def test_what_another_wrote_meanwhile_is_shown_once_the_save_stands(fact: Fact) -> None:
    fact.show_value("theirs", waiting=False)
    assert fact.text == "mine"
    fact.saved()
    assert fact.text == "theirs"


def test_what_arrives_after_the_save_is_shown(fact: Fact) -> None:
    fact.saved()
    fact.show_value("theirs", waiting=False)
    assert fact.text == "theirs"


def test_a_refused_value_stays_typed_and_the_one_that_stands_is_behind_it(fact: Fact, qtbot: QtBot) -> None:
    fact.refused("No.")
    assert fact.editor is not None
    assert fact.editor.text() == "mine"
    qtbot.keyClick(fact.editor.focusProxy() or fact.editor, Qt.Key.Key_Escape)
    assert fact.text == "old"


def test_a_value_that_was_cleared_and_refused_stays_cleared(qtbot: QtBot, look: Look) -> None:
    fact = Fact(COLLECTIONS["clients"].by_name["companyName"], look=look)
    qtbot.addWidget(fact)
    fact.show()
    fact.show_value("old", waiting=False)
    fact.edit("")
    assert fact.editor is not None
    qtbot.keyClick(fact.editor.focusProxy() or fact.editor, Qt.Key.Key_Return)
    fact.refused("Name is needed.")
    assert fact.editor is not None
    assert fact.editor.text() == ""


def test_what_esc_gave_up_comes_back_with_undo_and_is_not_saved(qtbot: QtBot, look: Look) -> None:
    made = Fact(COLLECTIONS["clientContacts"].by_name["jobTitle"], look=look)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.show_value("old", waiting=False)
    told: list[object] = []
    made.edited.connect(lambda _field, value: told.append(value))
    made.edit()
    qtbot.keyClicks(QApplication.focusWidget(), "half a number")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert (made.text, made.editor) == ("old", None)
    assert "Ctrl+Z" in made.accessibleDescription()
    qtbot.keyClick(made, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert made.editor is not None
    assert made.editor.text() == "half a number"
    assert not told


def test_an_address_without_an_at_sign_is_refused_but_one_that_stands_is_left_alone(
    qtbot: QtBot, look: Look
) -> None:
    fact = Fact(COLLECTIONS["clientContacts"].by_name["email"], look=look)
    qtbot.addWidget(fact)
    fact.show()
    fact.show_value("anna", waiting=False)
    fact.edit()
    assert fact.editor is not None
    qtbot.keyClick(fact.editor.focusProxy() or fact.editor, Qt.Key.Key_Return)
    assert fact.editor is None, "nothing was changed, so nothing is asked"
    fact.edit("bernd")
    assert fact.editor is not None
    qtbot.keyClick(fact.editor.focusProxy() or fact.editor, Qt.Key.Key_Return)
    assert (fact.text, fact.editor.text()) == ("anna", "bernd")
    assert "has an @" in fact.editor.accessibleDescription()
