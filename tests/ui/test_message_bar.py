"""What the window says belongs to the place where it was said."""

import pytest

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
