"""A key that is gone from the keyring, a recovery key typed, a business fetched anew, a backup of a shared business."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from onetool_desktop.platform.keyring_memory import MemoryKeyring, install_memory_keyring
from onetool_desktop.services import clients
from onetool_desktop.store.restoring import opens
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.screens.first_start.lost_key import LostKey
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.screens.settings.backup_page import BackupPage
from tests.conformance.backends import Backend
from tests.journeys.firm import Firm
from tests.journeys.seat import Seat
from tests.support.cloud import PASSWORD
from tests.ui.support.run import GIVEN

Sit = Callable[[str], Seat]


def add(seat: Seat, name: str) -> None:
    replica = seat.window.work.replica
    seat.do(lambda: clients.create_client(replica, fields={"companyName": name}))


def key_of(seat: Seat) -> str:
    recovery_key = seat.window.work.computer.recovery_key
    assert recovery_key is not None
    return seat.ask(recovery_key)


def asking(seat: Seat) -> LostKey:
    seat.until(lambda: isinstance(seat.run.window, LostKey))
    window = seat.run.window
    assert isinstance(window, LostKey)
    return window


def type_key(seat: Seat, key: str) -> None:
    window = asking(seat)
    window.ways[0].click()
    window.form.edits["key"].setText(key)
    seat.bot.keyClick(window.form.edits["key"], Qt.Key.Key_Return)


def said(seat: Seat) -> str:
    return asking(seat).form.edits["key"].accessibleDescription()


def test_a_recovery_key_opens_the_business_whose_key_is_gone_and_is_kept_again(sit: Sit) -> None:
    seat = sit("desk")
    seat.run.first_start().business_given.emit(GIVEN)
    add(seat, "Harbour")
    key = key_of(seat)
    seat.end()
    install_memory_keyring()
    again = sit("desk")
    assert len(asking(again).ways) == 2, "there is no cloud to fetch it from"
    type_key(again, "ABC 123")
    again.until(lambda: "has 64 characters" in said(again))
    type_key(again, "0" * 64)
    again.until(lambda: "does not open Birch & Amber" in said(again))
    assert asking(again).form.edits["key"].text() == "0" * 64
    type_key(again, key.upper().replace(" ", "-"))
    again.until(lambda: isinstance(again.run.window, OfficeWindow))
    assert again.clients() == ["Harbour"]
    again.end()
    third = sit("desk")
    assert third.clients() == ["Harbour"]


def test_another_key_in_the_keyring_is_as_good_as_none(sit: Sit, memory_keyring: MemoryKeyring) -> None:
    seat = sit("desk")
    seat.run.first_start().business_given.emit(GIVEN)
    add(seat, "Harbour")
    key = key_of(seat)
    seat.end()
    (entry,) = [at for at, secret in memory_keyring._secrets.items() if secret == key.replace(" ", "")]
    memory_keyring.set_password(*entry, "0" * 64)
    again = sit("desk")
    type_key(again, key)
    again.until(lambda: isinstance(again.run.window, OfficeWindow))
    assert again.clients() == ["Harbour"]


def test_a_business_without_its_key_is_fetched_anew_and_its_unsent_work_brought_in_by_the_recovery_key(
    cloud: Backend, sit: Sit
) -> None:
    firm, seat = Firm(cloud), sit("desk")
    seat.connect(cloud, firm.owner)
    seat.until(lambda: seat.clients() == ["Harbour Bakery"])
    seat.go_offline()
    add(seat, "Not sent yet")
    key, file = key_of(seat), seat.window.work.replica.path
    seat.end()
    install_memory_keyring()
    again = sit("desk")
    asking(again).ways[1].click()
    again.until(lambda: isinstance(again.run.window, FirstStart))
    form = again.run.first_start().connect_form
    assert (form.edits["base"].text(), form.edits["email"].text()) == (cloud.url, firm.owner.email)
    form.edits["password"].setText(PASSWORD)
    again.bot.keyClick(form.edits["password"], Qt.Key.Key_Return)
    again.until(lambda: again.clients() == ["Harbour Bakery"])
    (sealed,) = file.parent.parent.glob(f"{file.parent.name}.sealed-*/replica.db")
    page = again.page("backup")
    assert isinstance(page, BackupPage)
    restore_file(again, page, sealed)
    again.until(lambda: page.form is not None and page.form.isVisible())
    assert page.form is not None
    page.form.edits["key"].setText(key)
    before = again.run.window
    again.bot.keyClick(page.form.edits["key"], Qt.Key.Key_Return)
    again.until(lambda: again.run.window is not before and isinstance(again.run.window, OfficeWindow))
    again.until(lambda: at_the_cloud(firm) == ["Harbour Bakery", "Not sent yet"])
    again.until(lambda: again.clients() == ["Harbour Bakery", "Not sent yet"])
    assert not opens(again.window.work.replica.path, key.replace(" ", ""))


def test_a_business_of_another_computer_is_taken_in_from_its_backup_by_its_recovery_key(
    sit: Sit, tmp_path: Path
) -> None:
    first = sit("first")
    first.run.first_start().business_given.emit(GIVEN)
    add(first, "Harbour")
    key, page = key_of(first), first.page("backup")
    assert isinstance(page, BackupPage)
    page.back_up(tmp_path)
    first.until(lambda: bool(list(tmp_path.glob("*.onetool"))) and first.window.work.operations.idle)
    (kept,) = tmp_path.glob("*.onetool")
    second = sit("second")
    form = second.run.first_start().backup_form
    second.run.first_start().ways[-1].click()
    second.until(lambda: bool(second.run.first_start().findChildren(QFileDialog)))
    (dialog,) = second.run.first_start().findChildren(QFileDialog)
    dialog.fileSelected.emit(str(kept))
    dialog.close()
    assert form.isVisible()
    form.edits["key"].setText("f" * 64)
    second.bot.keyClick(form.edits["key"], Qt.Key.Key_Return)
    second.until(lambda: "does not open" in form.edits["key"].accessibleDescription())
    form.edits["key"].setText(key)
    second.bot.keyClick(form.edits["key"], Qt.Key.Key_Return)
    second.until(lambda: isinstance(second.run.window, OfficeWindow))
    assert second.clients() == ["Harbour"]
    assert "taken in from" in second.window.message.text.text()
    assert second.window.work.replica.path.parent.name == first.window.work.replica.path.parent.name
    assert not opens(second.window.work.replica.path, key.replace(" ", "")), "it has a key of its own here"
    assert opens(kept, key.replace(" ", ""))


def restore_file(seat: Seat, page: BackupPage, file: Path) -> None:
    """Chooses a file in the system's dialog, which waits for nobody."""
    page.other.click()
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(file))
    dialog.close()
    del seat


