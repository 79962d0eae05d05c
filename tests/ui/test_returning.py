"""Back to a backup, a repair, another business: the program closes one window and opens the next, nothing lost."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from onetool_desktop import cli
from onetool_desktop.services import clients
from onetool_desktop.store import backup, engine
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.backup_page import BackupPage
from onetool_desktop.ui.screens.settings.screen import SettingsScreen
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.run import GIVEN, Run


@pytest.fixture
def run(qtbot: QtBot, tmp_path: Path) -> Run:
    """A program with a business that has a client and a backup, and a client since."""
    made = Run(qtbot, tmp_path)
    made.first_start().business_given.emit(GIVEN)
    replica = made.office().work.replica
    qtbot.waitUntil(lambda: bool(backup.kept(replica.path)), timeout=PATIENCE_MS)
    for kept in backup.kept(replica.path):
        kept.path.unlink()
    add(made, "Before")
    replica.backup_daily()
    add(made, "After")
    return made


def add(run: Run, name: str) -> None:
    work = run.office().work
    work.operations.write(work.bus, lambda: clients.create_client(work.replica, fields={"companyName": name}))
    run.office()


def names(replica: Replica) -> list[str]:
    return sorted(name for (name,) in replica.reads().db.execute('SELECT "companyName" FROM clients'))


def page(run: Run) -> BackupPage:
    window = run.office()
    window.go(Place("settings", "backup"))
    screen = window.screen_here
    assert isinstance(screen, SettingsScreen)
    assert isinstance(screen.page, BackupPage)
    return screen.page


def reopened(run: Run, before: OfficeWindow) -> OfficeWindow:
    run.bot.waitUntil(lambda: run.window is not before, timeout=PATIENCE_MS)
    return run.office()


def test_a_backup_is_restored_from_the_settings_and_the_present_is_kept(run: Run) -> None:
    before = run.office()
    (kept,) = backup.kept(before.work.replica.path)
    page(run).restore(kept.path)
    after = reopened(run, before)
    assert names(after.work.replica) == ["Before"]
    assert "was restored" in after.message.text.text()
    assert len(list(after.work.replica.path.parent.glob("quarantine/*/replica.db"))) == 1
    run.end()


def test_a_file_that_is_no_backup_is_a_sentence_and_the_business_opens_as_before(
    run: Run, tmp_path: Path
) -> None:
    before = run.office()
    wrong = tmp_path / "holiday.onetool"
    wrong.write_bytes(b"a picture of the sea" * 500)
    page(run).restore(wrong)
    after = reopened(run, before)
    run.bot.waitUntil(after.message.isVisible, timeout=PATIENCE_MS)
    assert "does not open holiday.onetool" in after.message.text.text()
    assert names(after.work.replica) == ["After", "Before"]
    run.end()


def test_a_repair_puts_the_damaged_file_aside_and_saves_what_was_not_sent(run: Run) -> None:
    before = run.office()
    path = before.work.replica.path
    computer = before.work.computer
    assert computer.repair is not None
    content = bytearray(path.read_bytes())
    content[len(content) // 4 :] = bytes(len(content) - len(content) // 4)
    before.work.replica.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    path.write_bytes(bytes(content))
    computer.repair()
    after = reopened(run, before)
    assert names(after.work.replica) == ["After", "Before"]
    assert "saved from its second copy" in after.message.text.text()
    run.end()


def test_a_repair_of_a_whole_file_opens_it_as_it_is(run: Run) -> None:
    before = run.office()
    computer = before.work.computer
    assert computer.repair is not None
    computer.repair()
    after = reopened(run, before)
    assert names(after.work.replica) == ["After", "Before"]
    assert not after.message.isVisible()
    run.end()


def test_another_business_is_begun_beside_the_first_and_both_can_be_opened(run: Run) -> None:
    run.office().actions_here.trigger("window.another")
    first = run.first_start()
    assert first.ways[0].text() == "Open Birch & Amber"
    first.business_given.emit({**GIVEN, "name": "Cedar"})
    assert run.office().windowTitle().endswith("Cedar")
    run.office().actions_here.trigger("window.another")
    again = run.first_start()
    assert [way.text() for way in again.ways[:2]] == ["Open Birch & Amber", "Open Cedar"]
    again.ways[0].click()
    assert names(run.office().work.replica) == ["After", "Before"]
    run.end()


def test_the_command_lists_backups_and_restores_the_newest(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = run.office().work.replica.path
    assert cli.main(["restore", "newest", "--profile", str(tmp_path)]) == 2
    run.end()
    assert cli.main(["restore", "--profile", str(tmp_path)]) == 0
    assert capsys.readouterr().out.strip() == str(backup.kept(path)[0].path)
    assert cli.main(["restore", "newest", "--profile", str(tmp_path)]) == 0
    assert "was restored" in capsys.readouterr().out
    again = Run(run.bot, tmp_path)
    assert names(again.office().work.replica) == ["Before"]
    again.end()


def test_damage_met_while_working_is_told_with_the_way_to_its_repair(tmp_path: Path) -> None:
    path = tmp_path / "damaged.db"
    path.write_bytes(b"SQLite format 3\0" + b"\1" * 8_000)
    module = engine.driver()
    with pytest.raises(module.DatabaseError) as met:
        engine.connect(path, key=None)
    words = told(met.value)
    assert words.kind is Kind.EXPECTED
    assert "press Check this business" in words.text
