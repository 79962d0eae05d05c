"""A row of every list has a menu, by the pointer and by key, with what can be done with it and with all selected."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, price_book, projects, quotes, tasks
from onetool_desktop.ui.screens.list_screen import ListScreen
from tests.ui.support.office import TODAY, Office


@pytest.fixture
def business(office: Office) -> Office:
    """One of each."""
    client = ClientId(office.client("Birch & Amber"))
    projects.create_project(office.replica, client_id=client, fields={"title": "Boiler swap"})
    tasks.create_task(office.replica, fields={"title": "Drain", "clientId": client, "date": TODAY})
    quotes.create_quote(office.replica, client_id=client, today=TODAY)
    invoices.create_invoice(office.replica, client_id=client, today=TODAY)
    price_book.create_item(office.replica, fields={"name": "Gravel"})
    return office


def shown(office: Office) -> ListScreen:
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    return screen


def ask(office: Office, reason: QContextMenuEvent.Reason, point: QPoint) -> None:
    """As the system asks for a menu: at the pointer, or by the key for the row that has the keyboard."""
    table = shown(office).table
    to = table if reason is QContextMenuEvent.Reason.Keyboard else table.viewport()
    with office.bot.handling():
        QApplication.sendEvent(to, QContextMenuEvent(reason, point, to.mapToGlobal(point)))


def menus(office: Office) -> list[QMenu]:
    return [one for one in shown(office).findChildren(QMenu) if one.isVisible()]


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
    ask(business, QContextMenuEvent.Reason.Mouse, row)
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
    ask(business, QContextMenuEvent.Reason.Keyboard, QPoint(0, 0))
    (menu,) = menus(business)
    assert table.indexAt(table.viewport().mapFromGlobal(menu.pos())).row() == 1
    business.bot.keyClick(menu, Qt.Key.Key_Escape)
    ask(business, QContextMenuEvent.Reason.Mouse, QPoint(20, table.viewport().height() - 4))
    assert menus(business) == []
