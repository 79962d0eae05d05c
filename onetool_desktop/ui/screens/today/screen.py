"""Today: the visits of a person, late ones above, tomorrow's below, each with its next step.

Promises: it works the same without a network; what a colleague changes lights up once and nothing jumps; a step says
what was done and offers to take it back. Who sees every record can look at anybody's day, or everybody's. May not
know: the window.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ids import TaskId
from onetool_desktop.domain.translate import _
from onetool_desktop.domain.visits import next_step, stage_of
from onetool_desktop.services import tasks
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.queries import people
from onetool_desktop.store.queries.visits import Visit
from onetool_desktop.ui.models.visit_cards import VisitCards
from onetool_desktop.ui.runtime.actions import Context, keys_of
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.paper.job_sheet import JobSheetPaper
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.screens.tasks.words import STEP_DONE, STEP_WORDS
from onetool_desktop.ui.screens.today import reading
from onetool_desktop.ui.screens.today.actions import LIST_ACTIONS, ROW_MENU
from onetool_desktop.ui.screens.today.reaching import call, show_way
from onetool_desktop.ui.screens.today.reading import Day
from onetool_desktop.ui.widgets.buttons import Button, action_button
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.visit_list import VisitList

SECTION = "today"
_WATCHED = frozenset({"tasks", "clients", "clientContacts", "clientProperties", "users"})
_MINUTE_MS = 60_000
_MOST_PEOPLE = 60  # in a menu
_EVERYBODY = ""
_ON_THE_CARD = {"open": "", "notes": "report", "photos": "photos"}  # what the job card begins with
_UNDOABLE = True


def today_screen(work: Workplace) -> "TodayScreen":
    """The screen."""
    return TodayScreen(work)


class TodayScreen(Screen):
    """The visits of one person, or of everybody."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title=_("Today"))
        self.day: Day | None = None
        self.person = _EVERYBODY if work.replica.principal.all_records else work.replica.identity.user_id
        self._asked = Generation()
        self._panel: TaskPanel | None = None
        self.model = VisitCards(self)
        self.list = VisitList(model=self.model, look=work.look, name=_("Visits"))
        self._heading = Heading(_("Today"), look=work.look)
        self.paper = JobSheetPaper(self, lambda: self.list.visit)
        self.bind(LIST_ACTIONS, self._handlers())
        self.whose = self._make_switch()
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        self._lay_out()
        self.list.pressed_on.connect(self._press)
        self.list.opened.connect(self._open)
        self.list.menu_wanted.connect(self._row_menu)
        self.list.selectionModel().currentChanged.connect(self.refresh_actions)
        work.bus.changed.connect(self._changed)
        self._clock = QTimer(self, interval=_MINUTE_MS)
        self._clock.timeout.connect(self._look_at_the_clock)
        self._clock.start()
        self._read()

    # --- for the window -----------------------------------------------------------------------------

    def focus_start(self) -> None:
        """Overrides Screen: the first thing to do has the keyboard."""
        empty = self._stack.currentWidget() is self._empty and self._empty.button is not None
        (self._empty.button if empty and self._empty.button else self.list).setFocus()

    def context(self) -> Context:
        """Overrides Screen: the visit chosen."""
        visit = self._visit(self.list.visit)
        if visit is None:
            return Context()
        return Context((visit.id,), {**visit.fields, "phone": visit.phone, "street": visit.street})

    def refresh_actions(self) -> None:
        """Overrides Screen: the next step is called by its name."""
        super().refresh_actions()
        step = next_step(stage_of(self.context().fields)) if self.context().ids else None
        if step is not None and self.actions_here is not None:
            self.actions_here.rename("today.next", _(STEP_WORDS[step]))

    def show_person(self, person: str) -> None:
        """Shows the day of a person; nothing for everybody's."""
        self.person = person
        self._read()

    # --- making -------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            f"today.{key}": lambda key=key: self._press(self.list.visit, key)
            for key in ("next", "call", "directions", "notes", "photos", "open", "paper")
        }
        return found | {"today.new": self._plan_new} | self.paper.handlers("today")

    def _make_switch(self) -> Button:
        button = Button(_("Everybody"), look=self.work.look, icon="person")
        button.clicked.connect(lambda: self._open_people(button.mapToGlobal(button.rect().bottomLeft())))
        if not self.work.replica.principal.all_records:
            button.hide()
        return button

    def _make_empty(self) -> EmptyState:
        action = self.actions_here.actions["today.new"] if self.actions_here else None
        button = action_button(action, look=self.work.look, icon="plus", primary=True) if action else None
        empty = EmptyState(look=self.work.look, icon="today", button=button)
        title, sentence = map(_, reading.NOTHING)
        empty.say(title, sentence.format(keys=keys_of(LIST_ACTIONS, "today.new")), offer=True)
        return empty

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        head = QHBoxLayout()
        head.setSpacing(step(2.5))
        head.addWidget(self._heading, 1)
        head.addWidget(self.whose)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(2))
        page.setSpacing(step(2))
        page.addLayout(head)
        page.addWidget(self._stack, 1)

    # --- reading ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if not changes.collections & _WATCHED:
            return
        elsewhere = not changes.label and self.isVisible()
        self._read(glow=changes.rows.get("tasks", frozenset()) if elsewhere else frozenset())

    def _look_at_the_clock(self) -> None:
        if self.day is not None and self.day.day != self.work.formats.today().isoformat():
            self._read()

    def _read(self, *, glow: frozenset[str] = frozenset()) -> None:
        person = self.person
        self.work.operations.read(
            self,
            lambda: reading.read_day(self.work, person),
            then=lambda day: self._show(day, glow),
            current=self._asked.next(),
        )

    def _show(self, day: Day, glow: frozenset[str]) -> None:
        had_keyboard = self.list.hasFocus() or (
            self._empty.button is not None and self._empty.button.hasFocus()
        )
        self.day = day
        cards = reading.cards_of(self.work, day)
        self.model.show(cards)
        self.list.choose_first()
        self.list.glow.light(glow)
        self._heading.show_count(reading.head_words(day) if day.today else "")
        self.whose.setText(f"{self._name_of(day.person)}  ▾")
        self.whose.setAccessibleName(_("Whose day: {name}").format(name=self._name_of(day.person)))
        self.whose.updateGeometry()
        self._stack.setCurrentWidget(self.list if cards else self._empty)
        if had_keyboard:
            self.focus_start()
        self.refresh_actions()

    def _name_of(self, person: str) -> str:
        row = self.work.replica.reads().row("users", person) if person else None
        return str(row.f.get("name") or "") if row is not None else _("Everybody")

    def _visit(self, visit: str) -> Visit | None:
        return self.day.visits.get(visit) if self.day is not None else None

    # --- doing --------------------------------------------------------------------------------------

    def _press(self, visit_id: str, key: str) -> None:
        visit = self._visit(visit_id)
        if visit is None:
            return
        if key == "next":
            self._step(visit)
        elif key == "call" and visit.phone:
            self.said.emit(call(self.work, self, visit.phone), not _UNDOABLE)
        elif key == "directions" and visit.street:
            self.said.emit(show_way(self.work, self, f"{visit.street}\n{visit.city}"), not _UNDOABLE)
        elif key == "paper":
            self.list.choose(visit.id)
            place = self.list.place_of_button(visit.id, key)
            self.paper.open_menu(self.list.viewport().mapToGlobal(place.bottomLeft()))
        elif key in _ON_THE_CARD:
            self._open(visit.id, begin=_ON_THE_CARD[key])

    def _step(self, visit: Visit) -> None:
        step = next_step(stage_of(visit.fields))
        if step is None:
            return

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            if saved.gids:
                self.said.emit(_(STEP_DONE[step]), _UNDOABLE)

        self.work.operations.write(
            self, lambda: tasks.take_step(self.work.replica, id=TaskId(visit.id), step=step), then=done
        )

    def _open(self, visit: str, *, begin: str = "") -> None:
        self.go.emit(Place(SECTION, visit, begin))

    def _plan_new(self) -> None:
        if self._panel is None:
            self._panel = TaskPanel(self.work, window=self)
            self._panel.saved.connect(lambda: self.said.emit(_("Task saved."), _UNDOABLE))
        given: dict[str, Any] = {"date": self.work.formats.today().isoformat()}
        self._panel.open_new(given | ({"assigneeUserId": self.person} if self.person else {}))

    def _row_menu(self, point: QPoint) -> None:
        """What can be done with the visit that is current."""
        if self.actions_here is not None:
            self.refresh_actions()
            menu = self.actions_here.parted_menu(self, ROW_MENU)
            menu.popup(point)

    def _open_people(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Everybody"), partial(self.show_person, _EVERYBODY))
        for person, name in people.names(self.work.replica.reads().db, limit=_MOST_PEOPLE):
            menu.addAction(name.replace("&", "&&"), partial(self.show_person, person))
        menu.popup(where)
