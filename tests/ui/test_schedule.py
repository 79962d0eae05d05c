"""The week by people: visits moved and assigned by drag and by the keyboard, and what arrives meanwhile."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolTip

from onetool_desktop.changes.values import Change
from onetool_desktop.services import tasks
from onetool_desktop.ui.models.week import Block, DayColumn, Lane, WeekModel
from onetool_desktop.ui.screens.schedule.screen import ScheduleScreen
from onetool_desktop.ui.screens.screen import Place
from tests.ui.support.office import TODAY, Office

CTRL, LEFT_BUTTON = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down


class Board:
    """The office at its week: Ada, and Ben who has visits."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ada = office.replica.identity.user_id
        self.ben = office.ids.new_id()
        ben = Change("users", self.ben, f={"name": "Ben Bee", "active": True})
        office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[ben]))

    def visit(self, title: str, day: str = TODAY, person: str = "", **more: str) -> str:
        fields = {"title": title, "date": day, "assigneeUserId": person, **more}
        return tasks.create_task(self.office.replica, fields=fields).id

    def open(self, visit: str = "") -> ScheduleScreen:
        self.office.go("schedule")
        screen = self.office.window.screen_here
        assert isinstance(screen, ScheduleScreen)
        self.office.until(
            lambda: bool(screen.model.lanes) and (not visit or screen.model.find(visit) is not None)
        )
        screen.grid.choose(visit or None)
        return screen

    def stands(self, visit: str) -> tuple[object, object]:
        fields = self.office.fields("tasks", visit)
        return fields["date"], fields.get("assigneeUserId")


@pytest.fixture
def board(make_office: Callable[..., Office]) -> Board:
    office = make_office()
    office.show()
    return Board(office)


def middle(screen: ScheduleScreen, row: int, column: int) -> QPoint:
    return screen.grid.visualRect(screen.model.index(row, column)).center()


def test_each_person_has_a_row_and_nobody_yet_the_first(board: Board) -> None:
    board.visit("Survey", person=board.ben)
    screen = board.open()
    assert [lane.name for lane in screen.model.lanes] == ["Nobody yet", "Ada Lovelace", "Ben Bee"]
    assert [block.title for block in screen.model.cell(2, 0)] == ["Survey"]
    assert [column.today for column in screen.model.days] == [True, *[False] * 6]
    assert [screen.model.load(row) for row in range(3)] == ["", "", "1 visit in all"]


def test_ctrl_and_arrows_move_and_assign_and_undo_takes_each_back(board: Board) -> None:
    visit = board.visit("Survey")
    board.open(visit)
    board.office.key(RIGHT, CTRL)
    board.office.key(RIGHT, CTRL)
    board.office.key(DOWN, CTRL)
    board.office.until(lambda: board.stands(visit) == ("2026-03-04", board.ada))
    board.office.settle()
    board.office.key(Qt.Key.Key_Z, CTRL)
    board.office.until(lambda: board.stands(visit) == ("2026-03-04", None))


def test_a_visit_that_is_held_at_the_edge_scrolls_to_people_who_are_out_of_sight(board: Board) -> None:
    visits = [board.visit(f"Survey {at}") for at in range(4)]
    screen = board.open(visits[0])
    board.office.window.resize(board.office.window.minimumSize())
    bar = screen.grid.verticalScrollBar()
    board.office.until(lambda: bar.maximum() > 0)
    bar.setValue(0)
    view, bot = screen.grid.viewport(), board.office.bot
    start = screen.grid.place_of(visits[0]).center()
    end = QPoint(middle(screen, 0, 3).x(), view.height() - 3)
    bot.mousePress(view, LEFT_BUTTON, pos=start)
    bot.mouseMove(view, pos=start + QPoint(40, 10))
    bot.mouseMove(view, pos=end)
    board.office.until(lambda: bar.value() == bar.maximum())
    bot.mouseRelease(view, LEFT_BUTTON, pos=end)
    board.office.until(lambda: board.stands(visits[0]) == ("2026-03-05", board.ben))


