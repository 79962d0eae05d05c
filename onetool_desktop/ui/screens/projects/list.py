"""The list of projects."""

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId, ProjectId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.projects import create_project
from onetool_desktop.services.saving import Created
from onetool_desktop.store.queries import project_list as projects
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.screens.columns import PROJECT_COLUMNS, project_page
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.new_work import Kind
from onetool_desktop.ui.screens.projects.bulk import OPENING, projects_bulk
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace


def _new_project() -> Kind:
    def make(replica: Replica, client: ClientId, title: str) -> Created[ProjectId]:
        return create_project(replica, client_id=client, fields={"title": title})

    return Kind(
        section="projects",
        title=N_("New project"),
        words=_("add create job"),
        make=make,
        asked=COLLECTIONS["projects"].by_name["title"],
    )


def projects_list(work: Workplace) -> ListScreen:
    """The screen."""
    plan = ListPlan(
        section="projects",
        title=_("Projects"),
        icon="projects",
        columns=PROJECT_COLUMNS,
        tabs=(
            Tab("all", _("All")),
            Tab("planned", _("Planned")),
            Tab("in-progress", _("In progress")),
            Tab("completed", _("Completed")),
            Tab("cancelled", _("Cancelled")),
        ),
        sort="start",
        descending=True,
        find=_("Find a project"),
        none_title=_("No projects yet"),
        none_sentence=_("A project is one job for a client: its visits, quotes and invoices stand together."),
        new=_new_project(),
        first_action="projects.new",
        actions=OPENING,
        bulk=projects_bulk(),
    )
    page = project_page(work, client=True)
    source = ReplicaSource(work, shape=projects.SHAPE, page=page, also=frozenset({"clients"}))
    return ListScreen(work, plan=plan, source=source, handlers={})
