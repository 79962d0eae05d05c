"""What can be done with clients."""

from collections.abc import Callable

from onetool_desktop.domain.statuses import CLIENT
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, one_selected

LIST, RECORD = "clients", "client"


def _step_to(status: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        start = str(context.fields.get("status", ""))
        if not context.ids:
            return "This client is not available here."
        if start == status:
            return f"This client is {status} already."
        return "" if CLIENT.allows(start, status) else "Make this client active first."

    return why_not


def _here(context: Context) -> str:
    return "" if context.ids else "This client is not available here."


def _record(action_id: str, label: str, icon: str, shortcut: str = "") -> ActionSpec:
    return ActionSpec(
        id=f"client.{action_id}", label=label, icon=icon, scope=RECORD, shortcut=shortcut, why_not=_here
    )


def _status(status: str, label: str, icon: str) -> ActionSpec:
    return ActionSpec(id=f"client.{status}", label=label, icon=icon, scope=RECORD, why_not=_step_to(status))


LIST_ACTIONS = (
    ActionSpec(
        id="clients.new",
        label="New client",
        icon="plus",
        scope=LIST,
        shortcut="Ctrl+N",
        words="add create customer",
    ),
    ActionSpec(id="clients.open", label="Open client", icon="open", scope=LIST, why_not=one_selected),
)
RECORD_ACTIONS = (
    _record("contact", "Add contact", "person", "Ctrl+Shift+C"),
    _record("property", "Add property", "property", "Ctrl+Shift+P"),
    _status("active", "Make active", "circle-dot"),
    _status("lead", "Make a lead", "star"),
    _status("inactive", "Make inactive", "pause"),
    _status("archived", "Archive client", "archive"),
    _record("delete", "Delete client", "discard"),
)
