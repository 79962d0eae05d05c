"""The one search box: whatever a person remembers of a record leads to it, first among what fits."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, invoices, price_book, projects, quotes, tasks
from onetool_desktop.ui.finder import find
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.widgets.choice_list import Choice
from onetool_desktop.ui.widgets.palette import CommandPalette
from tests.ui.support.office import TODAY, Office


@pytest.fixture
def business(office: Office) -> Office:
    """A client with everything that can be looked for."""
    client = ClientId(office.client("Birch & Amber", firstName="Wanda", phone="+49 30 5551234"))
    clients.add_property(
        office.replica, client_id=client, fields={"streetAddress": "Kiln Lane 9", "city": "Bath"}
    )
    project = projects.create_project(office.replica, client_id=client, fields={"title": "Boiler swap"}).id
    tasks.create_task(office.replica, fields={"title": "Drain down", "projectId": project, "date": TODAY})
    for price in ("1240", "17.5"):
        line = {"description": "Thermostat", "quantity": "1", "unitPrice": price, "taxRate": "0"}
        made = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line])
        invoices.issue_invoice(office.replica, id=made.id, day=TODAY, online=False)
    quotes.create_quote(office.replica, client_id=client, today=TODAY, fields={"title": "Underfloor"})
    price_book.create_item(office.replica, fields={"name": "Gravel, washed", "code": "GR-08"})
    return office


@pytest.mark.parametrize(
    ("typed", "section", "title"),
    [
        ("birch", "clients", "Birch & Amber"),
        ("amber bir", "clients", "Birch & Amber"),
        ("wanda", "clients", "Wanda"),
        ("kiln", "clients", "Kiln Lane 9 Bath"),
        ("boiler", "projects", "Boiler swap"),
        ("drain", "tasks", "Drain down"),
        ("underfl", "quotes", "Underfloor"),
        ("inv 2", "invoices", "INV-000002"),
        ("2", "invoices", "INV-000002"),
        ("inv-000001", "invoices", "INV-000001"),
        ("1240", "invoices", "INV-000001"),
        ("1,240.00", "invoices", "INV-000001"),
        ("1.240", "invoices", "INV-000001"),
        ("17", "invoices", "INV-000002"),
        ("€17.50", "invoices", "INV-000002"),
        ("+49 30 5551234", "clients", "Wanda"),
        ("49305551234", "clients", "Wanda"),
        ("30555", "clients", ""),
        ("client birch", "clients", "Birch & Amber"),
        ("grav", "skus", "Gravel, washed"),
        ("gr-08", "skus", "Gravel, washed"),
        ("item washed", "skus", "Gravel, washed"),
    ],
)
def test_what_is_remembered_leads_to_the_record_first(
    business: Office, typed: str, section: str, title: str
) -> None:
    found = find(business.window.work, typed)
    if not title:
        assert found == []
        return
    assert (found[0].place.section, found[0].title) == (section, title)


def test_a_record_says_its_kind_its_client_and_what_it_comes_to(business: Office) -> None:
    assert find(business.window.work, "inv 1")[0].remark == "Invoice · Birch & Amber · €1,240.00"
    assert find(business.window.work, "wanda")[0].remark == "Contact · Birch & Amber"
    assert "Today" in find(business.window.work, "drain")[0].remark


def test_clients_of_one_name_are_told_apart_by_their_address(business: Office) -> None:
    business.with_addresses(business.client("Hobbs Lettings"))
    business.client("Hobbs Lettings")
    remarks = {one.remark for one in find(business.window.work, "hobbs")}
    assert remarks == {"Client", "Client · 12 North Street Bristol"}


def test_a_place_is_named_once_however_many_ways_lead_to_it(business: Office) -> None:
    places = [one.place for one in find(business.window.work, "therm")]
    assert len(places) == len(set(places)) == 2


def test_a_client_is_followed_by_what_is_his_the_newest_first(business: Office) -> None:
    other = ClientId(business.client("Cedar Court"))
    quotes.create_quote(business.replica, client_id=other, today=TODAY, fields={"title": "Cellar"})
    found = [(one.place.section, one.title) for one in find(business.window.work, "birch")]
    assert found == [
        ("clients", "Birch & Amber"),
        ("quotes", "Underfloor"),
        ("invoices", "INV-000002"),
        ("invoices", "INV-000001"),
        ("projects", "Boiler swap"),
    ]
    assert [one.title for one in find(business.window.work, "amber bi")][:2] == [
        "Birch & Amber",
        "Underfloor",
    ]
    of_him = [one.title for one in find(business.window.work, "invoice birch")]
    assert of_him[:2] == ["INV-000002", "INV-000001"]


def test_of_a_client_with_much_the_newest_few_are_listed(business: Office) -> None:
    client = ClientId(business.client("Dove House"))
    for title in "abcde":
        projects.create_project(business.replica, client_id=client, fields={"title": f"Job {title}"})
    titles = [one.title for one in find(business.window.work, "dove")]
    assert titles == ["Dove House", "Job e", "Job d", "Job c"]


def test_where_many_clients_are_meant_they_come_before_what_is_theirs(business: Office) -> None:
    for name in ("Birch Road", "Birch School", "Birch Tavern"):
        business.client(name)
    sections = [one.place.section for one in find(business.window.work, "birch")]
    assert sections[:4] == ["clients"] * 4
    assert "invoices" not in sections


@pytest.mark.parametrize(
    "typed", ['"', "a OR b", "NEAR(", "inv *", "(", "€", "1" * 500, "1" + ",000" * 9, "\0", "-1", "inv \x00"]
)
def test_no_text_breaks_the_search(business: Office, typed: str) -> None:
    assert find(business.window.work, typed) is not None


def test_of_a_whole_amount_the_very_one_comes_before_those_of_some_pence_more(business: Office) -> None:
    client = ClientId(business.client("Cedar Court"))
    for price in ("88.40", "88", "89"):
        line = {"description": "Pump", "quantity": "1", "unitPrice": price, "taxRate": "0"}
        quotes.create_quote(
            business.replica, client_id=client, today=TODAY, fields={"title": f"Q {price}"}, lines=[line]
        )
    assert [one.title for one in find(business.window.work, "88")] == ["Q 88", "Q 88.40"]
    assert [one.title for one in find(business.window.work, "88.40")] == ["Q 88.40"]


def test_the_palette_leads_to_an_invoice_by_its_number_with_the_keyboard_alone(business: Office) -> None:
    business.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    business.type("inv 2")
    business.settle()
    business.key(Qt.Key.Key_Return)
    business.settle()
    screen = business.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    assert screen.sheet is not None
    assert screen.sheet.head["number"] == "INV-000002"


def test_actions_and_records_stand_together_the_likelier_first(business: Office) -> None:
    office = business
    office.client("Dark Horse Inn")
    office.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    office.type("dark")
    office.settle()
    model = office.window.palette_panel.list.choices
    assert [model.at(row).title for row in range(model.rowCount())][:2] == ["Dark colours", "Dark Horse Inn"]


def test_enter_waits_for_what_answers_the_words_that_stand_typed(business: Office) -> None:
    business.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    business.type("amber")  # which also is in the middle of no action's name
    business.key(Qt.Key.Key_Return)
    business.until(lambda: isinstance(business.window.screen_here, ClientRecord))
    assert business.window.screen_here.title == "Birch & Amber"


def panel_of(office: Office) -> CommandPalette:
    """The palette, open, whose questions nobody answers but the test."""
    panel = office.window.palette_panel
    panel.asked.disconnect()
    office.key(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return panel


def test_enter_takes_no_line_that_answers_something_else(office: Office) -> None:
    panel, taken = panel_of(office), list[str]()

    def record(name: str) -> Choice:
        return Choice(name, "clients", lambda: taken.append(name))

    office.type("mad")
    office.key(Qt.Key.Key_Return)
    office.type("e")
    panel.show_records("mad", [record("Madras")])
    assert panel.isVisible()
    panel.show_records("made", [record("Madeleine")])
    assert taken == []  # Enter was for fewer letters
    office.key(Qt.Key.Key_Return)
    assert taken == ["Madeleine"]


def test_a_line_that_an_arrow_led_to_stays_the_one_that_enter_takes(office: Office) -> None:
    panel = panel_of(office)
    office.type("col")
    office.key(Qt.Key.Key_Down)
    led = panel.list.current
    assert led is not None
    panel.show_records("col", [Choice(f"Cole {at}", "clients", lambda: None) for at in range(9)])
    now = panel.list.current
    assert now is not None
    assert now.words == led.words
    office.key(Qt.Key.Key_Return)
    assert not panel.isVisible()


def test_an_action_that_begins_so_is_done_at_once(office: Office) -> None:
    panel = panel_of(office)
    office.type("go to inv")
    office.key(Qt.Key.Key_Return)
    assert not panel.isVisible()
    assert office.window.windowTitle().startswith("Invoices")


def test_enter_in_a_list_opens_the_row_that_answers_what_was_typed(business: Office) -> None:
    business.go("clients")
    business.type("quill")
    business.key(Qt.Key.Key_Return)
    business.key(Qt.Key.Key_Return)
    business.until(lambda: isinstance(business.window.screen_here, ClientRecord))
    business.until(lambda: business.window.screen_here.title == "Zoë Quill")
