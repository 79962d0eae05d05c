"""Tasks in their list, their record and the panel in which they are planned: by the keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.documents.pages_image import page_count
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import projects, tasks
from onetool_desktop.ui.screens.tasks.list import TaskList
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.screens.tasks.record import TaskRecord
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.pick_field import PickField
from onetool_desktop.ui.widgets.suggestions import Suggestions
from tests.ui.support.office import TODAY, Office

ENTER, ESC, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Down
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def the_list(office: Office) -> TaskList:
    office.go("tasks")
    screen = office.window.screen_here
    assert isinstance(screen, TaskList)
    return screen


def the_record(office: Office, task: str) -> TaskRecord:
    office.go("tasks", task)
    screen = office.window.screen_here
    assert isinstance(screen, TaskRecord)
    return screen


def pick(office: Office, panel: TaskPanel, name: str) -> PickField:
    del office
    field = panel.fields[name]
    assert isinstance(field, PickField)
    return field


def titles(screen: TaskList) -> list[str]:
    return [screen.model.cells(row).texts[2] for row in range(screen.model.rowCount())]


@pytest.fixture
def task(office: Office) -> str:
    return tasks.create_task(
        office.replica, fields={"title": "Survey", "date": TODAY, "startTime": "08:00", "endTime": "10:00"}
    ).id


def test_a_change_that_esc_put_away_stands_there_again_for_the_same_task(office: Office, task: str) -> None:
    record = the_record(office, task)
    other = tasks.create_task(office.replica, fields={"title": "Other", "date": TODAY}).id
    panel = record.panel()
    panel.open_for(task, first="title")
    office.key(Qt.Key.Key_A, CTRL)
    office.type("Survey of the roof")
    office.key(ESC)
    panel.open_for(other)
    assert panel.fields["title"].edit.text() == "Other"
    office.key(ESC)
    panel.open_for(task)
    assert panel.fields["title"].edit.text() == "Survey of the roof"
    office.key(ENTER)
    office.until(lambda: office.fields("tasks", task)["title"] == "Survey of the roof")
    panel.open_for(task)
    assert panel.fields["title"].edit.text() == "Survey of the roof"


def test_a_task_is_planned_from_the_first_key_to_the_last(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    office.type("Clean the gutters")
    office.key(TAB)
    office.type("har")
    office.until(lambda: pick(office, screen.panel(), "clientId").is_open)
    office.key(ENTER)
    for _ in range(3):
        office.key(TAB)
    office.type("+")
    office.key(TAB)
    office.type("8")
    office.key(TAB)
    office.type("930")
    office.key(TAB)
    office.type("ada")
    office.until(lambda: pick(office, screen.panel(), "assigneeUserId").is_open)
    office.key(ENTER)
    office.key(ENTER)
    office.until(lambda: not screen.panel().isVisible())
    screen.tabs.choose("all")
    office.until(lambda: titles(screen) == ["Clean the gutters"])
    cells = screen.model.cells(0).texts
    assert cells[:5] == (
        "Tomorrow",
        "08:00–09:30",
        "Clean the gutters",
        "Harbour Street Café",
        "Ada Lovelace",
    )


def test_what_makes_no_sense_is_said_beside_its_field_and_stays_typed(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    panel = screen.panel()
    office.key(ENTER)
    assert panel.isVisible()
    assert "what is to be done" in panel.fields["title"].edit.accessibleDescription()
    office.type("Survey")
    panel.fields["startTime"].edit.setText("half past")
    pick(office, panel, "clientId").edit.setText("Nobody of that name")
    office.key(ENTER)
    office.until(lambda: "not a time" in panel.fields["startTime"].edit.accessibleDescription())
    assert "Nothing here is called" in panel.fields["clientId"].edit.accessibleDescription()
    assert panel.fields["startTime"].edit.text() == "half past"
    panel.fields["startTime"].edit.setText("10")
    panel.fields["endTime"].edit.setText("9")
    pick(office, panel, "clientId").edit.setText("")
    office.key(ENTER)
    office.settle()
    assert "not after 10:00" in panel.fields["endTime"].edit.accessibleDescription()
    assert panel.isVisible()


def test_a_project_brings_its_client_and_another_client_leaves_the_project(office: Office) -> None:
    client = office.client("Birch & Amber")
    projects.create_project(office.replica, client_id=ClientId(client), fields={"title": "Boiler"})
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    panel = screen.panel()
    pick(office, panel, "projectId").edit.setFocus()
    office.type("boi")
    office.until(lambda: pick(office, panel, "projectId").is_open)
    office.key(ENTER)
    assert panel.fields["clientId"].edit.text() == "Birch & Amber"
    pick(office, panel, "clientId").edit.setFocus()
    office.type("zo")
    office.until(lambda: pick(office, panel, "clientId").is_open)
    office.key(ENTER)
    assert panel.fields["projectId"].edit.text() == ""


def test_tab_takes_the_only_client_that_is_meant(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    office.key(TAB)
    office.type("har")
    office.key(TAB)  # before the answer is there
    client = pick(office, screen.panel(), "clientId")
    office.until(lambda: client.edit.text() == "Harbour Street Café")
    assert client.chosen is not None
    client.edit.setFocus()
    office.type("quill")  # no beginning, but the only one that fits by its words
    office.key(TAB)
    office.until(lambda: client.edit.text() == "Zoë Quill")


def test_a_client_that_may_be_two_is_asked_about_and_one_chosen_by_an_arrow_is_taken_by_tab(
    office: Office,
) -> None:
    office.client("Harbour Inn")
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    office.key(TAB)
    client = pick(office, screen.panel(), "clientId")
    office.type("harbour")
    office.key(TAB)
    office.until(lambda: "may be Harbour Inn, Harbour Street Café" in client.edit.accessibleDescription())
    assert (client.edit.text(), client.chosen) == ("harbour", None)
    client.edit.setFocus()
    office.type("harb")
    office.until(lambda: client.is_open)
    for key in (DOWN, DOWN, TAB):
        office.key(key)
    assert client.edit.text() == "Harbour Street Café"
    assert not client.edit.accessibleDescription()


def test_a_resting_mouse_chooses_nothing(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    office.key(TAB)
    client = pick(office, screen.panel(), "clientId")
    office.type("har")
    office.until(lambda: client.is_open)
    offered = next(one for one in office.window.findChildren(Suggestions) if one.isVisible())
    office.bot.mouseMove(offered.list.viewport(), offered.list.rect().center())
    office.bot.mouseMove(offered.list.viewport(), offered.list.rect().center() + QPoint(0, 2))
    assert client.ahead.chosen is None


def test_the_down_key_that_opens_the_list_chooses_the_first(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    who = pick(office, screen.panel(), "assigneeUserId")
    who.edit.setFocus()
    office.key(DOWN)
    office.until(lambda: who.ahead.chosen == 0)
    office.key(ENTER)
    assert (who.edit.text(), screen.panel().isVisible()) == ("Ada Lovelace", True)


def test_esc_puts_the_list_away_before_the_panel_and_keeps_what_was_typed(office: Office) -> None:
    screen = the_list(office)
    office.key(Qt.Key.Key_N, CTRL)
    office.type("Survey")
    office.key(TAB)
    office.key(DOWN)
    office.until(lambda: pick(office, screen.panel(), "clientId").is_open)
    office.key(ESC)
    assert screen.panel().isVisible()
    office.key(ESC)
    assert not screen.panel().isVisible()
    office.key(Qt.Key.Key_N, CTRL)
    assert screen.panel().fields["title"].edit.text() == "Survey"


def test_a_task_is_moved_from_its_list_and_undo_brings_it_back(office: Office, task: str) -> None:
    screen = the_list(office)
    office.until(lambda: titles(screen) == ["Survey"])
    office.key(Qt.Key.Key_M, CTRL)
    office.type("+")
    office.key(ENTER)
    office.until(lambda: office.fields("tasks", task)["date"] == "2026-03-03")
    office.settle()
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: office.fields("tasks", task)["date"] == TODAY)


def several(office: Office) -> TaskList:
    """Two open tasks and one that is done, all selected."""
    made = [
        tasks.create_task(office.replica, fields={"title": f"Task {at}", "date": TODAY}).id for at in range(3)
    ]
    tasks.complete_task(office.replica, id=made[2])
    screen = the_list(office)
    office.until(lambda: screen.model.rowCount() == 3)
    screen.table.selectAll()
    return screen


def test_several_tasks_are_moved_and_assigned_together_by_keys_and_undone_as_one(office: Office) -> None:
    screen = several(office)
    office.key(Qt.Key.Key_M, CTRL | SHIFT)
    (form,) = [one for one in screen.findChildren(FormPanel) if one.isVisible()]
    form.done.click()
    office.until(lambda: form.edits["date"].accessibleDescription() == "Say on which day, or who goes.")
    office.type("+")
    office.key(TAB)
    office.type("Ada")
    office.key(ENTER)
    office.key(ENTER)
    office.until(lambda: office.window.message.text.text() == "2 tasks saved. 1 was left as it is.")
    me = office.replica.identity.user_id

    def placed() -> set[tuple[object, object]]:
        rows = office.replica.reads().db.execute('SELECT date, "assigneeUserId" FROM tasks')
        return {(day, person) for day, person in rows}

    assert placed() == {("2026-03-03", me), (TODAY, None)}
    office.key(Qt.Key.Key_Z, CTRL)
    office.until(lambda: placed() == {(TODAY, None)})


def test_the_job_sheets_of_several_tasks_become_one_file_which_can_be_opened(
    office: Office, tmp_path: Path
) -> None:
    screen = several(office)
    assert screen.actions_here is not None
    screen.actions_here.trigger("tasks.pdf-together")
    found: list[QFileDialog] = []
    office.until(lambda: bool(found.extend(screen.findChildren(QFileDialog)) or found))
    assert Path(found[0].selectedFiles()[0]).name == f"Job sheets {TODAY}.pdf"
    target = tmp_path / "sheets.pdf"
    found[0].fileSelected.emit(str(target))
    found[0].close()
    message = office.window.message
    office.until(lambda: message.text.text() == "Saved 3 documents as sheets.pdf.")
    assert page_count(target.read_bytes()) == 3
    assert message.offer.text() == "Open"


def test_the_tabs_hold_what_their_names_say(office: Office) -> None:
    def add(title: str, day: str, **more: str) -> None:
        tasks.create_task(office.replica, fields={"title": title, "date": day, **more})

    person = office.replica.identity.user_id
    add("late", "2026-02-27")
    add("monday", TODAY, assigneeUserId=person)
    add("sunday", "2026-03-08", assigneeUserId=person)
    add("next week", "2026-03-09", assigneeUserId=person)
    add("ended", "2026-02-20", status="completed")
    screen = the_list(office)
    expected = {
        "today": ["monday"],
        "week": ["monday", "sunday"],
        "overdue": ["late"],
        "unassigned": ["late"],
        "done": ["ended"],
        "all": ["ended", "late", "monday", "sunday", "next week"],
    }
    for tab, names in expected.items():
        screen.tabs.choose(tab)
        office.until(lambda names=names: titles(screen) == names)


def test_ctrl_shift_enter_on_the_record_takes_each_next_step(office: Office, task: str) -> None:
    record = the_record(office, task)
    words: list[str] = []
    buttons: list[str] = []
    assert record.actions_here is not None
    for _ in range(4):
        buttons.append(record.actions_here.actions["task.next"].text())
        office.key(ENTER, CTRL | SHIFT)
        before = len(words)
        office.until(lambda: record.sheet is not None and record.sheet.badge is not None)
        office.settle()
        office.until(
            lambda before=before, words=words: (
                record.sheet is not None
                and record.sheet.badge is not None
                and record.sheet.badge.word not in words[before - 1 : before]
                and record.sheet.badge.word != "Planned"
            )
        )
        assert record.sheet is not None
        assert record.sheet.badge is not None
        words.append(record.sheet.badge.word)
    assert buttons == ["Start travel", "Arrived", "Start work", "Finish"]
    assert words == ["On the way", "On site", "In progress", "Completed"]
    assert "Reopen it first" in record.actions_here.actions["task.next"].toolTip()


def test_the_record_leads_to_its_client_and_says_what_it_has_not(
    make_office: Callable[..., Office],
) -> None:
    office = make_office()
    client = office.client("Harbour")
    office.show()
    task = tasks.create_task(office.replica, fields={"title": "Survey", "date": TODAY, "clientId": client}).id
    record = the_record(office, task)
    assert record.sheet is not None
    assert record.sheet.line == "Harbour"
    facts = record.part("tasks", task).facts
    assert (facts["date"].text, facts["assigneeUserId"].text) == ("Today", "")
    assert record.actions_here is not None
    assert "no project" in record.actions_here.actions["task.project"].toolTip()
    office.key(Qt.Key.Key_L, CTRL)
    assert office.window.windowTitle().startswith("Harbour")


def test_when_and_who_are_changed_in_place_on_the_record(office: Office, task: str) -> None:
    record = the_record(office, task)
    facts = record.part("tasks", task).facts
    start = facts["startTime"]
    for typed in ("half past", "9"):
        start.edit()
        office.key(Qt.Key.Key_A, CTRL)
        office.type(typed)
        office.key(ENTER)
        assert (start.editor is not None) == (typed == "half past"), "what is no time stays typed"
    office.until(lambda: office.fields("tasks", task)["startTime"] == "09:00")
    person = facts["assigneeUserId"]
    person.edit()
    office.key(DOWN)
    office.key(ENTER)
    office.until(lambda: office.fields("tasks", task).get("assigneeUserId") == office.identity.user_id)
    assert person.text == "Ada Lovelace"


def test_the_next_step_of_a_visit_is_the_button_to_press_with_its_own_icon(office: Office, task: str) -> None:
    record = the_record(office, task)
    button = record.head._buttons["task.next"]
    assert button._primary
    icons: list[str] = []
    for _ in range(4):
        icons.append(button._icon)
        button.click()
        before = button._icon
        office.until(lambda before=before: button._icon != before or not button.isVisible())
    assert icons == ["travel", "property", "circle-half", "check-circle"]
