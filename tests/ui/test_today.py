"""Today: a person's visits, each with its next step, by the keyboard and by the thumb."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QMenu

from onetool_desktop.changes.values import Change
from onetool_desktop.documents.pages_image import page_text
from onetool_desktop.domain.ids import TaskId
from onetool_desktop.domain.visits import Stage, stage_of
from onetool_desktop.services import clients, tasks
from onetool_desktop.store import half_typed
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.models.visit_cards import Card, VisitCards
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.screens.today.job_card import JobCard
from onetool_desktop.ui.screens.today.reaching import directions_url, telephone_url
from onetool_desktop.ui.screens.today.screen import TodayScreen
from onetool_desktop.ui.widgets.visit_list import TARGET
from tests.ui.support.office import TODAY, Office

ENTER, SPACE, ESC = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape
UP, DOWN, RIGHT = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right
LEFT, ALT = Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier
CTRL, LEFT_BUTTON = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton


class Van:
    """A technician at his visits."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.me = office.replica.identity.user_id
        client = clients.create_client(
            office.replica,
            fields={"companyName": "Harbour Street Café", "status": "active"},
            contacts=[{"firstName": "Ann", "lastName": "Poe", "phone": "+49 30 1234"}],
            properties=[{"streetAddress": "Harbour St 12", "city": "Kiel", "accessNotes": "Key at the bar"}],
        )
        self.client = str(client.id)

    def visit(self, title: str, day: str = TODAY, start: str = "", **more: str) -> str:
        fields = {"title": title, "date": day, "startTime": start, "clientId": self.client, **more}
        return tasks.create_task(self.office.replica, fields={"assigneeUserId": self.me, **fields}).id

    def open(self) -> TodayScreen:
        self.office.go("today")
        screen = self.office.window.screen_here
        assert isinstance(screen, TodayScreen)
        return screen

    def stage(self, visit: str) -> Stage:
        return stage_of(self.office.fields("tasks", visit))


@pytest.fixture
def van(make_office: Callable[..., Office]) -> Van:
    office = make_office()
    office.show()
    heard: set[str] = set()
    office.window.work.bus.changed.connect(lambda changes: heard.update(changes.collections))
    van = Van(office)
    office.until(
        lambda: "clients" in heard
    )  # or the day would be read anew while the visits are still being made
    office.settle()
    return van


def shown(screen: TodayScreen) -> list[str]:
    cards = [screen.model.at(row) for row in range(screen.model.rowCount())]
    return [f"[{card.title.split(' ·')[0]}]" if card.is_heading else card.what for card in cards]


def press(screen: TodayScreen, visit: str, key: str, bot: Any) -> QRect:
    place = screen.list.place_of_button(visit, key)
    bot.mouseClick(screen.list.viewport(), LEFT_BUTTON, pos=place.center())
    return place


def test_late_visits_stand_above_today_and_tomorrow_below_in_the_order_of_the_day(van: Van) -> None:
    van.visit("second", start="10:00")
    van.visit("first", start="08:00")
    van.visit("forgotten", "2026-02-27")
    van.visit("next day", "2026-03-03")
    van.visit("done long ago", "2026-02-20", status="completed")
    van.visit("called off", status="cancelled")
    screen = van.open()
    van.office.until(lambda: bool(screen.model.rowCount()))
    assert shown(screen) == [
        "[Late]",
        "forgotten",
        "[Today]",
        "first",
        "second",
        "[Tomorrow]",
        "next day",
    ]


def test_enter_does_the_next_step_again_and_again_to_the_end(van: Van) -> None:
    visit = van.visit("Survey", start="08:00")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    for key, stage in ((ENTER, Stage.TRAVELLING), (SPACE, Stage.ARRIVED), (ENTER, Stage.WORKING)):
        van.office.key(key)
        van.office.until(
            lambda stage=stage: screen.day is not None and stage_of(screen.day.today[0].fields) is stage
        )
    van.office.key(ENTER)
    van.office.until(lambda: van.stage(visit) is Stage.DONE)
    van.office.until(lambda: screen.day is not None and screen.day.done == 1)
    assert screen.list.visit == visit, "the card keeps its place"


def test_a_step_is_taken_back_with_undo(van: Van) -> None:
    visit = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    van.office.key(ENTER)
    van.office.until(lambda: van.stage(visit) is Stage.TRAVELLING)
    van.office.settle()
    van.office.key(Qt.Key.Key_Z, CTRL)
    van.office.until(lambda: van.stage(visit) is Stage.PLANNED)


