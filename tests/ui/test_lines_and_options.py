"""What a line can be beside an item with a price: let off something, only offered, a text without an amount."""

from PySide6.QtCore import Qt

from onetool_desktop.ui.models.grid_cells import Cell
from tests.ui.support.desk import Desk
from tests.ui.support.office import Office

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINE = {"quantity": "1", "unitPrice": "10", "taxRate": "20"}


def test_a_discount_on_a_line_is_typed_in_a_column_that_stands_while_there_is_one(three: Desk) -> None:
    grid = three.place.grid
    assert grid.isColumnHidden(Cell.DISCOUNT)
    three.office.key(Qt.Key.Key_R, CTRL | SHIFT)
    assert three.here() == (0, Cell.DISCOUNT)
    three.enter("10%")
    three.office.until(lambda: three.saved()[0].get("discountValue") == "10")
    assert three.saved()[0]["discountKind"] == "percent"
    assert three.place.model.shown(0, Cell.TOTAL) == "9.00"
    assert three.place.model.totals.subtotal == 2900
    three.place.grid.go(1, Cell.DISCOUNT)
    three.enter("2,5")
    three.office.until(lambda: three.saved()[1].get("discountKind") == "amount")
    assert three.place.model.shown(1, Cell.DISCOUNT) == "2.50"
    for row in (0, 1):
        three.place.grid.go(row, Cell.DISCOUNT)
        three.office.key(Qt.Key.Key_Delete)
    three.office.until(lambda: not any("discountKind" in line for line in three.saved()))


def test_a_discount_of_more_than_all_stays_typed_with_its_reason(three: Desk) -> None:
    three.office.key(Qt.Key.Key_R, CTRL | SHIFT)
    three.enter("120 %")
    assert three.place.grid.editing
    assert three.place.model.why_not(Cell.DISCOUNT, "120 %").startswith("A discount is")
    assert not any("discountKind" in line for line in three.saved())


def test_a_line_is_offered_as_an_option_and_counted_again(three: Desk) -> None:
    three.office.key(Qt.Key.Key_U, CTRL | SHIFT)
    three.office.until(lambda: three.saved()[0].get("optional") is True)
    assert three.place.model.totals.subtotal == 2000
    spoken = three.place.model.index(0, Cell.ITEM).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "Item one, optional"
    three.office.key(Qt.Key.Key_U, CTRL | SHIFT)
    three.office.until(lambda: "optional" not in three.saved()[0])
    assert three.place.model.totals.subtotal == 3000


def test_a_section_shows_what_it_comes_to_beside_its_heading_with_every_key(office: Office) -> None:
    heading = {"kind": "heading", "description": "Finish"}
    desk = Desk(office, ({**LINE, "description": "Survey"}, heading, {**LINE, "description": "Paint"}))
    model = desk.place.model
    assert model.shown(1, Cell.TOTAL) == "10.00"
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    desk.place.grid.go(2, Cell.PRICE)
    desk.type("25")
    assert model.shown(1, Cell.TOTAL) == "25.00"
    assert any(first <= 1 <= last for first, last in told), "the heading is drawn anew"
    desk.office.key(Qt.Key.Key_Return)
    desk.place.grid.go(0, Cell.ITEM)
    desk.office.key(Qt.Key.Key_Backspace, CTRL)
    desk.office.until(lambda: model.rowCount() == 3)
    assert model.shown(0, Cell.TOTAL) == "", "a section that is all there is has its sum below"


def test_the_first_line_above_a_section_draws_its_heading_anew(office: Office) -> None:
    heading = {"kind": "heading", "description": "Finish"}
    desk = Desk(office, ({"description": ""}, heading, {**LINE, "description": "Paint"}))
    model = desk.place.model
    assert model.shown(1, Cell.TOTAL) == ""
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    desk.place.grid.go(0, Cell.ITEM)
    desk.type("Survey")
    assert model.shown(1, Cell.TOTAL) == "10.00"
    assert any(first <= 1 <= last for first, last in told)


def test_a_text_between_lines_has_no_count_and_no_amount(desk: Desk) -> None:
    desk.enter("Tap", "1", "", "10")
    desk.place.grid.go_to_waiting_row()
    desk.enter("> Through the yard.")
    desk.office.until(lambda: len(desk.saved()) == 2)
    assert desk.saved()[1]["kind"] == "text"
    model = desk.place.model
    assert [model.shown(1, cell) for cell in (Cell.COUNT, Cell.ITEM, Cell.TOTAL)] == [
        "",
        "Through the yard.",
        "",
    ]
    desk.place.grid.go(1, Cell.ITEM)
    desk.office.key(Qt.Key.Key_X, CTRL | SHIFT)
    desk.office.until(lambda: desk.saved()[1]["kind"] == "line")


def test_the_page_follows_the_hand_and_a_late_page_is_drawn_when_it_is_looked_at(office: Office) -> None:
    lines = tuple({**LINE, "description": f"Item {at}"} for at in range(420))
    place = Desk(office, lines).place
    page = place.page
    office.until(lambda: page.made is not None and page.settled)
    made = page.made
    assert made is not None
    assert made.count > 12
    last = made.count - 1
    assert last not in made.pages
    row = next(row for row in range(420) if made.places[place.model.line(row)[0]] == last - 1)
    place.grid.go(row, Cell.ITEM)
    office.until(lambda: page.pages.in_sight()[0] == last - 1)
    office.until(lambda: page.made is not None and last - 1 in page.made.pages and page.settled)
    place.grid.go(0, Cell.ITEM)
    office.until(lambda: page.pages.in_sight()[0] == 0)
    page.pages.verticalScrollBar().setValue(page.pages.verticalScrollBar().maximum())
    office.until(lambda: page.made is not None and last in page.made.pages)
    assert page.made is not None
    assert len(page.made.pages) <= 12
