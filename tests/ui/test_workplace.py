"""A quote written by hand: from an empty draft to a number, an invoice and a payment, with the keyboard alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from onetool_desktop.changes.values import Change
from onetool_desktop.documents.pages_image import page_text
from onetool_desktop.domain.document_totals import in_order
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import quotes
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.widgets.suggestions import Suggestions
from tests.ui.support.office import TODAY, Office

ENTER, TAB, ESC, F2 = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F2
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
BOOK = (
    ("Shut-off and drain", "job", "85", "19"),
    ("Replace mixing valve", "ea", "142.50", "19"),
    ("Copper pipe 15 mm", "m", "11.80", "19"),
    ("Drain cleaning", "job", "120", "19"),
    ("Dishwasher connection", "ea", "65", "7"),
)


class Desk:
    """A person at the workplace of one draft."""

    def __init__(self, office: Office, lines: tuple[dict[str, Any], ...] = ()) -> None:
        self.office = office
        book = [
            Change("skus", office.ids.new_id(), f={"name": n, "unit": u, "unitPrice": p, "taxRate": t})
            for n, u, p, t in BOOK
        ]
        office.replica.write(lambda tx: tx.commit(action="a", label="", changes=book))
        self.client = office.client("Harbour Street Dental")
        self.quote = quotes.create_quote(
            office.replica, client_id=ClientId(self.client), today=TODAY, lines=lines
        ).id
        office.go("quotes", self.quote)
        office.until(lambda: len(self.place.grid.completion.book) == len(BOOK))

    @property
    def place(self) -> DocumentWorkplace:
        screen = self.office.window.screen_here
        assert isinstance(screen, DocumentWorkplace)
        return screen

    def type(self, text: str) -> None:
        """Letter by letter, each where the keyboard then is."""
        for letter in text:
            self.office.type(letter)

    def enter(self, *texts: str) -> None:
        """Types into cell after cell."""
        for text in texts:
            self.type(text)
            self.office.key(ENTER)

    def choose(self, text: str) -> None:
        """Takes the first item of the price book that fits to some letters."""
        self.type(text)
        self.office.key(DOWN)
        self.office.key(ENTER)

    def saved(self) -> list[dict[str, Any]]:
        self.office.settle()
        rows = self.office.replica.reads().children("quoteLineItems", "quoteId", self.quote)
        return [dict(f) for _, f in in_order((row.id, row.f) for row in rows)]

    def names(self) -> list[str]:
        return [str(f.get("description")) for f in self.saved()]

    def shown(self) -> list[str]:
        model = self.place.model
        return [model.shown(row, Cell.ITEM) for row in range(model.rowCount() - 1)]

    def here(self) -> tuple[int, Cell]:
        return self.place.grid.place

    def elsewhere(self, change: Change) -> None:
        """A colleague's edit arrives."""
        self.office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[change]))

    def line_id(self, row: int) -> str:
        return self.place.model.line(row)[0]


@pytest.fixture
def desk(office: Office) -> Desk:
    return Desk(office)


@pytest.fixture
def three(office: Office) -> Desk:
    """A draft of three lines; the hand is in the first."""
    line = {"quantity": "1", "unitPrice": "10", "taxRate": "20"}
    made = Desk(office, tuple({**line, "description": name} for name in ("one", "two", "three")))
    made.place.grid.go(0, Cell.ITEM)
    return made


