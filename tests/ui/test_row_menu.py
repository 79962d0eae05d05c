"""A row of every list has a menu, by the pointer and by key, with what can be done with it and with all selected;
inside a record it is the same.
"""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, price_book, projects, quotes, tasks
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.screens.today.screen import TodayScreen
from onetool_desktop.ui.widgets.form_panel import FormPanel
from tests.ui.support.office import TODAY, Office

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BY_POINTER, BY_KEY = QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard


@pytest.fixture
def business(office: Office) -> Office:
    """One of each."""
    client = ClientId(office.client("Birch & Amber"))
    projects.create_project(office.replica, client_id=client, fields={"title": "Boiler swap"})
    visit = {"title": "Drain", "clientId": client, "date": TODAY, "assigneeUserId": office.identity.user_id}
    tasks.create_task(office.replica, fields=visit)
    quotes.create_quote(office.replica, client_id=client, today=TODAY)
    invoices.create_invoice(office.replica, client_id=client, today=TODAY)
    price_book.create_item(office.replica, fields={"name": "Gravel"})
    return office


def shown(office: Office) -> ListScreen:
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    return screen


def ask_at(office: Office, to: QWidget, reason: QContextMenuEvent.Reason, point: QPoint) -> None:
    """As the system asks for a menu."""
    with office.bot.handling():
        QApplication.sendEvent(to, QContextMenuEvent(reason, point, to.mapToGlobal(point)))


def ask(office: Office, reason: QContextMenuEvent.Reason, point: QPoint) -> None:
    """At the pointer, or by the key for the row that has the keyboard."""
    table = shown(office).table
    ask_at(office, table if reason is BY_KEY else table.viewport(), reason, point)


def menus(office: Office) -> list[QMenu]:
    return [one for one in office.window.screen_here.findChildren(QMenu) if one.isVisible()]


def words(menu: QMenu) -> Sequence[str]:
    return [action.text() for action in menu.actions() if action.text()]


@pytest.mark.parametrize(
    ("section", "first"),
    [
        ("clients", "Open client"),
        ("projects", "Open project"),
        ("tasks", "Open task"),
        ("quotes", "Open quote"),
        ("invoices", "Open invoice"),
        ("skus", "Open item"),
    ],
)
def test_the_menu_of_a_row_has_what_can_be_done_with_it(business: Office, section: str, first: str) -> None:
    business.go(section)
    screen = shown(business)
    business.until(lambda: screen.model.rowCount() > 0)
    row = screen.table.visualRect(screen.model.index(0, 0)).center()
    ask(business, BY_POINTER, row)
    (menu,) = menus(business)
    said = words(menu)
    assert (said[0], said[-1]) == (first, "Copy for a spreadsheet")
    assert screen.actions_here is not None
    assert {screen.actions_here.actions[one.spec.id].text() for one in screen.plan.bulk} <= set(said)
    business.bot.keyClick(menu, Qt.Key.Key_Down)
    business.bot.keyClick(menu, Qt.Key.Key_Return)
    business.until(lambda: business.window.screen_here is not screen)


def test_the_key_opens_the_menu_at_the_current_row_and_beside_the_rows_there_is_none(
    business: Office,
) -> None:
    business.go("clients")
    table = shown(business).table
    table.select_row(1)
    ask(business, BY_KEY, QPoint(0, 0))
    (menu,) = menus(business)
    assert table.indexAt(table.viewport().mapFromGlobal(menu.pos())).row() == 1
    business.bot.keyClick(menu, Qt.Key.Key_Escape)
    ask(business, BY_POINTER, QPoint(20, table.viewport().height() - 4))
    assert menus(business) == []


def of_client(office: Office) -> ClientRecord:
    """The record of the client that everything belongs to."""
    (client,) = office.replica.reads().db.execute('SELECT "clientId" FROM projects').fetchone()
    office.go("clients", client)
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    return screen


