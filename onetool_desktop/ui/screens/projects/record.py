"""A project's record: its facts and how far it is; its visits, quotes, invoices and what happened beside them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.ids import NoticeId, ProjectId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services import notices, projects, records
from onetool_desktop.services.saving import Saved
from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.store.queries.project_list import has_paper
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.runtime.actions import UNDO, keys_of, keys_text
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.making import Making
from onetool_desktop.ui.screens.named_rows import PLACE, NamedRows
from onetool_desktop.ui.screens.projects.actions import RECORD_ACTIONS, why_not
from onetool_desktop.ui.screens.record_parts import Part
from onetool_desktop.ui.screens.record_screen import RecordPlan, RecordScreen, Sheet
from onetool_desktop.ui.screens.related import RelatedPlan
from onetool_desktop.ui.screens.related_plans import related_documents, related_tasks
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of
from onetool_desktop.ui.screens.timeline_words import RecordTimeline
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.steps import Step
from onetool_desktop.ui.widgets.value_words import Words

PROJECTS = "projects"
_UNDOABLE = True
_PEOPLE = "assignedUserIds"
_FACTS = (
    "title",
    "projectNumber",
    "projectType",
    "startDate",
    "endDate",
    PLACE,
    _PEOPLE,
    "description",
    "notes",
)
_WAY = ("planned", "in-progress", "completed")
_OFF = "cancelled"
_SAID = {
    "planned": N_("The project is planned again."),
    "in-progress": N_("The project is in progress."),
    "completed": N_("The project is completed."),
    _OFF: N_("The project is called off."),
}


def project_record(work: Workplace) -> "ProjectRecord":
    """The screen."""
    return ProjectRecord(work)


class ProjectRecord(RecordScreen):
    """One project."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        words = NamedRows(work, lambda: str(self.context().fields.get("clientId") or "")).words(_PEOPLE)
        super().__init__(
            work,
            plan=_plan(work, words),
            read=self._sheet,
            save=lambda c, row_id, fields: records.edit(replica, c=c, id=row_id, fields=fields),
            handlers=self._handlers(),
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    # --- reading ------------------------------------------------------------------------------------

    def _sheet(self, project: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(PROJECTS, project)
        if row is None:
            return None
        facts = Part(PROJECTS, row.id, _("Facts"), row.f, unsettled_fields(self.work, PROJECTS, row.id))
        return Sheet(
            title=str(row.f.get("title") or _("Project without a title")),
            badge=badge_of(PROJECTS, row.f.get("status")),
            line=self._line_of(reads, row),
            parts=(facts,),
            lost=lost_edits_of(self.work, reads, PROJECTS, row.id),
            steps=_steps(str(row.f.get("status"))),
            known={"issued": has_paper(reads.db, project)},
        )

    def _line_of(self, reads: Reads, row: Row) -> str:
        client = merged.stand_in(reads, "clients", row.f.get("clientId"))
        name = str(client.f.get("companyName") or "") if client else _("The client is not available here")
        days = list(dict.fromkeys(row.f[day] for day in ("startDate", "endDate") if row.f.get(day)))
        words = (name, str(row.f.get("projectNumber") or ""), " – ".join(map(self.work.formats.day, days)))
        return " · ".join(word for word in words if word)

    # --- doing --------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "project.client": self._open_client,
            "project.delete": self._delete,
        }
        for status in _SAID:
            found[f"project.{status}"] = partial(self._set_status, status)
        return {**found, **Making(self, self._known).handlers("project")}

    def _known(self) -> Mapping[str, Any]:
        """What is known of whatever is made for this project."""
        fields = self.context().fields
        return {name: fields.get(name) for name in ("clientId", PLACE, "startDate")} | {
            "projectId": self.record_id
        }

    def _set_status(self, status: str) -> None:
        project, replica = ProjectId(self.record_id), self.work.replica
        self.work.operations.write(
            self,
            lambda: projects.set_project_status(replica, id=project, status=status),
            then=lambda saved: self._done(saved, _(_SAID[status])),
        )

    def _delete(self) -> None:
        project = ProjectId(self.record_id)

        def done(saved: Saved) -> None:
            self._done(saved, _("Project deleted."))
            self.step_back.emit()

        self.work.operations.write(
            self, lambda: projects.delete_project(self.work.replica, id=project), then=done
        )

    def _done(self, saved: Saved, said: str) -> None:
        self.work.undo.remember(saved.undo)
        self.said.emit(said, _UNDOABLE)

    def _open_client(self) -> None:
        fields = self.context().fields
        if fields.get("clientId"):
            self.go.emit(Place("clients", fields["clientId"]))


def _steps(status: str) -> tuple[Step, ...]:
    """How far a project is; the steps that are closed say why."""

    def step(word: str) -> Step:
        badge = badge_of(PROJECTS, word)
        label = badge.word if badge else word
        here = word == status
        passed = status in _WAY and _WAY.index(word) < _WAY.index(status)
        tone = badge.tone if badge and here else None
        return Step(label, done=passed, here=here, tone=tone, why="" if here else why_not(status, word))

    if status not in (*_WAY, _OFF):
        return ()
    badge = badge_of(PROJECTS, _OFF)
    ways = [step(word) for word in _WAY]
    if status == _OFF and badge is not None:
        ways.append(Step(badge.word, here=True, tone=badge.tone))
    return tuple(ways)


def _plan(work: Workplace, words: Words) -> RecordPlan:
    return RecordPlan(
        section=PROJECTS,
        scope="project",
        back_to=_("Projects"),
        facts={PROJECTS: _FACTS},
        files="projectId",
        words=words,
        timeline=lambda of: RecordTimeline(work, PROJECTS, of),
        related=(_tasks(work), *(_documents(work, *one) for one in _DOCUMENTS)),
        watches=frozenset({PROJECTS, "clients", "clientProperties", "users", "notices", "issued"}),
        actions=RECORD_ACTIONS,
        onward=("project.in-progress", "project.completed"),
        buttons=("project.client",),
        new=("project.new-task", "project.new-quote", "project.new-invoice"),
        new_action="project.new",
        gone=_(
            "This project is not available here any more. It may have been deleted on another device; "
            "{keys} brings back what was deleted here."
        ).format(keys=keys_text(UNDO)),
    )


_DOCUMENTS = (
    (
        documents.QUOTES,
        N_("Quotes"),
        N_("Valid until"),
        N_("No quotes for this project yet. {keys} drafts one."),
    ),
    (
        documents.INVOICES,
        N_("Invoices"),
        N_("Due"),
        N_("No invoices for this project yet. {keys} drafts one."),
    ),
)


def _tasks(work: Workplace) -> RelatedPlan:
    none = _("No tasks for this project yet. {keys} plans one.").format(keys=_keys("task"))
    return related_tasks(work, within="projectId", none=none)


def _documents(work: Workplace, shape: documents.lists.Shape, title: str, day: str, none: str) -> RelatedPlan:
    said = _(none).format(keys=_keys(shape.table.removesuffix("s")))
    return related_documents(work, shape, title=_(title), day=_(day), within="projectId", none=said)


def _keys(noun: str) -> str:
    return keys_of(RECORD_ACTIONS, f"project.new-{noun}")
