"""What is on its way, what needs a person, and what lost: seen, explained, answered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.changes.values import ROW, Change, Row
from onetool_desktop.services import records
from onetool_desktop.services.attachments import NewFile, add_file, store_file
from onetool_desktop.services.undo import do_again, take_back
from onetool_desktop.services.unsent import take_back_unsent
from onetool_desktop.store import transfers
from onetool_desktop.store.regained import remember
from onetool_desktop.store.transaction import Transaction
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.attention.count import count_of
from onetool_desktop.ui.screens.attention.screen import AttentionScreen
from onetool_desktop.ui.screens.attention.waiting import waiting_lines
from onetool_desktop.ui.screens.clients.record import ClientRecord
from onetool_desktop.ui.screens.settings.people_page import PeoplePage
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from onetool_desktop.ui.surroundings import Standing
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.lost_edit import LostEditLine
from onetool_desktop.ui.widgets.sync_chip import chip_words
from onetool_desktop.ui.widgets.text import Text
from tests.ui.support.office import NOON_MS, Office
from tests.ui.test_formats import formats


@pytest.mark.parametrize(
    ("status", "words", "tone"),
    [
        (None, "On this computer", Tone.NEUTRAL),
        (SyncStatus(kind=Kind.SYNCED, since_ms=NOON_MS), "Synced 13:00", Tone.GOOD),
        (SyncStatus(kind=Kind.SYNCING, done=3, of=12), "Syncing 3 of 12", Tone.INFO),
        (SyncStatus(kind=Kind.OFFLINE, waiting=7), "Offline, 7 waiting", Tone.WARN),
        (SyncStatus(kind=Kind.OFFLINE), "Offline", Tone.NEUTRAL),
        (SyncStatus(kind=Kind.ATTENTION, attention=2), "2 need attention", Tone.BAD),
        (SyncStatus(kind=Kind.ATTENTION, attention=1), "1 needs attention", Tone.BAD),
        (SyncStatus(kind=Kind.ARRIVING, done=1_200, of=60_000), "Arriving 1,200 of 60,000", Tone.INFO),
        (SyncStatus(kind=Kind.SIGNIN, waiting=1), "Sign in to sync, 1 waiting", Tone.WARN),
        (SyncStatus(kind=Kind.STOPPED), "Sync has stopped", Tone.BAD),
    ],
)
def test_the_chip_says_it_in_few_words(status: SyncStatus | None, words: str, tone: Tone) -> None:
    shown = chip_words(status, formats())
    assert (shown.words, shown.tone) == (words, tone)


def test_the_chip_tells_of_photos_that_wait_once_all_that_was_typed_is_there() -> None:
    synced = SyncStatus(kind=Kind.SYNCED, since_ms=NOON_MS)
    assert chip_words(synced, formats(), files=1).words == "Synced, 1 file to send"
    assert chip_words(synced, formats(), files=1_200).words == "Synced, 1,200 files to send"
    assert chip_words(SyncStatus(kind=Kind.OFFLINE), formats(), files=3).words == "Offline"


@pytest.fixture
def shared(make_office: Callable[..., Office]) -> Office:
    """A business that has a cloud."""
    office = make_office(connected=True)
    office.show()
    return office


def test_what_is_taken_back_before_it_was_sent_waits_as_one_line(shared: Office) -> None:
    """Both changes are on their way; a person sees one thing, as it is now."""
    client = shared.client("Birch")
    edit(shared, client, notes="Ring twice")

    def lines() -> list[str]:
        found, count = waiting_lines(shared.window.work, Standing())
        assert count == len(found)
        return [line.what for line in found if line.what.endswith("Edit notes")]

    assert lines() == ["Edit notes"]
    (gid,) = [
        line.gid for line in waiting_lines(shared.window.work, Standing())[0] if line.what == "Edit notes"
    ]
    undone = take_back_unsent(shared.replica, gid=gid)
    assert lines() == ["Undo: Edit notes"]
    assert undone.redo is not None
    again = do_again(shared.replica, undone.redo)
    assert lines() == ["Edit notes"]
    assert again.redo is not None
    gone = take_back(shared.replica, again.redo)
    assert lines() == ["Undo: Edit notes"]
    assert gone.redo is not None
    back = take_back(shared.replica, gone.redo)  # as the window's undo does
    assert lines() == ["Edit notes"]
    assert back.redo is not None
    take_back(shared.replica, back.redo)
    assert lines() == ["Undo: Edit notes"]
    edit(shared, client, notes="Ring once")
    assert lines() == ["Undo: Edit notes", "Edit notes"]


def edit(office: Office, client: str, **fields: str) -> None:
    records.edit(office.replica, c="clients", id=client, fields=fields)


def button(office: Office, name: str) -> Button:
    found = [b for b in office.window.screen_here.findChildren(Button) if b.text() == name and b.isVisible()]
    assert found, name
    return found[0]


def attention(office: Office) -> AttentionScreen:
    office.go("attention")
    screen = office.window.screen_here
    assert isinstance(screen, AttentionScreen)
    return screen


def test_a_fact_that_is_not_synced_yet_carries_a_dot_that_is_also_said(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Ring twice")
    shared.go("clients", client)
    record = shared.window.screen_here
    assert isinstance(record, ClientRecord)
    fact = record.part("clients", client).facts["notes"]
    assert fact.waiting
    assert fact.accessibleName() == "Notes: Ring twice, not synced yet"


def test_a_business_without_a_cloud_shows_no_dots(office: Office) -> None:
    client = office.client("Harbour")
    office.go("clients", client)
    record = office.window.screen_here
    assert isinstance(record, ClientRecord)
    assert not record.part("clients", client).facts["companyName"].waiting


def test_the_panel_shows_what_waits_and_never_takes_over(shared: Office) -> None:
    shared.client("Harbour")
    shared.window.show_status(SyncStatus(kind=Kind.OFFLINE, waiting=2, sentence="The cloud does not answer."))
    shared.window.actions_here.trigger("window.waiting")
    assert shared.window.panel.isVisible()
    assert "Offline, 2 waiting" in shared.window.panel.accessibleDescription()
    assert "The cloud does not answer." in shared.window.panel.accessibleDescription()
    assert not shared.window.panel.isModal()
    shared.key(Qt.Key.Key_Escape)
    assert not shared.window.panel.isVisible()
    assert shared.window.screen_here.isAncestorOf(shared.focused)


def test_an_engine_that_asks_goes_on_by_a_button_and_by_nothing_else(shared: Office) -> None:
    pressed: list[str] = []
    shared.window.offer_proceed(lambda: pressed.append("go on"))
    shared.window.show_status(SyncStatus(kind=Kind.STOPPED, cause=Cause.REMOVED))
    shared.window.actions_here.trigger("window.waiting")
    panel = shared.window.panel
    assert not panel.proceed.isVisible()
    for cause in (Cause.EPOCH, Cause.WENT_BACK, Cause.MASS_DELETE):
        shared.window.show_status(SyncStatus(kind=Kind.STOPPED, cause=cause))
        assert panel.proceed.isVisible()
    assert panel.proceed.accessibleName() == "Go on"
    assert not pressed
    shared.bot.mouseClick(panel.proceed, Qt.MouseButton.LeftButton)
    assert pressed == ["go on"]
    shared.window.show_status(SyncStatus(kind=Kind.SYNCING))
    assert not panel.proceed.isVisible()


def test_a_refused_change_is_shown_with_its_reason_and_what_was_typed(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Ring twice")
    shared.refuse_last("The client was closed in the meantime.")
    screen = attention(shared)
    assert len(screen._cards) == 1
    card = next(iter(screen._cards.values()))
    assert "The client was closed in the meantime." in card.accessibleName()
    texts = {label.text() for label in card.findChildren(Text)}
    assert "Notes: Ring twice" in texts
    item = shared.window.side.items["attention"]
    shared.until(lambda: item.accessibleName() == "Needs attention, 1")


def test_trying_again_takes_the_change_up_again(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Ring twice")
    shared.refuse_last("Not now.")
    shared.until(lambda: "notes" not in shared.fields("clients", client))
    screen = attention(shared)
    shared.bot.mouseClick(button(shared, "Try again"), Qt.MouseButton.LeftButton)
    shared.until(lambda: not screen._cards)
    assert shared.fields("clients", client)["notes"] == "Ring twice"


def test_what_is_discarded_is_back_with_undo_and_gone_with_redo(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Ring twice")
    shared.refuse_last("Not now.")
    screen = attention(shared)
    button(shared, "Discard").click()
    shared.until(lambda: not screen._cards)
    shared.settle()
    shared.window.actions_here.trigger("window.undo")
    shared.until(lambda: len(screen._cards) == 1)
    shared.settle()
    shared.window.actions_here.trigger("window.redo")
    shared.until(lambda: not screen._cards)
    assert "notes" not in shared.fields("clients", client)


def test_many_are_saved_in_one_file_and_discarded_together(shared: Office, tmp_path: Path) -> None:
    client = shared.client("Harbour")
    for note in ("Ring twice", "Ask for Ada"):
        edit(shared, client, notes=note)
        shared.refuse_last("Not now.")
    screen = attention(shared)
    shared.until(lambda: len(screen._cards) == 2)
    screen.keep_all.click()
    shared.until(lambda: bool(screen.findChildren(QFileDialog)))
    dialog = screen.findChildren(QFileDialog)[0]
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    shared.until(lambda: bool(list(tmp_path.glob("*.txt"))))
    (kept,) = tmp_path.glob("*.txt")
    text = kept.read_text(encoding="utf-8")
    assert text.count("Not now.") == 2
    assert "Notes: Ring twice" in text
    assert "Notes: Ask for Ada" in text
    screen.discard_all.click()
    shared.until(lambda: not screen._cards)
    shared.settle()
    shared.window.actions_here.trigger("window.undo")
    shared.until(lambda: len(screen._cards) == 2)


def test_what_was_typed_can_be_copied_before_it_is_discarded(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Ring twice")
    shared.refuse_last("Not now.")
    attention(shared)
    button(shared, "Copy what was typed").click()
    assert QGuiApplication.clipboard().text() == "Notes: Ring twice"


def lose(office: Office, client: str) -> None:
    """A colleague's note won over mine, as the cloud tells it."""
    stamps = {"lostH": "00019cae8d8000000a1b2c3d", "wonH": "00019cae8d8100000a1b2c3e"}
    fields = {
        "userId": office.identity.user_id,
        "c": "clients",
        "rowId": client,
        "r": "notes",
        "lost": {"notes": "Ring twice"},
        "won": {"notes": "Do not ring"},
        "gid": office.ids.new_id(),
        **stamps,
    }
    notice = Row(office.ids.new_id(), fields, {ROW: office.replica.hand.clock.last})
    office.replica.write(lambda tx: tx.rows.write("notices", notice.id, notice))


