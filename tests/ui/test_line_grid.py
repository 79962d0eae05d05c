"""Lines written in the grid: typed, walked over, moved, pasted, and what arrives around the hand."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication

from onetool_desktop.changes.values import Change
from onetool_desktop.services import quotes
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.widgets.line_grid.delegate import narrowed
from onetool_desktop.ui.widgets.line_grid.note import Note
from tests.ui.support.desk import ALT, CTRL, DOWN, ENTER, ESC, F2, SHIFT, TAB, Desk
from tests.ui.support.office import TODAY


def test_free_text_walks_over_quantity_and_price_and_into_the_next_line(desk: Desk) -> None:
    desk.enter("Adjust the radiator", "3.5 h", "=12*4.5")
    assert desk.here() == (1, Cell.ITEM)
    desk.office.until(lambda: len(desk.saved()) == 1 and "unitPrice" in desk.saved()[0])
    line = desk.saved()[0]
    assert (line["quantity"], line["unit"], line["unitPrice"]) == ("3.5", "h", "54")


def test_the_sums_follow_each_key(three: Desk) -> None:
    three.place.grid.go(0, Cell.PRICE)
    spoken: list[str] = []
    for letter in "125":
        three.type(letter)
        spoken.append(three.place.sums.accessibleName().partition(",")[0])
    assert spoken == ["Subtotal 21.00", "Subtotal 32.00", "Subtotal 145.00"]


def test_tab_goes_back_with_shift_and_out_of_the_grid_at_its_end(three: Desk) -> None:
    three.office.key(TAB)
    three.office.key(TAB)
    assert three.here() == (0, Cell.UNIT)
    three.office.key(TAB)
    assert three.here() == (0, Cell.PRICE)
    three.office.key(Qt.Key.Key_Backtab, SHIFT)
    three.office.key(Qt.Key.Key_Backtab, SHIFT)
    assert three.here() == (0, Cell.QUANTITY)
    three.place.grid.go_to_waiting_row()
    three.office.key(TAB)
    assert not three.place.grid.hasFocus()


def test_a_unit_is_a_stop_unless_it_came_with_the_quantity_or_has_no_room(three: Desk) -> None:
    three.place.grid.go(0, Cell.QUANTITY)
    three.enter("2 pcs")
    assert three.here() == (0, Cell.PRICE)
    three.place.grid.go(1, Cell.QUANTITY)
    three.place.grid.setColumnHidden(Cell.UNIT, True)
    three.enter("2")
    assert three.here() == (1, Cell.PRICE)


def test_letters_typed_for_a_price_stay_typed_with_the_reason_beside_them(three: Desk) -> None:
    three.place.grid.go(0, Cell.PRICE)
    three.enter("pcs")
    editor = three.place.grid.delegate.editor
    assert editor is not None
    assert editor.text() == "pcs"
    notes = [one for one in three.place.grid.findChildren(Note) if one.isVisible()]
    assert [one.accessibleName() for one in notes] == [
        "This is not a number. Type one such as 12.5, or a sum such as =12*4."
    ]


def test_an_amount_wider_than_its_column_stands_smaller_and_whole(three: Desk) -> None:
    font, text = three.place.work.look.fonts.figures, "99,989,999,900.01"
    room = QFontMetrics(font).horizontalAdvance(text) * 2 // 3
    assert QFontMetrics(narrowed(font, text, room)).horizontalAdvance(text) <= room


def test_esc_gives_a_cell_up_and_a_second_one_goes_back_to_the_list(three: Desk) -> None:
    three.office.key(F2)
    three.type(" and more")
    three.office.key(ESC)
    assert three.shown()[0] == "one"
    assert "Ctrl+Z brings back what you typed" in three.office.window.message.text.text()
    three.office.key(ESC)
    three.office.settle()
    assert not isinstance(three.office.window.screen_here, DocumentWorkplace)


def test_what_esc_gave_up_comes_back_with_undo_and_is_not_saved_before_it_is_taken_over(three: Desk) -> None:
    three.office.key(F2)
    three.type(" and more")
    three.office.key(ESC)
    three.office.key(Qt.Key.Key_Z, CTRL)
    editor = three.place.grid.delegate.editor
    assert editor is not None
    assert editor.text() == "one and more"
    assert three.names()[0] == "one"
    three.office.key(Qt.Key.Key_Z, CTRL)
    assert editor.text() == "one"


def test_what_esc_gave_up_is_there_in_its_cell_after_another_was_filled(three: Desk) -> None:
    three.place.grid.go_to_waiting_row()
    three.type("Travel by night")
    three.office.key(ESC)
    three.place.grid.go(0, Cell.QUANTITY)
    three.enter("7")
    three.office.until(lambda: three.saved()[0]["quantity"] == "7")
    three.place.grid.setFocus()
    three.office.key(Qt.Key.Key_Z, CTRL)  # the last action, not the text
    three.office.until(lambda: three.saved()[0]["quantity"] == "1")
    three.place.grid.go_to_waiting_row()
    three.office.key(F2)
    three.office.key(Qt.Key.Key_Z, CTRL)
    three.office.key(ENTER)
    three.office.until(lambda: three.names()[-1] == "Travel by night")


def test_what_esc_gave_up_in_the_head_and_among_the_sums_comes_back_with_undo(three: Desk) -> None:
    place = three.place
    for edit, text in (
        (place.head.subject, "Bathroom"),
        (place.sums.discount, "12 %"),
        (place.head.day.edit, "soon"),
    ):
        edit.setFocus()
        before = edit.text()
        three.office.key(Qt.Key.Key_A, CTRL)
        three.type(text)
        three.office.key(ESC)
        assert edit.text() == before
        three.office.key(Qt.Key.Key_Z, CTRL)
        assert edit.text() == text
        three.office.key(ESC)


def test_lines_are_moved_doubled_removed_and_brought_back_by_key(three: Desk) -> None:
    three.office.key(DOWN, ALT)
    assert three.shown() == ["two", "one", "three"]
    three.office.key(Qt.Key.Key_D, CTRL)
    assert three.shown() == ["two", "one", "one", "three"]
    three.office.key(Qt.Key.Key_Backspace, CTRL)
    assert three.shown() == ["two", "one", "three"]
    three.office.until(lambda: three.names() == ["two", "one", "three"])
    three.office.key(Qt.Key.Key_Z, CTRL)
    three.office.until(lambda: three.shown() == ["two", "one", "one", "three"])
    three.office.key(Qt.Key.Key_Up, ALT)
    three.office.key(Qt.Key.Key_Insert, CTRL)
    assert three.shown().count("") == 1


def test_cell_after_cell_is_undone_in_turn_until_the_line_is_gone(desk: Desk) -> None:
    desk.enter("Tap", "2 h", "30", "Pipe")
    desk.office.until(lambda: len(desk.saved()) == 2)
    desk.place.grid.setFocus()
    for left in (("2", "30"), ("2", ""), ("", ""), None):
        desk.office.key(Qt.Key.Key_Z, CTRL)
        desk.office.until(lambda left=left: first_of(desk) == left)
    assert desk.names() == []


def first_of(desk: Desk) -> tuple[str, str] | None:
    """Quantity and price of the only line that is left, as they are saved."""
    lines = desk.saved()
    if len(lines) != 1:
        return None
    return lines[0].get("quantity", ""), lines[0].get("unitPrice", "")


def test_a_section_heading_is_a_line_that_begins_with_its_mark(desk: Desk) -> None:
    desk.enter("# Preparation", "shut off", "1")
    desk.office.until(lambda: len(desk.saved()) == 2)
    assert desk.saved()[0]["kind"] == "heading"
    assert desk.place.model.shown(1, Cell.COUNT) == "1"


def test_a_block_from_a_spreadsheet_fills_cells_and_makes_rows(three: Desk) -> None:
    QGuiApplication.clipboard().setText("zwei\t2 Std\t\t12.50\nvier\t4\tStk\t1,000.00\n")
    three.place.grid.go(2, Cell.ITEM)
    three.office.key(Qt.Key.Key_V, CTRL)
    assert three.shown() == ["one", "two", "zwei", "vier"]
    three.office.until(lambda: len(three.names()) == 4)
    assert [line["unitPrice"] for line in three.saved()] == ["10", "10", "12.5", "1000"]
    assert three.saved()[2]["quantity"] == "2"


def test_cells_are_copied_as_a_spreadsheet_takes_them(three: Desk) -> None:
    three.place.grid.go(0, Cell.ITEM)
    three.office.key(DOWN, SHIFT)
    three.office.key(Qt.Key.Key_Right, SHIFT)
    three.office.key(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "one\t1\ntwo\t1"


def test_what_is_being_typed_survives_an_edit_from_elsewhere(three: Desk) -> None:
    three.office.key(F2)
    three.type(" half ty")
    three.elsewhere(
        Change("quoteLineItems", three.line_id(0), f={"description": "theirs", "unitPrice": "77"})
    )
    three.office.until(lambda: three.place.model.shown(0, Cell.PRICE) == "77.00")
    editor = three.place.grid.delegate.editor
    assert editor is not None
    assert editor.text() == "one half ty"
    three.office.key(ENTER)
    three.office.until(lambda: three.names()[0] == "one half ty")
    assert three.saved()[0]["unitPrice"] == "77"


def test_a_line_that_arrives_leaves_the_hand_where_it_is(three: Desk) -> None:
    three.place.grid.go(1, Cell.PRICE)
    three.type("4")
    first = {"kind": "line", "quoteId": three.quote, "position": "1", "description": "theirs"}
    three.elsewhere(Change("quoteLineItems", three.office.ids.new_id(), f=first))
    three.office.until(lambda: three.shown()[0] == "theirs")
    assert three.here() == (2, Cell.PRICE)
    three.type("2")
    three.office.key(ENTER)
    three.office.until(lambda: [line.get("unitPrice") for line in three.saved()] == [None, "10", "42", "10"])


def test_an_edit_that_crosses_a_sending_stays_typed_with_the_reason(three: Desk) -> None:
    place = three.place
    place.grid.go(0, Cell.ITEM)
    three.office.key(F2)
    three.type(" late")
    quotes.send_quote(three.office.replica, id=quotes.QuoteId(three.quote), day=TODAY, online=False)
    three.office.key(ENTER)
    three.office.settle()
    problem = place.model.problem_at(0, Cell.ITEM)
    assert problem is not None
    assert problem.text == "one late"


def test_a_key_in_the_grid_does_not_wait_for_a_save(three: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    gate, begun = threading.Event(), threading.Event()
    write: Callable[..., Any] = three.office.replica.write

    def slow(work: Callable[..., Any]) -> Any:
        begun.set()
        gate.wait(10)
        return write(work)

    monkeypatch.setattr(three.office.replica, "write", slow)
    three.enter("first", "2 h", "3")
    assert begun.wait(5)
    assert three.place.model.line(0)[1]["unitPrice"] == "3"
    three.enter("second")
    assert three.shown()[:2] == ["first", "second"]
    gate.set()
    three.office.until(lambda: three.names()[:2] == ["first", "second"])


def test_titles_above_a_block_are_passed_over_and_columns_without_a_place_are_named(three: Desk) -> None:
    rows = ["Text\tMenge\tEinheit\tPreis\tMwSt\tNotiz", "Dübel\t12,5\tStk\t1.240,50\t19\tim Keller"]
    QGuiApplication.clipboard().setText("\n".join(rows))
    three.place.grid.go_to_waiting_row()
    three.office.key(Qt.Key.Key_V, CTRL)
    three.office.until(lambda: len(three.saved()) == 4)
    line = three.saved()[3]
    assert (line["description"], line["quantity"], line["unitPrice"]) == ("Dübel", "12.5", "1240.5")
    said = three.office.window.message.text.text()
    assert said == (
        "Pasted 1 line. The titles above them were passed over. 1 column had no place here and was left out."
    )


def test_a_first_row_with_a_number_in_words_is_no_title(three: Desk) -> None:
    QGuiApplication.clipboard().setText("Tap\tmany\tea\t10\nSink\t2\tea\t20")
    three.place.grid.go_to_waiting_row()
    three.office.key(Qt.Key.Key_V, CTRL)
    three.office.until(lambda: len(three.saved()) == 5)
    assert three.shown()[3:] == ["Tap", "Sink"]
    assert "1 cell could not be read" in three.office.window.message.text.text()
