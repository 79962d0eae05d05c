"""Recently deleted, by keyboard: found, read, brought back, undone; what a colleague deleted is told by his name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from onetool_desktop import app
from onetool_desktop.domain.ids import ClientId
from onetool_desktop.services import clients, records
from onetool_desktop.services.saving import not_there
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.sync import calls
from onetool_desktop.ui.screens.deleted.screen import DeletedScreen
from onetool_desktop.ui.screens.screen import Past, Place
from tests.support.loop_discipline import PATIENCE_MS
from tests.sync.world import Person, World
from tests.ui.support.office import Office

CTRL = Qt.KeyboardModifier.ControlModifier


def screen(office: Office) -> DeletedScreen:
    office.go("deleted")
    here = office.window.screen_here
    assert isinstance(here, DeletedScreen)
    office.until(lambda: office.window.work.operations.idle)
    return here


def deleted_client(office: Office) -> str:
    client = office.client("Harbour Street Dental", firstName="Ann", phone="030 1234")
    records.delete(office.replica, c="clients", id=client)
    return client


def test_what_was_deleted_is_found_from_the_palette_read_and_brought_back(office: Office) -> None:
    client = deleted_client(office)
    office.key(Qt.Key.Key_K, CTRL)
    office.type("recently deleted")
    choices = office.window.palette_panel.list.choices
    office.until(lambda: choices.rowCount() > 0 and choices.at(0).title == "Go to Recently deleted")
    office.key(Qt.Key.Key_Return)
    office.until(lambda: isinstance(office.window.screen_here, DeletedScreen))
    here = office.window.screen_here
    assert isinstance(here, DeletedScreen)
    office.until(lambda: len(here.parts) == 1)
    (part,) = here.parts.values()
    assert part.remark.text() == "Deleted 13:00 · You · with 1 contact"
    office.bot.keyClick(part.show_it, Qt.Key.Key_Space)
    assert "Name: Harbour Street Dental" in part.values
    here.focus_start()
    assert office.focused is part.bring_back
    office.key(Qt.Key.Key_Space)
    office.until(lambda: not here.parts)
    assert office.fields("clients", client)["companyName"] == "Harbour Street Dental"
    assert "Brought back: Client Harbour Street Dental." in office.window.message.text.text()
    office.window.actions_here.trigger("window.undo")
    office.until(lambda: len(here.parts) == 1)


def test_with_nothing_deleted_it_says_so(office: Office) -> None:
    here = screen(office)
    assert here.parts == {}
    assert here._stack.currentIndex() == 1
    assert "Recently deleted" in str(not_there("clients"))


def test_every_list_leads_there(office: Office) -> None:
    office.go("quotes")
    here = office.window.screen_here.actions_here
    assert here is not None
    here.trigger("quotes.deleted")
    assert isinstance(office.window.screen_here, DeletedScreen)


def test_further_ones_come_on_demand(office: Office) -> None:
    for at in range(52):
        records.delete(office.replica, c="clients", id=office.client(f"Client {at:02d}"))
    here = screen(office)
    office.until(lambda: len(here.parts) == 50)
    here.more.click()
    office.until(lambda: len(here.parts) == 52)
    assert not here.more.isVisible()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def past_of(person: Person) -> Past:
    """What the cloud tells, asked as the program asks."""
    org = person.replica.identity.org
    return lambda keys: {
        key: calls.read_history(person.session.ask(calls.history(org, *key, "")))[0] for key in keys
    }


def test_what_a_colleague_deleted_is_told_by_his_name_once_the_cloud_was_asked(
    world: World, qtbot: QtBot
) -> None:
    owner = world.owner()
    paul = world.colleague(owner)
    client = clients.create_client(owner.replica, fields={"companyName": "Harbour"}).id
    clients.add_contact(owner.replica, client_id=ClientId(client), fields={"firstName": "Ada"})
    owner.sync()
    paul.sync()
    records.edit(owner.replica, c="users", id=paul.replica.identity.user_id, fields={"name": "Paul"})
    records.delete(paul.replica, c="clients", id=client)
    paul.sync()
    owner.sync()
    lanes = ThreadLanes()
    window = app.open_office(replica=owner.replica, driver=None, lanes=lanes, past=past_of(owner))
    window.show()
    window.go(Place("deleted"))
    here = window.screen_here
    assert isinstance(here, DeletedScreen)
    qtbot.waitUntil(lambda: len(here.parts) == 1, timeout=PATIENCE_MS)
    (part,) = here.parts.values()
    assert "Another device" in part.remark.text()
    part.show_it.click()
    qtbot.waitUntil(lambda: "· Paul · with 1 contact" in part.remark.text(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.work.operations.idle, timeout=PATIENCE_MS)
    window.close()
    lanes.close()
    window.deleteLater()


def test_who_may_not_read_prices_sees_none_among_what_was_deleted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = office.quote(office.client("Harbour"))
    records.delete(office.replica, c="quotes", id=quote)
    without = replace(office.replica.principal, permissions={"prices": "none"})
    monkeypatch.setattr(office.replica, "principal", without)
    here = screen(office)
    office.until(lambda: len(here.parts) == 1)
    (part,) = here.parts.values()
    part.show_it.click()
    assert part.values
    assert not [value for value in part.values if value.startswith(("Discount", "Total"))]
