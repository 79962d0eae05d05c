"""The menus of a quote and an invoice: few entries to read, nothing that can be done left out; lines have theirs."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.documents.workplace_actions import document_menu
from tests.ui.support.desk import Desk

MOST = 12


def open_menu(desk: Desk) -> QMenu:
    """The menu that is open, not one below it."""
    return next(menu for menu in desk.office.window.findChildren(QMenu) if menu.isVisible())


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


@pytest.mark.parametrize("scope", ["quote", "invoice"])
def test_everything_that_can_be_done_to_a_document_stands_once_in_its_menu(desk: Desk, scope: str) -> None:
    if scope == "invoice":
        desk.office.go("invoices", desk.invoice())
    actions = desk.place.actions_here
    assert actions is not None
    wanted = {spec.id for spec in actions.specs if spec.in_palette}
    assert Counter(name for part in document_menu(scope) for name in part.ids) == Counter(wanted)


def test_the_menu_of_a_quote_is_read_at_a_glance(desk: Desk) -> None:
    desk.office.bot.mouseClick(desk.place.head.more, Qt.MouseButton.LeftButton)
    menu = open_menu(desk)
    assert len(entries(menu)) <= MOST
    assert {"Lines", "Page", "Print…"} <= set(entries(menu))
    below = {action.text(): action.menu() for action in menu.actions() if action.menu() is not None}
    assert all(0 < len(entries(part)) <= MOST for part in below.values() if isinstance(part, QMenu))
    menu.close()


def test_the_menu_key_on_a_line_opens_what_can_be_done_to_it(three: Desk) -> None:
    grid = three.place.grid
    grid.go(1, Cell.ITEM)
    cell = grid.visualRect(grid.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, cell, grid.viewport().mapToGlobal(cell))
    QApplication.sendEvent(grid.viewport(), event)
    menu = open_menu(three)
    assert "Double line" in entries(menu)
    assert len(entries(menu)) <= MOST
    next(action for action in menu.actions() if action.text() == "Double line").trigger()
    menu.close()
    assert three.shown() == ["one", "two", "two", "three"]


def test_no_menu_opens_over_what_makes_no_sense(three: Desk) -> None:
    grid = three.place.grid
    grid.go(0, Cell.QUANTITY)
    three.type("many")
    cell = grid.visualRect(grid.currentIndex()).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, cell, grid.viewport().mapToGlobal(cell))
    QApplication.sendEvent(grid.viewport(), event)
    assert not [menu for menu in three.office.window.findChildren(QMenu) if menu.isVisible()]
    assert grid.editing
