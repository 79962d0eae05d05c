"""What the window says belongs to the place where it was said."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QWidget

from onetool_desktop.ui.runtime.errors import Kind, Told
from onetool_desktop.ui.screens.screen import Place
from tests.ui.support.office import Office


@pytest.mark.parametrize("kind", ["confirmation", "refusal"])
def test_what_was_told_at_a_place_stays_behind_with_it(office: Office, kind: str) -> None:
    """It lay over the buttons of the next one."""
    message = office.window.message
    if kind == "confirmation":
        message.say("Done.", offer="Undo")
    else:
        message.tell(Told(Kind.EXPECTED, "This cannot be undone."))
    office.until(lambda: message._told_here)
    office.go("quotes")
    assert not message.isVisible()


def test_what_is_told_in_going_stays_in_sight(office: Office) -> None:
    """As by an action that makes something and opens it."""
    office.window.message.say("Made.", offer="Undo")
    office.window.go(Place("quotes"))
    assert office.window.message.isVisible()


def test_a_fault_whose_details_can_be_copied_goes_along(office: Office) -> None:
    message = office.window.message
    message.tell(Told(Kind.BUG, "This step was not done.", details="…"))
    office.until(lambda: message._told_here)
    office.go("quotes")
    assert message.isVisible()


def covered(office: Office) -> list[str]:
    """What can be pressed and lies under the message."""
    centre, message = office.window.centre, office.window.message
    found: list[QWidget] = []
    for kind in (QAbstractButton, QAbstractItemView, QLineEdit):
        found += [
            one for one in centre.findChildren(kind) if one.isVisible() and not message.isAncestorOf(one)
        ]
    places = [(one, one.visibleRegion().boundingRect()) for one in found]
    return [
        one.accessibleName()
        for one, seen in places
        if message.geometry().intersects(QRect(one.mapTo(centre, seen.topLeft()), seen.size()))
    ]


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize("section", ["clients", "schedule", "today", "settings"])
@pytest.mark.parametrize("words", ["Archived.", "The printer does not answer. Nothing was lost. " * 3])
def test_nothing_that_can_be_pressed_lies_under_a_message(
    office: Office, section: str, words: str, narrow: bool
) -> None:
    if narrow:
        office.window.resize(office.window.minimumSize())
    office.go(section)
    top = office.window.stack.y()
    office.window.message.say(words, offer="Undo", stays=True)
    office.until(lambda: office.window.message.isVisible() and not covered(office))
    assert office.window.stack.y() == top  # the head of the page stays where it is
    office.window.message.hide()
    office.until(lambda: office.window.stack.geometry().bottom() == office.window.centre.rect().bottom())


def test_a_message_makes_room_for_a_panel_that_opens_over_it(office: Office) -> None:
    """It lay over the title of the panel under the chip, and what was discarded there is told while that is open."""
    office.window.message.say("Discarded: Client changed.", offer="Undo", stays=True)
    office.window.actions_here.trigger("window.waiting")
    office.settle()
    panel = office.window.panel
    office.window.message.say("Discarded: Client changed.", offer="Undo", stays=True)
    office.until(panel.isVisible)
    office.until(lambda: not office.window.message.geometry().intersects(panel.geometry()))
