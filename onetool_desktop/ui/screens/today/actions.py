"""What can be done with the visits of today, from the list and on the job card."""

from collections.abc import Callable

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.domain.visits import next_step, stage_of
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, MenuPart
from onetool_desktop.ui.screens.paper.job_sheet import job_sheet_actions

LIST, CARD = "today", "visit"


def _goes_on(context: Context) -> str:
    if not context.ids:
        return _("Choose a visit first.")
    return "" if next_step(stage_of(context.fields)) else _("This visit has ended.")


def _chosen(context: Context) -> str:
    return "" if context.ids else _("Choose a visit first.")


def _has(name: str, sentence: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        return _chosen(context) or ("" if context.fields.get(name) else _(sentence))

    return why_not


def _on_the_way(scope: str) -> tuple[ActionSpec, ...]:
    """The next step, and how to reach the client."""
    return (
        ActionSpec(
            id=f"{scope}.next",
            label=N_("Next step"),
            icon="forward",
            scope=scope,
            shortcut="Ctrl+Shift+Return",
            words=N_("travel arrive start finish"),
            why_not=_goes_on,
        ),
        ActionSpec(
            id=f"{scope}.call",
            label=N_("Call"),
            icon="phone",
            scope=scope,
            shortcut="Ctrl+T",
            words=N_("telephone ring"),
            why_not=_has("phone", N_("No telephone number is known.")),
        ),
        ActionSpec(
            id=f"{scope}.directions",
            label=N_("Directions"),
            icon="directions",
            scope=scope,
            shortcut="Ctrl+G",
            words=N_("map route navigate"),
            why_not=_has("street", N_("No address is known.")),
        ),
    )


def _on_site(scope: str) -> tuple[ActionSpec, ...]:
    """What is written, pictured and printed there."""
    return (
        ActionSpec(
            id=f"{scope}.notes",
            label=N_("Notes"),
            icon="note",
            scope=scope,
            shortcut="Ctrl+Shift+N",
            words=N_("report what was done"),
            why_not=_chosen,
        ),
        ActionSpec(
            id=f"{scope}.photos",
            label=N_("Photos"),
            icon="camera",
            scope=scope,
            shortcut="Ctrl+Shift+P",
            words=N_("pictures camera files add"),
            why_not=_chosen,
        ),
        ActionSpec(
            id=f"{scope}.paper",
            label=N_("Paper"),
            icon="print",
            scope=scope,
            words="job sheet",
            why_not=_chosen,
        ),
        *job_sheet_actions(scope, _chosen),
    )


def _both(scope: str) -> tuple[ActionSpec, ...]:
    """What can be done with a visit, from the list as from its card."""
    return (*_on_the_way(scope), *_on_site(scope))


LIST_ACTIONS = (
    *_both(LIST),
    ActionSpec(id="today.open", label=N_("Job card"), icon="open", scope=LIST, why_not=_chosen),
    ActionSpec(
        id="today.new",
        label=N_("New task"),
        icon="plus",
        scope=LIST,
        shortcut="Ctrl+N",
        words=N_("add visit appointment"),
    ),
)
ROW_MENU = (
    MenuPart(("today.next",)),
    MenuPart(("today.open", "today.call", "today.directions", "today.notes", "today.photos")),
    MenuPart(("today.print", "today.pdf")),
)
CARD_ACTIONS = _both(CARD)
