"""What was being typed when a run ended is back at the next start, said in a line, and saved only by the person."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, tasks
from onetool_desktop.store import half_typed
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.clients.list import ClientList
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.schedule_form import ScheduleForm
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.record_screen import RecordScreen
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.organisation_page import OrganisationPage
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.screens.tasks.list import TaskList
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.widgets.form_panel import FormPanel
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.office import TODAY, Office
from tests.ui.support.run import Run

ENTER, ESC, F2, TAB = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Tab
CTRL = Qt.KeyboardModifier.ControlModifier


def kept(office: Office) -> list[str]:
    return [one.text for one in half_typed.kept(office.replica.reads().db)]


def record_of(window: OfficeWindow) -> ClientRecord:
    screen = window.screen_here
    assert isinstance(screen, ClientRecord)
    return screen


def half_a_sentence(office: Office) -> str:
    """A client whose description is being typed, and kept so far."""
    client = office.client("Birch")
    office.go("clients", client)
    record_of(office.window).edit("companyDescription")
    office.type("Half a sent")
    office.until(lambda: kept(office) == ["Half a sent"])
    return client


def test_a_fact_that_was_being_typed_is_open_again_with_its_text_and_not_saved(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    client = half_a_sentence(office)

    window = again()

    fact = record_of(window).part("clients", client).facts["companyDescription"]
    assert fact.editor is not None
    assert fact.editor.text() == "Half a sent"
    assert window.message.text.text() == "One field you were typing in is back. It is not saved yet."
    assert not fact.editor.isAncestorOf(office.focused)
    assert "companyDescription" not in office.fields("clients", client)


def test_whoever_begins_with_his_visits_is_led_to_what_he_was_typing(
    office: Office, again: Callable[[], OfficeWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    task = tasks.create_task(office.replica, fields={"title": "Leaking valve", "date": TODAY}).id
    office.go("tasks", task)
    screen = office.window.screen_here
    assert isinstance(screen, RecordScreen)
    screen.edit("title")
    office.type("Half a sent")
    office.until(lambda: bool(kept(office)))
    office.memory.keep({"section": "tasks", "record": task})
    monkeypatch.setattr(office.replica, "principal", replace(office.replica.principal, role="technician"))
    window = again()
    assert window.message.text.text() == "One field you were typing in is back. It is not saved yet."


@pytest.mark.parametrize("deal", ["save", "go elsewhere"])
def test_the_line_about_it_goes_once_it_is_saved_or_left(
    office: Office, again: Callable[[], OfficeWindow], deal: str
) -> None:
    client = half_a_sentence(office)
    window = again()
    fact = record_of(window).part("clients", client).facts["companyDescription"]
    assert fact.editor is not None
    if deal == "save":
        fact.editor.done.emit()
    else:
        window.go(Place("quotes"))
    office.until(lambda: not window.message.isVisible())


def test_what_cannot_stand_yet_waits_at_its_record_while_another_is_shown(office: Office) -> None:
    client, other = office.client("Birch", firstName="Ann"), office.client("Harbour", firstName="Ben")
    (contact,) = office.replica.reads().children("clientContacts", "clientId", ClientId(client))
    office.go("clients", client)
    record_of(office.window).part("clientContacts", contact.id).facts["email"].edit()
    office.type("ann at birch")
    office.key(TAB)

    office.go("clients", other)
    office.until(lambda: kept(office) == ["ann at birch"])
    office.go("clients", client)

    fact = record_of(office.window).part("clientContacts", contact.id).facts["email"]
    office.until(lambda: fact.editor is not None and fact.editor.raw() == "ann at birch")
    office.until(lambda: "field you were typing in is back" in office.window.message.text.text())
    fact.edit()
    assert fact.editor is not None
    fact.editor.retype("ann@birch.example")
    office.key(ENTER)
    office.until(lambda: office.fields("clientContacts", contact.id).get("email") == "ann@birch.example")
    office.until(lambda: not kept(office))
    assert office.window._half_typed.waiting == 0, "it would come back again"


def test_what_is_saved_because_another_record_opens_under_the_hand_does_not_come_back(office: Office) -> None:
    client, other = half_a_sentence(office), office.client("Harbour")
    office.go("clients", other)
    office.until(lambda: office.fields("clients", client).get("companyDescription") == "Half a sent")
    assert office.window._half_typed.waiting == 0
    office.until(lambda: not kept(office))


def test_what_is_back_and_was_not_touched_waits_on_where_the_person_goes_on_to_another_record(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    client, other = half_a_sentence(office), office.client("Harbour")
    window = again()
    for place in (other, client):
        window.go(Place("clients", place))
    facts = record_of(window).part("clients", client).facts
    office.until(lambda: facts["companyDescription"].editor is not None)
    assert kept(office) == ["Half a sent"]


@pytest.mark.parametrize("key", [ENTER, ESC])
def test_what_was_saved_or_given_up_is_kept_no_longer(office: Office, key: Qt.Key) -> None:
    client = office.client("Birch")
    office.go("clients", client)
    record_of(office.window).edit("companyName")
    office.type("x")
    office.until(lambda: len(kept(office)) == 1)
    office.key(key)
    office.until(lambda: kept(office) == [])


def test_going_to_another_screen_is_no_giving_up(office: Office) -> None:
    office.go("settings", "payment")
    screen = office.window.screen_here
    assert isinstance(screen, SettingsScreen)
    page = screen.page
    assert isinstance(page, OrganisationPage)
    page.facts.facts["paymentDays"].edit()
    office.type("soon")
    office.key(ENTER)
    office.until(lambda: kept(office) == ["soon"])
    office.go("clients")
    office.go("quotes")
    assert kept(office) == ["soon"]
    assert page.facts.facts["paymentDays"].editor is not None


def test_a_half_filled_form_is_open_again(office: Office, again: Callable[[], OfficeWindow]) -> None:
    office.go("clients")
    office.key(Qt.Key.Key_N, CTRL)
    office.type("Cedar")
    office.key(Qt.Key.Key_Down)
    office.type("Zoe")
    office.until(lambda: sorted(kept(office)) == ["Cedar", "Zoe"])

    window = again()

    screen = window.screen_here
    assert isinstance(screen, ClientList)
    form = next(form for form in screen.findChildren(FormPanel) if form.isVisible())
    assert [form.edits[name].text() for name in ("companyName", "firstName")] == ["Cedar", "Zoe"]
    assert window.message.text.text().startswith("2 fields you were typing in are back.")


def test_a_task_half_planned_is_open_again_on_whichever_task_it_was(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    for title in ("Survey", "Drain"):
        tasks.create_task(office.replica, fields={"title": title, "date": TODAY})
    office.go("tasks")
    screen = office.window.screen_here
    assert isinstance(screen, TaskList)
    office.until(lambda: screen.model.rowCount() == 2)
    screen.table.select_row(1)
    task = screen.table.selected_ids()[0]
    office.key(Qt.Key.Key_M, CTRL)
    screen.panel().fields["title"].edit.setFocus()
    office.key(Qt.Key.Key_End)
    office.type(" and")
    typed = f"{office.fields('tasks', task)['title']} and"
    office.until(lambda: typed in kept(office))

    window = again()

    there = window.screen_here
    assert isinstance(there, TaskList)
    panel = there.panel()
    assert panel.isVisible()
    assert panel._editing == task
    assert panel.fields["title"].edit.text() == typed
    assert office.fields("tasks", task)["title"] != typed


def test_a_new_task_and_a_schedule_of_payments_are_open_again(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    line = {"description": "Boiler", "quantity": "1", "unitPrice": "900", "taxRate": "0"}
    client = ClientId(office.client("Birch"))
    invoice = invoices.create_invoice(office.replica, client_id=client, today=TODAY, lines=[line]).id
    office.go("schedule")
    office.key(Qt.Key.Key_N, CTRL)
    office.type("Drain the sys")
    office.until(lambda: "Drain the sys" in kept(office))
    office.go("invoices", invoice)
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    assert screen.actions_here is not None
    screen.actions_here.trigger("invoice.schedule")
    office.until(lambda: any(one.isVisible() for one in screen.findChildren(ScheduleForm)))
    office.type("30 %")
    office.until(lambda: {"30 %", "Drain the sys"} <= set(kept(office)))

    window = again()

    there = window.screen_here
    (form,) = there.findChildren(ScheduleForm)
    assert form.isVisible()
    assert form.rows[0].amount.edit.text() == "30 %"
    window.go(Place("schedule"))
    office.until(lambda: any(one.isVisible() for one in window.screen_here.findChildren(TaskPanel)))
    (panel,) = window.screen_here.findChildren(TaskPanel)
    office.until(lambda: panel.fields["title"].edit.text() == "Drain the sys")


def test_a_task_that_is_planned_comes_back_with_what_was_chosen_and_what_it_was_opened_with(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    twin, client = office.client("Birch"), office.client("Birch")
    office.go("clients", client)
    assert office.window.screen_here.actions_here is not None
    office.window.screen_here.actions_here.trigger("client.new-task")
    office.type("Drain")
    office.until(lambda: "Drain" in kept(office))

    panel = next(iter(again().screen_here.findChildren(TaskPanel)))

    office.until(lambda: panel.fields["date"].edit.text() != "")
    assert panel.fields["title"].edit.text() == "Drain"
    assert panel._picked_id("clientId") == client != twin
    values, wrong = panel._values()
    assert (values["date"], wrong) == (TODAY, {})


def test_a_form_of_a_row_in_a_record_is_open_again_for_that_row(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    client = office.client("Birch")
    for title in ("Survey", "Drain"):
        tasks.create_task(office.replica, fields={"title": title, "date": TODAY, "clientId": client})
    office.go("clients", client)
    record = record_of(office.window)
    assert record.related is not None
    record.related.tabs.choose("tasks")
    rows = record.related.lists["tasks"]
    office.until(lambda: rows.model.complete)
    rows.table.select_row(1)
    (task,) = rows.table.selected_ids()
    assert rows.doings is not None
    rows.doings.trigger("tasks.plan")
    (panel,) = record.findChildren(TaskPanel)
    panel.fields["title"].edit.setFocus()
    panel.fields["title"].edit.selectAll()
    office.type("Ring first")
    office.until(lambda: "Ring first" in kept(office))

    window = again()

    (back,) = window.screen_here.findChildren(TaskPanel)
    assert back.isVisible()
    assert back._editing == task
    assert back.fields["title"].edit.text() == "Ring first"


def test_a_form_for_several_rows_is_open_again_for_all_of_them(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    for name in ("Ash", "Birch", "Cedar"):
        office.client(name)
    office.go("clients")
    screen = office.window.screen_here
    assert isinstance(screen, ClientList)
    office.until(lambda: screen.model.complete and screen.model.rowCount() == 3)
    screen.table.select_again([screen.model.rid_at(1), screen.model.rid_at(2)])
    chosen = screen.table.selected_rids()
    assert screen.actions_here is not None
    screen.actions_here.trigger("clients.tag")
    office.type("dental")
    office.until(lambda: "dental" in kept(office))

    there = again().screen_here

    assert isinstance(there, ClientList)
    assert there._tags is not None
    assert there._tags.edits["tags"].text() == "dental"
    assert there.table.selected_rids() == chosen


def test_a_start_does_nothing_again_that_was_done_before_the_typing(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    client = office.client("Birch")
    office.go("clients", client)
    text = half_typed.HalfTyped(
        f"clients/{client}", "form:Of a list in the record/day", "tomorrow", "client.new-quote"
    )
    half_typed.keep(office.replica, [text])

    again()

    (count,) = office.replica.reads().db.execute("SELECT count(*) FROM quotes").fetchone()
    assert count == 0


def test_a_cell_of_a_quote_is_open_again(office: Office, again: Callable[[], OfficeWindow]) -> None:
    quote = office.quote(office.client("Birch"))
    office.go("quotes", quote)
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    screen.grid.go(0, screen.grid.place[1])
    screen.grid.setFocus()
    office.key(F2)
    office.key(Qt.Key.Key_A, CTRL)
    office.type("Call-out at ni")
    office.until(lambda: kept(office) == ["Call-out at ni"])

    window = again()

    back = window.screen_here
    assert isinstance(back, DocumentWorkplace)
    editor = back.grid.delegate.editor
    assert editor is not None
    assert editor.text() == "Call-out at ni"


def test_what_was_typed_into_a_record_that_is_gone_can_be_copied(
    office: Office, again: Callable[[], OfficeWindow]
) -> None:
    place = half_typed.HalfTyped("clients/nobody", "clients:nobody/notes", "Ring twice")
    half_typed.keep(office.replica, [place])
    office.window._left.moved()
    office.until(lambda: office.memory.load().get("section") == "clients")
    window = again()
    window.message.offer.click()  # the list was left, so it is asked about first
    office.until(lambda: "can be copied from here" in window.message.text.text())
    window.message.copy.click()
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == "Ring twice"


def test_a_password_is_never_kept(office: Office) -> None:
    secret = QLineEdit(office.window.screen_here)
    secret.setProperty("draft", "password")
    secret.setEchoMode(QLineEdit.EchoMode.Password)
    office.window.screen_here.setProperty("draft", "form:Sign in")
    secret.show()
    secret.setFocus()
    office.type("secret")
    plain = QLineEdit(office.window.screen_here)
    plain.setProperty("draft", "email")
    plain.show()
    plain.setFocus()
    office.type("a@b")
    office.until(lambda: kept(office) == ["a@b"])


CHILD = """
import sys
from pathlib import Path
import keyring
from keyring.backends import fail
keyring.set_keyring(fail.Keyring())
from PySide6.QtCore import QTimer
from onetool_desktop.app import AppOptions, Program
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.platform.single_instance import hold_profile
from onetool_desktop.services import clients, organisation
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import invoices, tasks
from onetool_desktop.store import half_typed
from onetool_desktop.ui.screens.record_screen import RecordScreen
from onetool_desktop.ui.screens.screen import Place

