"""An item completed from the price book while it is typed: chosen, named, or left as it was typed."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.widgets.suggestions import Suggestions
from tests.ui.support.desk import BOOK, CTRL, DOWN, ENTER, ESC, F2, SHIFT, TAB, UP, Desk


@pytest.mark.parametrize("key", [ENTER, TAB])
def test_what_was_typed_stays_where_no_suggestion_was_chosen(desk: Desk, key: Qt.Key) -> None:
    desk.type("Drain")
    assert desk.place.grid.completion.ahead.is_open
    desk.office.key(key)
    desk.office.until(lambda: desk.names() == ["Drain"])
    assert desk.here() == (0, Cell.QUANTITY)
    assert "unitPrice" not in desk.saved()[0]


def test_a_step_back_from_the_first_suggestion_is_back_at_what_was_typed(desk: Desk) -> None:
    desk.type("Drain")
    for key in (DOWN, UP, TAB):
        desk.office.key(key)
    desk.office.until(lambda: desk.names() == ["Drain"])


def test_the_whole_name_of_an_item_is_that_item_whatever_its_case(desk: Desk) -> None:
    desk.type("drain CLEANING")
    desk.office.key(TAB)
    desk.office.until(lambda: desk.names() == ["Drain cleaning"])
    assert (desk.saved()[0]["unitPrice"], desk.saved()[0]["unit"]) == ("120", "job")


def test_an_item_named_on_a_line_with_a_price_leaves_the_price_that_was_typed(desk: Desk) -> None:
    desk.enter("Drain cleanin", "2 h", "90")
    desk.place.grid.go(0, Cell.ITEM)
    desk.office.key(F2)
    desk.enter("g")
    desk.office.until(lambda: "skuId" in desk.saved()[0])
    line = desk.saved()[0]
    assert (line["description"], line["quantity"], line["unit"], line["unitPrice"]) == (
        "Drain cleaning",
        "2",
        "h",
        "90",
    )


def test_a_name_that_is_not_retyped_and_one_whose_list_was_put_away_are_text(desk: Desk) -> None:
    desk.type("Drain cleaning")
    desk.office.key(ESC)
    desk.enter("", "1", "", "90")
    desk.place.grid.go(0, Cell.ITEM)
    desk.office.key(F2)
    desk.office.key(ENTER)
    desk.office.until(lambda: len(desk.saved()) == 1 and desk.saved()[0].get("unitPrice") == "90")
    assert "skuId" not in desk.saved()[0]


def test_an_item_that_is_clicked_leaves_the_detail_that_was_typed(desk: Desk) -> None:
    desk.type("dish")
    desk.office.key(ENTER, SHIFT)
    desk.type("with a hose")
    desk.office.key(UP)
    desk.office.key(Qt.Key.Key_F4)
    offered = next(one for one in desk.office.window.findChildren(Suggestions) if one.isVisible())
    first = offered.list.visualRect(offered.list.choices.index(0)).center()
    desk.office.bot.mouseClick(offered.list.viewport(), Qt.MouseButton.LeftButton, pos=first)
    desk.office.until(lambda: desk.names() == ["Dishwasher connection"])
    assert desk.saved()[0]["detail"] == "with a hose"
    assert desk.here() == (0, Cell.QUANTITY)


def test_a_line_goes_into_the_price_book_without_leaving_it_and_completes_from_there(desk: Desk) -> None:
    desk.enter("Bleed radiators", "2 h", "48")
    desk.place.grid.go(0, Cell.PRICE)
    desk.office.key(Qt.Key.Key_B, CTRL | SHIFT)
    desk.office.until(lambda: len(desk.place.grid.completion.book) == len(BOOK) + 1)
    assert desk.here() == (0, Cell.PRICE)
    desk.place.grid.go_to_waiting_row()
    desk.choose("bleed")
    desk.office.until(lambda: len(desk.saved()) == 2)
    assert (
        desk.saved()[1] | {"description": "Bleed radiators", "unitPrice": "48", "unit": "h"}
        == desk.saved()[1]
    )
    desk.office.key(Qt.Key.Key_B, CTRL | SHIFT)
    desk.office.until(lambda: "in the price book already" in desk.office.window.message.text.text())


def test_f4_opens_the_price_book_and_the_arrows_choose(desk: Desk) -> None:
    desk.office.key(F2)
    desk.office.key(Qt.Key.Key_F4)
    for key in (DOWN, DOWN, ENTER):
        desk.office.key(key)
    desk.office.until(lambda: len(desk.saved()) == 1)
    assert desk.names() == [sorted(name for name, *_ in BOOK)[1]]
