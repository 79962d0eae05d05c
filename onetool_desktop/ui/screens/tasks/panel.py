"""The panel in which a task is planned: what, for whom, where, when, by whom. One for a new task and for a change.

Promises: the keyboard alone fills it; a project brings its client, another client empties project and property; what
makes no sense is said beside its field and stays typed; Esc puts the panel away and keeps what was typed; a crash takes
neither what was typed nor what was chosen. May not know: which screen asks.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.changes import merged
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import TaskId
from onetool_desktop.domain.time_words import read_time
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services import tasks
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS, FORM, STANDS_FOR
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.tasks import places
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.field import Field, PlainEdit
from onetool_desktop.ui.widgets.pick_field import PickField
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.typed_panel import TypedPanel

_NAMES = {
    "title": N_("What"),
    "clientId": N_("Client"),
    "projectId": N_("Project"),
    "propertyId": N_("Property"),
    "date": N_("Day"),
    "startTime": N_("From"),
    "endTime": N_("To"),
    "assigneeUserId": N_("Who"),
    "weeks": N_("Weeks"),
}
_PICKS = {
    "clientId": "clients",
    "projectId": "projects",
    "propertyId": "clientProperties",
    "assigneeUserId": "users",
}
_TIMES = ("startTime", "endTime")
_NEW = "new"


class TaskPanel(TypedPanel):
    """Plans a task. `saved` tells its id once it stands."""

    saved = Signal(str)

    def __init__(self, work: Workplace, *, window: QWidget) -> None:
        super().__init__(look=work.look, name=_("Task"), window=window)
        self._screen = window
        self.setProperty(ADDRESS, f"{FORM}task")
        self.work = work
        self._editing = ""
        self._known: dict[str, str] = {}  # what stood in the fields when it was opened
        self.fields = self._make_fields()
        self._problems = {name: self._make_problem() for name in self.fields}
        self._problem = self._make_problem()
        self._labels: dict[str, Text] = {}
        self._title = Text("", look=work.look, voice=Voice.SECTION)
        self.done = Button("", look=work.look, icon="check", primary=True)
        self.done.clicked.connect(self._finish)
        self._lay_out()

    # --- opening ------------------------------------------------------------------------------------

    def open_new(self, given: Mapping[str, Any]) -> None:
        """Opens for a new task; `given` are fields that are known already: a day, a person, a client."""
        if self._editing:
            self._clear()
        self._editing = ""
        self._offer_weeks(offered=True)
        self._open(_("New task"), _("Add task"), self._placed(given), first="title")

    def open_for(self, task_id: str, *, first: str = "date") -> None:
        """Opens to change a task; `first` is the field where the keyboard starts."""
        row = self.work.replica.reads().row(tasks.TASKS, task_id)
        if row is None:
            return
        self._clear()
        self._editing = task_id
        self._offer_weeks(offered=False)
        self._open(_("Plan task"), _("Save task"), row.f, first=first)

    def _open(self, title: str, button: str, given: Mapping[str, Any], *, first: str) -> None:
        self._title.setText(title)
        self.done.setText(button)
        self.done.setAccessibleName(button)
        self.setAccessibleName(title)
        for name in self.fields:
            self._edit(name).setProperty(ADDRESS, f"{self._editing or _NEW}/{name}")
        for name, value in given.items():
            if name in self.fields:
                self._show(name, value)
        self._say_all({})
        self._known = {name: self._stands_for(one) or one.edit.text() for name, one in self.fields.items()}
        self.open_at(self._middle, focus=self._edit(first))
        known = () if self._editing else [self._edit(name) for name in given if name in self.fields]
        self.take_up(self._editing, known=known)

    def _placed(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is known, with the main property of a client of whom no other is."""
        client, place = given.get("clientId"), given.get("propertyId")
        row = None if place else merged.stand_in(self.work.replica.reads(), "clients", client)
        return given if row is None else {**given, "propertyId": row.f.get("primaryPropertyId")}

    def _offer_weeks(self, *, offered: bool) -> None:
        """Whether it can be repeated: a task that is there already is one of its own."""
        self.fields["weeks"].setVisible(offered)
        self._labels["weeks"].setVisible(offered)

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Shows a text that was being typed before the program ended, in the form of its task; its edit."""
        task, _slash, name = field.partition("/")
        wanted = "" if task == _NEW else task
        if not self.isVisible() or self._editing != wanted:
            if wanted:
                self.open_for(wanted)
            else:
                self.open_new({})
        if name not in self.fields or not self.isVisible() or self._editing != wanted:
            return None
        words, _mark, stands_for = text.partition(STANDS_FOR)
        self._show(name, stands_for or None)
        shown = self.fields[name]
        if isinstance(shown, DayField):
            shown.retype(words)
        elif not self._edit(name).text():
            self._edit(name).setText(words)
        return self._edit(name)

    def standing(self) -> dict[str, str | None]:
        """What stands in it, to come back whole, and what was emptied; of a task that is there already what differs."""
        found: dict[str, str | None] = {}
        for name, field in self.fields.items():
            text, stands_for = field.edit.text(), self._stands_for(field)
            changed = (stands_for or text) != self._known.get(name)
            mark = STANDS_FOR if stands_for else ""
            back = changed or (bool(text) and not self._editing)
            found[f"{self._editing or _NEW}/{name}"] = f"{text}{mark}{stands_for}" if back else None
        return found

    def _stands_for(self, field: Field) -> str:
        if isinstance(field, DayField):
            return field.shown_day
        return field.chosen.id if isinstance(field, PickField) and field.chosen else ""

    def tell_why(self, sentence: str) -> None:
        """Overrides TypedPanel."""
        self._say(self._problem, sentence)

    # --- making -------------------------------------------------------------------------------------

    def _make_fields(self) -> dict[str, Field]:
        work, look = self.work, self.work.look
        client = partial(self._picked_id, "clientId")
        found: dict[str, Field] = {
            "title": Field(_(_NAMES["title"]), look=look),
            "clientId": self._pick("clientId", places.client_finder(work, self), "clients"),
            "projectId": self._pick("projectId", places.project_finder(work, self, client), "projects"),
            "propertyId": self._pick("propertyId", places.property_finder(work, self, client), "property"),
            "date": DayField(_(_NAMES["date"]), look=look, formats=work.formats),
            "startTime": Field(_(_NAMES["startTime"]), look=look, icon="clock"),
            "endTime": Field(_(_NAMES["endTime"]), look=look, icon="clock"),
            "assigneeUserId": self._pick("assigneeUserId", places.person_finder(work, self), "person"),
            "weeks": Field(_(_NAMES["weeks"]), look=look, icon="retry", hint=_("1, or how often each week")),
        }
        found["title"].edit.setMaxLength(COLLECTIONS[tasks.TASKS].by_name["title"].limit)
        for at, (name, field) in enumerate(found.items()):
            teller = field if isinstance(field, PickField) else field.edit
            teller.entered.connect(self._finish)
            teller.escaped.connect(self.close_overlay)
            teller.stepped.connect(partial(self._walk, at))
            if isinstance(field, DayField | PickField):
                field.refused.connect(partial(self._explain, name))
        return found

    def _pick(self, name: str, find: Callable[..., None], icon: str) -> PickField:
        otherwise = self._how_people_come() if name == "assigneeUserId" else ""
        field = PickField(_(_NAMES[name]), look=self.work.look, find=find, icon=icon, otherwise=otherwise)
        field.picked.connect(partial(self._picked, name))
        return field

    def _how_people_come(self) -> str:
        if self.work.computer.bring is not None:
            return _("To add people, connect this business to a cloud under Settings, People.")
        return _("People are invited under Settings, People.")

    def _lay_out(self) -> None:
        step = self.look.measures.step
        grid = QGridLayout()
        grid.setHorizontalSpacing(step(3))
        grid.setVerticalSpacing(step(1.5))
        grid.setColumnStretch(1, 1)
        rows = [[name] for name in self.fields if name not in _TIMES]
        rows.insert(rows.index(["assigneeUserId"]), list(_TIMES))
        for at, names in enumerate(rows):
            self._add_row(grid, at * 2, names)
        away = Button(_("Not now"), look=self.look)
        away.clicked.connect(self.close_overlay)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(away)
        buttons.addWidget(self.done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(self._title)
        layout.addLayout(grid)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)

    def _add_row(self, grid: QGridLayout, row: int, names: list[str]) -> None:
        label = self._labels[names[0]] = Text(_(_NAMES[names[0]]), look=self.look, voice=Voice.QUIET)
        label.setBuddy(self._edit(names[0]))
        grid.addWidget(label, row, 0)
        line = QHBoxLayout()
        line.setSpacing(self.look.measures.step(2))
        for at, name in enumerate(names):
            if at:
                line.addWidget(Text(_(_NAMES[name]).lower(), look=self.look, voice=Voice.QUIET))
            line.addWidget(self.fields[name], 1)
        grid.addLayout(line, row, 1)
        below = QVBoxLayout()
        for name in names:
            below.addWidget(self._problems[name])
        grid.addLayout(below, row + 1, 1)

    def _make_problem(self) -> Paragraph:
        problem = Paragraph("", look=self.look, voice=Voice.CAPTION)
        problem.paint_tone(Tone.BAD)
        problem.hide()
        return problem

    # --- values -------------------------------------------------------------------------------------

    def _edit(self, name: str) -> PlainEdit:
        return self.fields[name].edit

    def _picked_id(self, name: str) -> str:
        field = self.fields[name]
        return field.chosen.id if isinstance(field, PickField) and field.chosen else ""

    def _show(self, name: str, value: Any) -> None:
        field = self.fields[name]
        if isinstance(field, PickField):
            field.show_picked(places.picked_of(self.work.replica.reads(), _PICKS[name], value))
        elif isinstance(field, DayField):
            field.show_day(value or None)
        else:
            field.edit.setText(str(value or ""))

    def _clear(self) -> None:
        for name in self.fields:
            self._show(name, None)

    def _picked(self, name: str, row_id: str) -> None:
        """A project brings its place along; of another client nothing stays."""
        reads = self.work.replica.reads()
        if name == "projectId" and row_id:
            project = reads.row("projects", row_id)
            for field in ("clientId", "propertyId") if project is not None else ():
                self._show(field, project.f.get(field) if project is not None else None)
        if name == "clientId":
            client = merged.stand_in(reads, "clients", row_id)
            self._show("projectId", None)
            self._show("propertyId", client.f.get("primaryPropertyId") if client is not None else None)

    def _values(self) -> tuple[dict[str, Any], dict[str, str]]:
        """What is typed, and what is wrong with it by field."""
        found: dict[str, Any] = {"title": self._edit("title").text().strip() or None}
        wrong: dict[str, str] = (
            {} if found["title"] else {"title": _("Say in a few words what is to be done.")}
        )
        for name, field in self.fields.items():
            if isinstance(field, PickField):
                found[name] = self._picked_id(name) or None
                wrong |= {name: field.reason()} if field.reason() else {}
        day = self.fields["date"]
        if isinstance(day, DayField):
            standing = day.finish()
            found["date"] = day.day
            if not standing or not day.day:
                wrong["date"] = day.reason or _("Say on which day, such as T for today or 15/3.")
        for name in _TIMES:
            text = self._edit(name).text().strip()
            try:
                found[name] = read_time(text) if text else None
            except ValueError as error:
                wrong[name] = str(error)
        weeks = self._edit("weeks").text().strip() or "1"
        if not self._editing and not (
            weeks.isascii() and weeks.isdigit() and 1 <= int(weeks) <= tasks.MOST_WEEKS
        ):
            wrong["weeks"] = _("Type for how many weeks, from 1 to {most}.").format(most=tasks.MOST_WEEKS)
        return found, wrong

    # --- saving -------------------------------------------------------------------------------------

    def _finish(self) -> None:
        asking = [one for one in self.fields.values() if isinstance(one, PickField) and one.is_asking]
        if asking:
            asking[0].settle(self._finish)
            return
        fields, wrong = self._values()
        self._say_all(wrong)
        if wrong:
            first = next(name for name in self.fields if name in wrong)
            self._edit(first).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        replica, task = self.work.replica, TaskId(self._editing)
        weeks = int(self._edit("weeks").text().strip() or "1")
        self.done.setEnabled(False)  # until the answer: Enter pressed twice adds one task

        def save() -> tuple[TaskId, Saved]:
            if task:
                return task, tasks.edit_task(replica, id=task, fields=fields)
            made: Created[TaskId] = tasks.create_task(replica, fields=fields, weeks=weeks)
            return made.id, made.saved

        self.work.operations.write(self, save, then=self._stands, failed=self._refused)

    def _stands(self, done: tuple[TaskId, Saved]) -> None:
        task, saved = done
        self.done.setEnabled(True)
        self.work.undo.remember(saved.undo)
        self._clear()
        self.forget_typed()
        self.close_overlay()
        self.saved.emit(task)

    def _refused(self, error: BaseException) -> None:
        self.done.setEnabled(True)
        words = told(error)
        if words.kind is not Kind.USER:
            self.work.errors.tell(error)
        elif words.field in self.fields:
            self._say_all({words.field: words.text})
            self._edit(words.field).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._say(self._problem, words.text)

    def _say_all(self, wrong: Mapping[str, str]) -> None:
        for name, problem in self._problems.items():
            self._edit(name).setAccessibleDescription(wrong.get(name, ""))
            self._say(problem, wrong.get(name, ""))
        self._say(self._problem, "")
        self.adjustSize()

    def _explain(self, name: str, reason: str) -> None:
        self._edit(name).setAccessibleDescription(reason)
        self._say(self._problems[name], reason)
        self.adjustSize()

    def _say(self, problem: Paragraph, sentence: str) -> None:
        problem.setText(sentence)
        problem.setVisible(bool(sentence))

    def _walk(self, at: int, by: int) -> None:
        edits = [field.edit for field in self.fields.values() if not field.isHidden()]
        if 0 <= at + by < len(edits):
            edits[at + by].setFocus(Qt.FocusReason.TabFocusReason)

    # --- size ---------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        width = min(self.look.measures.char * 74, self.window().width() - 40)
        layout = self.layout()
        if layout is None:
            return QSize(width, 0)
        wraps = layout.hasHeightForWidth()  # only while a problem is shown
        return QSize(width, layout.totalHeightForWidth(width) if wraps else layout.totalSizeHint().height())

    def _middle(self) -> QPoint:
        room = self._screen
        return QPoint(
            max((room.width() - self.width()) // 2, 8), max((room.height() - self.height()) // 4, 8)
        )