@pytest.mark.parametrize("section", ["projects", "tasks", "quotes", "invoices"])
def test_a_row_inside_a_record_has_the_menu_of_its_own_list(business: Office, section: str) -> None:
    business.go(section)
    business.until(lambda: shown(business).model.rowCount() > 0)
    shown(business).table.select_row(0)
    ask(business, BY_KEY, QPoint(0, 0))
    (menu,) = menus(business)
    own = words(menu)
    business.bot.keyClick(menu, Qt.Key.Key_Escape)
    record = of_client(business)
    assert record.related is not None
    record.related.tabs.choose(section)
    rows = record.related.lists[section]
    business.until(lambda: rows.table.isVisible() and rows.model.rowCount() == 1)
    ask_at(business, rows.table, BY_KEY, QPoint(0, 0))
    (menu,) = menus(business)
    assert words(menu) == own
    assert menu.actions()[0].isEnabled()
    menu.actions()[0].trigger()
    business.until(lambda: business.window.screen_here is not record)


def test_what_a_menu_inside_a_record_does_is_done_and_taken_back(business: Office) -> None:
    record = of_client(business)
    assert record.related is not None
    record.related.tabs.choose("tasks")
    rows = record.related.lists["tasks"]
    business.until(lambda: rows.table.isVisible() and rows.model.rowCount() == 1)
    ask_at(business, rows.table, BY_KEY, QPoint(0, 0))
    (menu,) = menus(business)
    next(one for one in menu.actions() if one.text() == "Finish").trigger()
    task = rows.model.cells(0).id
    business.until(lambda: business.fields("tasks", task)["status"] == "completed")
    business.settle()  # and the window knows how to take it back
    business.window.actions_here.trigger("window.undo")
    business.until(lambda: business.fields("tasks", task)["status"] != "completed")


def test_keys_of_a_record_stay_its_own_beside_a_list_in_it(business: Office) -> None:
    record = of_client(business)
    assert record.related is not None
    record.related.tabs.choose("invoices")
    rows = record.related.lists["invoices"]
    business.until(rows.table.isVisible)
    rows.table.setFocus()
    business.bot.keyClick(rows.table, Qt.Key.Key_L, CTRL | SHIFT)
    business.until(lambda: any(one.isVisible() for one in record.findChildren(FormPanel)))


def test_a_contact_has_a_menu_with_what_its_buttons_do(business: Office) -> None:
    record = of_client(business)
    contact = clients.add_contact(
        business.replica, client_id=ClientId(record.record_id), fields={"firstName": "Ann"}
    ).id
    business.until(lambda: record.sheet is not None and len(record.sheet.parts) == 2)
    facts = record.part("clientContacts", contact)
    ask_at(business, facts, BY_POINTER, QPoint(4, 4))
    (menu,) = menus(business)
    assert words(menu)[-1] == "Remove"
    menu.actions()[-1].trigger()
    business.until(lambda: business.replica.reads().row("clientContacts", contact) is None)


@pytest.mark.parametrize("reason", [BY_POINTER, BY_KEY])
def test_a_visit_of_today_and_of_the_week_has_its_menu(
    business: Office, reason: QContextMenuEvent.Reason
) -> None:
    business.go("today")
    today = business.window.screen_here
    assert isinstance(today, TodayScreen)
    business.until(lambda: bool(today.list.visit))
    place = today.list.visualRect(today.list.currentIndex()).center()
    ask_at(business, today.list if reason is BY_KEY else today.list.viewport(), reason, place)
    (menu,) = menus(business)
    assert words(menu)[:2] == ["Start travel", "Job card"]
    business.bot.keyClick(menu, Qt.Key.Key_Escape)
    business.go("schedule")
    week = business.window.screen_here
    assert isinstance(week, ScheduleScreen)
    business.until(lambda: not week.grid.place_of(today.list.visit).isEmpty())
    week.grid.choose(today.list.visit)
    place = week.grid.place_of(today.list.visit).center()
    ask_at(business, week.grid if reason is BY_KEY else week.grid.viewport(), reason, place)
    (menu,) = menus(business)
    assert words(menu) == ["Open task", "Move or assign…", "New task", "Delete task"]
    menu.actions()[0].trigger()
    business.until(lambda: business.window.screen_here is not week)


def test_the_other_button_of_the_pointer_presses_nothing_on_a_card(business: Office) -> None:
    business.go("today")
    today = business.window.screen_here
    assert isinstance(today, TodayScreen)
    business.until(lambda: bool(today.list.visit))
    spot = today.list.place_of_button(today.list.visit, "next").center()
    business.bot.mouseClick(today.list.viewport(), Qt.MouseButton.RightButton, pos=spot)
    business.settle()
    assert business.fields("tasks", today.list.visit).get("startedTravelAt") is None
    assert business.window.screen_here is today
