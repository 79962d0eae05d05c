"""What is typed around the lines of a quote is kept until it is saved, for the very quote that it was typed for."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from onetool_desktop.store import half_typed
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from tests.ui.support.office import Office

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


def kept(office: Office) -> list[str]:
    return [one.text for one in half_typed.kept(office.replica.reads().db)]


HEAD = {"head/subject": "Leak and", "head/day": "next tue", "sums/discount": "7,5"}


def head_edit(screen: DocumentWorkplace, field: str) -> QLineEdit:
    return {
        "head/subject": screen.head.subject,
        "head/day": screen.head.day.edit,
        "sums/discount": screen.sums.discount,
    }[field]


@pytest.mark.parametrize("field", list(HEAD))
def test_what_is_typed_around_the_lines_of_a_quote_is_back_until_it_is_saved(
    office: Office, again: Callable[[], OfficeWindow], field: str
) -> None:
    quote = office.quote(office.client("Birch"))
    office.go("quotes", quote)
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    saved = dict(office.fields("quotes", quote))
    edit = head_edit(screen, field)
    edit.setFocus()
    edit.selectAll()
    edit.insert(HEAD[field])
    office.until(lambda: kept(office) == [HEAD[field]])
    office.bot.keyClick(edit, ESC)
    office.until(lambda: kept(office) == [])
    half_typed.keep(office.replica, [half_typed.HalfTyped(f"quotes/{quote}", field, HEAD[field])])

    window = again()

    there = window.screen_here
    assert isinstance(there, DocumentWorkplace)
    office.until(lambda: head_edit(there, field).text() == HEAD[field])
    there.refresh()
    office.until(lambda: window.work.operations.idle)
    assert head_edit(there, field).text() == HEAD[field]
    assert office.fields("quotes", quote) == saved
    head_edit(there, field).setFocus()
    assert head_edit(there, field).text() == HEAD[field]
    office.bot.keyClick(head_edit(there, field), ENTER)
    office.until(lambda: office.fields("quotes", quote) != saved)
    office.until(lambda: kept(office) == [])


def test_a_subject_typed_into_one_quote_is_saved_there_when_another_opens_under_the_hand(
    office: Office,
) -> None:
    client = office.client("Birch")
    first, second = office.quote(client), office.quote(client)
    office.go("quotes", first)
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    screen.head.subject.setFocus()
    screen.head.subject.selectAll()
    office.type("Roof")
    screen.show_record(second)
    office.until(lambda: office.fields("quotes", first)["title"] == "Roof")
    assert screen.head.subject.text() == "Leak repair"
    office.settle()
    assert office.fields("quotes", second)["title"] == "Leak repair"
