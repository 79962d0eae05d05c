"""Forms that were half filled in when a run ended come back with what stood in them, and with nothing that did not."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients
from onetool_desktop.store import half_typed
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.drafts import NOT_TYPED, STANDS_FOR
from onetool_desktop.ui.screens.clients.list import ClientList
from onetool_desktop.ui.screens.naming_panel import NamingPanel
from onetool_desktop.ui.screens.projects.record import ProjectRecord
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.overlay import Overlay
from tests.ui.support.office import Office


def kept(office: Office) -> dict[str, str]:
    found = half_typed.kept(office.replica.reads().db)
    return {one.field: one.text.partition(STANDS_FOR)[0].removesuffix(NOT_TYPED) for one in found}


def task_for_a_client_with_a_property(office: Office) -> TaskPanel:
    """A new task of his, at his property, of which the title is being typed."""
    client = office.client("Birch")
    place = {"streetAddress": "12 North Street", "city": "Bristol"}
    clients.add_property(office.replica, client_id=ClientId(client), fields=place)
    office.go("clients", client)
    assert office.window.screen_here.actions_here is not None
    office.window.screen_here.actions_here.trigger("client.new-task")
    office.type("Drain")
    office.until(lambda: "12 North Street" in kept(office).get("form:task/new/propertyId", ""))
    return office.window.screen_here.findChildren(TaskPanel)[0]


def choose_another_client(office: Office, panel: TaskPanel) -> None:
    edit = panel.fields["clientId"].edit
    edit.setFocus()
    edit.selectAll()
    office.type("Ahlers Dental")
    office.key(Qt.Key.Key_Tab)
    office.until(lambda: panel.fields["propertyId"].edit.text() == "")
    assert panel.fields["clientId"].edit.text() == "Ahlers Dental"


def test_the_property_of_a_client_who_was_chosen_no_more_does_not_come_back(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    panel = task_for_a_client_with_a_property(office)
    choose_another_client(office, panel)
    office.until(lambda: kept(office).get("form:task/new/clientId") == "Ahlers Dental")
    office.until(lambda: kept(office).get("form:task/new/propertyId") == "")

    there = next(iter(again().screen_here.findChildren(TaskPanel)))

    office.until(lambda: there.fields["date"].edit.text() != "")
    assert there.fields["clientId"].edit.text() == "Ahlers Dental"
    assert there.fields["propertyId"].edit.text() == ""


def test_only_what_was_typed_is_counted_of_a_form_that_comes_back_whole(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    """Its client, its property and its day were filled in for the person."""
    task_for_a_client_with_a_property(office)
    window = again()
    office.until(
        lambda: window.message.text.text() == "One field you were typing in is back. It is not saved yet."
    )
    panel = next(iter(window.screen_here.findChildren(TaskPanel)))
    assert panel.fields["clientId"].edit.text() == "Birch"
    assert "12 North Street" in panel.fields["propertyId"].edit.text()


@pytest.mark.parametrize("client", ["Ahlers Dental", "Cedar & Son"], ids=["known", "new"])
def test_the_title_of_a_new_project_comes_back_in_its_form_for_whom_it_was(
    office: Office, again: Callable[[], OfficeWindow], client: str
) -> None:
    office.go("projects")
    office.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    office.type(client)
    office.settle()
    office.key(Qt.Key.Key_Return)
    office.until(lambda: any(one.isVisible() for one in office.window.findChildren(NamingPanel)))
    office.type("Boiler sw")
    office.until(lambda: "Boiler sw" in kept(office).values())

    window = again()

    form = form_in(window)
    assert isinstance(form, NamingPanel)
    assert form.edits["title"].text() == "Boiler sw"
    assert [one for one in window.findChildren(Overlay) if one.isVisible()] == [form]
    assert window.message.text.text() == "One field you were typing in is back. It is not saved yet."
    form.edits["title"].setText("Boiler swap")
    form.done.click()
    office.until(
        lambda: isinstance(window.screen_here, ProjectRecord) and window.screen_here.sheet is not None
    )
    assert isinstance(window.screen_here, ProjectRecord)
    sheet = window.screen_here.sheet
    assert sheet is not None
    assert sheet.title == "Boiler swap"
    assert sheet.line.startswith(client)


def test_a_task_that_was_saved_leaves_nothing_to_come_back(office: Office) -> None:
    panel = task_for_a_client_with_a_property(office)
    choose_another_client(office, panel)
    office.until(lambda: kept(office).get("form:task/new/clientId") == "Ahlers Dental")
    panel.done.click()
    office.until(lambda: not panel.isVisible())
    office.until(lambda: kept(office) == {})


def begin(office: Office, section: str, name: str) -> None:
    office.window.go(Place(section, begin=name))
    office.settle()


def form_in(window: OfficeWindow) -> FormPanel:
    return next(one for one in window.screen_here.findChildren(FormPanel) if one.isVisible())


def test_a_client_begun_from_the_search_comes_back_with_his_name(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    begin(office, "clients", "Cedar & Son")
    assert office.focused is form_in(office.window).edits["firstName"]
    office.type("Zoe")
    office.until(lambda: {"Zoe", "Cedar & Son"} <= set(kept(office).values()))

    form = form_in(again())

    assert [form.edits[name].text() for name in ("companyName", "firstName")] == ["Cedar & Son", "Zoe"]


def test_a_new_client_comes_back_though_the_row_that_was_current_is_gone(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    listed = office.window.screen_here
    assert isinstance(listed, ClientList)
    office.until(lambda: listed.model.complete and len(listed.table.selected_ids()) == 1)
    (current,) = listed.table.selected_ids()
    assert listed.actions_here is not None
    listed.actions_here.trigger("clients.new")
    office.type("Cedar")
    office.until(lambda: "Cedar" in kept(office).values())
    clients.delete_client(office.replica, id=ClientId(current))

    assert form_in(again()).edits["companyName"].text() == "Cedar"


def test_a_task_begun_from_the_search_comes_back(office: Office, again: Callable[[], OfficeWindow]) -> None:
    begin(office, "tasks", "Ring the gas board")
    office.type(" twice")
    office.until(lambda: any(text.endswith(" twice") for text in kept(office).values()))

    (panel,) = again().screen_here.findChildren(TaskPanel)

    assert panel.isVisible()
    assert "Ring the gas board" in panel.fields["title"].edit.text()


def test_a_fact_that_has_no_place_any_more_opens_no_form_that_was_done_with_before_it(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    client = office.client("Birch")
    office.go("clients", client)
    text = half_typed.HalfTyped(f"clients/{client}", "clientContacts:gone/phone", "030 55", "client.contact")
    half_typed.keep(office.replica, [text])

    window = again()

    assert "can be copied" in window.message.text.text()
    assert [one for one in window.findChildren(Overlay) if one.isVisible()] == []
