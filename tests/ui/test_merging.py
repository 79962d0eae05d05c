"""Two clients that are one, through the window: chosen, compared, merged, found again, set apart."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, merging
from onetool_desktop.ui.finder import find
from onetool_desktop.ui.half_typed import address_of
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.hints import Hints
from onetool_desktop.ui.widgets.text import Text
from tests.ui.support.office import Office

ENTER = Qt.Key.Key_Return


@pytest.fixture
def both(office: Office) -> tuple[ClientId, ClientId]:
    """Who stays and who goes, who is shown."""
    stays = ClientId(office.client("Birch & Amber", firstName="Ann", lastName="Ellis"))
    goes = ClientId(office.client("Birch and Amber Café"))
    office.go("clients", goes)
    return stays, goes


def record(office: Office) -> ClientRecord:
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    return screen


def choose(office: Office, action: str, typed: str) -> None:
    screen = record(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger(action)
    panel = screen.merging.choosing if action == "client.merge" else screen.merging.parting
    office.until(panel.isVisible)
    office.type(typed)
    office.until(lambda: panel.list.choices.rowCount() == 1)
    office.key(ENTER)


def form_of(office: Office) -> FormPanel:
    def seen() -> list[FormPanel]:
        return [one for one in record(office).findChildren(FormPanel) if one.isVisible()]

    office.until(lambda: bool(seen()))
    return seen()[0]


def shown_buttons(office: Office) -> list[str]:
    return [one.text() for one in record(office).findChildren(Button) if one.isVisible()]


def test_a_client_is_merged_by_keyboard_with_the_name_that_is_chosen_and_undone(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    choose(office, "client.merge", "birch & am")
    form = form_of(office)
    assert form.edits["companyName"].text() == "Birch & Amber"
    assert address_of(form.edits["companyName"]) == "", "it would come back without the two clients"
    office.key(Qt.Key.Key_Down)
    office.key(Qt.Key.Key_Down)
    office.key(ENTER)
    office.until(lambda: form.edits["companyName"].text() == "Birch and Amber Café")
    form.done.click()
    office.until(lambda: record(office).record_id == stays and record(office).title == "Birch and Amber Café")
    office.until(lambda: "one now" in office.window.message.text.text())
    office.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    office.until(lambda: office.fields("clients", goes).get("mergedInto") is None)
    assert office.fields("clients", stays)["companyName"] == "Birch & Amber"


def test_what_who_was_merged_says_is_read_and_edited_with_who_stands_for_him(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    clients.edit_client(office.replica, id=goes, fields={"notes": "Ring twice.", "tags": ["vip"]})
    merging.merge_client(office.replica, id=goes, into=stays)
    office.go("clients", stays)
    told = record(office).part("clients", goes)
    office.until(lambda: [name for name, fact in told.facts.items() if fact.isVisible()] == ["tags", "notes"])
    assert "From Birch and Amber Café" in shown_buttons(office)
    told.facts["notes"].edit("Ring once.")
    office.key(Qt.Key.Key_Tab)
    office.until(lambda: office.fields("clients", goes)["notes"] == "Ring once.")
    assert "notes" not in office.fields("clients", stays)
    merging.set_apart(office.replica, id=goes)
    office.until(lambda: "From Birch and Amber Café" not in shown_buttons(office))


def test_the_way_to_who_was_merged_leads_to_who_stands_for_him_and_says_so(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    merging.merge_client(office.replica, id=goes, into=stays)
    office.go("clients")
    office.go("clients", goes)
    assert record(office).record_id == stays
    assert office.window.message.text.text() == "Birch and Amber Café was merged into this client."
    found = find(office.window.work, "birch and amber café")
    assert [one.place for one in found] == [Place("clients", stays)], "the old name finds him as well"


def test_a_client_who_is_merged_elsewhere_while_he_is_shown_says_where_to_go(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    merging.merge_client(office.replica, id=goes, into=stays)
    assert record(office).record_id == goes, "nothing jumps"
    hints = record(office).findChild(Hints)
    assert hints is not None
    words = ["This client was merged into Birch & Amber."]
    office.until(lambda: [one.text() for one in hints.findChildren(Text)] == words)


def test_merged_clients_of_one_name_are_told_apart_by_where_they_are_and_how_they_are_reached(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    named = [ClientId(office.client("Hobbs Lettings", phone="030 77")) for _at in range(2)]
    office.with_addresses(named[0])
    for one in (goes, *named):
        merging.merge_client(office.replica, id=one, into=stays)
    office.go("clients", stays)
    screen = record(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger("client.apart")
    shown = screen.merging.parting.list.choices
    office.until(lambda: shown.rowCount() == 3)
    found = {(shown.at(row).title, shown.at(row).remark) for row in range(3)}
    assert found == {
        ("Birch and Amber Café", ""),
        ("Hobbs Lettings", "12 North Street, BS3 1EN Bristol"),
        ("Hobbs Lettings", "030 77"),
    }


def test_who_was_merged_is_set_apart_from_the_palette(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    stays, goes = both
    merging.merge_client(office.replica, id=goes, into=stays)
    office.go("clients", stays)
    choose(office, "client.apart", "amber")
    office.until(lambda: record(office).record_id == goes)
    assert office.fields("clients", goes)["status"] == "active"


def test_who_may_not_delete_clients_reads_why_he_cannot_merge(
    office: Office, both: tuple[ClientId, ClientId]
) -> None:
    actions = record(office).actions_here
    assert actions is not None
    context = record(office).context()
    (spec,) = [one for one in actions.specs if one.id == "client.merge"]
    assert spec.why_not(context) == ""
    assert "role" in spec.why_not(type(context)(context.ids, {**context.fields, "may merge": False}))
