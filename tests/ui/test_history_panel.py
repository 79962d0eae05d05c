"""The history of a record by keyboard: read, put back, followed while it is open, and what needs the cloud."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.changes.values import ROW, Op, RowKey
from onetool_desktop.domain.ids import ClientId, QuoteId
from onetool_desktop.services import clients, quotes
from onetool_desktop.store.past import Write
from onetool_desktop.sync.errors import UnreachableError
from onetool_desktop.ui.screens.history_panel import HistoryPanel
from onetool_desktop.ui.widgets.buttons import Button
from tests.ui.support.office import TODAY, Office

CTRL = Qt.KeyboardModifier.ControlModifier


def panel(office: Office) -> HistoryPanel:
    """Opens the history of the record that is shown."""
    office.key(Qt.Key.Key_H, CTRL)
    office.settle()
    found = office.window.screen_here.findChild(HistoryPanel)
    assert isinstance(found, HistoryPanel)
    assert found.isVisible()
    return found


def press(office: Office, shown: HistoryPanel, beginning: str) -> None:
    """Tabs to a button of the panel and presses Enter."""

    def there() -> bool:
        buttons = shown.findChildren(Button)
        return any(b.isVisible() and b.accessibleName().startswith(beginning) for b in buttons)

    office.until(there)
    for _ in range(40):
        if office.focused.accessibleName().startswith(beginning):
            break
        office.key(Qt.Key.Key_Tab)
    assert office.focused.accessibleName().startswith(beginning)
    assert shown.isAncestorOf(office.focused)
    office.key(Qt.Key.Key_Return)
    office.settle()


@pytest.fixture
def client(office: Office) -> ClientId:
    """A client whose notes were changed, shown."""
    made = ClientId(office.client("Birch & Amber", firstName="Ann", phone="030 1234"))
    clients.edit_client(office.replica, id=made, fields={"notes": "Ring twice"})
    clients.edit_client(office.replica, id=made, fields={"notes": "Do not ring", "paymentDays": 14})
    office.go("clients", made)
    return made


def test_it_tells_each_change_in_words_and_puts_a_value_back_by_keyboard(
    office: Office, client: ClientId
) -> None:
    shown = panel(office)
    office.until(lambda: "Notes: Ring twice → Do not ring" in shown.texts)
    assert "Days to pay: empty → 14" in shown.texts
    assert "Client added" in shown.texts
    press(office, shown, "Notes: Ring twice → Do not ring. Put back: Ring twice")
    office.until(lambda: office.fields("clients", client)["notes"] == "Ring twice")
    office.until(lambda: shown.texts[0] == "Notes: Do not ring → Ring twice")
    office.key(Qt.Key.Key_Escape)
    assert not shown.isVisible()
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: office.fields("clients", client)["notes"] == "Do not ring")


def test_references_and_statuses_read_as_names_and_words(office: Office, client: ClientId) -> None:
    ben = clients.add_contact(office.replica, client_id=client, fields={"firstName": "Ben", "lastName": "O"})
    clients.make_main(office.replica, client_id=client, c="clientContacts", id=ben.id)
    clients.set_client_status(office.replica, id=client, status="inactive")
    shown = panel(office)
    office.until(lambda: "Status: Active → Inactive" in shown.texts)
    assert "Main contact: Ann → Ben O" in shown.texts
    assert "Contact Ben O added" in shown.texts


def test_a_contact_removed_is_brought_back(office: Office, client: ClientId) -> None:
    ben = clients.add_contact(office.replica, client_id=client, fields={"firstName": "Ben"}).id
    clients.remove(office.replica, client_id=client, c="clientContacts", id=ben)
    shown = panel(office)
    office.until(lambda: "Contact Ben deleted" in shown.texts)
    press(office, shown, "Bring back")
    office.until(lambda: office.replica.reads().row("clientContacts", ben) is not None)


def test_a_quote_shows_its_lines_and_says_why_a_sent_one_stays(office: Office, client: ClientId) -> None:
    quote = office.quote(client)
    line = office.replica.reads().children("quoteLineItems", "quoteId", quote)[0].id
    from onetool_desktop.services.lines import edit_line

    edit_line(office.replica, c="quotes", id=line, fields={"unitPrice": "99.00"})  # pyright: ignore[reportArgumentType]
    quotes.send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    office.go("quotes", quote)
    shown = panel(office)
    office.until(lambda: "Price: 88.00 → 99.00" in shown.texts)
    press(office, shown, "Price: 88.00 → 99.00")
    office.until(lambda: "cannot be changed any more" in shown._problem.text())
    assert office.fields("quoteLineItems", line)["unitPrice"] == "99.00"


def from_the_cloud(
    office: Office, answer: Callable[[Sequence[RowKey]], Mapping[RowKey, Sequence[Write]]]
) -> None:
    """The business has a cloud that answers so."""
    office.window.work = replace(office.window.work, past=answer, online=lambda: True)


def test_older_changes_come_from_the_cloud_when_asked(make_office: Callable[..., Office]) -> None:
    office = make_office(connected=True)
    client = office.client("Birch & Amber")
    row = office.replica.reads().row("clients", client)
    assert row is not None
    made = row.clk[ROW]
    first, last = (f"{made[:12]}{counter}0badcafe" for counter in ("fffe", "ffff"))
    theirs = replace(row, clk={ROW: made, "notes": last}, f={**row.f, "notes": "now"})
    office.replica.write(lambda tx: tx.rows.write("clients", client, theirs))
    told = [
        Write(made, Op.PUT, row.f, "g1"),
        Write(first, Op.PUT, {"notes": "long ago"}, "g2"),
        Write(last, Op.PUT, {"notes": "now"}, "g3"),
    ]
    office.replica.write(lambda tx: tx.db.execute("DELETE FROM outbox"))
    from_the_cloud(office, lambda rows: {rows[0]: told})
    office.show()
    office.go("clients", client)
    shown = panel(office)
    office.until(lambda: "Notes: … → now" in shown.texts)
    assert "Older changes are at the cloud." in shown._older.text()
    press(office, shown, "Fetch older changes")
    office.until(lambda: "Notes: long ago → now" in shown.texts)
    assert "Notes: empty → long ago" in shown.texts
    assert not shown.fetch.isVisible()


def test_without_an_answer_it_says_so_and_keeps_what_it_has(make_office: Callable[..., Office]) -> None:
    def no_answer(_rows: Sequence[RowKey]) -> Mapping[RowKey, Sequence[Write]]:
        raise UnreachableError("The cloud does not answer.")

    office = make_office(connected=True)
    client = office.client("Birch & Amber")
    office.replica.write(lambda tx: tx.db.execute("DELETE FROM outbox"))
    from_the_cloud(office, no_answer)
    office.show()
    office.go("clients", client)
    shown = panel(office)
    office.until(lambda: shown.texts == ["Client added"])
    shown.fetch.click()
    office.until(lambda: "does not answer" in shown._problem.text())
    assert shown.texts == ["Client added"]
    assert shown.fetch.isEnabled()


def test_a_business_on_this_computer_has_it_all_and_offers_no_cloud(office: Office, client: ClientId) -> None:
    shown = panel(office)
    office.until(lambda: len(shown.texts) > 3)
    assert not shown.fetch.isVisible()
    office.until(
        lambda: bool([b for b in shown.findChildren(Button) if b.isVisible() and b.text() == "Put back"])
    )
