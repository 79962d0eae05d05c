"""What can be done with a project, each with the reason while it cannot be."""

from collections.abc import Callable

from onetool_desktop.domain.statuses import PROJECT
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context

RECORD = "project"
_STATES = {
    "planned": N_("planned"),
    "in-progress": N_("in progress"),
    "completed": N_("completed"),
    "cancelled": N_("called off"),
}
_FIRST = {
    "planned": N_("Work on this project has begun. Put it back to in progress first, then plan it anew."),
    "in-progress": N_("This project was called off. Plan it again first."),
    "completed": N_("This project was called off. Plan it again first."),
    "cancelled": N_("This project is completed. Put it back to in progress first."),
}


def why_not(start: str, end: str) -> str:
    """Why a project cannot go from one state to another; nothing where it can."""
    if start == end:
        return _("This project is {state} already.").format(state=_(_STATES[end]))
    return "" if PROJECT.allows(start, end) else _(_FIRST[end])


def _step_to(end: str) -> Callable[[Context], str]:
    return lambda context: _here(context) or why_not(str(context.fields.get("status", "")), end)


def _here(context: Context) -> str:
    return "" if context.ids else _("This project is not available here.")


def _deletes(context: Context) -> str:
    if context.fields.get("issued"):
        return _("Something of this project was issued on paper, so it stays. Complete it or call it off.")
    return _here(context)


def _record(action_id: str, label: str, icon: str, shortcut: str = "", words: str = "") -> ActionSpec:
    return ActionSpec(
        id=f"project.{action_id}",
        label=label,
        icon=icon,
        scope=RECORD,
        shortcut=shortcut,
        words=words,
        why_not=_here,
    )


def _status(status: str, label: str, icon: str, shortcut: str = "") -> ActionSpec:
    return ActionSpec(
        id=f"project.{status}",
        label=label,
        icon=icon,
        scope=RECORD,
        shortcut=shortcut,
        why_not=_step_to(status),
    )


RECORD_ACTIONS = (
    _record("new", N_("New…"), "plus", "Ctrl+N", N_("add create")),
    _record("new-task", N_("New task"), "tasks", "Ctrl+Shift+T", N_("add create visit")),
    _record("new-quote", N_("New quote"), "quotes", "Ctrl+Shift+Q", N_("add create offer")),
    _record("new-invoice", N_("New invoice"), "invoices", "Ctrl+Shift+I", N_("add create bill")),
    _record("client", N_("Open client"), "clients", "Ctrl+L"),
    _status("in-progress", N_("Begin project"), "circle-half"),
    _status("completed", N_("Complete project"), "check-circle", "Ctrl+Return"),
    _status("planned", N_("Plan again"), "circle"),
    _status("cancelled", N_("Call project off"), "slash-circle"),
    ActionSpec(
        id="project.delete", label=N_("Delete project"), icon="discard", scope=RECORD, why_not=_deletes
    ),
)