def test_a_visit_is_moved_by_key_into_the_week_before_which_is_shown_with_it(board: Board) -> None:
    visit = board.visit("Survey", person=board.ada)
    screen = board.open(visit)
    board.office.key(Qt.Key.Key_Left, CTRL)
    board.office.until(lambda: board.stands(visit) == ("2026-03-01", board.ada))
    board.office.until(
        lambda: screen.model.find(visit) is not None and screen.model.days[6].day == "2026-03-01"
    )
    assert screen.grid.visit == visit
    board.office.key(RIGHT, CTRL)
    board.office.until(lambda: board.stands(visit) == (TODAY, board.ada))
    board.office.until(lambda: screen.model.find(visit) is not None and screen.model.days[0].day == TODAY)


def test_keys_that_move_a_visit_on_while_the_other_week_comes_hold_there(board: Board) -> None:
    visit = board.visit("Survey", person=board.ada)
    screen = board.open(visit)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down):
        board.office.key(key, CTRL)
    board.office.until(lambda: board.stands(visit) == ("2026-02-28", board.ben))
    board.office.until(
        lambda: screen.model.find(visit) is not None and screen.model.days[5].day == "2026-02-28"
    )


def test_the_keys_that_move_a_visit_stand_in_the_sheet_and_move_nothing_where_none_is_chosen(
    board: Board,
) -> None:
    visit = board.visit("Survey")
    screen = board.open(visit)
    board.office.window.actions_here.trigger("window.keys")
    lines = board.office.window.sheet.list.choices
    told = {lines.at(row).keys: lines.at(row).title for row in range(lines.rowCount())}
    assert told["Ctrl+Right"] == "Move a day later"
    assert told["Ctrl+Down"] == "Give to the person below"
    board.office.key(Qt.Key.Key_Escape)
    screen.grid.choose(None)
    here = screen.grid.currentIndex()
    board.office.key(RIGHT, CTRL)
    assert screen.grid.currentIndex() == here
    assert board.stands(visit) == (TODAY, None)


def test_a_visit_is_dragged_to_another_person_and_day(board: Board) -> None:
    visit = board.visit("Survey", person=board.ada)
    screen = board.open(visit)
    view, bot = screen.grid.viewport(), board.office.bot
    start, end = screen.grid.place_of(visit).center(), middle(screen, 2, 3)
    bot.mousePress(view, LEFT_BUTTON, pos=start)
    bot.mouseMove(view, pos=start + QPoint(40, 10))
    bot.mouseMove(view, pos=end)
    assert screen.grid.dragging
    bot.mouseRelease(view, LEFT_BUTTON, pos=end)
    board.office.until(lambda: board.stands(visit) == ("2026-03-05", board.ben))
    assert screen.grid.visit == visit


def test_esc_lets_a_dragged_visit_go_where_it_was(board: Board) -> None:
    visit = board.visit("Survey", person=board.ada)
    screen = board.open(visit)
    start = screen.grid.place_of(visit).center()
    board.office.bot.mousePress(screen.grid.viewport(), LEFT_BUTTON, pos=start)
    board.office.bot.mouseMove(screen.grid.viewport(), pos=start + QPoint(200, 0))
    board.office.key(Qt.Key.Key_Escape)
    board.office.bot.mouseRelease(screen.grid.viewport(), LEFT_BUTTON, pos=start + QPoint(200, 0))
    board.office.settle()
    assert board.stands(visit) == (TODAY, board.ada)


def test_a_change_that_arrives_waits_until_the_hand_is_empty(board: Board) -> None:
    visit = board.visit("Survey", person=board.ada)
    screen = board.open(visit)
    start = screen.grid.place_of(visit).center()
    view, bot = screen.grid.viewport(), board.office.bot
    bot.mousePress(view, LEFT_BUTTON, pos=start)
    bot.mouseMove(view, pos=start + QPoint(200, 0))
    theirs = Change("tasks", visit, f={"title": "Renamed"})
    board.office.replica.write(lambda tx: tx.commit(action="a", label="", changes=[theirs]))
    board.office.settle()
    assert screen.grid.dragging
    end = middle(screen, 1, 1)
    bot.mouseRelease(view, LEFT_BUTTON, pos=end)
    board.office.until(lambda: board.stands(visit) == ("2026-03-03", board.ada))
    board.office.until(lambda: [b.title for b in screen.model.cell(1, 1)] == ["Renamed"])


