"""Work: projects and the tasks that get them done."""

from onetool_desktop.changes.values import Fields
from onetool_desktop.domain.ids import ClientId, ProjectId, TaskId
from onetool_desktop.services import records
from onetool_desktop.services.saving import Act, Created, Saved, commit, edited, live_fields, new_row, save
from onetool_desktop.store.replica import Replica, Transaction

PROJECTS, TASKS = "projects", "tasks"


def create_project(replica: Replica, *, client_id: ClientId, fields: Fields) -> Created[ProjectId]:
    """A new project of a client."""
    project = ProjectId(replica.ids.new_id())
    row = new_row(PROJECTS, project, {"status": "planned", **fields, "clientId": client_id})
    act = Act(action="projects.create", label=f"Plan {fields.get('title') or 'a project'}")
    return Created(project, save(replica, act, lambda _: [row]))


def edit_project(replica: Replica, *, id: ProjectId, fields: Fields) -> Saved:
    """Change a project's fields; `assignedUserIds` is the whole list."""
    return records.edit(replica, c=PROJECTS, id=id, fields=fields)


def set_project_status(replica: Replica, *, id: ProjectId, status: str) -> Saved:
    """Planned, in-progress, completed or cancelled, by the steps of the table."""
    return records.set_status(replica, c=PROJECTS, id=id, status=status, label=f"Set the project to {status}")


def delete_project(replica: Replica, *, id: ProjectId) -> Saved:
    """Delete a project with its tasks; refused once anything of it was issued on paper."""
    return records.delete(replica, c=PROJECTS, id=id)


def create_task(replica: Replica, *, fields: Fields) -> Created[TaskId]:
    """A new task. One of a project takes over the project's client and property where none is given."""
    task = TaskId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        taken = live_fields(tx, PROJECTS, fields.get("projectId"))
        place = {name: taken.get(name) for name in ("clientId", "propertyId")}
        row = new_row(TASKS, task, {"status": "pending", **place, **fields})
        label = f"Add the task {fields.get('title') or ''}".strip()
        return commit(tx, Act(action="tasks.create", label=label), [row])

    return Created(task, replica.write(work))


def edit_task(replica: Replica, *, id: TaskId, fields: Fields) -> Saved:
    """Change a task's fields."""
    return records.edit(replica, c=TASKS, id=id, fields=fields)


def start_task(replica: Replica, *, id: TaskId) -> Saved:
    """Begin a visit."""
    return records.set_status(replica, c=TASKS, id=id, status="in-progress", label="Start a task")


def complete_task(replica: Replica, *, id: TaskId, report: str = "") -> Saved:
    """Finish a visit, with a report if there is one."""
    fields = {"status": "completed", **({"report": report} if report else {})}
    act = Act(action="tasks.completed", label="Complete a task")
    return save(replica, act, lambda tx: [edited(tx, TASKS, id, fields)])


def cancel_task(replica: Replica, *, id: TaskId) -> Saved:
    """Call a visit off."""
    return records.set_status(replica, c=TASKS, id=id, status="cancelled", label="Call a task off")


def reopen_task(replica: Replica, *, id: TaskId) -> Saved:
    """Take a completed or cancelled visit back to pending."""
    return records.set_status(replica, c=TASKS, id=id, status="pending", label="Reopen a task")


def delete_task(replica: Replica, *, id: TaskId) -> Saved:
    """Delete a task."""
    return records.delete(replica, c=TASKS, id=id)