def fill(replica, ids):
    organisation.open_business(replica, name="Sample", currency="EUR", timezone="Europe/Berlin", owner="Ada")
    clients.create_client(replica, fields={"companyName": "Birch"})

profile = open_profile(Path(sys.argv[1]))
program = Program(profile, hold_profile(profile), AppOptions(sample=fill))
program.open()
program.window.sample_chosen.emit()

def look():
    window = program.window
    if not hasattr(window, "screen_here") or not window.work.operations.idle:
        return
    db = window.work.replica.reads().db
    if half_typed.kept(db):
        print("typed", flush=True)
    elif not getattr(window.screen_here, "sheet", None):
        (client,) = db.execute("SELECT id FROM clients").fetchone()
        window.go(Place("clients", client))
    elif not window.findChildren(type(window), "typed") and not window.property("typed"):
        window.setProperty("typed", True)
        window.screen_here.edit("notes")
        window.focusWidget().setPlainText("Ring twi")

timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
program._application.exec()
"""


@pytest.mark.proof
def test_a_killed_program_brings_the_text_back_at_its_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    child.send_signal(signal.SIGKILL)
    child.stdout.close()
    child.wait()

    again = Run(qtbot, tmp_path)
    window = again.office()
    qtbot.waitUntil(window.message.isVisible, timeout=PATIENCE_MS)
    record = record_of(window)
    editor = record.part("clients", record.record_id).facts["notes"].editor
    assert editor is not None
    assert editor.text() == "Ring twi"
    again.end()
