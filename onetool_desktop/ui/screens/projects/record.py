"""A project's record: its facts, and the quotes and invoices that belong to it."""

from onetool_desktop.domain.ids import NoticeId
from onetool_desktop.services import notices, records
from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.columns import document_columns, document_page
from onetool_desktop.ui.screens.lost_edits import lost_edits_of
from onetool_desktop.ui.screens.record_screen import Part, RecordPlan, RecordScreen, Sheet
from onetool_desktop.ui.screens.related import RelatedPlan
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.states import badge_of
from onetool_desktop.ui.screens.unsettled import unsettled_fields

PROJECTS = "projects"


def _here(context: Context) -> str:
    return "" if context.ids else "This project is not available here."


RECORD_ACTIONS = (
    ActionSpec(
        id="project.client",
        label="Open client",
        icon="clients",
        scope="project",
        shortcut="Ctrl+L",
        why_not=_here,
    ),
)


def project_record(work: Workplace) -> "ProjectRecord":
    """The screen."""
    return ProjectRecord(work)


class ProjectRecord(RecordScreen):
    """One project."""

    def __init__(self, work: Workplace) -> None:
        replica = work.replica
        super().__init__(
            work,
            plan=_plan(work),
            read=self._sheet,
            save=lambda c, row_id, fields: records.edit(replica, c=c, id=row_id, fields=fields),
            handlers={"project.client": self._open_client},
            put_back=lambda notice: notices.put_mine_back(replica, id=NoticeId(notice)),
            keep=lambda notice: notices.keep_theirs(replica, id=NoticeId(notice)),
        )

    def _sheet(self, project: str) -> Sheet | None:
        reads = self.work.replica.reads()
        row = reads.row(PROJECTS, project)
        if row is None:
            return None
        client = reads.row("clients", row.f.get("clientId") or "")
        formats = self.work.formats
        days = " – ".join(
            formats.day(row.f.get(name)) for name in ("startDate", "endDate") if row.f.get(name)
        )
        name = str(client.f.get("companyName") or "") if client else ""
        words = (name, str(row.f.get("projectNumber") or ""), days)
        return Sheet(
            title=str(row.f.get("title") or "Project without a title"),
            badge=badge_of(PROJECTS, row.f.get("status")),
            line=" · ".join(word for word in words if word),
            parts=(Part(PROJECTS, row.id, "Facts", row.f, unsettled_fields(self.work, PROJECTS, row.id)),),
            lost=lost_edits_of(self.work, reads, PROJECTS, row.id),
        )

    def _open_client(self) -> None:
        fields = self.context().fields
        if fields.get("clientId"):
            self.go.emit(Place("clients", fields["clientId"]))


def _plan(work: Workplace) -> RecordPlan:
    related = tuple(
        RelatedPlan(
            section=shape.table,
            title=shape.table.capitalize(),
            icon=shape.table,
            columns=document_columns(shape.table, day=day, client=False, currency=work.currency),
            sort="newest",
            source=lambda of, shape=shape: ReplicaSource(
                work, shape=shape, page=document_page(work, shape, client=False), within=("projectId", of)
            ),
            none=f"No {shape.table} for this project yet.",
        )
        for shape, day in ((documents.QUOTES, "Valid until"), (documents.INVOICES, "Due"))
    )
    return RecordPlan(
        section=PROJECTS,
        back_to="Projects",
        facts={PROJECTS: ("title", "projectNumber", "projectType", "description", "notes")},
        related=related,
        watches=frozenset({PROJECTS, "clients", "notices"}),
        actions=RECORD_ACTIONS,
        buttons=("project.client",),
        gone="This project is not available here any more. It may have been deleted on another device.",
    )