def test_a_thumb_presses_and_two_quick_presses_are_one_step(van: Van) -> None:
    visit = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    place = press(screen, visit, "next", van.office.bot)
    van.office.bot.mouseDClick(screen.list.viewport(), LEFT_BUTTON, pos=place.center())
    van.office.settle()
    assert van.stage(visit) is Stage.TRAVELLING


def test_every_button_is_large_enough_for_a_thumb(van: Van) -> None:
    visit = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    for key in ("next", "call", "directions", "notes", "photos"):
        place = screen.list.place_of_button(visit, key)
        assert min(place.width(), place.height()) >= TARGET, key
    van.office.window.resize(van.office.window.minimumSize())
    van.office.settle()
    keys = ("next", "call", "directions", "notes")
    narrow = [place for key in keys if not (place := screen.list.place_of_button(visit, key)).isEmpty()]
    assert len(narrow) > 1
    room = screen.list.viewport().width()
    assert all(place.height() >= TARGET and place.right() <= room for place in narrow)


def test_j_and_k_walk_over_headings(van: Van) -> None:
    late = van.visit("forgotten", "2026-02-27")
    here = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == late and screen.model.place_of(here) >= 0)
    van.office.type("j")
    assert screen.list.visit == here
    van.office.type("j")
    assert screen.list.visit == here
    van.office.type("k")
    assert screen.list.visit == late


def test_call_and_directions_reach_the_system_and_a_cellar_shows_the_address(
    make_office: Callable[..., Office],
) -> None:
    office = make_office(connected=True)
    office.show()
    van = Van(office)
    van.visit("Survey")
    screen = van.open()
    office.until(lambda: bool(screen.list.visit))
    opened: list[str] = []
    said: list[str] = []
    screen.said.connect(lambda text, _undo: said.append(text))
    screen.work = replace(screen.work, open_url=opened.append)
    office.key(Qt.Key.Key_T, CTRL)
    office.key(Qt.Key.Key_G, CTRL)
    office.settle()
    assert opened == ["tel:+49301234"]
    assert said[-1] == "No network for the map. The address is Harbour St 12, Kiel."
    screen.work = replace(screen.work, online=lambda: True)
    office.key(RIGHT)
    office.key(RIGHT)
    office.key(ENTER)
    office.settle()
    assert opened[-1].endswith("destination=Harbour%20St%2012%2C%20Kiel")


@pytest.mark.parametrize(
    ("typed", "url"),
    [("0117 496 0812", "tel:01174960812"), ("+49 (30) 12-34", "tel:+49301234"), ("x;y&z", "tel:")],
)
def test_only_digits_of_a_number_are_rung(typed: str, url: str) -> None:
    assert telephone_url(typed) == url


def test_nothing_of_an_address_can_add_to_the_url() -> None:
    assert directions_url("1 A&B st.#?=/ \n Öre").endswith(
        "destination=1%20A%26B%20st.%23%3F%3D%2F%20%C3%96re"
    )


def test_a_press_beside_the_buttons_opens_the_job_card_and_esc_comes_back(van: Van) -> None:
    visit = van.visit("Survey", description="Bring the long ladder")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    beside = screen.list.visualRect(screen.list.currentIndex()).topLeft() + QPoint(30, 14)
    van.office.bot.mouseClick(screen.list.viewport(), LEFT_BUTTON, pos=beside)
    card = van.office.window.screen_here
    assert isinstance(card, JobCard)
    assert card.visit is not None
    assert card.visit.texts == {
        "where": "Harbour St 12\nKiel",
        "access": "Key at the bar",
        "contact": "Ann Poe\n+49 30 1234",
        "what": "Survey\n\nBring the long ladder",
    }
    van.office.key(ENTER)
    van.office.until(lambda: van.stage(visit) is Stage.TRAVELLING)
    van.office.until(lambda: card.buttons["next"].text() == "Arrived")
    van.office.key(ESC)
    assert van.office.window.screen_here is screen


