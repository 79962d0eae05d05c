"""A list as a tool: what is selected, what it comes to, what is done with all of it, and how it goes elsewhere."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, quotes
from onetool_desktop.ui.screens.list_screen import ListScreen
from tests.ui.support.office import TODAY, Office

ENTER, ESC, DOWN, A = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_A
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def list_shown(office: Office) -> ListScreen:
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    return screen


def first_column(office: Office) -> list[str]:
    screen = list_shown(office)
    return [screen.model.cells(row).texts[0] for row in range(screen.model.rowCount())]


def with_quotes(office: Office, *prices: str, currency: str = "EUR") -> list[str]:
    """Draft quotes of one line each, newest last."""
    client = ClientId(office.client("Birch & Amber"))
    made: list[str] = []
    for price in prices:
        line = {"description": "Call-out", "quantity": "1", "unitPrice": price, "taxRate": "0"}
        fields = {"title": f"For {price}", "currency": currency}
        made.append(
            quotes.create_quote(office.replica, client_id=client, today=TODAY, fields=fields, lines=[line]).id
        )
    return made


def test_the_footer_says_what_the_selection_comes_to_by_currency(office: Office) -> None:
    with_quotes(office, "100.10", "0.05")
    with_quotes(office, "7", currency="CHF")
    office.go("quotes")
    bar = list_shown(office).bar
    assert bar.words == ""
    office.key(A, CTRL)
    office.settle()
    assert bar.words.startswith("3 selected")
    assert "€100.15" in bar.words
    assert "CHF" in bar.words
    assert "7.00" in bar.words
    office.key(DOWN)
    assert bar.words == ""


def test_void_invoices_are_in_no_sum_and_said_to_be_left_out(office: Office) -> None:
    client = ClientId(office.client("Birch & Amber"))
    for price, currency in (("100", "EUR"), ("7", "EUR"), ("3", "CHF")):
        line = {"description": "Call-out", "quantity": "1", "unitPrice": price, "taxRate": "0"}
        of = {"currency": currency}
        made = invoices.create_invoice(office.replica, client_id=client, today=TODAY, fields=of, lines=[line])
        invoices.issue_invoice(office.replica, id=made.id, day=TODAY, online=False)
        if price != "100":
            invoices.void_invoice(office.replica, id=made.id)
    office.go("invoices")
    office.key(A, CTRL)
    office.until(lambda: "void" in list_shown(office).bar.words)
    assert list_shown(office).bar.words == "3 selected · €100.00 · €100.00 open · without 2 void"


def test_a_selection_is_summed_whole_however_long_it_is(office: Office) -> None:
    with_quotes(office, *["0.01"] * 70)
    office.go("quotes")
    office.key(A, CTRL)
    office.settle()
    assert list_shown(office).bar.words == "70 selected · €0.70"


def test_the_rows_stay_where_they_are_when_the_footer_appears(office: Office) -> None:
    table = list_shown(office).table
    before = table.geometry()
    office.key(A, CTRL)
    office.settle()
    assert table.geometry() == before


def test_what_is_done_with_several_is_one_action_that_undo_takes_back(office: Office) -> None:
    office.key(DOWN, SHIFT)
    screen = list_shown(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger("clients.archived")
    office.until(lambda: first_column(office) == ["Zoë Quill"])
    office.settle()
    assert "2 clients archived." in office.window.message.text.text()
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: len(first_column(office)) == 3)


def test_selected_clients_are_tagged_by_keyboard(office: Office) -> None:
    office.key(A, CTRL)
    office.key(Qt.Key.Key_G, CTRL | SHIFT)
    office.type("key held, vip")
    office.key(ENTER)
    office.until(lambda: "3 clients tagged." in office.window.message.text.text())
    reads = office.replica.reads()
    tags = [reads.row("clients", row_id) for row_id in _ids(office)]
    assert {tuple(row.f["tags"]) for row in tags if row is not None} == {("key held", "vip")}


def test_drafts_are_deleted_together_and_come_back_together(office: Office) -> None:
    with_quotes(office, "1", "2")
    office.go("quotes")
    office.key(A, CTRL)
    screen = list_shown(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger("quotes.delete-drafts")
    office.until(lambda: screen.model.rowCount() == 0)
    office.settle()
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: screen.model.rowCount() == 2)


def test_the_selection_is_copied_for_a_spreadsheet_with_its_titles(office: Office) -> None:
    office.client("=HYPERLINK()", firstName="Ann", phone="030 1234")
    office.until(lambda: len(first_column(office)) == 4)
    office.key(A, CTRL)
    office.key(Qt.Key.Key_C, CTRL)
    office.until(lambda: "4 rows copied." in office.window.message.text.text())
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["Name", "Contact", "Phone"]
    assert lines[1].startswith("'=HYPERLINK()\t")
    assert lines[2].split("\t")[:3] == ["Ahlers Dental", "Ann Dental", "030 1234"]


def test_the_selection_follows_its_rows_when_others_come_between(office: Office) -> None:
    screen = list_shown(office)
    office.key(A, CTRL)
    office.client("Birch & Amber")
    office.until(lambda: len(first_column(office)) == 4)
    assert screen.table.selected_count() == 3


def test_an_empty_list_gives_the_keyboard_to_the_next_step(make_office: Callable[..., Office]) -> None:
    office = make_office()
    office.show()
    office.go("clients")
    assert office.focused.accessibleName() == "New client"


def _ids(office: Office) -> list[str]:
    screen = list_shown(office)
    return [screen.model.cells(row).id for row in range(screen.model.rowCount())]
