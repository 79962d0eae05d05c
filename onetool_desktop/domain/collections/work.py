"""Work: projects and the tasks (visits) that get them done."""

from onetool_desktop.domain import statuses
from onetool_desktop.domain.collections.fields import choice, note, parent, plain, ref, status, text
from onetool_desktop.domain.declare import Collection, Delete, Kind, Merge, Needed

PROJECTS = Collection(
    name="projects",
    label="Project",
    permission="projects",
    parent="clientId",
    assigned_by=("assignedUserIds",),
    roots=("clientId",),
    delete=Delete.UNLESS_ISSUED,
    status=statuses.PROJECT,
    title=("title",),
    fields=(
        parent("clientId", "Client", "clients"),
        ref("propertyId", "Property", "clientProperties", along=True),
        text("title", "Title", needed=Needed.CREATE, search=4),
        note("description", "Description", search=1),
        text("projectNumber", "Number", 40, search=4),
        status(statuses.PROJECT),
        choice("projectType", "Kind", "one-off recurring", default="one-off"),
        plain("startDate", Kind.DAY, "Starts", register="schedule"),
        plain("endDate", Kind.DAY, "Ends", register="schedule"),
        plain("assignedUserIds", Kind.SET, "Assigned to", limit=100, merge=Merge.SET),
        note("notes", "Notes"),
    ),
)
TASKS = Collection(
    name="tasks",
    label="Task",
    permission="tasks",
    assigned_by=("assigneeUserId",),
    roots=("clientId", "projectId"),
    status=statuses.TASK,
    span=("startTime", "endTime"),
    title=("title",),
    fields=(
        text("title", "Title", needed=Needed.CREATE, search=4),
        note("description", "What to do", search=1),
        ref("clientId", "Client", "clients", cascade=True, along=True, register="place"),
        ref("projectId", "Project", "projects", cascade=True, along=True, register="place"),
        ref("propertyId", "Property", "clientProperties", along=True, register="place"),
        plain("date", Kind.DAY, "Day", register="when", needed=Needed.CREATE),
        plain("startTime", Kind.TIME, "From", register="when"),
        plain("endTime", Kind.TIME, "To", register="when"),
        ref("assigneeUserId", "Assigned to", "users"),
        status(statuses.TASK),
        note("report", "Report"),
        # When the steps of a visit were done (domain/visits); each wins or loses alone.
        plain("travelStartedAt", Kind.INSTANT, "Set out", since=2),
        plain("arrivedAt", Kind.INSTANT, "Arrived", since=2),
        plain("startedAt", Kind.INSTANT, "Work began", since=2),
        plain("finishedAt", Kind.INSTANT, "Work ended", since=2),
    ),
)
