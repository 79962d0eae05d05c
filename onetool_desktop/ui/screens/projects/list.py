"""The list of projects."""

from collections.abc import Sequence

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.ids import ClientId, ProjectId
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many, set_status_of
from onetool_desktop.services.projects import create_project
from onetool_desktop.services.saving import Created
from onetool_desktop.store.queries import project_list as projects
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.columns import PROJECT_COLUMNS, project_page
from onetool_desktop.ui.screens.list_actions import opening
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.new_work import Kind
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace


def _bulk() -> tuple[Bulk, ...]:
    def status(word: str, label: str, icon: str, said: Said) -> Bulk:
        def call(replica: Replica, ids: Sequence[str]) -> Many:
            return set_status_of(replica, c="projects", ids=ids, status=word, label=_(label))

        return verb(bulk_spec("projects", word, label, icon), call, said)

    def begun(count: int) -> str:
        words = ngettext("{count} project is in progress.", "{count} projects are in progress.", count)
        return words.format(count=count)

    def done(count: int) -> str:
        words = ngettext("{count} project completed.", "{count} projects completed.", count)
        return words.format(count=count)

    def off(count: int) -> str:
        words = ngettext("{count} project called off.", "{count} projects called off.", count)
        return words.format(count=count)

    return (
        status("in-progress", N_("Begin"), "circle-half", begun),
        status("completed", N_("Complete"), "check-circle", done),
        status("cancelled", N_("Call off"), "slash-circle", off),
    )


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
    bulk = _bulk()
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
        actions=(opening("projects", N_("Open project")),),
        bulk=bulk,
    )
    page = project_page(work, client=True)
    source = ReplicaSource(work, shape=projects.SHAPE, page=page, also=frozenset({"clients"}))
    return ListScreen(work, plan=plan, source=source, handlers={})
