"""A client's record in words: which facts in which order, what stands beside them. Nothing here does anything."""

from collections.abc import Mapping

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.queries import document_list as documents, project_list as projects
from onetool_desktop.ui.runtime.actions import UNDO, keys_of, keys_text
from onetool_desktop.ui.screens.clients.actions import RECORD_ACTIONS
from onetool_desktop.ui.screens.columns import (
    CLIENTS_PROJECT_COLUMNS,
    project_page,
)
from onetool_desktop.ui.screens.projects.bulk import OPENING, projects_bulk
from onetool_desktop.ui.screens.record_parts import Group
from onetool_desktop.ui.screens.record_screen import RecordPlan
from onetool_desktop.ui.screens.related import RelatedPlan
from onetool_desktop.ui.screens.related_plans import related_documents, related_tasks
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.timeline_words import RecordTimeline
from onetool_desktop.ui.widgets.value_words import Words

CLIENTS, CONTACTS, PROPERTIES = "clients", "clientContacts", "clientProperties"
FORMS: Mapping[str, tuple[str, ...]] = {
    CONTACTS: ("firstName", "lastName", "phone", "email", "jobTitle"),
    PROPERTIES: ("propertyName", "streetAddress", "zipCode", "city", "accessNotes"),
}
_FACTS: Mapping[str, tuple[str, ...]] = {
    CLIENTS: (
        "companyName",
        "companyDescription",
        "leadSource",
        "communicationPreference",
        "tags",
        "taxNumber",
        "paymentDays",
        "notes",
    ),
    CONTACTS: ("phone", "email", "jobTitle", "firstName", "lastName", "notes"),  # the name stands over them
    PROPERTIES: (
        "propertyName",
        "propertyType",
        "streetAddress",
        "zipCode",
        "city",
        "country",
        "accessNotes",
    ),
}
_GROUPS = {
    CONTACTS: Group(title=N_("Contacts"), none=N_("none yet"), add="client.contact"),
    PROPERTIES: Group(title=N_("Properties"), none=N_("none yet"), add="client.property"),
}
_NONE = {
    "quotes": N_("No quotes for this client yet. {keys} drafts one."),
    "invoices": N_("No invoices for this client yet. {keys} drafts one."),
}


def client_plan(work: Workplace) -> RecordPlan:
    """The plan of the screen."""
    return RecordPlan(
        section=CLIENTS,
        scope="client",
        back_to=_("Clients"),
        facts=_FACTS,
        groups=_GROUPS,
        words=Words(formats=work.formats, currency=work.currency),
        timeline=lambda of: RecordTimeline(work, CLIENTS, of),
        related=(_projects(work), _tasks(work), *(_documents(work, *one) for one in _DOCUMENTS)),
        files="clientId",
        watches=frozenset({CLIENTS, CONTACTS, PROPERTIES, "notices", "invoices", "payments", "issued"}),
        actions=RECORD_ACTIONS,
        new=("client.new-project", "client.new-task", "client.new-quote", "client.new-invoice"),
        new_action="client.new",
        gone=_(
            "This client is not available here any more. It may have been deleted on another device; "
            "{keys} brings back what was deleted here."
        ).format(keys=keys_text(UNDO)),
    )


_DOCUMENTS = (
    (documents.QUOTES, N_("Quotes"), N_("Valid until")),
    (documents.INVOICES, N_("Invoices"), N_("Due")),
)


def _projects(work: Workplace) -> RelatedPlan:
    return RelatedPlan(
        section="projects",
        title=_("Projects"),
        icon="projects",
        columns=CLIENTS_PROJECT_COLUMNS,
        sort="start",
        source=lambda of: ReplicaSource(
            work, shape=projects.SHAPE, page=project_page(work, client=False), within=("clientId", of)
        ),
        none=_("No projects for this client yet. {keys} plans one.").format(keys=_keys("project")),
        own=OPENING,
        bulk=projects_bulk(),
    )


def _tasks(work: Workplace) -> RelatedPlan:
    none = _("No tasks for this client yet. {keys} plans one.").format(keys=_keys("task"))
    return related_tasks(work, within="clientId", none=none)


def _documents(work: Workplace, shape: documents.lists.Shape, title: str, day: str) -> RelatedPlan:
    none = _(_NONE[shape.table]).format(keys=_keys(shape.table.removesuffix("s")))
    return related_documents(work, shape, title=_(title), day=_(day), within="clientId", none=none)


def _keys(noun: str) -> str:
    return keys_of(RECORD_ACTIONS, f"client.new-{noun}")
