"""What was asked about one document and is answered when another is open: each keeps what is its own."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId, QuoteId
from onetool_desktop.services import clients, quotes
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.screen import Place
from tests.ui.support.office import TODAY, Office

ENTER, CTRL = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
LINE = {"description": "Tap", "quantity": "1", "unitPrice": "100", "taxRate": "20"}


def quote(office: Office, client: str) -> str:
    return quotes.create_quote(office.replica, client_id=ClientId(client), today=TODAY, lines=[LINE]).id


def place(office: Office) -> DocumentWorkplace:
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    return screen


def leave_for(office: Office, document: str) -> None:
    """Goes to another quote, whatever is still under way."""
    with office.bot.handling():
        office.window.go(Place("quotes", document))
    office.until(lambda: place(office).sheet is not None)
    assert place(office).document == document


@pytest.fixture
def other(office: Office) -> str:
    return quote(office, office.client("Birch"))


def statuses(office: Office, *documents: str) -> list[object]:
    return [office.fields("quotes", document)["status"] for document in documents]


def test_what_a_quote_lacks_is_not_asked_at_another_and_neither_is_sent(office: Office, other: str) -> None:
    asked = quote(office, office.client("Maple"))
    office.go("quotes", asked)
    with office.writing_held():
        office.key(ENTER, CTRL)
        leave_for(office, other)
    office.settle()
    assert not place(office).finality.bar.isVisible()
    assert statuses(office, asked, other) == ["draft", "draft"]
    office.key(ENTER, CTRL)
    office.until(place(office).finality.bar.isVisible)
    assert place(office).document == other


def test_a_quote_that_lacks_nothing_is_not_sent_either_once_its_person_has_gone_elsewhere(
    office: Office, other: str
) -> None:
    left = quote(office, office.with_addresses(office.client("Maple")))
    office.go("quotes", left)
    with office.writing_held():
        office.key(ENTER, CTRL)
        leave_for(office, other)
    office.settle()
    assert statuses(office, left, other) == ["draft", "draft"]


def test_what_became_of_a_quote_is_told_at_another_and_changes_nothing_there(
    office: Office, other: str
) -> None:
    sent = quote(office, office.with_addresses(office.client("Maple")))
    office.go("quotes", sent)
    office.key(ENTER, CTRL)
    with office.writing_held():
        leave_for(office, other)
    office.until(lambda: office.window.message.offer.text() == "Save as PDF")
    assert office.window.message.text.text() == (
        "Quote Q-000001 is final. Print it, mail it or save it as a PDF."
    )
    office.settle()
    assert statuses(office, sent, other) == ["sent", "draft"]
    assert (place(office).document, place(office).title) == (other, "Quote")
    sheet = place(office).sheet
    assert sheet is not None
    assert sheet.is_draft


def act(office: Office, action: str) -> None:
    actions = place(office).actions_here
    assert actions is not None
    actions.trigger(action)


def test_the_client_who_is_active_now_is_that_of_the_quote_that_was_approved(
    office: Office, other: str
) -> None:
    lead = ClientId(office.with_addresses(office.client("Maple")))
    approved = quote(office, lead)
    quotes.send_quote(office.replica, id=QuoteId(approved), day=TODAY, online=False)
    clients.set_client_status(office.replica, id=lead, status="lead")
    office.go("quotes", approved)
    with office.writing_held():
        act(office, "quote.approve")
        leave_for(office, other)
    office.until(
        lambda: office.window.message.text.text() == "Quote approved. Maple is an active client now."
    )


def test_a_draft_that_is_deleted_at_last_takes_nobody_away_from_where_he_is(
    office: Office, other: str
) -> None:
    gone = quote(office, office.client("Maple"))
    office.go("quotes", gone)
    with office.writing_held():
        act(office, "quote.delete")
        leave_for(office, other)
    office.until(lambda: office.window.message.text.text() == "Quote deleted.")
    office.settle()
    assert place(office).document == other