def test_the_report_is_written_on_the_job_card(van: Van) -> None:
    visit = van.visit("Survey")
    van.office.go("today", visit)
    van.office.key(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    van.office.type("All tight.")
    van.office.key(ENTER, CTRL)
    van.office.until(lambda: van.office.fields("tasks", visit).get("report") == "All tight.")
    assert van.stage(visit) is Stage.PLANNED, "Ctrl+Enter ended the writing and did no step"


def test_who_sees_everything_looks_at_one_person_or_at_everybody(van: Van) -> None:
    van.visit("mine")
    van.visit("nobody's", assigneeUserId="")
    screen = van.open()
    van.office.until(lambda: shown(screen) == ["[Today]", "mine", "nobody's"])
    screen.show_person(van.me)
    van.office.until(lambda: shown(screen) == ["[Today]", "mine"])
    assert screen.whose.accessibleName() == "Whose day: Ada Lovelace"


def test_a_visit_that_a_colleague_brings_lights_up_and_takes_the_place_from_nobody(van: Van) -> None:
    first = van.visit("first", start="09:00")
    second = van.visit("second", start="10:00")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == first and screen.model.place_of(second) >= 0)
    screen.list.choose(second)
    assert screen.list.visit == second
    fields = {
        "title": "new",
        "date": TODAY,
        "startTime": "08:00",
        "assigneeUserId": van.me,
        "status": "pending",
    }
    visit = van.office.ids.new_id()
    van.office.replica.write(
        lambda tx: tx.commit(action="a", label="", changes=[Change("tasks", visit, f=fields)])
    )
    van.office.until(lambda: screen.model.rowCount() == 4)
    assert screen.list.visit == second
    assert screen.list.glow.strength(visit) > 0 or not screen.work.look.moves


def test_an_empty_day_says_what_to_do(van: Van) -> None:
    screen = van.open()
    van.office.settle()
    empty = screen.findChild(type(screen._empty))
    assert empty is not None
    assert empty.isVisible()
    van.office.key(Qt.Key.Key_N, CTRL)
    van.office.type("Survey")
    van.office.key(ENTER)
    van.office.until(lambda: screen.model.rowCount() == 2)


def test_the_model_keeps_to_qts_rules_while_visits_come_go_and_change(van: Van) -> None:
    model = VisitCards(van.office.window)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, van.office.window)

    def card(rid: int, what: str = "") -> Card:
        return Card(rid=rid, id=f"v{rid}" if rid > 0 else "", title=f"{rid}", what=what)

    for rids in ([], [-1, 1, 2], [-1, 2], [-1, 2, 3, -2, 1], [3, 2, 1], [1], []):
        model.show([card(rid) for rid in rids])
        assert [model.at(row).rid for row in range(model.rowCount())] == rids
    model.show([card(1), card(2)])
    model.show([card(1), card(2, "changed")])
    assert model.at(1).what == "changed"


def test_the_job_sheet_of_the_chosen_visit_is_saved_with_the_words_of_the_visit(
    van: Van, tmp_path: Path
) -> None:
    van.visit("Replace the valve", description="Shut off and drain")
    screen = van.open()
    van.office.until(lambda: bool(screen.list.visit))
    screen.work.memory.keep({"pdf-folder": str(tmp_path)})
    van.office.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    found: list[QFileDialog] = []
    van.office.until(lambda: bool(found.extend(screen.findChildren(QFileDialog)) or found))
    found[0].fileSelected.emit(str(tmp_path / "sheet.pdf"))
    found[0].close()
    van.office.until((tmp_path / "sheet.pdf").exists)
    text = page_text((tmp_path / "sheet.pdf").read_bytes(), 0)
    for words in (
        "Replace the valve",
        "Shut off and drain",
        "Harbour Street Café",
        "Key at the bar",
        "Ann Poe",
    ):
        assert words in text


