"""What is opened and put away leaves nothing behind: a window that is open all day opens its menus a thousand times."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, tasks
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.screens.settings.backup_page import BackupPage
from onetool_desktop.ui.screens.today.screen import TodayScreen
from onetool_desktop.ui.widgets.overlay import host_of
from tests.ui.support.desk import Desk
from tests.ui.support.office import TODAY, Office

ESC, BY_KEY = Qt.Key.Key_Escape, QContextMenuEvent.Reason.Keyboard
MIDDLE = QPoint(4, 4)
TIMES = 30

Opens = Callable[[], object]
Screen = TypeVar("Screen", bound=QWidget)


def leaves_nothing(office: Office, opens: Opens) -> None:
    """Opens it and puts it away, many times. What is made when it is first opened may stay."""
    once(office, opens)
    before = things(office)
    for _time in range(TIMES):
        once(office, opens)
    office.until(lambda: things(office) < before + TIMES)


def once(office: Office, opens: Opens) -> None:
    with office.bot.handling():
        opens()
    menu = QApplication.activePopupWidget()
    assert menu is not None or host_of(office.focused) is not None, "nothing has opened"
    office.bot.keyClick(menu or office.focused, ESC)
    assert QApplication.activePopupWidget() is None
    office.settle()


def things(office: Office) -> int:
    return len(office.window.findChildren(QObject))


def by_key(to: QWidget) -> Opens:
    """As the Menu key asks for a menu."""

    def ask() -> None:
        QApplication.sendEvent(to, QContextMenuEvent(BY_KEY, MIDDLE, to.mapToGlobal(MIDDLE)))

    return ask


def button(root: QWidget, name: str) -> QAbstractButton:
    """The one that can be seen."""
    return next(
        one
        for one in root.findChildren(QAbstractButton)
        if one.isVisible() and one.accessibleName().startswith(name)
    )


def here(office: Office, kind: type[Screen]) -> Screen:
    screen = office.window.screen_here
    assert isinstance(screen, kind)
    return screen


def invoice_list(office: Office) -> ListScreen:
    """With a draft that is selected."""
    client = ClientId(office.client("Birch & Amber"))
    invoices.create_invoice(office.replica, client_id=client, today=TODAY)
    office.go("invoices")
    screen = here(office, ListScreen)
    office.until(lambda: screen.model.rowCount() == 1)
    screen.table.selectAll()
    office.until(screen.bar.isVisible)
    return screen


def test_menus_of_the_window_and_of_a_list(office: Office) -> None:
    leaves_nothing(office, button(office.window.side, "Green Garden").click)
    screen = invoice_list(office)
    leaves_nothing(office, button(screen, "More actions").click)
    leaves_nothing(office, lambda: screen.bar.more_wanted.emit(screen.mapToGlobal(MIDDLE)))
    leaves_nothing(office, by_key(screen.table))


@pytest.mark.parametrize("action", ["invoices.issue", "invoices.settle"])
def test_forms_for_all_that_is_selected(office: Office, action: str) -> None:
    actions = invoice_list(office).actions_here
    assert actions is not None
    leaves_nothing(office, lambda: actions.trigger(action))


def test_the_form_that_moves_all_tasks_that_are_selected(office: Office) -> None:
    for title in ("Drain", "Gutters"):
        tasks.create_task(office.replica, fields={"title": title, "date": TODAY})
    office.go("tasks")
    screen = here(office, ListScreen)
    office.until(lambda: screen.model.rowCount() == 2)
    screen.table.selectAll()
    actions = screen.actions_here
    assert actions is not None
    office.until(actions.actions["tasks.place"].isEnabled)
    leaves_nothing(office, lambda: actions.trigger("tasks.place"))


def test_menus_of_a_record_and_of_a_row_under_it(office: Office) -> None:
    client = office.client("Birch & Amber")
    contact = clients.add_contact(office.replica, client_id=ClientId(client), fields={"firstName": "Ann"}).id
    office.go("clients", client)
    record = here(office, ClientRecord)
    leaves_nothing(office, button(record.head, "More actions").click)
    assert record.head.new is not None
    leaves_nothing(office, record.head.new.click)
    leaves_nothing(office, by_key(record.part("clientContacts", contact)))


@pytest.mark.parametrize("scope", ["quote", "invoice"])
def test_menus_of_a_document(three: Desk, scope: str) -> None:
    office = three.office
    if scope == "invoice":
        office.go("invoices", three.invoice())
    place = three.place
    leaves_nothing(office, place.head.more.click)
    leaves_nothing(office, place.head.place.click)
    if scope == "quote":
        leaves_nothing(office, by_key(place.grid.viewport()))


def test_menus_of_the_day_and_of_the_week(office: Office) -> None:
    visit = {"title": "Drain", "date": TODAY, "assigneeUserId": office.identity.user_id}
    tasks.create_task(office.replica, fields=visit)
    office.go("today")
    today = here(office, TodayScreen)
    office.until(lambda: bool(today.list.visit))
    leaves_nothing(office, by_key(today.list))
    leaves_nothing(office, lambda: today._open_people(today.mapToGlobal(MIDDLE)))
    office.go("schedule")
    week = here(office, ScheduleScreen)
    office.until(lambda: not week.grid.place_of(today.list.visit).isEmpty())
    week.grid.choose(today.list.visit)
    leaves_nothing(office, by_key(week.grid))


def test_the_form_that_asks_for_the_key_of_a_backup(office: Office) -> None:
    office.go("settings", "backup")
    office.until(lambda: any(one.isVisible() for one in office.window.findChildren(BackupPage)))
    page = office.window.findChild(BackupPage)
    assert page is not None
    leaves_nothing(office, lambda: page._ask_key(Path("other.onetool")))
