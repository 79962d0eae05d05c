"""Undo and redo by key: each says what it takes back or does again, and what it cannot."""

from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, payments
from onetool_desktop.ui.screens.clients.record import ClientRecord
from tests.ui.support.office import TODAY, Office

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier


def open_client(office: Office) -> ClientId:
    client = ClientId(office.client("Birch & Amber", firstName="Ann", phone="030 1234"))
    office.go("clients", client)
    return client


def retitle(office: Office, words: str) -> None:
    record = office.window.screen_here
    assert isinstance(record, ClientRecord)
    record.edit("taxNumber")
    office.key(Qt.Key.Key_A, CTRL)
    office.type(words)
    office.key(ENTER)
    office.settle()


def number(office: Office, client: str) -> object:
    return office.fields("clients", client).get("taxNumber")


def names(office: Office) -> dict[str, str]:
    return {spec.id: spec.label for spec, _ in office.window.actions_here.possible()}


def test_undo_and_redo_carry_the_name_of_the_action(office: Office) -> None:
    client = open_client(office)
    assert names(office)["window.undo"] == "Undo"
    retitle(office, "GB 42")
    assert names(office)["window.undo"] == "Undo: Edit tax number"
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: number(office, client) is None)
    office.until(lambda: office.window.message.text.text() == "Undone: Edit tax number.")
    assert names(office)["window.redo"] == "Redo: Edit tax number"
    office.key(Qt.Key.Key_Y, CTRL)
    office.until(lambda: number(office, client) == "GB 42")
    office.until(lambda: names(office)["window.undo"] == "Undo: Edit tax number")


def test_several_edits_go_back_and_forth_by_key(office: Office) -> None:
    client = open_client(office)
    for words in ("one", "two"):
        retitle(office, words)
    for expected in ("one", None):
        office.key(Qt.Key.Key_Z, CTRL)
        office.settle()
        assert number(office, client) == expected
    for expected in ("one", "two"):
        office.key(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
        office.settle()
        assert number(office, client) == expected


def test_a_new_edit_ends_what_could_be_done_again(office: Office) -> None:
    client = open_client(office)
    retitle(office, "one")
    office.key(Qt.Key.Key_Z, CTRL)
    office.settle()
    retitle(office, "other")
    office.key(Qt.Key.Key_Y, CTRL)
    office.settle()
    assert number(office, client) == "other"
    assert office.window.message.text.text() == "There is nothing to do again."


def test_an_edit_a_colleague_wrote_over_is_left_and_named(office: Office) -> None:
    client = open_client(office)
    retitle(office, "mine")
    clients.edit_client(office.replica, id=client, fields={"taxNumber": "theirs"})
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: "changed since: Tax number" in office.window.message.text.text())
    assert number(office, client) == "theirs"


def test_a_payment_says_that_it_stays_and_how_it_is_taken_back(office: Office) -> None:
    client = ClientId(office.client("Avon"))
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00"}
    invoice = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line]).id
    invoices.issue_invoice(office.replica, id=invoice, day=TODAY, online=False)
    paid = payments.record_payment(
        office.replica, invoice_id=invoice, amount=100, day=TODAY, method="cash"
    ).saved
    office.window.work.undo.remember(paid.undo)
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: "reversal" in office.window.message.text.text())
    assert office.replica.reads().count("payments", "invoiceId", invoice) == 1


def test_what_has_no_undo_is_not_offered_but_told(office: Office) -> None:
    client = ClientId(office.client("Avon"))
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00"}
    invoice = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line]).id
    invoices.issue_invoice(office.replica, id=invoice, day=TODAY, online=False)
    office.window.work.undo.remember(invoices.void_invoice(office.replica, id=invoice).undo)
    assert names(office)["window.undo"] == "“Void the invoice” cannot be undone"
    office.key(Qt.Key.Key_K, CTRL)
    office.type("undo")
    office.settle()
    choices = office.window.palette_panel.list.choices
    first = choices.at(0)
    assert (first.title, first.remark) == (
        "“Void the invoice” cannot be undone",
        "A voided invoice stays void. Make a new one in its place.",
    )
    assert not any(choices.at(row).title.startswith("Undo") for row in range(choices.rowCount()))
    office.key(ENTER)
    office.until(lambda: "A voided invoice stays void" in office.window.message.text.text())
    assert office.fields("invoices", invoice)["status"] == "cancelled"
