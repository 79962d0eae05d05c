"""What belongs to a client or a project, as tabs of its record: found by the field `within`, empty in words `none`."""

from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries import document_list as documents, task_list as tasks
from onetool_desktop.ui.screens.columns import (
    RELATED_TASK_COLUMNS,
    document_columns,
    document_page,
    task_page,
)
from onetool_desktop.ui.screens.documents.bulk import OPENING, documents_bulk
from onetool_desktop.ui.screens.related import RelatedPlan
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.tasks.actions import ROW_ACTIONS
from onetool_desktop.ui.screens.tasks.bulk import planning, tasks_bulk


def related_tasks(work: Workplace, *, within: str, none: str) -> RelatedPlan:
    """Its tasks by their day."""
    page = task_page(work, client=False)
    return RelatedPlan(
        section="tasks",
        title=_("Tasks"),
        icon="tasks",
        columns=RELATED_TASK_COLUMNS,
        sort="day",
        source=lambda of: ReplicaSource(
            work, shape=tasks.SHAPE, page=page, also=frozenset({"users"}), within=(within, of)
        ),
        none=none,
        own=ROW_ACTIONS,
        handlers=planning,
        bulk=tasks_bulk(),
    )


def related_documents(
    work: Workplace, shape: documents.lists.Shape, *, title: str, day: str, within: str, none: str
) -> RelatedPlan:
    """Its quotes or invoices, the newest first; `day` heads the column of the day that counts."""
    return RelatedPlan(
        section=shape.table,
        title=title,
        icon=shape.table,
        columns=document_columns(shape.table, day=day, client=False, currency=work.currency),
        sort="newest",
        source=lambda of: ReplicaSource(
            work, shape=shape, page=document_page(work, shape, client=False), within=(within, of)
        ),
        none=none,
        own=OPENING[shape.table],
        bulk=documents_bulk(shape.table),
    )
