"""A client's record by keyboard: contacts and properties, what is made from it, what happened, what is alike."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.ids import ClientId, InvoiceId, PropertyId, QuoteId
from onetool_desktop.services import clients, invoices, payments, projects, quotes, records
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.projects.record import ProjectRecord
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.form_panel import FormPanel
from tests.ui.support.office import TODAY, Office

ENTER, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def client(office: Office) -> ClientId:
    """A client with one contact, shown."""
    made = ClientId(office.client("Birch & Amber", firstName="Ann", lastName="Ellis", phone="030 1234"))
    office.go("clients", made)
    return made


def record(office: Office) -> ClientRecord:
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    return screen


def named(office: Office, name: str) -> Button:
    """The button of this name, once it can be seen."""

    def seen() -> list[Button]:
        buttons = record(office).findChildren(Button)
        return [b for b in buttons if b.accessibleName() == name and b.isVisible()]

    office.until(lambda: bool(seen()))
    return seen()[0]


def press(office: Office, name: str) -> None:
    """Tabs to a button and presses Enter."""
    wanted = named(office, name)
    for _ in range(60):
        if office.focused is wanted:
            break
        office.key(TAB)
    assert office.focused is wanted, name
    office.key(ENTER)
    office.settle()


def add_contact(office: Office, first: str, last: str) -> str:
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    for word in (first, last):
        office.type(word)
        office.key(TAB)
    office.key(ENTER)
    office.settle()
    (row_id,) = (
        office.replica.reads()
        .db.execute('SELECT id FROM "clientContacts" WHERE "firstName"=?', (first,))
        .fetchone()
    )
    return row_id


def happened(office: Office) -> list[str]:
    related = record(office).related
    assert related is not None
    assert related.timeline is not None
    lines = related.timeline.lines
    return [lines.line(row).text for row in range(lines.rowCount())]


def test_a_second_contact_is_added_made_the_main_one_and_removed_by_keyboard(
    office: Office, client: ClientId
) -> None:
    ben = add_contact(office, "Ben", "Okafor")
    office.until(lambda: any(b.text() == "Ben Okafor" for b in record(office).findChildren(Button)))
    assert office.fields("clients", client)["primaryContactId"] != ben
    press(office, "Make main: Ben Okafor")
    office.until(lambda: office.fields("clients", client)["primaryContactId"] == ben)
    press(office, "Remove: Ben Okafor")
    office.until(lambda: office.replica.reads().row("clientContacts", ben) is None)
    ann = office.replica.reads().children("clientContacts", "clientId", client)[0]
    assert office.fields("clients", client)["primaryContactId"] == ann.id
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: office.replica.reads().row("clientContacts", ben) is not None)
    assert office.fields("clients", client)["primaryContactId"] == ben


def test_the_main_contact_stands_first_and_open_the_others_are_one_line(
    office: Office, client: ClientId
) -> None:
    ben = add_contact(office, "Ben", "Okafor")
    office.until(lambda: any(b.text() == "Ben Okafor" for b in record(office).findChildren(Button)))
    folded = named(office, "Ben Okafor, folded")
    press(office, "Ben Okafor, folded")
    assert folded.accessibleName() == "Ben Okafor, open"
    assert record(office).part("clientContacts", ben).isVisible()


def test_esc_on_a_filled_form_says_that_it_is_kept_and_it_is(office: Office, client: ClientId) -> None:
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    office.type("Ben")
    office.key(ESC)
    assert "kept" in office.window.message.text.text()
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    form = next(one for one in record(office).findChildren(FormPanel) if one.isVisible())
    assert form.edits["firstName"].text() == "Ben"


def test_what_was_typed_of_one_client_never_stands_in_the_form_of_another(
    office: Office, client: ClientId
) -> None:
    other = office.client("Harbour Street Dental")
    typed: list[str] = []
    for place in (client, other, client):
        office.go("clients", place)
        office.key(Qt.Key.Key_C, CTRL | SHIFT)
        form = next(one for one in record(office).findChildren(FormPanel) if one.isVisible())
        typed.append(form.edits["firstName"].text())
        if len(typed) == 1:
            office.type("Ben")
        office.key(ESC)
    assert typed == ["", "", "Ben"]


def test_what_was_refused_is_kept_when_it_is_put_away(office: Office, client: ClientId) -> None:
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    office.type("Rosa")
    form = next(one for one in record(office).findChildren(FormPanel) if one.isVisible())
    form.close_overlay()  # as it does when its values are given
    form.refuse("This cannot stand.")
    office.key(ESC)
    assert form.keeps_typed
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    assert form.edits["firstName"].text() == "Rosa"


def test_an_empty_contact_is_not_added_and_the_form_says_what_it_needs(
    office: Office, client: ClientId
) -> None:
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    office.key(ENTER)
    office.settle()
    assert office.replica.reads().count("clientContacts", "clientId", client) == 1
    assert "at least" in office.focused.accessibleDescription()


def test_what_is_half_typed_in_a_contact_survives_a_contact_that_arrives(
    office: Office, client: ClientId
) -> None:
    contact = str(office.fields("clients", client)["primaryContactId"])
    phone = record(office).part("clientContacts", contact).facts["phone"]
    phone.edit()
    office.key(Qt.Key.Key_End)
    office.type(" 55")
    focused = office.focused
    clients.add_contact(office.replica, client_id=client, fields={"firstName": "Arriving"})
    clients.edit_contact(office.replica, id=contact, fields={"phone": "their number"})  # pyright: ignore[reportArgumentType]
    office.until(lambda: any(b.text() == "Arriving" for b in record(office).findChildren(Button)))
    assert office.focused is focused
    assert phone.editor is not None
    assert phone.editor.text() == "030 1234 55"


def test_a_new_client_is_not_made_with_an_address_that_reaches_nobody(
    office: Office, client: ClientId
) -> None:
    office.go("clients")
    office.key(Qt.Key.Key_N, CTRL)
    form = office.window.findChild(FormPanel)
    assert form is not None
    for name, text in {"companyName": "Foo", "phone": "abc", "email": "foo"}.items():
        form.edits[name].setText(text)
    for name, says in (("phone", "three digits"), ("email", "has an @")):
        form.done.click()
        assert says in form.edits[name].accessibleDescription()
        assert form.isVisible()
        form.edits[name].setText("030 1234")
    assert form.edits["companyName"].text() == "Foo"


def test_a_form_does_not_follow_to_another_client(office: Office, client: ClientId) -> None:
    other = office.client("Other")
    office.key(Qt.Key.Key_C, CTRL | SHIFT)
    office.type("Ben")
    office.go("clients", other)
    assert not any(form.isVisible() for form in record(office)._forms.values())


def test_a_project_is_planned_from_the_client_and_knows_it(office: Office, client: ClientId) -> None:
    place = clients.add_property(office.replica, client_id=client, fields={"streetAddress": "Quay 1"}).id
    office.until(lambda: record(office).context().fields.get("primaryPropertyId") == place)
    office.key(Qt.Key.Key_J, CTRL | SHIFT)
    office.type("Boiler")
    office.key(TAB)
    office.type("t")
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, ProjectRecord))
    screen = office.window.screen_here
    assert isinstance(screen, ProjectRecord)
    saved = office.fields("projects", screen.record_id)
    wanted = {"clientId": client, "propertyId": place, "title": "Boiler", "startDate": TODAY}
    assert saved | wanted == saved


@pytest.mark.parametrize(("key", "c"), [(Qt.Key.Key_Q, "quotes"), (Qt.Key.Key_I, "invoices")])
def test_a_quote_and_an_invoice_are_drafted_from_the_client(
    office: Office, client: ClientId, key: Qt.Key, c: str
) -> None:
    office.key(key, CTRL | SHIFT)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace))
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    saved = office.fields(c, screen.document)
    assert saved["clientId"] == client
    assert saved["contactId"] == office.fields("clients", client)["primaryContactId"]


def test_a_task_is_planned_from_the_client_and_undone(office: Office, client: ClientId) -> None:
    office.key(Qt.Key.Key_T, CTRL | SHIFT)
    office.type("Survey")
    office.key(ENTER)
    office.until(lambda: office.replica.reads().count("tasks", "clientId", client) == 1)
    office.settle()
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: office.replica.reads().count("tasks", "clientId", client) == 0)


def test_the_timeline_tells_the_business_of_a_client_newest_first_and_opens_it(
    office: Office, client: ClientId
) -> None:
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00"}
    quote = quotes.create_quote(office.replica, client_id=client, today=TODAY, lines=[line]).id
    office.clock.advance(60_000)
    quotes.send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    office.clock.advance(60_000)
    quotes.approve_quote(office.replica, id=QuoteId(quote))
    office.clock.advance(60_000)
    clients.edit_client(office.replica, id=client, fields={"taxNumber": "GB 1", "notes": "Ring"})
    office.until(lambda: len(happened(office)) == 5)
    assert happened(office) == [
        "Notes, Tax number changed",
        "Quote Q-000001 approved, €88.00",
        "Quote Q-000001 sent, €88.00",
        "Quote drafted: Q-000001",
        "Client added",
    ]
    related = record(office).related
    assert related is not None
    assert related.timeline is not None
    timeline = related.timeline
    timeline.setFocus()
    timeline.setCurrentIndex(timeline.lines.index(1))
    office.key(ENTER)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace))


def test_the_timeline_names_what_a_person_did(office: Office, client: ClientId) -> None:
    place = clients.add_property(office.replica, client_id=client, fields={"streetAddress": "Quay 1"}).id
    office.clock.advance(60_000)
    clients.edit_property(office.replica, id=PropertyId(place), fields={"city": "Bonn"})
    office.clock.advance(60_000)
    quotes.create_quote(office.replica, client_id=client, today=TODAY)
    office.until(lambda: len(happened(office)) == 4)
    assert happened(office) == [
        "Quote drafted",
        "Address of Quay 1 Bonn changed",
        "Property Quay 1 Bonn added",
        "Client added",
    ]


def test_money_stands_on_its_own_day_in_the_timeline(office: Office, client: ClientId) -> None:
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00"}
    invoice = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line]).id
    invoices.issue_invoice(office.replica, id=InvoiceId(invoice), day=TODAY, online=False)
    payments.record_payment(
        office.replica, invoice_id=InvoiceId(invoice), amount=8_800, day="2026-02-20", method="transfer"
    )
    office.until(lambda: len(happened(office)) == 4)
    related = record(office).related
    assert related is not None
    assert related.timeline is not None
    last = related.timeline.lines.line(3)
    assert (last.text, last.day) == ("Payment of €88.00 received for INV-000001", "Fri 20 Feb")


def test_the_timeline_reads_on_page_after_page_and_keeps_its_place(office: Office, client: ClientId) -> None:
    for number in range(130):
        projects.create_project(office.replica, client_id=client, fields={"title": f"Job {number}"})
    related = record(office).related
    assert related is not None
    assert related.timeline is not None
    lines = related.timeline.lines
    QAbstractItemModelTester(lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    office.until(lambda: lines.rowCount() == 60)
    while lines.canFetchMore(lines.index(-1)):
        lines.fetchMore(lines.index(-1))
        office.settle()
    assert [lines.line(row).text for row in range(lines.rowCount())] == [
        *(f"Project Job {number} planned" for number in reversed(range(130))),
        "Client added",
    ]
    projects.create_project(office.replica, client_id=client, fields={"title": "Newest"})
    office.until(lambda: lines.rowCount() == 131 and lines.line(0).text == "Project Newest planned")


def test_a_client_like_another_is_told_so_quietly_with_the_way_there(
    office: Office, client: ClientId
) -> None:
    other = clients.create_client(
        office.replica, fields={"companyName": "BIRCH & AMBER"}, contacts=[{"email": "a@b.example"}]
    ).id
    third = clients.create_client(
        office.replica, fields={"companyName": "Third"}, contacts=[{"email": "A@B.example"}]
    ).id
    office.go("clients", other)
    sentences = {
        "There is another client of this name: Birch & Amber. Open it",
        "a@b.example is also a contact of Third. Open it",
    }
    shown = {b.accessibleName() for b in record(office).findChildren(Button) if b.text() == "Open it"}
    assert shown == sentences
    press(office, "a@b.example is also a contact of Third. Open it")
    assert record(office).record_id == third
    press(office, "A@B.example is also a contact of BIRCH & AMBER. Merge into it…")
    panels = record(office).findChildren(FormPanel)
    office.until(lambda: any(panel.isVisible() for panel in panels))
    (panel,) = [panel for panel in panels if panel.isVisible()]
    assert panel.accessibleName() == "Merge into BIRCH & AMBER"


def test_a_client_without_a_twin_has_no_hint(office: Office, client: ClientId) -> None:
    assert not [b for b in record(office).findChildren(Button) if b.text() == "Open it" and b.isVisible()]


def test_delete_says_what_went_along_and_is_closed_once_paper_was_issued(
    office: Office, client: ClientId
) -> None:
    projects.create_project(office.replica, client_id=client, fields={"title": "Boiler"})
    actions = record(office).actions_here
    assert actions is not None
    actions.trigger("client.delete")
    office.until(lambda: office.window.message.text.text() == "Client deleted, with 1 project.")
    office.key(Qt.Key.Key_Z, CTRL)
    office.settle()
    quote = office.quote(client)
    quotes.send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    office.go("clients", client)
    action = actions.actions["client.delete"]
    office.until(lambda: not action.isEnabled())
    assert "Archive the client instead" in action.toolTip()


def test_the_widgets_of_a_client_left_are_gone(make_office: Callable[..., Office]) -> None:
    office = make_office()
    ids = [office.client(f"Client {number}", firstName="Ann") for number in range(3)]
    office.show()
    counts: list[int] = []
    for _ in range(4):
        for one in ids:
            office.go("clients", one)
        office.until(lambda: True)
        counts.append(len(office.window.screen_here.findChildren(QWidget)))
    office.until(lambda: len(office.window.screen_here.findChildren(QWidget)) <= counts[0])


def test_a_contact_with_a_long_name_is_shortened_and_pushes_nothing_out_of_sight(
    office: Office, client: ClientId
) -> None:
    name = "Bartholomew-Alexander Featherstonehaugh-Cholmondeley-Smythe"
    clients.add_contact(office.replica, client_id=client, fields={"firstName": name})
    office.until(lambda: any(b.text() == name for b in record(office).findChildren(Button)))
    button = next(b for b in record(office).findChildren(Button) if b.text() == name)
    assert button.toolTip() == name
    remove = named(office, f"Remove: {name}")
    area = record(office)._parts.parentWidget()
    assert area is not None
    office.until(lambda: remove.mapTo(area, remove.rect().topRight()).x() <= area.width())


def test_under_the_name_stands_whom_to_call(office: Office, client: ClientId) -> None:
    assert client
    sheet = record(office).sheet
    assert sheet is not None
    assert sheet.line.startswith("Ann Ellis · 030 1234")


def test_whom_to_call_is_in_sight_on_a_small_screen_beside_long_notes_and_a_hint(office: Office) -> None:
    office.client("Birch & Amber", phone="1")
    client = ClientId(
        office.client("Birch & Amber", firstName="Ann", phone="030 1234", email="ann@birch.example")
    )
    notes = "Ring twice.\nThe gate closes at six.\nThe dog is kept in until then.\nKey at the reception."
    records.edit(office.replica, c="clients", id=client, fields={"notes": notes})
    office.window.resize(1280, 800)
    office.go("clients", client)
    screen = record(office)
    contacts = office.replica.reads().children("clientContacts", "clientId", client)
    contact = contacts[0].id
    room = screen._scroll.viewport()

    def in_sight() -> bool:
        facts = screen.part("clientContacts", contact).facts
        ends = [one.mapTo(room, one.rect().bottomLeft()).y() for one in (facts["phone"], facts["email"])]
        return bool(screen.sheet and screen.sheet.hints) and 0 < ends[0] < ends[1] <= room.height()

    office.until(in_sight)
    assert screen._scroll.verticalScrollBar().value() == 0


def test_the_next_client_is_shown_without_anything_of_the_one_before(
    office: Office, client: ClientId
) -> None:
    other = ClientId(office.client("Kiln & King", firstName="Ann", lastName="Ellis", phone="030 1234"))
    first = record(office).part("clients", client)
    first.facts["notes"].edit()
    office.type("Ring twice")
    office.key(ESC)
    assert "brings back" in first.facts["notes"].accessibleDescription()
    office.go("clients", other)
    shown = record(office).part("clients", other)
    assert shown is first, "nothing is made anew"
    assert [fact.accessibleDescription() for fact in shown.facts.values()] == [""] * len(shown.facts)
    shown.facts["notes"].setFocus()
    office.key(Qt.Key.Key_Z, CTRL)
    assert shown.facts["notes"].editor is None, "what was given up there is not typed here"
    shown.facts["companyName"].edit()
    office.key(ENTER)
    press(office, "Remove: Ann Ellis")
    office.until(lambda: not records_of(office, other))
    assert records_of(office, client)


def records_of(office: Office, client: str) -> list[str]:
    """Its contacts."""
    return [row.id for row in office.replica.reads().children("clientContacts", "clientId", client)]


def test_what_is_being_saved_of_one_client_is_never_shown_as_anothers(
    office: Office, client: ClientId
) -> None:
    other = office.client("Kiln & King")
    with office.writing_held():
        record(office).part("clients", client).facts["notes"].edit()
        office.type("Ring twice")
        with office.bot.handling():
            office.window.go(Place("clients", other))
    office.until(lambda: office.fields("clients", client).get("notes") == "Ring twice")
    office.settle()
    notes = record(office).part("clients", other).facts["notes"]
    assert (notes.text, notes.accessibleDescription()) == ("", "")
    assert "notes" not in office.fields("clients", other)


def test_tab_goes_from_the_head_of_a_record_to_its_facts_and_on_to_what_stands_beside_them(
    office: Office, client: ClientId
) -> None:
    named(office, "More actions").setFocus()
    office.key(TAB)
    assert office.focused is record(office).part("clients", client).facts["companyName"]
    named(office, "Add property").setFocus()
    office.key(TAB)
    assert office.focused is named(office, "Add files…")


def test_tab_goes_down_a_client_with_more_of_everything_than_the_one_before(
    office: Office, client: ClientId
) -> None:
    other = ClientId(office.client("Kiln & King", firstName="Ann"))
    clients.add_contact(office.replica, client_id=other, fields={"firstName": "Zoë"})
    clients.add_property(office.replica, client_id=client, fields={"city": "Bristol"})
    office.go("clients", client)
    office.go("clients", other)
    screen = record(office)
    tops: list[int] = []
    screen.part("clients", other).facts["companyName"].setFocus()
    while screen._parts.isAncestorOf(office.focused):
        tops.append(office.focused.mapTo(screen._parts, QPoint(0, 0)).y())
        office.key(TAB)
    assert len(tops) > 12
    assert tops == sorted(tops)