def test_a_new_task_stands_in_the_cell_where_the_keyboard_is(board: Board) -> None:
    screen = board.open()
    screen.grid.setCurrentIndex(screen.model.index(2, 4))
    board.office.key(Qt.Key.Key_N, CTRL)
    board.office.type("Survey")
    board.office.key(Qt.Key.Key_Return)
    board.office.until(lambda: [b.title for b in screen.model.cell(2, 4)] == ["Survey"])


def test_del_deletes_and_undo_brings_back(board: Board) -> None:
    visit = board.visit("Survey")
    screen = board.open(visit)
    board.office.key(Qt.Key.Key_Delete)
    board.office.until(lambda: screen.model.find(visit) is None)
    board.office.settle()
    board.office.key(Qt.Key.Key_Z, CTRL)
    board.office.until(lambda: screen.model.find(visit) is not None)


def test_enter_opens_and_the_weeks_are_turned_by_keys(board: Board) -> None:
    visit = board.visit("Survey")
    screen = board.open(visit)
    board.office.key(Qt.Key.Key_PageDown, CTRL)
    board.office.until(lambda: bool(screen.model.days) and screen.model.days[0].day == "2026-03-09")
    board.office.key(Qt.Key.Key_Home, CTRL)
    board.office.until(lambda: screen.model.find(visit) is not None)
    screen.show_week(date(2026, 2, 25))
    board.office.until(lambda: screen.model.days[0].day == "2026-02-23")
    screen.show_week(date(2026, 3, 2))
    board.office.until(lambda: screen.model.find(visit) is not None)
    screen.grid.choose(visit)
    went: list[Place] = []
    screen.go.connect(went.append)
    board.office.key(Qt.Key.Key_Return)
    assert went == [Place("tasks", visit)]


def test_arrows_walk_from_visit_to_visit_and_over_empty_days(board: Board) -> None:
    first = board.visit("a", startTime="08:00")
    second = board.visit("b", startTime="09:00")
    below = board.visit("c", person=board.ada)
    screen = board.open(first)
    board.office.key(DOWN)
    assert screen.grid.visit == second
    board.office.key(DOWN)
    assert screen.grid.visit == below
    board.office.key(RIGHT)
    assert screen.grid.visit is None
    board.office.key(LEFT)
    board.office.key(UP)
    assert screen.grid.visit == second
    assert "09:00" in screen.grid.accessibleDescription()


def test_a_crowded_day_says_how_many_more_and_opens(board: Board) -> None:
    visits = [board.visit(f"v{at}", startTime=f"{8 + at:02d}:00") for at in range(9)]
    screen = board.open(visits[0])
    closed = screen.grid.rowHeight(0)
    assert screen.grid.place_of(visits[8]).isEmpty()
    screen.grid.choose(visits[8])
    assert screen.grid.rowHeight(0) > closed
    assert not screen.grid.place_of(visits[8]).isEmpty()


def block(at: int, *, person: str = "p", start: str = "", end: str = "") -> Block:
    title = f"v{at}"
    return Block(id=title, person=person, day=TODAY, start=start, end=end, client="", title=title, badge=None)


def test_visits_of_one_person_that_overlap_are_marked_and_those_that_touch_are_not() -> None:
    model = WeekModel()
    times = [("08:00", "10:00"), ("09:30", "11:00"), ("11:00", "12:00"), ("08:30", "")]
    blocks = [block(at, start=start, end=end) for at, (start, end) in enumerate(times)]
    model.show([Lane("p", "P")], [DayColumn(TODAY, "Mon")], blocks)
    assert {b.id for b in model.cell(0, 0) if b.over} == {"v0", "v1"}


