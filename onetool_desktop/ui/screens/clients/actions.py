"""What can be done with clients."""

from collections.abc import Callable

from onetool_desktop.domain.statuses import CLIENT
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.list_actions import opening

LIST, RECORD = "clients", "client"


def _step_to(status: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        start = str(context.fields.get("status", ""))
        if not context.ids:
            return _("This client is not available here.")
        if start == status:
            return _("This client is {status} already.").format(status=_(status))
        return "" if CLIENT.allows(start, status) else _("Make this client active first.")

    return why_not


def _here(context: Context) -> str:
    return "" if context.ids else _("This client is not available here.")


def _deletes(context: Context) -> str:
    if context.fields.get("issued"):
        return _("Something of this client was issued on paper, so it stays. Archive the client instead.")
    return _here(context)


def _merges(context: Context) -> str:
    if not context.fields.get("may merge"):
        return _("Your role does not allow clients to be merged.")
    return _here(context)


def _parts(context: Context) -> str:
    why_not = _merges(context)
    alone = not why_not and not context.fields.get("stands for")
    return _("No client was merged into this one.") if alone else why_not


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
        label=N_("New client"),
        icon="plus",
        scope=LIST,
        shortcut="Ctrl+N",
        words=N_("add create customer"),
    ),
    opening(LIST, N_("Open client")),
)
RECORD_ACTIONS = (
    _record("new", N_("New…"), "plus", "Ctrl+N", N_("add create")),
    _record("new-project", N_("New project"), "projects", "Ctrl+Shift+J", N_("add create plan")),
    _record("new-task", N_("New task"), "tasks", "Ctrl+Shift+T", N_("add create visit")),
    _record("new-quote", N_("New quote"), "quotes", "Ctrl+Shift+Q", N_("add create offer")),
    _record("new-invoice", N_("New invoice"), "invoices", "Ctrl+Shift+I", N_("add create bill")),
    _record("contact", N_("Add contact"), "person", "Ctrl+Shift+C"),
    _record("property", N_("Add property"), "property", "Ctrl+Shift+L"),
    _status("active", N_("Make active"), "circle-dot"),
    _status("lead", N_("Make a lead"), "star"),
    _status("inactive", N_("Make inactive"), "pause"),
    _status("archived", N_("Archive client"), "archive"),
    ActionSpec(
        id="client.merge",
        label=N_("Merge into another client…"),
        icon="copy",
        scope=RECORD,
        words=N_("duplicate twice same join"),
        why_not=_merges,
    ),
    ActionSpec(
        id="client.apart",
        label=N_("Set a merged client apart…"),
        icon="undo",
        scope=RECORD,
        words=N_("duplicate split unmerge"),
        why_not=_parts,
    ),
    ActionSpec(id="client.delete", label=N_("Delete client"), icon="discard", scope=RECORD, why_not=_deletes),
)
