"""Projects: one job for a client, planned, done and closed."""

from onetool_desktop.changes.values import Change, Fields
from onetool_desktop.domain.declare import spoken_as
from onetool_desktop.domain.ids import ClientId, ProjectId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.clients import only_place
from onetool_desktop.services.saving import Act, Created, Saved, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

PROJECTS = "projects"


def create_project(replica: Replica, *, client_id: ClientId, fields: Fields) -> Created[ProjectId]:
    """A new project of a client, at his property where he has just one and none is given."""
    project = ProjectId(replica.ids.new_id())

    def draft(tx: Transaction) -> list[Change]:
        usual = {"status": "planned", "propertyId": only_place(tx, client_id)}
        return [new_row(PROJECTS, project, {**usual, **fields, "clientId": client_id})]

    act = Act(
        action="projects.create", label=_("Plan {name}").format(name=fields.get("title") or _("a project"))
    )
    return Created(project, save(replica, act, draft))


def edit_project(replica: Replica, *, id: ProjectId, fields: Fields) -> Saved:
    """Change a project's fields; `assignedUserIds` is the whole list."""
    return records.edit(replica, c=PROJECTS, id=id, fields=fields)


def set_project_status(replica: Replica, *, id: ProjectId, status: str) -> Saved:
    """Planned, in-progress, completed or cancelled, by the steps of the table."""
    return records.set_status(
        replica,
        c=PROJECTS,
        id=id,
        status=status,
        label=_("Set the project to {status}").format(status=_(spoken_as(status))),
    )


def delete_project(replica: Replica, *, id: ProjectId) -> Saved:
    """Delete a project with its tasks; refused once anything of it was issued on paper."""
    return records.delete(replica, c=PROJECTS, id=id)