def test_the_model_keeps_to_qts_rules_while_visits_move_and_people_come(board: Board) -> None:
    model = WeekModel(board.office.window)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, board.office.window)
    days = [DayColumn("2026-03-02", "Mon"), DayColumn("2026-03-03", "Tue")]
    lanes = [Lane("", "Nobody yet"), Lane("p", "P")]
    model.show(lanes, days, [block(1), block(2, person="")])
    model.move("v1", 0, 1)
    assert model.find("v1") == (0, 1, 0)
    model.show([*lanes, Lane("q", "Q")], days, [block(1, person="q")])
    model.show([], [], [])
    assert model.rowCount() == 0


def test_plain_n_plans_at_the_cell_and_m_moves_the_chosen(board: Board) -> None:
    screen = board.open()
    screen.grid.setCurrentIndex(screen.model.index(2, 4))
    board.office.type("n")
    board.office.type("Survey")
    board.office.key(Qt.Key.Key_Return)
    board.office.until(lambda: [b.title for b in screen.model.cell(2, 4)] == ["Survey"])
    screen.grid.setFocus()
    board.office.until(lambda: bool(screen.grid.visit))
    board.office.type("m")
    assert screen.panel().isVisible()
    assert screen.panel().fields["title"].edit.text() == "Survey"
    assert screen.panel().fields["weeks"].isHidden(), "what is there already is one of its own"


def test_a_task_is_planned_for_weeks_at_once_and_one_undo_takes_all(board: Board) -> None:
    screen = board.open()
    board.office.type("n")
    board.office.type("Clean")
    weeks = screen.panel().fields["weeks"].edit
    weeks.setText("many")
    board.office.key(Qt.Key.Key_Return)
    assert "from 1 to 52" in weeks.accessibleDescription()
    weeks.setText("3")
    board.office.key(Qt.Key.Key_Return)
    db = board.office.replica.reads().db
    count = "SELECT count(*) FROM tasks WHERE title = 'Clean'"
    board.office.until(lambda: db.execute(count).fetchone()[0] == 3)
    board.office.settle()
    board.office.key(Qt.Key.Key_Z, CTRL)
    board.office.until(lambda: db.execute(count).fetchone()[0] == 0)


def test_the_keyboard_is_in_a_cell_as_soon_as_there_are_cells(board: Board) -> None:
    board.office.go("schedule")
    screen = board.office.window.screen_here
    assert isinstance(screen, ScheduleScreen)
    board.office.until(lambda: screen.grid.hasFocus() and screen.grid.has_cursor(0, 0))


@pytest.mark.parametrize(("width", "lines"), [(1024, 4), (1360, 3), (1920, 2)])
def test_what_is_to_do_has_the_more_lines_the_narrower_days_are(board: Board, width: int, lines: int) -> None:
    visit = board.visit("Check the pressure of the system", startTime="10:30")
    screen = board.open(visit)
    board.office.window.resize(width, 800)
    high = QFontMetrics(board.office.window.work.look.fonts.caption).height()

    def has_lines() -> bool:
        return screen.grid.place_of(visit).height() // high == lines

    board.office.until(has_lines)
    row = screen.model.find(visit)
    assert row is not None
    assert screen.grid.rowHeight(row[0]) >= screen.grid.place_of(visit).height()


def test_resting_on_a_visit_tells_all_of_it(board: Board) -> None:
    client = board.office.client("Evans Property Management of the Harbour")
    visit = board.visit("Landlord gas safety check", clientId=client, startTime="10:30")
    screen = board.open(visit)
    point, viewport = screen.grid.place_of(visit).center(), screen.grid.viewport()
    with board.office.bot.handling():
        rests = QHelpEvent(QEvent.Type.ToolTip, point, viewport.mapToGlobal(point))
        QApplication.sendEvent(viewport, rests)
    said = QToolTip.text().splitlines()
    QToolTip.hideText()
    assert said[:3] == ["10:30", "Evans Property Management of the Harbour", "Landlord gas safety check"]
