"""Everything selected among quotes or invoices: saved as files, issued, settled, with the keyboard."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.documents.pages_image import page_count
from onetool_desktop.domain.ids import ClientId, InvoiceId
from onetool_desktop.services import invoices, payments
from onetool_desktop.services.amounts import owed_on
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.paper.run import PaperRun
from onetool_desktop.ui.widgets.text import Paragraph
from tests.ui.support.office import TODAY, Office

ENTER, A = Qt.Key.Key_Return, Qt.Key.Key_A
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LINE = {"description": "Tap", "quantity": "1", "unitPrice": "100", "taxRate": "20"}


def shown(office: Office) -> ListScreen:
    screen = office.window.screen_here
    assert isinstance(screen, ListScreen)
    return screen


def do(office: Office, action: str) -> None:
    actions = shown(office).actions_here
    assert actions is not None
    actions.trigger(action)
    office.settle()


def some_invoices(office: Office, *, issued: int, drafts: int) -> list[str]:
    client = ClientId(office.client("Birch & Amber"))
    made = [
        invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[LINE]).id
        for _ in range(issued + drafts)
    ]
    for id in made[:issued]:
        invoices.issue_invoice(office.replica, id=id, day=TODAY, online=False)
    office.go("invoices")
    office.key(A, CTRL)
    office.settle()
    return list(made)


def test_a_search_finds_documents_by_amount_and_by_the_word_of_their_state(office: Office) -> None:
    first, second, draft = some_invoices(office, issued=2, drafts=1)
    other = {**LINE, "unitPrice": "575", "taxRate": "0"}
    client = ClientId(office.client("Harbour"))
    dear = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[other]).id
    payments.record_payment(
        office.replica, invoice_id=InvoiceId(first), amount=1_000, day=TODAY, method="cash"
    )
    screen = shown(office)
    office.until(lambda: screen.model.rowCount() == 4)

    def found(typed: str) -> list[str]:
        screen._search(typed)
        office.settle()
        return screen.model.source.row_ids(screen.model.rids_between(0, screen.model.rowCount() - 1))

    assert found("575") == found("575.00") == found("575,00") == [dear]
    owed = owed_on(office.replica.reads(), org=office.replica.identity.org, invoice=first)
    assert found(f"{owed / 100:.2f}") == [first], "by what is still owed too"
    assert found("partly") == found("part paid") == [first]
    assert found("issued") == [second]
    assert found("draft par") == []
    assert found("harb") == [dear]
    assert set(found("amber")) == {first, second, draft}


def test_dates_and_amounts_are_copied_as_a_spreadsheet_reads_them(office: Office) -> None:
    dear = {**LINE, "unitPrice": "1234.5", "taxRate": "0"}
    client = ClientId(office.client("Harbour"))
    made = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[dear]).id
    office.go("invoices")
    office.key(A, CTRL)
    office.key(Qt.Key.Key_C, CTRL)
    office.until(lambda: "1 row copied." in office.window.message.text.text())
    cells = QGuiApplication.clipboard().text().split("\n")[1].split("\t")
    assert office.fields("invoices", made)["dueDate"] in cells
    assert "1234.50" in cells


def test_the_selected_documents_are_saved_into_a_folder_by_key(office: Office, tmp_path: Path) -> None:
    some_invoices(office, issued=2, drafts=0)
    folder = tmp_path / "papers"
    folder.mkdir()
    office.key(Qt.Key.Key_S, CTRL | SHIFT)
    found: list[QFileDialog] = []
    office.until(lambda: bool(found.extend(shown(office).findChildren(QFileDialog)) or found))
    found[0].fileSelected.emit(str(folder))
    found[0].close()
    office.until(lambda: len(list(folder.iterdir())) == 2)
    office.until(lambda: "2 files were saved." in office.window.message.text.text())
    assert sorted(path.name for path in folder.iterdir()) == [
        "INV-000001 Birch & Amber.pdf",
        "INV-000002 Birch & Amber.pdf",
    ]


def test_the_selected_documents_are_saved_as_one_file(office: Office, tmp_path: Path) -> None:
    some_invoices(office, issued=1, drafts=2)
    do(office, "invoices.pdf-together")
    found = shown(office).findChildren(QFileDialog)
    assert Path(found[0].selectedFiles()[0]).name == f"Invoices {TODAY}.pdf"
    found[0].fileSelected.emit(str(tmp_path / "all.pdf"))
    found[0].close()
    office.until(lambda: "Saved 3 documents" in office.window.message.text.text())
    assert page_count((tmp_path / "all.pdf").read_bytes()) == 3
    run = shown(office).findChild(PaperRun)
    assert run is not None
    assert run.line.isHidden()


def test_selected_invoices_are_settled_with_what_each_still_owes(office: Office) -> None:
    made = some_invoices(office, issued=2, drafts=1)
    do(office, "invoices.settle")
    office.key(ENTER)
    office.until(lambda: "2 payments recorded. 1 was left as it is." in office.window.message.text.text())
    reads, org = office.replica.reads(), office.identity.org
    assert [owed_on(reads, org=org, invoice=id) for id in made] == [0, 0, 0]
    assert office.fields("invoices", made[2])["status"] == "draft"


def test_a_day_that_is_none_keeps_the_question_open_and_settles_nothing(office: Office) -> None:
    made = some_invoices(office, issued=1, drafts=0)
    do(office, "invoices.settle")
    office.type("soon")
    office.key(ENTER)
    assert "not a day" in office.focused.accessibleDescription()
    assert owed_on(office.replica.reads(), org=office.identity.org, invoice=made[0]) == 12_000


def test_selected_drafts_are_issued_on_a_day_that_is_asked_for(office: Office) -> None:
    made = some_invoices(office, issued=0, drafts=2)
    do(office, "invoices.issue")
    told = "2 of them lack something their readers look for, such as an address. Open them to see what."
    office.until(
        lambda: told in [one.text() for one in shown(office).findChildren(Paragraph) if one.isVisible()]
    )
    office.type("1/3/2026")
    office.key(ENTER)
    office.until(lambda: "2 invoices are final." in office.window.message.text.text())
    fields = [office.fields("invoices", id) for id in made]
    assert {f["status"] for f in fields} == {"sent"}
    assert {f["number"] for f in fields} == {"INV-000001", "INV-000002"}
