"""The actions that every list has, as a table: copying, its columns, its saved filters. May not know: widgets."""

from onetool_desktop.domain.translate import N_
from onetool_desktop.ui.runtime.actions import ActionSpec, some_selected


def list_actions(scope: str) -> tuple[ActionSpec, ...]:
    """The specs of one list; their ids begin with its scope."""
    return (
        ActionSpec(
            id=f"{scope}.copy",
            label=N_("Copy for a spreadsheet"),
            icon="copy",
            scope=scope,
            shortcut="Ctrl+C",
            words="export csv excel table",
            why_not=some_selected,
        ),
    )
