"""The keyboard stays in the page whatever goes away around it, so that the keys its buttons show hold."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import projects
from onetool_desktop.ui.screens.record_screen import RecordScreen
from tests.ui.support.office import Office


@pytest.fixture
def said(office: Office) -> Office:
    """A record in which something was just edited, and the window says so."""
    client = ClientId(office.client("Birch & Amber"))
    project = projects.create_project(office.replica, client_id=client, fields={"title": "Bathroom"})
    office.window.work.undo.remember(project.saved.undo)
    office.go("projects", project.id)
    office.window.message.say("Done.", offer="Undo")
    return office


@pytest.mark.parametrize("button", ["offer", "_away"])
def test_a_click_on_a_message_leaves_the_keyboard_in_the_page(said: Office, button: str) -> None:
    had = said.focused
    said.bot.mouseClick(getattr(said.window.message, button), Qt.MouseButton.LeftButton)
    assert not said.window.message.isVisible()
    assert said.focused is had


def test_a_message_put_away_by_key_gives_the_keyboard_back(said: Office) -> None:
    had = said.focused
    said.window.message._away.setFocus(Qt.FocusReason.TabFocusReason)
    said.key(Qt.Key.Key_Space)
    assert said.focused is had


def test_a_record_that_goes_away_leaves_the_keyboard_in_its_page(said: Office) -> None:
    page = said.window.screen_here
    assert isinstance(page, RecordScreen)
    assert page.isAncestorOf(said.focused)
    said.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    said.until(lambda: page.sheet is None)
    assert said.focused is page
    said.key(Qt.Key.Key_Escape)
    assert said.window.windowTitle().startswith("Projects")
