"""The day of the work on an invoice: asked, saved as one action, printed, and nobody's of a quote."""

from PySide6.QtCore import Qt

from onetool_desktop.documents.pages_image import page_text
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from tests.ui.support.office import TODAY, Office

ENTER = Qt.Key.Key_Return
CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_day_of_service_is_typed_printed_and_undone(office: Office) -> None:
    client = ClientId(office.client("Harbour Street Dental"))
    line = {"description": "Drain", "quantity": "1", "unitPrice": "85"}
    invoice = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line]).id
    office.go("invoices", invoice)
    place = office.window.screen_here
    assert isinstance(place, DocumentWorkplace)
    assert place.actions_here is not None
    office.window.resize(1600, 900)
    place.actions_here.trigger("invoice.service-day")
    office.type("sun")  # the last one: work that is invoiced has been done
    office.key(ENTER)
    office.until(lambda: office.fields("invoices", invoice).get("serviceDay") == "2026-03-01")
    page = place.page
    office.until(lambda: page.made is not None and "Date of service" in page_text(page.made.pdf, 0))
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: not office.fields("invoices", invoice).get("serviceDay"))