def test_paper_offers_print_and_pdf_on_the_card_and_on_the_job_card(
    van: Van, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(
        QMenu, "popup", lambda menu, *_: opened.append(menu)
    )  # without a screen none can open
    visit = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    press(screen, visit, "paper", van.office.bot)
    van.office.go("today", visit)
    card = van.office.window.screen_here
    assert isinstance(card, JobCard)
    card.buttons["paper"].click()
    for menu in opened:
        assert [action.text() for action in menu.actions()] == ["Print job sheet…", "Save job sheet as PDF…"]
        assert menu.activeAction() is menu.actions()[0]
    assert len(opened) == 2


def test_notes_begins_the_report_at_once_and_coming_back_begins_nothing(van: Van) -> None:
    visit = van.visit("Survey")
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    van.office.key(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
    van.office.settle()
    van.office.type("Valve seized")
    van.office.key(ENTER, CTRL)
    van.office.until(lambda: van.office.fields("tasks", visit).get("report") == "Valve seized")
    card = van.office.window.screen_here
    assert isinstance(card, JobCard)
    van.office.go("today")
    van.office.key(LEFT, ALT)
    van.office.until(lambda: van.office.window.screen_here is card)
    assert card.report.facts["report"].editor is None


@pytest.mark.parametrize("left", [False, True])
def test_a_report_is_saved_to_the_visit_it_was_typed_for_when_another_opens_under_the_hand(
    van: Van, left: bool
) -> None:
    visit, other = van.visit("Survey"), van.visit("Valve", report="Valve seized")
    van.office.go("today", visit)
    card = van.office.window.screen_here
    assert isinstance(card, JobCard)
    card.report.facts["report"].edit()
    van.office.type("Roof sound")
    with van.office.writing_held():
        if left:
            van.office.key(Qt.Key.Key_Tab)
        van.office.window.go(Place("today", other))
        assert card.report.facts["report"].text == "Valve seized"
    van.office.until(lambda: van.office.fields("tasks", visit).get("report") == "Roof sound")
    van.office.settle()
    assert van.office.fields("tasks", other)["report"] == "Valve seized"
    assert card.report.facts["report"].text == "Valve seized"


def test_a_report_half_typed_is_back_after_a_crash(office: Office, again: Callable[[], OfficeWindow]) -> None:
    visit = Van(office).visit("Survey")
    office.go("today", visit)
    card = office.window.screen_here
    assert isinstance(card, JobCard)
    card.report.facts["report"].edit()
    office.type("Roof so")
    office.until(lambda: bool(half_typed.kept(office.replica.reads().db)))
    card = again().screen_here
    assert isinstance(card, JobCard)
    editor = card.report.facts["report"].editor
    assert editor is not None
    assert editor.raw() == "Roof so"


def test_tab_comes_to_the_report_before_the_files_below_it(van: Van) -> None:
    for visit in (van.visit("Survey"), van.visit("Valve")):
        van.office.go("today", visit)
        card = van.office.window.screen_here
        assert isinstance(card, JobCard)
        card.buttons["paper"].setFocus()
        van.office.key(Qt.Key.Key_Tab)
        assert van.office.focused is card.report.facts["report"]
        van.office.key(Qt.Key.Key_Tab)
        assert van.office.focused is card.files.add_button


def test_photos_are_chosen_at_once_and_belong_to_the_visit(van: Van, tmp_path: Path) -> None:
    visit = van.visit("Survey")
    photo = tmp_path / "valve.png"
    QImage(40, 30, QImage.Format.Format_RGB32).save(str(photo))
    screen = van.open()
    van.office.until(lambda: screen.list.visit == visit)
    press(screen, visit, "photos", van.office.bot)
    card = van.office.window.screen_here
    assert isinstance(card, JobCard)
    van.office.until(lambda: bool(card.findChildren(QFileDialog)))
    (dialog,) = card.findChildren(QFileDialog)
    assert "*.jpg" in dialog.selectedNameFilter()
    dialog.filesSelected.emit([str(photo)])
    dialog.reject()
    van.office.until(lambda: card.files.grid.count() == 1)
    db = van.office.replica.reads().db
    assert db.execute('SELECT "taskId", "kind", "name" FROM attachments').fetchall() == [
        (visit, "photo", "valve.jpg")
    ]


def test_a_visit_that_is_not_synced_yet_is_marked(make_office: Callable[..., Office]) -> None:
    office = make_office(connected=True)
    office.show()
    van = Van(office)
    visit = van.visit("Survey")
    screen = van.open()
    office.until(lambda: screen.list.visit == visit)
    card = screen.model.at(screen.model.place_of(visit))
    assert "not synced yet" in card.spoken
    warm = office.window.work.look.tone(Tone.WARN)
    grabbed = screen.list.viewport().grab(screen.list.visualRect(screen.list.currentIndex())).toImage()
    assert any(
        grabbed.pixelColor(x, y) == warm for x in range(grabbed.width()) for y in range(grabbed.height() // 2)
    )


def test_a_day_opens_at_the_visit_to_go_on_with_and_cuts_none_above_it(van: Van) -> None:
    for hour in range(8, 20):
        visit = van.visit(f"Visit at {hour}", start=f"{hour:02}:00")
        if hour < 14:
            tasks.complete_task(van.office.replica, id=TaskId(visit))
    screen = van.open()
    van.office.until(lambda: bool(screen.list.visit))
    assert van.office.fields("tasks", screen.list.visit)["startTime"] == "14:00"
    van.office.until(lambda: 0 <= screen.list.visualRect(screen.list.currentIndex()).top() < 20)
