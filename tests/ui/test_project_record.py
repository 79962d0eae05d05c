"""A project's record by keyboard: days and people as facts, its steps with their reasons, what is made from it."""

import pytest
from PySide6.QtCore import Qt

from onetool_desktop.changes.values import Change
from onetool_desktop.domain.ids import ClientId, ProjectId, QuoteId
from onetool_desktop.services import clients, projects, quotes
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.projects.record import ProjectRecord
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.facts import Fact
from tests.ui.support.office import TODAY, Office

ENTER = Qt.Key.Key_Return
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def project(office: Office) -> ProjectId:
    """A planned project of a client with two properties, shown."""
    client = ClientId(office.client("Birch & Amber"))
    for street in ("Quay 1", "Hill 2"):
        clients.add_property(office.replica, client_id=client, fields={"streetAddress": street})
    for name in ("Ben Okafor", "Ada Byron"):
        person = Change("users", office.ids.new_id(), f={"name": name, "active": True})
        office.replica.write(lambda tx, person=person: tx.commit(action="x", label="", changes=[person]))
    made = projects.create_project(office.replica, client_id=client, fields={"title": "Boiler"}).id
    office.go("projects", made)
    return made


def record(office: Office) -> ProjectRecord:
    screen = office.window.screen_here
    assert isinstance(screen, ProjectRecord)
    return screen


def fact(office: Office, name: str) -> Fact:
    return record(office).part("projects", record(office).record_id).facts[name]


def type_into(office: Office, name: str, text: str) -> None:
    fact(office, name).setFocus()
    office.key(Qt.Key.Key_F2)
    office.key(Qt.Key.Key_A, CTRL)
    office.type(text)
    office.key(ENTER)
    office.settle()


def test_a_day_is_typed_in_short_and_reads_in_words(office: Office, project: ProjectId) -> None:
    type_into(office, "startDate", "t")
    assert office.fields("projects", project)["startDate"] == TODAY
    assert fact(office, "startDate").text == "Today"


def test_a_visit_of_a_project_that_begins_later_is_planned_for_its_first_day(
    office: Office, project: ProjectId
) -> None:
    for typed, begins, day in (
        ("15/4/2031", "2031-04-15", "2031-04-15"),
        ("1/4/2020", "2020-04-01", TODAY),
    ):
        type_into(office, "startDate", typed)
        office.until(lambda begins=begins: record(office).context().fields.get("startDate") == begins)
        record(office).actions_here.trigger("project.new-task")  # pyright: ignore[reportOptionalMemberAccess] # shown
        (panel,) = record(office).findChildren(TaskPanel)
        office.until(panel.isVisible)
        (field,) = panel.findChildren(DayField)
        assert field.day == day
        panel.close_overlay()


def test_what_is_no_day_stays_typed_with_the_reason(office: Office, project: ProjectId) -> None:
    type_into(office, "startDate", "soon")
    assert "startDate" not in office.fields("projects", project)
    editor = fact(office, "startDate").editor
    assert editor is not None
    assert "not a day" in editor.accessibleDescription()


def test_people_are_given_by_a_beginning_of_their_names(office: Office, project: ProjectId) -> None:
    type_into(office, "assignedUserIds", "ben, ada b")
    assert fact(office, "assignedUserIds").text in ("Ben Okafor, Ada Byron", "Ada Byron, Ben Okafor")
    given = office.fields("projects", project)["assignedUserIds"]
    assert isinstance(given, list)
    assert len(given) == 2


@pytest.mark.parametrize(
    ("typed", "reason"), [("ada", "More than one is called “ada”"), ("zoe", "Nobody here is called “zoe”")]
)
def test_a_name_that_fits_nobody_or_several_stays_typed(
    office: Office, project: ProjectId, typed: str, reason: str
) -> None:
    type_into(office, "assignedUserIds", typed)
    editor = fact(office, "assignedUserIds").editor
    assert editor is not None
    assert editor.text() == typed
    assert reason in editor.accessibleDescription()
    assert "assignedUserIds" not in office.fields("projects", project)


def test_the_property_is_one_of_the_clients(office: Office, project: ProjectId) -> None:
    fact(office, "propertyId").setFocus()
    office.key(Qt.Key.Key_F2)
    office.type("Hill")
    office.key(ENTER)
    office.settle()
    assert fact(office, "propertyId").text == "Hill 2"
    place = str(office.fields("projects", project)["propertyId"])
    assert office.fields("clientProperties", place)["streetAddress"] == "Hill 2"


def test_a_project_is_completed_by_key_and_says_why_it_cannot_be_planned_again(
    office: Office, project: ProjectId
) -> None:
    office.key(ENTER, CTRL)
    office.until(lambda: office.fields("projects", project)["status"] == "completed")
    actions = record(office).actions_here
    assert actions is not None
    office.until(lambda: "in progress first" in actions.actions["project.planned"].toolTip())
    steps = record(office).sheet
    assert steps is not None
    assert [(s.word, s.done, s.here) for s in steps.steps] == [
        ("Planned", True, False),
        ("In progress", True, False),
        ("Completed", False, True),
    ]
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: office.fields("projects", project)["status"] == "planned")


@pytest.mark.parametrize(("key", "c"), [(Qt.Key.Key_Q, "quotes"), (Qt.Key.Key_I, "invoices")])
def test_a_document_drafted_from_a_project_belongs_to_it(
    office: Office, project: ProjectId, key: Qt.Key, c: str
) -> None:
    office.key(key, CTRL | SHIFT)
    office.until(lambda: isinstance(office.window.screen_here, DocumentWorkplace))
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    saved, of = office.fields(c, screen.document), office.fields("projects", project)
    assert (saved["projectId"], saved["clientId"]) == (project, of["clientId"])


def test_a_task_planned_from_a_project_belongs_to_it(office: Office, project: ProjectId) -> None:
    office.key(Qt.Key.Key_T, CTRL | SHIFT)
    office.type("Survey")
    office.key(ENTER)
    office.until(lambda: office.replica.reads().count("tasks", "projectId", project) == 1)


def test_its_client_is_one_key_away(office: Office, project: ProjectId) -> None:
    office.key(Qt.Key.Key_L, CTRL)
    office.until(lambda: isinstance(office.window.screen_here, ClientRecord))


def test_a_project_with_paper_stays_and_says_so(office: Office, project: ProjectId) -> None:
    client = ClientId(str(office.fields("projects", project)["clientId"]))
    line = {"description": "Call-out", "quantity": "1", "unitPrice": "88.00"}
    fields = {"projectId": project}
    quote = quotes.create_quote(office.replica, client_id=client, today=TODAY, fields=fields, lines=[line]).id
    quotes.send_quote(office.replica, id=QuoteId(quote), day=TODAY, online=False)
    actions = record(office).actions_here
    assert actions is not None
    office.until(lambda: "issued on paper" in actions.actions["project.delete"].toolTip())
    related = record(office).related
    assert related is not None
    assert related.timeline is not None
    lines = related.timeline.lines
    office.until(lambda: lines.rowCount() == 3)
    assert lines.line(0).text == "Quote Q-000001 sent, €88.00"
