"""The panel of the sync chip: what waits and was not taken, tried again, kept as a file; what a person can do."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from onetool_desktop.services import records
from onetool_desktop.store import outbox
from onetool_desktop.sync.causes import Cause, sentence
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.runtime.computer import Computer
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.sync_panel import SyncPanel
from onetool_desktop.ui.widgets.text import Text
from tests.ui.support.office import Office


@pytest.fixture
def shared(make_office: Callable[..., Office]) -> Office:
    """A business that has a cloud."""
    office = make_office(connected=True)
    office.show()
    return office


def syncs(office: Office) -> list[str]:
    """Lets the window sync; what it asked for."""
    asked: list[str] = []
    corner = office.window._sync
    corner._around = replace(corner._around, sync_now=lambda: asked.append("sync"))
    return asked


def panel(office: Office) -> SyncPanel:
    office.window.actions_here.trigger("window.waiting")
    return office.window.panel


def line(of: SyncPanel, begins: str) -> QWidget:
    (found,) = [
        w for w in of.findChildren(QWidget) if w.isVisible() and w.accessibleName().startswith(begins)
    ]
    return found


def small(of: QWidget, name: str) -> Button:
    (found,) = [b for b in of.findChildren(Button) if b.accessibleName() == name]
    return found


def test_what_was_not_taken_is_told_with_its_reason_and_tried_again_from_the_panel(shared: Office) -> None:
    asked = syncs(shared)
    client = shared.client("Harbour")
    records.edit(shared.replica, c="clients", id=client, fields={"notes": "Ring twice"})
    gid = shared.refuse_last("The notes are locked by a colleague.")
    row = line(panel(shared), "Edit notes,")
    assert "The notes are locked by a colleague." in row.accessibleName()
    again = small(row, "Try again: Edit notes")
    again.setFocus()
    shared.key(Qt.Key.Key_Space)
    shared.until(lambda: bool(asked))
    entry = outbox.entry(shared.replica.reads().db, gid)
    assert entry is not None
    assert entry.state == outbox.WAITING
    shared.until(lambda: "notes are locked" not in line(shared.window.panel, "Edit notes,").accessibleName())


def test_the_panel_counts_what_it_does_not_show_and_says_since_when_the_oldest_waits(shared: Office) -> None:
    syncs(shared)
    for at in range(12):
        shared.client(f"Client {at}")
    found = panel(shared)
    begun = 1  # the business itself
    assert f"and {12 + begun - 8} more" in [text.text() for text in found.findChildren(Text)]
    shared.window.show_status(SyncStatus(kind=Kind.OFFLINE, waiting=12))
    assert "the oldest since 13:00" in found.accessibleDescription()


def test_the_panel_is_as_high_as_its_lines_need_when_they_change_and_when_it_opens(shared: Office) -> None:
    syncs(shared)
    found = panel(shared)
    low = found.height()
    for at in range(9):
        shared.client(f"Client {at}")
    eight_lines = 8 * shared.window.work.look.measures.line
    shared.until(lambda: found.height() >= low + eight_lines - shared.window.work.look.measures.line)
    high = found.height()
    found.close_overlay()
    assert panel(shared).height() == high


def test_everything_that_waits_is_saved_as_a_readable_and_complete_file(
    shared: Office, tmp_path: Path
) -> None:
    syncs(shared)
    client = shared.client("Harbour")
    records.edit(shared.replica, c="clients", id=client, fields={"notes": "Ring twice"})
    shared.refuse_last("The notes are locked by a colleague.")
    quote = shared.quote(client)
    found = panel(shared)
    shared.bot.mouseClick(found.keep, Qt.MouseButton.LeftButton)
    (dialog,) = shared.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    shared.until(lambda: bool(list(tmp_path.glob("Not sent*.txt"))))
    shared.settle()
    (kept,) = tmp_path.glob("Not sent*.txt")
    text = kept.read_text()
    assert "The notes are locked by a colleague." in text
    assert "Notes: Ring twice" in text
    assert "Call-out" in text
    for entry in outbox.entries(shared.replica.reads().db):
        assert outbox.body_of(entry.group) in text
    assert quote in text
    assert "Saved Not sent" in shared.window.message.text.text()


CLOUD = Computer(account="ada@example.org · https://cloud.example.org", cloud="https://cloud.example.org")


def act(office: Office, status: SyncStatus) -> Button:
    office.window.show_status(status)
    return panel(office).act


def at_a_cloud(office: Office, **ports: Callable[..., None]) -> None:
    work = replace(office.window.work, computer=CLOUD, **ports)  # pyright: ignore[reportArgumentType]
    office.window._sync._work = work


def test_a_wrong_clock_leads_to_the_clock_of_the_system(shared: Office) -> None:
    opened: list[str] = []
    syncs(shared)
    at_a_cloud(shared, open_clock=lambda: opened.append("clock"))
    button = act(shared, SyncStatus(kind=Kind.SYNCED, hints=(Cause.CLOCK,), sentence=sentence(Cause.CLOCK)))
    assert button.text() == "Open the clock's settings"
    shared.bot.keyClick(button, Qt.Key.Key_Space)
    shared.until(lambda: opened == ["clock"])


def test_numbers_that_wait_lead_to_where_they_are_released(shared: Office) -> None:
    syncs(shared)
    words = sentence(Cause.NUMBERS_WAIT)
    button = act(shared, SyncStatus(kind=Kind.SYNCED, hints=(Cause.NUMBERS_WAIT,), sentence=words))
    assert button.text() == "Release numbers…"
    shared.bot.keyClick(button, Qt.Key.Key_Space)
    shared.until(lambda: isinstance(shared.window.screen_here, SettingsScreen))
    screen = shared.window.screen_here
    assert isinstance(screen, SettingsScreen)
    assert screen.page.group.key == "numbers"


def test_a_page_in_place_of_the_cloud_is_opened_in_the_browser(shared: Office) -> None:
    opened: list[str] = []
    syncs(shared)
    at_a_cloud(shared, open_url=opened.append)
    button = act(shared, SyncStatus(kind=Kind.OFFLINE, cause=Cause.PORTAL, sentence="A web page answered."))
    assert button.text() == "Open a browser"
    shared.bot.keyClick(button, Qt.Key.Key_Space)
    shared.until(lambda: opened == ["https://cloud.example.org"])


def test_whoever_can_help_is_told_by_a_message_that_is_copied(shared: Office) -> None:
    syncs(shared)
    at_a_cloud(shared)
    stopped = SyncStatus(kind=Kind.STOPPED, cause=Cause.ACCESS, sentence=sentence(Cause.ACCESS))
    button = act(shared, stopped)
    assert button.text() == "Copy a message to an administrator"
    shared.bot.keyClick(button, Qt.Key.Key_Space)
    text = QGuiApplication.clipboard().text()
    assert sentence(Cause.ACCESS) in text
    assert "ada@example.org" in text
    assert shared.identity.org in text
    assert shared.window.message.text.text() == "The message is copied. Paste it into a mail or a chat."


def test_a_program_too_old_says_where_the_new_one_is(shared: Office) -> None:
    syncs(shared)
    at_a_cloud(shared)
    button = act(shared, SyncStatus(kind=Kind.STOPPED, cause=Cause.CLOUD_NEWER))
    shared.bot.keyClick(button, Qt.Key.Key_Space)
    assert "https://cloud.example.org needs a newer one" in shared.window.message.text.text()