def at_the_cloud(firm: Firm) -> list[str]:
    return sorted(row["f"]["companyName"] for row in firm.device.view().live("clients").values())


def test_a_backup_of_a_shared_business_restored_loses_nothing_and_goes_on_as_another_device(
    cloud: Backend, sit: Sit, tmp_path: Path
) -> None:
    firm, seat = Firm(cloud), sit("desk")
    before = seat.connect(cloud, firm.owner)
    seat.until(lambda: seat.clients() == ["Harbour Bakery"])
    page = seat.page("backup")
    assert isinstance(page, BackupPage)
    page.now.click()
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    seat.until(lambda: bool(list(tmp_path.glob("*.onetool"))) and before.work.operations.idle)
    (kept,) = tmp_path.glob("*.onetool")
    add(seat, "Sent since")
    seat.until(lambda: at_the_cloud(firm) == ["Harbour Bakery", "Sent since"])
    seat.go_offline()
    add(seat, "Not sent yet")
    was = before.work.replica.identity
    restore_file(seat, page, kept)
    seat.until(lambda: seat.run.window is not before and isinstance(seat.run.window, OfficeWindow))
    everything = ["Harbour Bakery", "Not sent yet", "Sent since"]
    seat.until(lambda: seat.clients() == everything and at_the_cloud(firm) == everything)
    now = seat.window.work.replica.identity
    assert (now.org, now.user_id) == (was.org, was.user_id)
    assert now.device != was.device
    assert now.series != was.series
    assert "was restored" in seat.window.message.text.text()


@pytest.mark.parametrize("name", ["nothing here.onetool", "a picture.onetool"])
def test_a_file_that_is_no_backup_changes_nothing(sit: Sit, tmp_path: Path, name: str) -> None:
    seat = sit("desk")
    seat.run.first_start().business_given.emit(GIVEN)
    add(seat, "Harbour")
    if name.startswith("a "):
        (tmp_path / name).write_bytes(b"a picture of the sea" * 500)
    page = seat.page("backup")
    assert isinstance(page, BackupPage)
    restore_file(seat, page, tmp_path / name)
    if name.startswith("a "):
        seat.until(lambda: page.form is not None and page.form.isVisible())
    else:
        before = page.window()
        seat.until(lambda: seat.run.window is not before and isinstance(seat.run.window, OfficeWindow))
        seat.until(lambda: "There is no file" in seat.window.message.text.text())
    assert seat.clients() == ["Harbour"]