def test_a_quote_of_five_lines_from_the_price_book_by_keyboard_alone_gets_its_number(desk: Desk) -> None:
    for first_letters, quantity in (("shut", "1"), ("mix", "2"), ("cop", "12"), ("dra", "1"), ("dish", "1")):
        desk.choose(first_letters)
        desk.enter(quantity)
    desk.office.until(lambda: len(desk.saved()) == 5)
    assert desk.names() == [name for name, *_ in BOOK]
    assert (
        desk.saved()[1] | {"quantity": "2", "unit": "ea", "unitPrice": "142.50", "taxRate": "19"}
        == desk.saved()[1]
    )
    desk.office.key(ENTER, CTRL)
    desk.office.until(lambda: desk.office.fields("quotes", desk.quote)["status"] == "sent")
    desk.office.until(lambda: desk.place.title == "Quote Q-000001")


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
    desk.enter("", "1", "90")
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
    assert three.here() == (0, Cell.PRICE)
    three.office.key(Qt.Key.Key_Backtab, SHIFT)
    assert three.here() == (0, Cell.QUANTITY)
    three.place.grid.go_to_waiting_row()
    three.office.key(TAB)
    assert not three.place.grid.hasFocus()


def test_esc_gives_a_cell_up_and_a_second_one_goes_back_to_the_list(three: Desk) -> None:
    three.office.key(F2)
    three.type(" and more")
    three.office.key(ESC)
    assert three.shown()[0] == "one"
    three.office.key(ESC)
    three.office.settle()
    assert not isinstance(three.office.window.screen_here, DocumentWorkplace)


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


def test_what_makes_no_sense_keeps_its_editor_and_says_why_and_nothing_is_sent(three: Desk) -> None:
    three.place.grid.go(0, Cell.QUANTITY)
    three.enter("twelve")
    assert three.place.grid.editing
    three.office.key(ENTER, CTRL)
    three.office.settle()
    assert three.office.fields("quotes", three.quote)["status"] == "draft"
    editor = three.place.grid.delegate.editor
    assert editor is not None
    assert editor.text() == "twelve"


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


def test_the_page_beside_the_grid_shows_what_is_not_saved_yet(three: Desk) -> None:
    three.office.window.resize(1600, 900)
    three.office.key(F2)
    three.type(" unsaved")
    page = three.place.page
    three.office.until(lambda: page.made is not None and "one unsaved" in page_text(page.made.pdf, 0))
    assert three.names()[0] == "one"


def test_a_discount_is_typed_among_the_sums(three: Desk) -> None:
    three.place.sums.discount.setFocus()
    three.enter("10 %")
    three.office.until(lambda: three.office.fields("quotes", three.quote).get("discountValue") == "10")
    three.office.until(lambda: "Discount −3.00" in three.place.sums.accessibleName())
    three.place.sums.discount.setFocus()
    three.office.key(Qt.Key.Key_A, CTRL)
    three.enter("half")
    assert "not a number" in three.place.sums.discount.accessibleDescription()
    assert three.place.sums.discount.text() == "half"


def test_the_last_day_takes_shorthands(three: Desk) -> None:
    three.place.head.day.edit.setFocus()
    three.enter("t++")
    three.office.until(lambda: three.office.fields("quotes", three.quote)["validUntil"] == "2026-03-04")
    three.place.head.day.edit.setFocus()
    three.office.key(Qt.Key.Key_A, CTRL)
    three.enter("15/4")
    three.office.until(lambda: three.office.fields("quotes", three.quote)["validUntil"] == "2026-04-15")


def test_from_quote_to_paid_invoice_without_retyping(three: Desk) -> None:
    office = three.office
    office.key(ENTER, CTRL)
    office.until(lambda: office.fields("quotes", three.quote)["status"] == "sent")
    office.until(lambda: three.place.sheet is not None and not three.place.sheet.is_draft)
    assert not three.place.grid.isVisible()
    office.key(Qt.Key.Key_A, CTRL | SHIFT)
    office.until(lambda: office.fields("quotes", three.quote)["status"] == "approved")
    office.until(lambda: three.place.sheet is not None and three.place.sheet.status == "approved")
    office.key(Qt.Key.Key_I, CTRL)
    office.until(lambda: three.place.collection == "invoices")
    assert three.shown() == ["one", "two", "three"]
    office.key(ENTER, CTRL)
    office.until(lambda: three.place.title == "Invoice INV-000001")
    office.key(Qt.Key.Key_P, CTRL | SHIFT)
    office.key(ENTER)
    office.until(lambda: three.place.sheet is not None and three.place.sheet.owed == 0)


