"""The job card of one visit: where, how to get in, whom to ask for, what to do, and the report.

Promises: large type in one column, every button at least 48 pixels; the next step is the largest; the report is typed
in place and saved as every fact is. Works without a network. May not know: the window.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.ids import TaskId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.domain.visits import next_step, stage_of
from onetool_desktop.services import tasks
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.actions import Context
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.files.panel import FilesPanel
from onetool_desktop.ui.screens.paper.job_sheet import JobSheetPaper
from onetool_desktop.ui.screens.record_parts import Part, Parts
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.tasks.words import STEP_DONE, STEP_ICONS, STEP_WORDS, way_of
from onetool_desktop.ui.screens.today.actions import CARD_ACTIONS
from onetool_desktop.ui.screens.today.reaching import call, show_way
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.scrolling import scrolling
from onetool_desktop.ui.widgets.steps import Steps
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice
from onetool_desktop.ui.widgets.touch import TouchButton

_WATCHED = frozenset({"tasks", "clients", "clientContacts", "clientProperties"})
_CHARS = 104
_UNDOABLE = True
_PARTS = {
    "where": N_("Where"),
    "access": N_("How to get in"),
    "contact": N_("Ask for"),
    "what": N_("What to do"),
}
_REPORT = ("report",)
_WIDE = ("next", "call", "directions", "photos", "paper")


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit as the card shows it."""

    fields: Fields
    title: str
    line: str
    phone: str
    texts: dict[str, str]


def job_card(work: Workplace) -> "JobCard":
    """The screen."""
    return JobCard(work)


