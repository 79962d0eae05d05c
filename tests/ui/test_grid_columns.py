"""The columns of the grid beside the live page: all in sight, the item widest; the page gives way first."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.ui.models.grid_cells import Cell
from tests.ui.support.desk import CTRL, SHIFT, Desk


def widths(desk: Desk) -> dict[Cell, int]:
    """What is in sight, in pixels."""
    grid = desk.place.grid
    return {cell: grid.columnWidth(cell) for cell in Cell if not grid.isColumnHidden(cell)}


def all_in_sight(desk: Desk) -> bool:
    found = widths(desk)
    room = desk.place.grid.viewport().width()
    others = [width for cell, width in found.items() if cell is not Cell.ITEM]
    return set(found) == set(Cell) and found[Cell.ITEM] > max(others) and sum(found.values()) <= room


def test_the_item_has_room_for_a_line_of_words_in_a_window_of_an_office(three: Desk) -> None:
    char = three.office.window.work.look.measures.char
    three.office.until(lambda: three.place.grid.columnWidth(Cell.ITEM) >= 34 * char)
    assert three.place.page.isVisible()


def test_a_column_of_discounts_takes_its_room_from_the_page(three: Desk) -> None:
    three.office.window.resize(1280, 800)
    three.office.until(lambda: set(widths(three)) == set(Cell) - {Cell.DISCOUNT})
    before = three.place.page.width()
    three.office.key(Qt.Key.Key_R, CTRL | SHIFT)
    three.office.until(lambda: all_in_sight(three))
    assert three.place.page.isVisible()
    assert three.place.page.width() < before


def test_where_little_would_be_left_of_the_page_it_stands_aside(three: Desk) -> None:
    three.office.window.resize(1280, 800)
    three.office.key(Qt.Key.Key_R, CTRL | SHIFT)
    three.office.window.resize(1000, 700)
    three.office.until(lambda: not three.place.page.isVisible() and all_in_sight(three))
    three.office.window.resize(1280, 800)
    three.office.until(lambda: three.place.page.isVisible() and all_in_sight(three))


@pytest.mark.parametrize("width", [0, 900, 1024, 1280, 1366])
def test_the_grid_is_never_wider_than_its_room(three: Desk, width: int) -> None:
    """So the number and the name of a line stand beside its figures, without a sideways scroll."""
    window, grid = three.office.window, three.place.grid
    three.office.key(Qt.Key.Key_R, CTRL | SHIFT)
    window.resize(max(width, window.minimumWidth()), 700)
    char = window.work.look.measures.char

    def fits() -> bool:
        given = widths(three)
        whole = sum(given.values()) == grid.viewport().width() and grid.horizontalScrollBar().maximum() == 0
        return whole and Cell.DISCOUNT in given and given[Cell.ITEM] >= 11 * char

    three.office.until(fits)
