"""The window comes back where it was left: the section, the record in it, and what each list showed."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QWidget

from onetool_desktop import app
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients
from onetool_desktop.store import half_typed
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.organisation_page import OrganisationPage
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.widgets import first_size as sizes
from onetool_desktop.ui.widgets.first_size import first_size
from tests.ui.support.office import Office


def reopened(office: Office) -> OfficeWindow:
    """Another window of the same memory, as after a start."""
    office.settle()
    office.window.close()
    office.window.deleteLater()
    office.window = app.open_office(
        replica=office.replica,
        driver=None,
        lanes=office.lanes,
        memory=office.memory,
        look=office.window.work.look,
    )
    office.show()
    return office.window


def clients_list(window: OfficeWindow) -> ListScreen:
    screen = window.screen_of(Place("clients"))
    assert isinstance(screen, ListScreen)
    return screen


def test_the_record_that_was_open_is_open_again_and_its_list_is_one_step_back(office: Office) -> None:
    client = office.client("Harbour Street Café", phone="1")
    office.go("clients", client)
    window = reopened(office)
    assert window.screen_here.context().ids == (client,)
    window.actions_here.trigger("window.back")
    assert window.screen_here is clients_list(window)


def test_a_record_that_is_gone_since_gives_way_to_its_list(office: Office) -> None:
    client = office.client("Harbour Street Café", phone="1")
    office.go("clients", client)
    clients.delete_client(office.replica, id=ClientId(client))
    office.settle()
    window = reopened(office)
    assert window.screen_here is clients_list(window)


def test_a_list_shows_the_tab_the_search_and_the_order_it_was_left_with(office: Office) -> None:
    office.client("Harbour Street Café", phone="1")
    office.client("Xylander & Daughters", phone="2")
    office.go("clients")
    before = clients_list(office.window)
    before.tabs.choose("active")
    before._sort("name", True)
    before.start_search()
    office.type("xyl")
    office.until(lambda: before.model.rowCount() == 1)
    after = clients_list(reopened(office))
    office.until(lambda: after.model.rowCount() == 1)
    question = after.model.question
    assert (question.tab, question.search, question.sort, question.descending) == (
        "active",
        "xyl",
        "name",
        True,
    )
    assert after.tabs.current == "active"
    assert after.search.edit.text() == "xyl"


def saved_filter(office: Office) -> ListScreen:
    """The list of clients, at a filter *Xyls* of its own that finds one of two."""
    office.client("Xylander & Daughters", phone="2")
    office.client("Harbour Street Café", phone="1")
    office.go("clients")
    screen = clients_list(office.window)
    screen.start_search()
    office.type("xyl")
    office.until(lambda: screen.model.rowCount() == 1)
    office.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    office.type("Xyls")
    office.key(Qt.Key.Key_Return)
    return screen


def test_a_saved_filter_tells_how_many_it_has_and_keeps_count(office: Office) -> None:
    screen = saved_filter(office)
    key = screen.tabs.current
    office.until(lambda: screen.tabs._counts.get(key) == "1")
    office.client("Xylofon Lettings", phone="3")
    office.until(lambda: screen.tabs._counts.get(key) == "2")
    office.until(lambda: screen.tabs._counts["current"] == "2")  # of those that the search finds, as before


def test_a_saved_filter_is_lit_only_while_its_rows_are_shown(office: Office) -> None:
    screen = saved_filter(office)
    own = screen.tabs.current
    screen._sort("name", True)
    assert screen.tabs.current == own, "its rows in another order are its rows"
    screen.search.show_text("")
    screen._search("")
    assert (screen.tabs.current, screen.model.question.search) == (screen.plan.tabs[0].key, "")
    screen.tabs.choose(own)
    assert screen.model.question.search == "xyl"


def test_a_text_that_waits_elsewhere_is_offered_and_leads_nobody_away(office: Office) -> None:
    office.go("settings", "payment")
    settings = office.window.screen_here
    assert isinstance(settings, SettingsScreen)
    page = settings.page
    assert isinstance(page, OrganisationPage)
    page.facts.facts["paymentDays"].edit()
    office.type("soon")
    office.key(Qt.Key.Key_Return)
    office.until(lambda: len(half_typed.kept(office.replica.reads().db)) == 1)
    office.go("clients")
    window = reopened(office)
    assert window.screen_here is clients_list(window)
    assert window.message.text.text() == "One field you were typing in is not saved yet."
    window.message.offer.click()
    office.until(lambda: window.screen_here.title == "Settings: Payment and terms")


def test_a_run_that_ends_without_closing_its_window_comes_back_to_the_same_place(office: Office) -> None:
    client = office.client("Harbour Street Café", phone="1")
    office.go("clients", client)
    office.until(lambda: office.memory.load().get("record") == client)
    office.go("settings", "payment")
    office.until(lambda: office.memory.load().get("section") == "settings")
    assert office.memory.load()["record"] == "payment"


def test_a_page_of_the_settings_that_was_walked_to_by_key_is_open_again(office: Office) -> None:
    office.go("settings", "organisation")
    settings = office.window.screen_here
    assert isinstance(settings, SettingsScreen)
    settings.groups["organisation"].setFocus()
    office.key(Qt.Key.Key_Down)
    shown = settings.page.group.key
    assert shown != "organisation"
    assert settings.groups[shown].hasFocus()
    again = reopened(office).screen_here
    assert isinstance(again, SettingsScreen)
    assert again.page.group.key == shown


def test_a_look_that_was_chosen_is_remembered_before_the_window_closes(office: Office) -> None:
    office.window.actions_here.trigger("window.dark")
    office.until(lambda: office.memory.load().get("scheme") == "dark")


def test_a_window_opens_within_its_screen(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "is_seen", lambda: True)
    window, room = QWidget(), office.window.screen().availableSize()
    office.bot.addWidget(window)
    first_size(window, QSize(9_999, 9_999))
    assert window.width() == room.width()
    assert window.height() < room.height(), "its title bar has room too"