class JobCard(Screen):
    """One visit."""

    def __init__(self, work: Workplace) -> None:
        super().__init__(work, title="")
        self.record_id = ""
        self.visit: _Visit | None = None
        look = work.look
        self.paper = JobSheetPaper(self, lambda: self.record_id)
        self.files = FilesPanel(work, home="taskId")
        self.files.said.connect(self.said)
        self._bound = self.bind(CARD_ACTIONS, self._handlers())
        self._title = Text("", look=look, voice=Voice.TITLE)
        self._line = Text("", look=look, voice=Voice.SECTION)
        self.steps = Steps(look=look)
        self.buttons = {name: self._button(name) for name in _WIDE}
        self._headings = {name: Text(_(word), look=look, voice=Voice.QUIET) for name, word in _PARTS.items()}
        self._texts = {name: Paragraph("", look=look, voice=Voice.SECTION) for name in _PARTS}
        self._report = Parts(look=look, words=None, facts={tasks.TASKS: _REPORT}, groups={}, actions={})
        self._report.follow(self.buttons["paper"])
        self._report.edited.connect(self._write_report)
        self._gone = Paragraph(
            _("This visit is not available here any more. It may have been given to somebody else."),
            look=look,
            voice=Voice.SECTION,
        )
        self._body = QWidget()
        self._lay_out()
        work.bus.changed.connect(self._changed)

    # --- for the window -----------------------------------------------------------------------------

    @property
    def report(self) -> Facts:
        """The report of the visit shown."""
        return self._report.facts(tasks.TASKS, self.record_id)

    def show_record(self, record_id: str) -> None:
        """Overrides Screen."""
        if record_id != self.record_id:
            self._report.clear()  # what is typed in it is saved to the visit that it was typed for
        self.record_id = record_id
        self.files.show_of(record_id)
        self._show()

    def focus_start(self) -> None:
        """Overrides Screen: the next step has the keyboard."""
        first = next((b for b in self.buttons.values() if b.isEnabled()), self)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, what: str, then: Place | None) -> None:
        """Overrides Screen: `report` is typed, `photos` are chosen at once."""
        del then
        begins = {"report": self._open_notes, "photos": self.files.choose_photos}
        if what in begins and self.visit is not None:
            begins[what]()

    def context(self) -> Context:
        """Overrides Screen."""
        if self.visit is None:
            return Context()
        more = {"phone": self.visit.phone, "street": self.visit.texts["where"]}
        return Context((self.record_id,), {**self.visit.fields, **more})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back.emit()
        else:
            super().keyPressEvent(event)

    # --- making -------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "visit.next": self._step,
            "visit.call": self._call,
            "visit.directions": self._show_way,
            "visit.notes": self._open_notes,
            "visit.photos": self.files.choose_photos,
            "visit.paper": self._open_paper,
            **self.paper.handlers("visit"),
        }

    def _button(self, name: str) -> TouchButton:
        spec = next(spec for spec in CARD_ACTIONS if spec.id == f"visit.{name}")
        button = TouchButton(_(spec.label), look=self.work.look, icon=spec.icon, primary=name == "next")
        button.stand_for(self._bound.actions[spec.id])
        return button

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        back = TouchButton(_("Today"), look=look, icon="back", flush=True)
        back.setToolTip(_("Back to today  (Esc)"))
        back.clicked.connect(self.step_back)
        row = QHBoxLayout()
        row.setSpacing(step(2))
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, step(4), step(6))
        column.setSpacing(step(1))
        column.addWidget(self.steps)
        column.addSpacing(step(2))
        column.addLayout(row)
        for name in _PARTS:
            column.addWidget(self._headings[name])
            column.addWidget(self._texts[name])
        column.addSpacing(step(4))
        column.addWidget(self._report)
        column.addSpacing(step(4))
        column.addWidget(self.files)
        column.addStretch(1)
        self._body.setMaximumWidth(look.measures.char * _CHARS)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(2), step(3), step(2))
        page.setSpacing(step(1))
        page.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        page.addWidget(self._title)
        page.addWidget(self._line)
        page.addWidget(self._gone)
        page.addWidget(scrolling(self._body, look=look), 1)

    # --- showing ------------------------------------------------------------------------------------

    def _changed(self, changes: Changes) -> None:
        if self.record_id and changes.collections & _WATCHED:
            self._show()
        self.files.apply(changes)

    def _show(self) -> None:
        self.visit = _read(self.work, self.work.replica.reads(), self.record_id)
        self._gone.setVisible(self.visit is None)
        self._body.setVisible(self.visit is not None)
        if self.visit is not None:
            self._show_visit(self.visit)
        self.refresh_actions()

    def _show_visit(self, visit: _Visit) -> None:
        self.title = visit.title
        self._title.setText(visit.title)
        self._line.setText(visit.line)
        stage = stage_of(visit.fields)
        way = way_of(stage)
        self.steps.show_steps(way)
        self.steps.setVisible(bool(way))
        for name, text in visit.texts.items():
            self._headings[name].setVisible(bool(text))
            self._headings[name].setContentsMargins(0, self.work.look.measures.step(4), 0, 0)
            self._texts[name].setText(text)
            self._texts[name].setVisible(bool(text))
        waiting = unsettled_fields(self.work, tasks.TASKS, self.record_id)
        self._report.show_parts([Part(tasks.TASKS, self.record_id, "", visit.fields, waiting)])
        step = next_step(stage)
        self.buttons["next"].setVisible(step is not None)
        if step is not None:
            self._bound.rename("visit.next", _(STEP_WORDS[step]))
            self.buttons["next"].show_icon(STEP_ICONS[step])

    # --- doing --------------------------------------------------------------------------------------

    def _step(self) -> None:
        step = next_step(stage_of(self.context().fields)) if self.visit else None
        if step is None:
            return

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            if saved.gids:
                self.said.emit(_(STEP_DONE[step]), _UNDOABLE)

        task = TaskId(self.record_id)
        self.work.operations.write(
            self, lambda: tasks.take_step(self.work.replica, id=task, step=step), then=done
        )

    def _open_notes(self) -> None:
        self.report.facts["report"].edit()

    def _open_paper(self) -> None:
        button = self.buttons["paper"]
        self.paper.open_menu(button.mapToGlobal(button.rect().bottomLeft()))

    def _call(self) -> None:
        if self.visit is not None and self.visit.phone:
            self.said.emit(call(self.work, self, self.visit.phone), not _UNDOABLE)

    def _show_way(self) -> None:
        if self.visit is not None and self.visit.texts["where"]:
            self.said.emit(show_way(self.work, self, self.visit.texts["where"]), not _UNDOABLE)

    def _write_report(self, collection: str, visit: str, field: str, value: object) -> None:
        facts = self._report.facts(collection, visit).facts

        def save() -> Saved:
            return tasks.edit_task(self.work.replica, id=TaskId(visit), fields={field: value})

        save_fact(self.work, facts[field], save)


def _read(work: Workplace, reads: Reads, task: str) -> _Visit | None:
    """A visit with what it hangs on, by key."""
    row = reads.row(tasks.TASKS, task)
    if row is None:
        return None
    client = merged.said(reads, "clients", row.f.get("clientId"))
    place = _fields(reads, "clientProperties", row.f.get("propertyId") or client.get("primaryPropertyId"))
    contact = _fields(reads, "clientContacts", client.get("primaryContactId"))
    name = " ".join(str(contact[part]) for part in ("firstName", "lastName") if contact.get(part))
    phone = str(contact.get("phone") or "")
    formats, f = work.formats, row.f
    title = str(f.get("title") or "")
    when = (
        formats.day(f.get("date")),
        formats.span(f.get("startTime") or "", f.get("endTime") or ""),
        str(place.get("propertyName") or ""),
    )
    what = (title if client else "", str(f.get("description") or ""))
    return _Visit(
        fields=f,
        title=str(client.get("companyName") or "") or title,
        line=" · ".join(word for word in when if word),
        phone=phone,
        texts={
            "where": "\n".join(address_lines(place)),
            "access": str(place.get("accessNotes") or ""),
            "contact": "\n".join(word for word in (name, phone) if word),
            "what": "\n\n".join(word for word in what if word),
        },
    )


def _fields(reads: Reads, collection: str, row_id: str | None) -> Fields:
    row = reads.row(collection, row_id) if row_id else None
    return NOTHING if row is None else row.f
