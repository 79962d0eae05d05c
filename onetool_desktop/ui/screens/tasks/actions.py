"""What can be done with tasks."""

from collections.abc import Callable

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.domain.visits import Stage, next_step, stage_of
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, one_selected
from onetool_desktop.ui.screens.list_actions import opening
from onetool_desktop.ui.screens.paper.job_sheet import job_sheet_actions

LIST, RECORD = "tasks", "task"


def _here(context: Context) -> str:
    return "" if context.ids else _("This task is not available here.")


def _leads_to(name: str, sentence: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        return _here(context) or ("" if context.fields.get(name) else _(sentence))

    return why_not


def _goes_on(context: Context) -> str:
    if next_step(stage_of(context.fields)) is None:
        return _here(context) or _("This task has ended. Reopen it first.")
    return _here(context)


def _has_ended(context: Context) -> str:
    ended = stage_of(context.fields) in (Stage.DONE, Stage.CALLED_OFF)
    return _here(context) or ("" if ended else _("This task is still open."))


def _record(
    action_id: str,
    label: str,
    icon: str,
    shortcut: str = "",
    why_not: Callable[[Context], str] = _here,
) -> ActionSpec:
    return ActionSpec(
        id=f"task.{action_id}", label=label, icon=icon, scope=RECORD, shortcut=shortcut, why_not=why_not
    )


ROW_ACTIONS = (
    opening(LIST, N_("Open task")),
    ActionSpec(
        id="tasks.plan",
        label=N_("Move or assign task…"),
        icon="schedule",
        scope=LIST,
        shortcut="Ctrl+M",
        words=N_("day time person"),
        why_not=one_selected,
    ),
)
LIST_ACTIONS = (
    ActionSpec(
        id="tasks.new",
        label=N_("New task"),
        icon="plus",
        scope=LIST,
        shortcut="Ctrl+N",
        words=N_("add create visit appointment job"),
    ),
    *ROW_ACTIONS,
)
RECORD_ACTIONS = (
    _record("next", N_("Next step"), "forward", "Ctrl+Shift+Return", _goes_on),
    _record("plan", N_("Move or assign…"), "schedule", "Ctrl+M"),
    _record("finish", N_("Finish task"), "check-circle", why_not=_goes_on),
    _record("cancel", N_("Call task off"), "slash-circle", why_not=_goes_on),
    _record("reopen", N_("Reopen task"), "retry", why_not=_has_ended),
    _record(
        "client",
        N_("Open client"),
        "clients",
        "Ctrl+L",
        _leads_to("clientId", N_("This task belongs to no client.")),
    ),
    _record(
        "project",
        N_("Open project"),
        "projects",
        "Ctrl+J",
        _leads_to("projectId", N_("This task belongs to no project.")),
    ),
    *job_sheet_actions(RECORD, _here),
    _record("delete", N_("Delete task"), "discard"),
)
