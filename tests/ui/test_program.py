"""The program as a whole: first start, a business made and opened again, a second start, stop and start."""

import argparse
import json
import shutil
from gettext import NullTranslations
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QObject, QPoint
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from onetool_desktop import app
from onetool_desktop.app import AppOptions, open_office, run, screenshots
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ports import Ids
from onetool_desktop.domain.translate import _, speak
from onetool_desktop.platform.keyring_memory import MemoryKeyring
from onetool_desktop.platform.single_instance import AlreadyOpenError
from onetool_desktop.services.organisation import open_business
from onetool_desktop.store.errors import DamagedError
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync.causes import Cause
from onetool_desktop.sync.status import Kind, SyncStatus
from onetool_desktop.ui.runtime.language import speak_language
from onetool_desktop.ui.screens.first_start.window import FirstStart
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.settings.people_page import PeoplePage
from onetool_desktop.ui.screens.tasks.list import TaskList
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.pick_field import PickField
from onetool_desktop.ui.widgets.wait_window import WaitWindow
from tests.support.loop_discipline import PATIENCE_MS
from tests.ui.support.office import Office
from tests.ui.support.run import GIVEN, Run


def fill(replica: Replica, ids: Ids) -> None:
    open_business(replica, name="Sample Ltd", currency="GBP", timezone="Europe/London", owner="Joanna")