def test_an_edit_that_lost_stands_above_the_facts_and_is_put_back(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Do not ring")
    shared.go("clients", client)
    lose(shared, client)
    record = shared.window.screen_here
    shared.until(lambda: any(line.isVisible() for line in record.findChildren(LostEditLine)))
    line = record.findChildren(LostEditLine)[0]
    assert line.accessibleName().startswith("Notes was also changed on another device ")
    assert line.accessibleName().endswith("; theirs is shown. Yours: Ring twice")
    button(shared, "Put mine back").click()
    shared.until(lambda: shared.fields("clients", client)["notes"] == "Ring twice")
    shared.until(lambda: not [b for b in record.findChildren(LostEditLine) if b.isVisible()])


def test_keeping_theirs_settles_the_notice(shared: Office) -> None:
    client = shared.client("Harbour")
    edit(shared, client, notes="Do not ring")
    lose(shared, client)
    screen = attention(shared)
    assert len(screen._cards) == 1
    button(shared, "Keep theirs").click()
    shared.until(lambda: not screen._cards)
    assert shared.fields("clients", client)["notes"] == "Do not ring"


def test_an_edit_refused_at_once_stays_typed_with_the_reason(shared: Office) -> None:
    client = shared.client("Harbour")
    shared.go("clients", client)
    record = shared.window.screen_here
    assert isinstance(record, ClientRecord)
    shared.replica.write(
        lambda tx: tx.commit(
            action="x", label="", changes=[Change("clients", client, f={"status": "archived"})]
        )
    )
    fact = record.part("clients", client).facts["companyName"]
    fact.edit("")
    shared.key(Qt.Key.Key_Return)
    shared.until(lambda: fact.editor is not None)
    assert fact.editor is not None
    assert fact.editor.accessibleDescription() != ""
    assert shared.fields("clients", client)["companyName"] == "Harbour"


def stuck_photo(office: Office) -> str:
    """A photo that the cloud had no room for."""
    file = store_file(
        office.replica, NewFile(name="Kitchen.jpg", kind="photo", mime="image/jpeg", data=[b"photo"])
    )
    row = add_file(office.replica, home="clientId", home_id=office.client("Harbour"), file=file).id
    (waiting,) = transfers.of_rows(office.replica.reads().db, [row])[row]
    words = "The organisation's space is used up."
    office.replica.write(lambda tx: transfers.give_up(tx, waiting, words))
    return row


def test_a_file_that_is_stuck_is_shown_counted_and_tried_again(shared: Office) -> None:
    row = stuck_photo(shared)
    screen = attention(shared)
    (card,) = screen._cards.values()
    assert card.accessibleName() == "Kitchen.jpg cannot be sent. The organisation's space is used up."
    item = shared.window.side.items["attention"]
    shared.until(lambda: item.accessibleName() == "Needs attention, 1")
    shared.bot.mouseClick(button(shared, "Try again"), Qt.MouseButton.LeftButton)
    shared.until(lambda: not screen._cards)
    (waiting,) = transfers.of_rows(shared.replica.reads().db, [row])[row]
    assert (waiting.state, waiting.tried) == (transfers.WAITING, 0)


def test_a_stuck_file_is_let_be_with_a_second_press_and_keeps_its_record(shared: Office) -> None:
    row = stuck_photo(shared)
    screen = attention(shared)
    forget = button(shared, "Forget")
    shared.bot.mouseClick(forget, Qt.MouseButton.LeftButton)
    assert forget.text() == "Do not send it"
    shared.bot.mouseClick(forget, Qt.MouseButton.LeftButton)
    shared.until(lambda: not screen._cards)
    assert transfers.of_rows(shared.replica.reads().db, [row]) == {}
    assert shared.fields("attachments", row)["name"] == "Kitchen.jpg"


def test_access_that_a_restored_cloud_gave_back_is_named_to_whoever_can_take_it_away(shared: Office) -> None:
    device = shared.ids.new_id()
    row = Row(device, {"name": "Van 2", "series": "C3"}, {ROW: shared.replica.hand.clock.last})

    def forget(tx: Transaction) -> None:
        tx.rows.write("devices", device, replace(row, f={**row.f, "withdrawnAt": NOON_MS}))
        remember(tx.db)
        tx.rows.write("devices", device, row)

    shared.replica.write(forget)
    screen = attention(shared)
    shared.until(lambda: any("is back" in card.accessibleName() for card in screen._cards.values()))
    (card,) = [card for card in screen._cards.values() if "is back" in card.accessibleName()]
    assert any(text.text() == "Van 2" for text in card.findChildren(Text))
    assert count_of(shared.replica) == 1
    card.buttons[0].click()
    shared.until(lambda: isinstance(shared.window.screen_here, SettingsScreen))
    settings = shared.window.screen_here
    assert isinstance(settings, SettingsScreen)
    page = settings.page
    assert isinstance(page, PeoplePage)
    shared.until(lambda: "it has it again" in page.devices.remark_of(device))
    withdrawn = replace(row, f={**row.f, "withdrawnAt": NOON_MS})
    shared.replica.write(lambda tx: tx.rows.write("devices", device, withdrawn))
    shared.until(lambda: "access taken away by" in page.devices.remark_of(device))
    assert count_of(shared.replica) == 0
