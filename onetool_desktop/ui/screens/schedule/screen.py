"""The schedule: a week, a row for each person, visits dragged or moved by the keyboard.

Promises: what is moved stands in its new place at once and is one undo; a change that arrives lights up once, waits
while a visit is in the hand or on its way to be saved, and moves nothing else. May not know: the window.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ids import TaskId, UserId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import tasks
from onetool_desktop.services.saving import Saved
from onetool_desktop.ui.models.week import Lane, WeekModel
from onetool_desktop.ui.runtime.actions import Context
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.schedule.actions import CELL_MENU, SCHEDULE_ACTIONS, VISIT_MENU
from onetool_desktop.ui.screens.schedule.reading import MOST, Week, monday_of, read_week
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.widgets.buttons import Button, action_button
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.text import Text, Voice
from onetool_desktop.ui.widgets.week_grid import WeekGrid

_WATCHED = frozenset({"tasks", "clients", "users", "memberships"})
_UNDOABLE = True


def schedule_screen(work: Workplace) -> "ScheduleScreen":
    """The screen."""
    return ScheduleScreen(work)


class ScheduleScreen(Screen):
    """One week."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title=_("Schedule"))
        self.start = monday_of(work.formats.today())
        self._asked = Generation()
        self._saving = 0
        self._turning = False  # a visit that was moved by its keys is on its way into another week
        self._pressed: list[tuple[int, int]] = []  # what was pressed meanwhile, people down and days on
        self._due: frozenset[str] | None = None  # a reading that waits, with what is to light up after it
        self._panel: TaskPanel | None = None
        self.model = WeekModel(self)
        self.grid = WeekGrid(model=self.model, look=work.look, name=_("Week by people"))
        self._heading = Heading(_("Schedule"), look=work.look)
        self._actions = self.bind(SCHEDULE_ACTIONS, self._handlers())
        self.day = DayField(_("Week of"), look=work.look, formats=work.formats)
        self.problem = Text("", look=work.look, voice=Voice.CAPTION)
        self.problem.paint_tone(Tone.BAD)
        self.problem.hide()
        self._lay_out()
        self.day.given.connect(self._jump)
        self.day.refused.connect(self._explain_day)
        self.grid.opened.connect(self._open)
        self.grid.moved.connect(self._moved)
        self.grid.wished.connect(self._wish)
        self.grid.chosen.connect(self.refresh_actions)
        self.grid.menu_wanted.connect(self._menu)
        self.grid.let_go.connect(self._catch_up)
        work.bus.changed.connect(self._changed)
        self._read(frozenset())

    # --- for the window -----------------------------------------------------------------------------

    def focus_start(self) -> None:
        """Overrides Screen: the week has the keyboard."""
        self.grid.setFocus()

    def context(self) -> Context:
        """Overrides Screen: the visit chosen."""
        return Context((self.grid.visit,)) if self.grid.visit else Context()

    def show_week(self, day: date) -> None:
        """Shows the week of a day."""
        self.start = monday_of(day)
        self._read(frozenset())

    # --- making -------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "schedule.new": self._plan_new,
            "schedule.plan": lambda: self.panel().open_for(self.grid.visit or ""),
            "schedule.open": lambda: self._open(self.grid.visit or ""),
            "schedule.delete": self._delete,
            "schedule.earlier": partial(self._move, 0, -1),
            "schedule.later": partial(self._move, 0, 1),
            "schedule.above": partial(self._move, -1, 0),
            "schedule.below": partial(self._move, 1, 0),
            "schedule.back": lambda: self.show_week(self.start - timedelta(days=7)),
            "schedule.on": lambda: self.show_week(self.start + timedelta(days=7)),
            "schedule.today": lambda: self.show_week(self.work.formats.today()),
        }

    def panel(self) -> TaskPanel:
        """The panel in which a task is planned."""
        if self._panel is None:
            self._panel = TaskPanel(self.work, window=self)
            self._panel.saved.connect(self._planned)
        return self._panel

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        head = QHBoxLayout()
        head.setSpacing(step(2))
        head.addWidget(self._heading, 1)
        turns = {
            "schedule.back": ("back", False),
            "schedule.today": ("", True),
            "schedule.on": ("forward", False),
        }
        for action_id, (icon, words) in turns.items():
            action = self._actions.actions[action_id]
            button = Button(action.text() if words else "", look=look, icon=icon)
            button.setAccessibleName(action.text())
            button.stand_for(action)
            head.addWidget(button)
        self.day.setMinimumWidth(look.measures.char * 15)
        self.day.setMaximumWidth(look.measures.char * 19)
        head.addWidget(self.day)
        new = self._actions.actions["schedule.new"]
        head.addWidget(action_button(new, look=look, icon="plus", primary=True))
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(3))
        page.addLayout(head)
        page.addWidget(self.problem, 0, Qt.AlignmentFlag.AlignRight)
        page.addWidget(self.grid, 1)

    def _explain_day(self, reason: str) -> None:
        self.problem.setText(reason)
        self.problem.setVisible(bool(reason))

    # --- reading ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if changes.collections & _WATCHED:
            elsewhere = not changes.label and self.isVisible()
            self._read(changes.rows.get("tasks", frozenset()) if elsewhere else frozenset())

    def _read(self, glow: frozenset[str]) -> None:
        """Reads the week; later where a visit is in the hand or being saved: an answer of before would take it back."""
        if self.grid.dragging or self._saving:
            self._due = (self._due or frozenset()) | glow
            self._asked.next()
            return
        start = self.start
        self.work.operations.read(
            self,
            lambda: read_week(self.work, start),
            then=lambda week: self._show(week, glow),
            current=self._asked.next(),
        )

    def _catch_up(self) -> None:
        if self._due is not None and not self._saving:
            due, self._due = self._due, None
            self._read(due)

    def _show(self, week: Week, glow: frozenset[str]) -> None:
        if self.grid.dragging:
            self._due = (self._due or frozenset()) | glow
            return
        visit = self.grid.visit
        self.model.show(week.lanes, week.days, week.blocks)
        self.grid.choose(visit)
        self.grid.glow.light(glow)
        last = week.start + timedelta(days=6)
        formats = self.work.formats
        words = formats.days(week.start, last)
        if not week.whole:
            words = _("{week}: the first {count} visits").format(week=words, count=MOST)
        self._heading.show_count(words)
        self.day.show_day(week.start.isoformat())
        self.refresh_actions()
        if not self._saving:  # else it was asked before the move
            self._end_turn()

    # --- doing --------------------------------------------------------------------------------------

    def _move(self, down: int, along: int) -> None:
        """Moves the visit that is chosen so many people down and days on; past the end of the week the other week is
        shown with it, and what is pressed until then holds there.
        """
        if self._turning:
            self._pressed.append((down, along))
            return
        visit = self.grid.visit
        found = self.model.find(visit) if visit else None
        if found is None or visit is None:
            return
        row, column, _at = found
        if 0 <= column + along < self.model.columnCount():
            self.grid.move_chosen(down, along)
            return
        self._turning = True
        day = date.fromisoformat(self.model.days[column].day) + timedelta(days=along)
        words = self.work.formats.day(day.isoformat())
        self._place(visit, day.isoformat(), self.model.lanes[row], words, week=monday_of(day))

    def _end_turn(self) -> None:
        self._turning, pressed, self._pressed = False, self._pressed, []
        for down, along in pressed:
            self._move(down, along)

    def _moved(self, visit: str, row: int, column: int) -> None:
        day = self.model.days[column]
        self._place(visit, day.day, self.model.lanes[row], day.words)

    def _place(self, visit: str, day: str, lane: Lane, words: str, *, week: date | None = None) -> None:
        person = UserId(lane.person) if lane.person else None
        replica, task = self.work.replica, TaskId(visit)
        self._saving += 1

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            self.said.emit(_("Moved to {day}, {name}.").format(day=words, name=lane.name), _UNDOABLE)
            self.start = week or self.start
            self._saved()

        def refused(error: BaseException) -> None:
            self._pressed.clear()
            self.work.errors.tell(error)
            self._saved()

        self.work.operations.write(
            self,
            lambda: tasks.place_task(replica, id=task, day=day, user_id=person),
            then=done,
            failed=refused,
        )

    def _saved(self) -> None:
        self._saving -= 1
        self._due = self._due or frozenset()
        self._catch_up()

    def _delete(self) -> None:
        task = TaskId(self.grid.visit or "")

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            self.said.emit(_("Task deleted."), _UNDOABLE)

        self.work.operations.write(self, lambda: tasks.delete_task(self.work.replica, id=task), then=done)

    def _plan_new(self) -> None:
        """At the cell where the keyboard is."""
        row, column = self.grid.currentIndex().row(), self.grid.currentIndex().column()
        given: dict[str, Any] = {"date": self.work.formats.today().isoformat()}
        if row >= 0 and column >= 0:
            given = {"date": self.model.days[column].day, "assigneeUserId": self.model.lanes[row].person}
        self.panel().open_new(given)

    def _planned(self, task: str) -> None:
        self.grid.visit = task  # chosen once the week has it
        self.said.emit(_("Task saved."), _UNDOABLE)

    def _menu(self, point: QPoint) -> None:
        """What can be done with the visit that is chosen, or in the cell where there is none."""
        menu = self._actions.parted_menu(self, VISIT_MENU if self.grid.visit else CELL_MENU)
        menu.popup(point)

    def _wish(self, wish: str) -> None:
        self._actions.trigger(f"schedule.{wish}")

    def _jump(self, day: str) -> None:
        if day:
            self.show_week(date.fromisoformat(day))

    def _open(self, visit: str) -> None:
        if visit:
            self.go.emit(Place("tasks", visit))