def test_a_new_business_is_made_and_stands_open_at_the_next_start(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    first = Run(qtbot, tmp_path)
    assert isinstance(first.window, FirstStart)
    first.window.business_given.emit(GIVEN)
    assert first.office().windowTitle() == "Today – Birch & Amber"
    assert first.office().work.currency == "EUR"
    first.end()
    again = Run(qtbot, tmp_path)
    assert again.office().windowTitle() == "Today – Birch & Amber"
    again.end()


def test_a_refusal_at_the_first_start_is_read_whole_and_blames_no_field(qtbot: QtBot, tmp_path: Path) -> None:
    first = Run(qtbot, tmp_path)
    window = first.window
    assert isinstance(window, FirstStart)
    window.show()
    panel = window.connect_form
    panel.open()
    before = panel.height()
    sentence = "The cloud cannot be reached. Nothing was changed. Check its address and your network. " * 2
    panel.refuse(sentence)
    problem = next(label for label in panel.findChildren(QLabel) if label.text() == sentence)
    qtbot.waitUntil(lambda: problem.height() >= problem.heightForWidth(problem.width()), timeout=PATIENCE_MS)
    assert problem.heightForWidth(problem.width()) > 2 * problem.fontMetrics().height()
    assert panel.height() > before
    assert problem.y() > max(edit.mapTo(panel, QPoint(0, edit.height())).y() for edit in panel.edits.values())
    first.end()


def test_the_sentence_where_no_clients_are_yet_is_read_whole(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    first = Run(qtbot, tmp_path)
    assert isinstance(first.window, FirstStart)
    first.window.business_given.emit(GIVEN)
    empty = first.office().findChildren(EmptyState)[0]
    qtbot.waitUntil(empty.isVisible, timeout=PATIENCE_MS)
    sentence = empty.sentence
    qtbot.waitUntil(
        lambda: sentence.height() >= sentence.heightForWidth(sentence.width()), timeout=PATIENCE_MS
    )
    assert sentence.height() >= 2 * sentence.fontMetrics().height()
    first.end()


def unready(*_: object, **__: object) -> None:
    raise LookupError


@pytest.mark.expects_log("what was chosen at the start")
def test_a_business_that_cannot_be_made_is_told_with_details_and_is_asked_for_again(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Run(qtbot, tmp_path)
    first = made.first_start()
    first.begin.open()
    first.begin.fill(GIVEN)
    with monkeypatch.context() as broken:
        broken.setattr("onetool_desktop.services.organisation.open_business", unready)
        for _question in GIVEN:
            first.begin.go_on()
        qtbot.waitUntil(first.message.isVisible, timeout=PATIENCE_MS)
    assert "went wrong" in first.message.text.text()
    assert first.message.copy.isVisible()
    assert (first.begin.isVisible(), first.begin.edits["name"].text()) == (True, "Birch & Amber")
    assert all(way.isEnabled() for way in first.ways)
    first.begin.go_on()
    assert made.office().windowTitle() == "Today – Birch & Amber"
    made.end()


@pytest.mark.expects_log("window of a business could not be made")
def test_a_business_whose_window_cannot_be_made_is_told_and_opens_at_the_next_try(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Run(qtbot, tmp_path)
    first = made.first_start()
    with monkeypatch.context() as broken:
        broken.setattr("onetool_desktop.app.make_window", unready)
        first.business_given.emit(GIVEN)
        qtbot.waitUntil(lambda: isinstance(made.window, WaitWindow), timeout=PATIENCE_MS)
    waiting = made.window
    assert isinstance(waiting, WaitWindow)
    assert "safe, but its window could not be opened" in waiting.message.text.text()
    assert waiting.again.isVisible()
    waiting.again.click()
    assert made.office().windowTitle() == "Today – Birch & Amber"
    made.end()


def test_a_business_of_one_computer_says_how_others_come(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    made = Run(qtbot, tmp_path)
    made.first_start().business_given.emit(GIVEN)
    office = made.office()
    office.go(Place("settings", "people"))
    page = office.findChildren(PeoplePage)[0]
    page.connect_it.click()
    assert page.connecting.isVisible()
    page.connecting.close_overlay()
    office.go(Place("tasks"))
    screen = office.screen_here
    assert isinstance(screen, TaskList)
    who = screen.panel().fields["assigneeUserId"]
    assert isinstance(who, PickField)
    who.edit.setText("Jan")
    who.settle()
    qtbot.waitUntil(lambda: not who.is_asking, timeout=PATIENCE_MS)
    assert "connect this business to a cloud under Settings, People" in who.reason()
    made.end()


def test_the_replica_of_a_new_business_is_encrypted(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    made = Run(qtbot, tmp_path)
    window = made.window
    assert isinstance(window, FirstStart)
    window.business_given.emit(GIVEN)
    path = made.office().work.replica.path
    made.end()
    assert b"Birch" not in path.read_bytes()
    assert not path.read_bytes().startswith(b"SQLite format 3")


def test_the_sample_is_offered_only_where_there_is_one(qtbot: QtBot, tmp_path: Path) -> None:
    without = Run(qtbot, tmp_path / "a")
    assert isinstance(without.window, FirstStart)
    assert "sample" not in without.window.ways[0].text()
    without.end()
    made = Run(qtbot, tmp_path / "b", AppOptions(sample=fill))
    assert isinstance(made.window, FirstStart)
    made.window.ways[0].click()
    assert "Sample Ltd" in made.office().windowTitle()
    made.end()


def test_a_country_that_is_none_is_said_beside_its_question_and_stays_typed(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = Run(qtbot, tmp_path)
    first = made.first_start()
    first.show()
    first.begin.open()
    first.begin.fill({"name": "Birch & Amber", "country": "Middle Earth"})
    first.begin.go_on()
    first.begin.go_on()
    country = first.begin.edits["country"]
    assert "Type a country, such as Germany" in country.accessibleDescription()
    assert country.isVisible()
    assert (country.text(), first.begin.edits["name"].text()) == ("Middle Earth", "Birch & Amber")
    made.end()


def test_a_country_is_told_as_it_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    made = Run(qtbot, tmp_path)
    begin = made.first_start().begin
    for typed, told in (("Ger", "Germany · EUR"), ("gb", "United Kingdom · GBP"), ("Middle", ""), ("", "")):
        begin.edits["country"].setText(typed)
        assert begin.echoes["country"].text() == told
    before = QLocale()
    QLocale.setDefault(QLocale("de_DE"))
    try:
        begin.edits["country"].setText("Germany")
        assert begin.echoes["country"].text() == "Deutschland · EUR"
    finally:
        QLocale.setDefault(before)
    made.end()


def test_a_slip_in_the_address_of_whoever_signs_in_is_said_beside_it(qtbot: QtBot, tmp_path: Path) -> None:
    made = Run(qtbot, tmp_path)
    first = made.window
    assert isinstance(first, FirstStart)
    first.connect_form.open()
    for name, text in {"base": "http://127.0.0.1:9", "email": "joanna", "password": "x"}.items():
        first.connect_form.edits[name].setText(text)
    first.connect_form.done.click()
    assert "has an @" in first.connect_form.edits["email"].accessibleDescription()
    made.end()


def test_a_cloud_that_is_not_there_is_a_sentence_and_what_was_typed_stays(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = Run(qtbot, tmp_path)
    first = made.window
    assert isinstance(first, FirstStart)
    first.connect_form.open()
    for name, text in {"base": "http://127.0.0.1:9", "email": "a@b.example", "password": "x"}.items():
        first.connect_form.edits[name].setText(text)
    first.connect_form.done.click()
    edit = first.connect_form.edits["base"]
    qtbot.waitUntil(lambda: bool(edit.accessibleDescription()), timeout=PATIENCE_MS)
    assert first.connect_form.isVisible()
    assert edit.text() == "http://127.0.0.1:9"
    assert isinstance(made.window, FirstStart)
    made.end()


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def test_a_second_start_raises_the_first_window_and_ends_with_a_sentence(
    qtbot: QtBot, tmp_path: Path
) -> None:
    first = Run(qtbot, tmp_path)
    raised: list[bool] = []
    first.program.raised.connect(lambda: raised.append(True))
    profile = first.program.profile

    def start_again() -> None:
        with pytest.raises(AlreadyOpenError, match="already open"):
            run(argparse.Namespace(profile=profile.root))

    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as other:
        future = other.submit(start_again)
        qtbot.waitUntil(future.done, timeout=PATIENCE_MS)
        future.result()
    assert raised
    first.end()


def made_business(qtbot: QtBot, folder: Path) -> Path:
    """Makes a business and ends; where its replica lies."""
    made = Run(qtbot, folder)
    assert isinstance(made.window, FirstStart)
    made.window.business_given.emit(GIVEN)
    path = made.office().work.replica.path
    made.end()
    return path


def spoil(path: Path) -> bytes:
    damaged = b"\0" * path.stat().st_size
    path.write_bytes(damaged)
    for log in path.parent.glob(f"{path.name}-*"):
        log.unlink()
    return damaged


def test_a_damaged_business_is_saved_from_its_second_copy_and_the_person_is_told(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    path = made_business(qtbot, tmp_path)
    damaged = spoil(path)
    again = Run(qtbot, tmp_path)
    office = again.office()
    assert office.windowTitle() == "Today – Birch & Amber"
    assert office.message.isVisible()
    assert "saved from its second copy: 1 change." in office.message.text.text()
    again.end()
    assert [kept.read_bytes() for kept in path.parent.glob("quarantine/*/replica.db")] == [damaged]
    third = Run(qtbot, tmp_path)
    assert not third.office().message.isVisible()
    third.end()


def test_a_business_damaged_with_its_second_copy_is_a_sentence_and_is_left_as_it_is(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    path = made_business(qtbot, tmp_path)
    note = path.with_name("business.json")
    facts = json.loads(note.read_text())
    note.write_text(json.dumps({**facts, "person": ""}))
    damaged = spoil(path)
    with pytest.raises(DamagedError, match="Keep the folder") as told:
        run(argparse.Namespace(profile=tmp_path))
    assert "replica.db" not in str(told.value)
    assert path.read_bytes() == damaged


def test_lost_settings_cost_no_business_and_are_kept_aside(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    made_business(qtbot, tmp_path)
    settings = tmp_path / "settings.json"
    settings.write_text('{"org": "')
    again = Run(qtbot, tmp_path)
    assert again.office().windowTitle() == "Today – Birch & Amber"
    again.end()
    assert (tmp_path / "settings.json.damaged-1").read_text() == '{"org": "'
    assert json.loads(settings.read_text())["org"]


def test_lost_settings_with_several_businesses_are_told_in_a_sentence(
    qtbot: QtBot, tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    made_business(qtbot, tmp_path)
    first = next((tmp_path / "replicas").glob("*/*"))
    shutil.copytree(first, first.with_name("another"))
    (tmp_path / "settings.json").write_text("[]")
    with pytest.raises(SentenceError, match="2 businesses lie on this computer"):
        run(argparse.Namespace(profile=tmp_path))
    assert (tmp_path / "settings.json").read_text() == "[]"


def test_the_first_start_promises_only_what_the_window_can_do(qtbot: QtBot, tmp_path: Path) -> None:
    shown = Run(qtbot, tmp_path, AppOptions(sample=fill))
    assert isinstance(shown.window, FirstStart)
    words = " ".join(way.accessibleDescription() for way in shown.window.ways)
    assert not [claim for claim in ("elete", "later", "visits") if claim in words]
    shown.end()


def test_the_program_can_be_stopped_and_started_many_times(qtbot: QtBot, tmp_path: Path) -> None:
    first = Run(qtbot, tmp_path)
    assert isinstance(first.window, FirstStart)
    first.window.business_given.emit(GIVEN)
    first.office()
    first.end()
    for _again in range(10):
        again = Run(qtbot, tmp_path)
        again.office()
        again.end()


def test_pictures_are_taken_of_every_screen_of_an_open_window(office: Office, tmp_path: Path) -> None:
    taken = screenshots(office.window, tmp_path / "pictures")
    names = {path.stem for path in taken}
    assert {"clients", "clients-record", "quotes", "attention", "search", "sync", "keys"} <= names
    assert all(path.stat().st_size > 3_000 for path in taken)


def test_a_window_over_somebody_elses_replica_closes_nothing_of_his(office: Office) -> None:
    second = open_office(replica=office.replica, driver=None, lanes=office.lanes)
    second.show()
    office.bot.waitUntil(lambda: second.work.operations.idle, timeout=PATIENCE_MS)
    second.close()
    assert office.replica.reads().row("organizations", office.identity.org) is not None
    assert isinstance(second, QObject)
    second.deleteLater()


def test_language_and_text_size_of_this_computer_hold_from_the_next_start(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    made_business(qtbot, tmp_path)
    settings = tmp_path / "settings.json"
    settings.write_text(
        json.dumps({**json.loads(settings.read_text()), "language": "deutsch", "text": "very-large"})
    )
    spoken: list[str] = []
    monkeypatch.setattr("onetool_desktop.app.speak_language", lambda code, _application: spoken.append(code))
    font = qapp.font()
    try:
        again = Run(qtbot, tmp_path)
        assert again.office().work.look.fonts.body.pointSizeF() == pytest.approx(font.pointSizeF() * 1.5)
        again.end()
    finally:
        qapp.setFont(font)
    assert spoken == ["de"]


def test_a_language_without_a_catalogue_is_spoken_in_english(qapp: QApplication) -> None:
    try:
        speak_language("xx", qapp)
        assert _("Undo") == "Undo"
    finally:
        speak(NullTranslations())


def test_an_engine_that_has_not_begun_is_not_told_as_one_that_has_stopped() -> None:
    assert app._at_first(SyncStatus(kind=Kind.STOPPED)).kind is Kind.SYNCING
    for told in (SyncStatus(kind=Kind.STOPPED, cause=Cause.CLOUD_NEWER), SyncStatus(kind=Kind.OFFLINE)):
        assert app._at_first(told) == told
