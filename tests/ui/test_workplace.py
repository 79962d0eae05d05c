"""A quote written by hand: from an empty draft to a number, an invoice and a payment, with the keyboard alone."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from onetool_desktop.changes.values import Change
from onetool_desktop.documents.pages_image import page_text
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import quotes
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.widgets.text import Paragraph
from tests.ui.support.desk import BOOK, CTRL, ENTER, ESC, F2, SHIFT, Desk
from tests.ui.support.office import TODAY, Office


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
    assert desk.office.window.windowTitle().startswith("Quote Q-000001 – ")


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


def test_nothing_is_sent_while_a_discount_or_a_day_waits_to_be_corrected(three: Desk) -> None:
    office, place = three.office, three.place
    for edit, wrong in ((place.sums.discount, "half"), (place.head.day.edit, "soon")):
        edit.setFocus()
        office.key(Qt.Key.Key_A, CTRL)
        three.enter(wrong)
        place.grid.setFocus()
        office.key(ENTER, CTRL)
        office.settle()
        assert office.focused is edit
        assert edit.text() == wrong
        office.key(ESC)
    assert office.fields("quotes", three.quote)["status"] == "draft"
    assert not place.finality.bar.isVisible()


def test_what_makes_no_sense_stays_while_the_document_changes_and_does_not_stand_in_another(
    three: Desk,
) -> None:
    office, place = three.office, three.place
    for edit, wrong in ((place.sums.discount, "half"), (place.head.day.edit, "soon")):
        edit.setFocus()
        office.key(Qt.Key.Key_A, CTRL)
        three.enter(wrong)
    place.grid.setFocus()
    three.elsewhere(Change("quotes", three.quote, f={"title": "Bathroom"}))
    office.until(lambda: place.head.subject.text() == "Bathroom")
    assert (place.sums.discount.text(), place.head.day.edit.text()) == ("half", "soon")
    office.go("quotes", quotes.create_quote(office.replica, client_id=ClientId(three.client), today=TODAY).id)
    assert place.sums.discount.text() == ""
    assert place.sums.discount.accessibleDescription() == place.head.day.reason == ""
    assert place.head.day.edit.text() != "soon"


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
    office.key(Qt.Key.Key_M, CTRL | SHIFT)
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


def test_every_key_of_the_grid_stands_in_the_shortcut_sheet(three: Desk) -> None:
    three.office.window.actions_here.trigger("window.keys")
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    sheet = three.office.window.sheet
    assert sheet.isVisible()
    lines = sheet.list.choices
    keys = {key for row in range(lines.rowCount()) for key in lines.at(row).keys.split(", ")}
    assert {"Alt+Up", "Alt+Down", "Ctrl+D", "Ctrl+Ins", "Ctrl+Backspace", "Ctrl+Del", "Ctrl+Enter"} <= keys


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


def test_why_a_discount_or_a_day_cannot_stand_is_read_whole(three: Desk) -> None:
    office, sums, head = three.office, three.place.sums, three.place.head
    room = sums.height()
    sums.discount.setFocus()
    office.type("120 %")
    office.key(ENTER)
    office.until(lambda: "between 0 % and 100 %" in sums.discount.accessibleDescription())
    office.until(lambda: sums.height() >= room + sums.fontMetrics().height())
    head.day.edit.setFocus()
    head.day.edit.setText("31.2.")
    office.key(ENTER)
    told = [one for one in head.findChildren(Paragraph) if one.isVisible()]
    assert [one.text() for one in told] == [head.day.reason]
    office.until(lambda: told[0].height() >= told[0].heightForWidth(told[0].width()))


def test_in_a_narrow_window_nothing_in_the_head_lies_over_its_neighbour(office: Office) -> None:
    client = office.with_addresses(
        office.client("Birch & Amber Property Care of the Northern Harbour Quarter")
    )
    office.go("quotes", office.quote(client))
    place = office.window.screen_here
    assert isinstance(place, DocumentWorkplace)
    office.window.resize(680, 700)
    head = place.head

    def apart() -> bool:
        line = [head.title, head.badge, head._subject, head.client, head.place]
        ends = [one.geometry().right() for one in line]
        return (
            all(end < one.x() for end, one in zip(ends, line[1:], strict=False)) and ends[-1] <= head.width()
        )

    office.until(apart)
    assert head.subject.width() > office.window.work.look.measures.char * 8
