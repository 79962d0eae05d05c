"""What belongs to a record is counted at once; its table is made when its tab is first chosen."""

from PySide6.QtCore import Qt

from onetool_desktop.services import tasks
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace
from onetool_desktop.ui.screens.related import Related
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.table import RowTable
from tests.ui.support.office import TODAY, Office


def related_of(office: Office, client: str) -> Related:
    office.go("clients", client)
    screen = office.window.screen_here
    assert isinstance(screen, ClientRecord)
    assert screen.related is not None
    return screen.related


def test_a_table_is_made_when_its_tab_is_chosen_and_opens_its_row(office: Office) -> None:
    client = office.client("Birch")
    quote = office.quote(client)
    related = related_of(office, client)
    quotes = related.lists["quotes"]
    office.until(lambda: quotes.model.rowCount() == 1)
    assert related.findChildren(RowTable) == []
    related.tabs.choose("quotes")
    office.until(lambda: [one.isVisible() for one in related.findChildren(RowTable)] == [True])
    quotes.table.select_row(0)
    office.bot.keyClick(quotes.table, Qt.Key.Key_Return)
    office.settle()
    screen = office.window.screen_here
    assert isinstance(screen, DocumentWorkplace)
    assert screen.document == quote


def test_a_tab_without_rows_says_so_until_there_are_some(office: Office) -> None:
    client = office.client("Birch")
    related = related_of(office, client)
    related.tabs.choose("quotes")
    quotes = related.lists["quotes"]
    office.until(lambda: [one.isVisible() for one in quotes.findChildren(EmptyState)] == [True])
    office.quote(client)
    office.until(lambda: [one.isVisible() for one in quotes.findChildren(RowTable)] == [True])
    assert not quotes.nothing.isVisible()


def test_the_tasks_of_a_record_say_when_and_who_beside_its_facts(office: Office) -> None:
    client = office.client("Birch")
    me = office.replica.identity.user_id
    visit = {"title": "Drain", "date": TODAY, "startTime": "09:00", "endTime": "10:30", "clientId": client}
    tasks.create_task(office.replica, fields={**visit, "assigneeUserId": me})
    office.go("clients", client)
    record = office.window.screen_here
    assert isinstance(record, ClientRecord)
    assert record.related is not None
    record.related.tabs.choose("tasks")
    one = record.related.lists["tasks"]
    office.until(lambda: one.model.complete and one.table.width() > 0 and one.table.isVisible())
    office.settle()
    keys = [one.plan.columns[at].key for at in one.table.columns_in_sight()]
    assert keys == ["day", "time", "title", "person", "status"]
    assert one.model.cells(0).texts[1] == "09:00–10:30"
    assert one.model.cells(0).texts[3] == "Ada Lovelace"
    char = office.window.work.look.measures.char
    one.table._share_width(
        char * (12 + 16) + one.table.columnWidth(4)
    )  # its day, a shorter title, its status
    assert [one.plan.columns[at].key for at in one.table.columns_in_sight()] == ["day", "title", "status"]
    assert 15 <= one.table.width_of("title") < 21
    one.table._share_width(one.table.viewport().width())
    before = {key: one.table.width_of(key) for key in keys}
    assert before["title"] >= 21  # what is to be done is read whole, as far as there is room
    office.window.resize(office.window.width() + 600, office.window.height())
    office.until(lambda: one.table.width_of("title") > before["title"])
    grown = {key: one.table.width_of(key) - before[key] for key in keys}
    assert grown["title"] > grown["person"] + grown["time"]