def test_a_sent_quote_is_paper_and_one_button_opens_it_again(three: Desk) -> None:
    three.office.key(ENTER, CTRL)
    three.office.until(lambda: three.place.sheet is not None and three.place.sheet.status == "sent")
    assert not three.place.grid.isVisible()
    assert three.place.actions_here is not None
    why = three.place.actions_here.actions["quote.line-double"].toolTip()
    assert "Revise it to change its lines." in why
    three.office.key(Qt.Key.Key_R, CTRL)
    three.office.until(three.place.grid.isVisible)
    assert three.shown() == ["one", "two", "three"]


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
    three.enter("first", "2", "3")
    assert begun.wait(5)
    assert three.place.model.line(0)[1]["unitPrice"] == "3"
    three.enter("second")
    assert three.shown()[:2] == ["first", "second"]
    gate.set()
    three.office.until(lambda: three.names()[:2] == ["first", "second"])


def test_every_key_of_the_grid_stands_in_the_shortcut_sheet(three: Desk) -> None:
    three.office.window.actions_here.trigger("window.keys")
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    sheet = three.office.window.sheet
    assert sheet.isVisible()
    assert three.place.actions_here is not None
    keys = {spec.shortcut for spec, _ in three.place.actions_here.possible()}
    assert {"Alt+Up", "Alt+Down", "Ctrl+D", "Ctrl+Ins", "Ctrl+Backspace", "Ctrl+Del", "Ctrl+Return"} <= keys


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


def test_f5_in_a_day_field_takes_the_day_typed_last(three: Desk) -> None:
    three.place.head.day.edit.setFocus()
    three.office.key(Qt.Key.Key_A, CTRL)
    three.enter("15/4")
    three.office.until(lambda: three.office.fields("quotes", three.quote)["validUntil"] == "2026-04-15")
    other = three.office.quote(three.client)
    three.office.go("quotes", other)
    three.place.head.day.edit.setFocus()
    three.office.key(Qt.Key.Key_F5)
    three.office.key(ENTER)
    three.office.until(lambda: three.office.fields("quotes", other)["validUntil"] == "2026-04-15")


def test_a_number_that_stands_twice_is_said_on_the_document_with_its_remedy(three: Desk) -> None:
    office = three.office
    office.key(ENTER, CTRL)
    office.until(lambda: three.place.sheet is not None and three.place.sheet.status == "sent")
    paper = office.replica.reads().row("issued", str(office.fields("quotes", three.quote)["issuedId"]))
    assert paper is not None
    twice = replace(paper, f={**paper.f, "review": "number"})
    office.replica.write(lambda tx: tx.rows.write("issued", twice.id, twice))
    three.place.refresh()
    office.until(lambda: three.place.sheet is not None and three.place.sheet.review == "number")
    assert "Q-000001 stands on another paper as well" in three.place.review.text()


def test_the_page_is_made_larger_and_fitting_again_by_key(three: Desk) -> None:
    place = three.place

    def width() -> float:
        three.office.until(lambda: place.page.settled)
        assert place.page.made is not None
        page = place.page.made.pages[0]
        return page.width() / page.devicePixelRatio()

    three.office.window.resize(1480, 920)
    three.office.until(lambda: place.page.made is not None)
    fitting = width()
    for _ in range(2):
        three.office.key(Qt.Key.Key_Plus, CTRL)
    assert abs(width() - fitting * 1.5) < 3
    sideways = (
        place.page.pages.horizontalScrollBar()
    )  # the room is shared out anew a moment after the pages changed
    three.office.until(lambda: sideways.maximum() > 0)
    three.office.key(Qt.Key.Key_0, CTRL)
    assert width() <= fitting
    three.office.until(lambda: sideways.maximum() == 0)
