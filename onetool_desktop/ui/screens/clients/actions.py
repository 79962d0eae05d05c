"""What can be done with clients."""

from collections.abc import Callable

from onetool_desktop.domain.statuses import CLIENT
from onetool_desktop.domain.translate import _
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


def _deletes(context: Context) -> str:
    if context.fields.get("issued"):
        return _("Something of this client was issued on paper, so it stays. Archive the client instead.")
    return _here(context)


def _record(action_id: str, label: str, icon: str, shortcut: str = "", words: str = "") -> ActionSpec:
    return ActionSpec(
        id=f"client.{action_id}",
        label=label,
        icon=icon,
        scope=RECORD,
        shortcut=shortcut,
        words=words,
        why_not=_here,
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
    _record("new", "New…", "plus", "Ctrl+N", "add create"),
    _record("new-project", "New project", "projects", "Ctrl+Shift+J", "add create plan"),
    _record("new-task", "New task", "tasks", "Ctrl+Shift+T", "add create visit"),
    _record("new-quote", "New quote", "quotes", "Ctrl+Shift+Q", "add create offer"),
    _record("new-invoice", "New invoice", "invoices", "Ctrl+Shift+I", "add create bill"),
    _record("contact", "Add contact", "person", "Ctrl+Shift+C"),
    _record("property", "Add property", "property", "Ctrl+Shift+P"),
    _status("active", "Make active", "circle-dot"),
    _status("lead", "Make a lead", "star"),
    _status("inactive", "Make inactive", "pause"),
    _status("archived", "Archive client", "archive"),
    ActionSpec(id="client.delete", label="Delete client", icon="discard", scope=RECORD, why_not=_deletes),
)
