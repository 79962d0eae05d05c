"""The action that opens the history of whatever record a screen shows, as a row for its table."""

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context


def _here(context: Context) -> str:
    return "" if context.ids else _("There is no record here.")


def history_action(scope: str) -> ActionSpec:
    """The spec, for the actions of one scope."""
    return ActionSpec(
        id=f"{scope}.history",
        label=N_("History"),
        icon="clock",
        scope=scope,
        shortcut="Ctrl+H",
        words=_("changes who when past put back"),
        why_not=_here,
    )
