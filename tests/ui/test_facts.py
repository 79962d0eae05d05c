"""One fact edited in place while values arrive around it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.facts import Fact, Facts


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


@pytest.fixture
def client_facts(qtbot: QtBot, look: Look) -> Facts:
    """A window of some facts of a client; the first has the keyboard."""
    facts = Facts(COLLECTIONS["clients"], ("companyName", "leadSource", "taxNumber", "notes"), look=look)
    qtbot.addWidget(facts)
    facts.show_fields({"companyName": "Bakery", "leadSource": "referral"}, waiting=frozenset())
    with qtbot.waitActive(facts):
        facts.show()
        facts.activateWindow()
    facts.facts["companyName"].setFocus()
    return facts


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def told_by(facts: Facts) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    facts.edited.connect(lambda field, value: told.append((field, value)))
    return told


def test_tab_goes_from_an_editor_to_the_next_fact_and_back(client_facts: Facts, qtbot: QtBot) -> None:
    facts, told = client_facts.facts, told_by(client_facts)
    facts["leadSource"].edit()
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is facts["taxNumber"]
    press(qtbot, Qt.Key.Key_F2)
    qtbot.keyClicks(QApplication.focusWidget(), "12 34")
    press(qtbot, Qt.Key.Key_Tab)
    assert (told, QApplication.focusWidget()) == ([("taxNumber", "12 34")], facts["notes"])
    for before in ("taxNumber", "leadSource", "companyName"):
        press(qtbot, Qt.Key.Key_F2)
        press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        assert QApplication.focusWidget() is facts[before]


def test_the_first_letter_on_a_fact_opens_its_editor_and_stands_in_it(
    client_facts: Facts, qtbot: QtBot
) -> None:
    for letter in "Cafe":  # each where the keyboard then is
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    name = client_facts.facts["companyName"]
    assert name.editor is not None
    assert name.editor.text() == "Cafe"
    press(qtbot, Qt.Key.Key_Escape)
    assert name.text == "Bakery"


def test_a_letter_in_a_choice_moves_and_only_enter_or_leaving_saves(
    client_facts: Facts, qtbot: QtBot
) -> None:
    told, source = told_by(client_facts), client_facts.facts["leadSource"]
    source.setFocus()
    for letter in "so":
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    assert source.editor is not None
    assert (source.editor.text(), told) == ("social-media", [])
    press(qtbot, Qt.Key.Key_Escape)
    assert (source.text, told) == ("Referral", [])
    qtbot.keyClicks(source, "s")
    press(qtbot, Qt.Key.Key_Return)
    assert told == [("leadSource", "social-media")]


def test_a_refusal_does_not_call_back_a_person_who_went_on(client_facts: Facts, qtbot: QtBot) -> None:
    facts = client_facts.facts
    name, tax = facts["companyName"], facts["taxNumber"]
    qtbot.keyClicks(name, "x")
    qtbot.mouseClick(tax, Qt.MouseButton.LeftButton)
    before = name.height()
    name.refused("A sentence that says what is wrong with it. " * 4)
    assert name.editor is not None
    assert name.editor.text() == "x"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert tax.isAncestorOf(focused)
    qtbot.waitUntil(lambda: name.height() >= before + 2 * name.fontMetrics().height())  # more than one line
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is tax


def test_tab_goes_on_from_what_cannot_stand_and_leaves_it_typed(client_facts: Facts, qtbot: QtBot) -> None:
    facts = client_facts.facts
    facts["taxNumber"].edit("9" * 41)
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is facts["notes"]
    assert facts["taxNumber"].editor is not None
    assert facts["taxNumber"].editor.text() == "9" * 41
