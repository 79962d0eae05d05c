"""The list of projects."""

from onetool_desktop.store.queries import project_list as projects
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.screens.columns import PROJECT_COLUMNS, project_page
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace


def projects_list(work: Workplace) -> ListScreen:
    """The screen."""
    plan = ListPlan(
        section="projects",
        title="Projects",
        icon="projects",
        columns=PROJECT_COLUMNS,
        tabs=(
            Tab("all", "All"),
            Tab("planned", "Planned"),
            Tab("in-progress", "In progress"),
            Tab("completed", "Completed"),
            Tab("cancelled", "Cancelled"),
        ),
        sort="start",
        descending=True,
        find="Find a project",
        none_title="No projects yet",
        none_sentence="A project is one job for a client: its visits, quotes and invoices stand together.",
    )
    page = project_page(work, client=True)
    source = ReplicaSource(work, shape=projects.SHAPE, page=page, also=frozenset({"clients"}))
    return ListScreen(work, plan=plan, source=source, handlers={})
