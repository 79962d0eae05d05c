"""A task's record: where, when and by whom at its head, its steps, its facts edited in place."""

from collections.abc import Callable
from functools import partial

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.addresses import address_lines
from onetool_desktop.domain.ids import NoticeId, TaskId
from onetool_desktop.domain.translate import _
from onetool_desktop.domain.visits import next_step, stage_of
from onetool_desktop.services import notices, tasks as verbs
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.actions import UNDO, keys_text
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.named_rows import PLACE, NamedRows
from onetool_desktop.ui.screens.paper.job_sheet import JobSheetPaper
from onetool_desktop.ui.screens.record_parts import Part
from onetool_desktop.ui.screens.record_screen import RecordPlan, RecordScreen, Sheet
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of, task_state
from onetool_desktop.ui.screens.tasks.actions import RECORD_ACTIONS
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.screens.tasks.words import STEP_DONE, STEP_ICONS, STEP_WORDS, way_of
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.value_words import Words

TASKS = "tasks"
_PERSON = "assigneeUserId"
_FACTS = ("title", "date", "startTime", "endTime", _PERSON, PLACE, "description", "report")
_UNDOABLE = True


def task_record(work: Workplace) -> "TaskRecord":
    """The screen."""
    return TaskRecord(work)


class TaskRecord(RecordScreen):
    """One task."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        self._panel: TaskPanel | None = None
        self.paper = JobSheetPaper(self, lambda: self.record_id)
        super().__init__(
            work,
            plan=_plan(NamedRows(work, self._client).words(_PERSON)),
            read=self._sheet,
            save=lambda _c, row_id, fields: verbs.edit_task(replica, id=TaskId(row_id), fields=fields),
            handlers=self._handlers(),
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    def panel(self) -> TaskPanel:
        """The panel in which it is moved and assigned."""
        if self._panel is None:
            self._panel = TaskPanel(self.work, window=self)
            self._panel.saved.connect(lambda: self.said.emit(_("Task saved."), _UNDOABLE))
        return self._panel

    def refresh_actions(self) -> None:
        """Overrides Screen: the button for the next step says which."""
        super().refresh_actions()
        step = next_step(stage_of(self.context().fields)) if self.sheet else None
        if step is not None and self.actions_here is not None:
            self.actions_here.rename("task.next", _(STEP_WORDS[step]))
            self.head.show_icon("task.next", STEP_ICONS[step])

    # --- reading ------------------------------------------------------------------------------------

    def _sheet(self, task: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(TASKS, task)
        if row is None:
            return None
        return Sheet(
            title=str(row.f.get("title") or _("Task without a title")),
            badge=badge_of(TASKS, task_state(row.f)),
            line=" · ".join(word for word in self._words_of(reads, row) if word),
            parts=(Part(TASKS, row.id, _("Facts"), row.f, unsettled_fields(self.work, TASKS, row.id)),),
            lost=lost_edits_of(self.work, reads, TASKS, row.id),
            steps=way_of(stage_of(row.f)),
        )

    def _client(self) -> str:
        return str(self.context().fields.get("clientId") or "")

    def _words_of(self, reads: Reads, row: Row) -> list[str]:
        """For whom, where, and when its steps were done; when and who are among the facts."""
        client = merged.stand_in(reads, "clients", row.f.get("clientId"))
        place = reads.row("clientProperties", row.f.get("propertyId") or "")
        began, ended = row.f.get("startedAt"), row.f.get("finishedAt")
        times = " – ".join(self.work.formats.instant(at) for at in (began, ended) if at)
        return [
            str(client.f.get("companyName") or "") if client else "",
            ", ".join(address_lines(place.f)) if place else "",
            _("worked {times}").format(times=times) if times else "",
        ]

    # --- doing --------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "task.next": self._next,
            "task.plan": lambda: self.panel().open_for(self.record_id),
            "task.finish": lambda: self._do(verbs.complete_task, _("Task finished.")),
            "task.cancel": lambda: self._do(verbs.cancel_task, _("Task called off.")),
            "task.reopen": lambda: self._do(verbs.reopen_task, _("Task is open again.")),
            "task.client": lambda: self._open("clients", "clientId"),
            "task.project": lambda: self._open("projects", "projectId"),
            **self.paper.handlers("task"),
            "task.delete": lambda: self._do(verbs.delete_task, _("Task deleted."), leave=True),
        }

    def _next(self) -> None:
        step = next_step(stage_of(self.context().fields))
        if step is not None:
            self._do(partial(verbs.take_step, step=step), _(STEP_DONE[step]))

    def _do(self, verb: Callable[..., Saved], said: str, *, leave: bool = False) -> None:
        task = TaskId(self.record_id)

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            self.said.emit(said, _UNDOABLE)
            if leave:
                self.step_back.emit()

        self.work.operations.write(self, lambda: verb(self.work.replica, id=task), then=done)

    def _open(self, section: str, field: str) -> None:
        record = self.context().fields.get(field)
        if record:
            self.go.emit(Place(section, record))


def _plan(words: Words) -> RecordPlan:
    return RecordPlan(
        section=TASKS,
        scope="task",
        back_to=_("Tasks"),
        facts={TASKS: _FACTS},
        words=words,
        files="taskId",
        watches=frozenset({TASKS, "clients", "clientProperties", "users", "notices"}),
        actions=RECORD_ACTIONS,
        onward=("task.next",),
        primary="task.next",
        buttons=("task.client", "task.plan"),
        gone=_(
            "This task is not available here any more. It may have been deleted on another device; "
            "{keys} brings back what was deleted here."
        ).format(keys=keys_text(UNDO)),
    )
