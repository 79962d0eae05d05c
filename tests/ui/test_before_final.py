"""Before a quote is sent or an invoice issued it is told what the paper lacks, once, with the way to mend it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, quotes
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.asking_bar import AskingBar
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.text import Paragraph
from tests.ui.support.office import TODAY, Office

ENTER, ESC, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier
LINE = {"description": "Tap", "quantity": "1", "unitPrice": "100", "taxRate": "20"}


def place(office: Office) -> DocumentWorkplace:
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    return screen


def bar(office: Office) -> AskingBar:
    return place(office).finality.bar


def told(office: Office) -> list[str]:
    return [one.text() for one in bar(office).findChildren(Paragraph) if one.isVisible()]


@pytest.fixture
def invoice(office: Office) -> str:
    """A draft for a client without an address, by a business that has settled nothing."""
    client = ClientId(office.client("Birch"))
    made = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[LINE]).id
    office.go("invoices", made)
    return made


def asked(office: Office) -> None:
    office.key(ENTER, CTRL)
    office.until(bar(office).isVisible)


def test_what_an_invoice_lacks_is_told_before_it_gets_a_number(office: Office, invoice: str) -> None:
    asked(office)
    assert told(office) == [
        "This invoice has no billing address.",
        "Your own address is missing; an invoice has to show it.",
        "It charges tax, and your tax number is missing.",
    ]
    assert office.fields("invoices", invoice)["status"] == "draft"
    assert office.focused.accessibleName() == "This invoice has no billing address. Add the address"


def test_it_is_issued_all_the_same_by_key_and_enter_pressed_twice_issues_nothing(
    office: Office, invoice: str
) -> None:
    asked(office)
    office.key(ENTER, CTRL)
    office.settle()
    assert bar(office).isVisible()
    assert office.fields("invoices", invoice)["status"] == "draft"
    for _way in range(3):
        office.key(TAB)
    assert office.focused.accessibleName() == "Issue anyway"
    office.key(ENTER)
    office.until(lambda: place(office).title == "Invoice INV-000001")
    assert not bar(office).isVisible()


def test_esc_puts_the_question_away_and_nothing_was_issued(office: Office, invoice: str) -> None:
    asked(office)
    office.key(ESC)
    assert not bar(office).isVisible()
    assert place(office).document == invoice
    assert office.fields("invoices", invoice)["status"] == "draft"


def test_the_way_leads_to_the_address_and_back_and_what_was_mended_leaves_the_bar(
    office: Office, invoice: str
) -> None:
    asked(office)
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, ClientRecord))
    form = next(one for one in office.window.screen_here.findChildren(FormPanel) if one.isVisible())
    form.edits["streetAddress"].setFocus()
    office.type("12 North Street")
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace) and len(told(office)) == 2)
    assert "This invoice has no billing address." not in told(office)


def test_a_way_to_an_address_that_is_there_in_part_offers_to_go_back_once_it_is_mended(
    office: Office, invoice: str
) -> None:
    client = ClientId(str(office.fields("invoices", invoice)["clientId"]))
    made = clients.add_property(office.replica, client_id=client, fields={"propertyName": "The yard"}).id
    clients.edit_client(office.replica, id=client, fields={"primaryPropertyId": made})
    office.window.go(Place("clients", client, begin="address", then=Place("invoices", invoice)))
    office.settle()
    office.type("12 North Street")
    office.key(ENTER)
    message = office.window.message
    office.until(lambda: message.offer.isVisible() and message.offer.text() == "Go back")
    message.offer.click()
    assert place(office).document == invoice
    office.go("clients", client)
    record = office.window.screen_here
    assert isinstance(record, ClientRecord)
    record.part("clientProperties", made).facts["city"].edit()
    office.type("Bristol")
    office.key(ENTER)
    office.until(lambda: office.fields("clientProperties", made).get("city") == "Bristol")
    office.settle()
    assert not message.isVisible(), "he is here for something else now"


def test_an_absurd_quote_is_asked_about_and_the_way_leads_to_the_price_that_is_missing(
    office: Office,
) -> None:
    client = ClientId(office.client("Birch"))
    clients.add_property(office.replica, client_id=client, fields={"streetAddress": "12 North Street"})
    lines = [LINE | {"quantity": "-2"}, {"description": "Valve", "quantity": "1"}]
    made = quotes.create_quote(office.replica, client_id=client, today=TODAY, lines=lines).id
    office.go("quotes", made)
    asked(office)
    assert told(office) == [
        "The total is below zero: a quantity, a price or a discount is off.",
        "A line has no price and counts as 0.",
    ]
    office.key(TAB)
    assert office.focused.accessibleName() == "A line has no price and counts as 0. Go to its price"
    office.key(ENTER)
    assert place(office).grid.hasFocus()
    assert place(office).grid.place == (1, Cell.PRICE)
    office.key(Qt.Key.Key_F2)
    office.type("300")
    office.key(ENTER)
    office.until(lambda: not bar(office).isVisible())
    assert office.fields("quotes", made)["status"] == "draft"


def test_a_quote_lacks_less_and_one_that_lacks_nothing_is_sent_at_once(office: Office) -> None:
    client = ClientId(office.client("Birch"))
    made = quotes.create_quote(office.replica, client_id=client, today=TODAY, lines=[LINE]).id
    office.go("quotes", made)
    asked(office)
    assert told(office) == ["This quote has no address of the client."]
    clients.add_property(office.replica, client_id=client, fields={"streetAddress": "12 North Street"})
    office.until(lambda: not bar(office).isVisible())
    assert office.fields("quotes", made)["status"] == "draft"
    place(office).grid.setFocus()
    office.key(ENTER, CTRL)
    office.until(lambda: place(office).title == "Quote Q-000001")


def test_the_pdf_that_is_offered_is_of_the_quote_that_was_made_final_wherever_one_has_gone(
    office: Office,
) -> None:
    client = ClientId(office.with_addresses(office.client("Birch")))
    final, other = (
        quotes.create_quote(office.replica, client_id=client, today=TODAY, lines=[LINE]).id for _ in range(2)
    )
    office.go("quotes", final)
    office.key(ENTER, CTRL)
    office.until(lambda: office.window.message.offer.text() == "Save as PDF")
    office.go("quotes", other)
    office.window.message.offer.click()
    office.until(lambda: bool(place(office).findChildren(QFileDialog)))
    assert place(office).document == final
    for dialog in place(office).findChildren(QFileDialog):
        dialog.close()
