"""The actions that every list has, as a table: its columns, its saved filters, and those of its rows.

May not know: widgets.
"""

from collections.abc import Callable

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, always, one_selected, some_selected


def list_actions(scope: str) -> tuple[ActionSpec, ...]:
    """The specs of one list; their ids begin with its scope."""
    return (
        _spec(scope, "columns", N_("Choose columns"), "columns", "Ctrl+Shift+K", N_("show hide order width")),
        _spec(
            scope,
            "save-filter",
            N_("Save this filter"),
            "plus",
            "Ctrl+Shift+F",
            N_("tab keep"),
            _something_to_save,
        ),
        _spec(scope, "rename-filter", N_("Rename this filter"), "edit", "", "tab", _one_of_ones_own),
        _spec(
            scope,
            "remove-filter",
            N_("Remove this filter"),
            "discard",
            "",
            N_("tab delete"),
            _one_of_ones_own,
        ),
        ActionSpec(
            id=f"{scope}.deleted", label=N_("Recently deleted"), icon="discard", scope=scope, in_palette=False
        ),
    )


def copying(scope: str) -> ActionSpec:
    """Copies the rows that are selected."""
    return ActionSpec(
        id=f"{scope}.copy",
        label=N_("Copy for a spreadsheet"),
        icon="copy",
        scope=scope,
        shortcut="Ctrl+C",
        words=N_("export csv excel table"),
        why_not=some_selected,
    )


def opening(scope: str, label: str) -> ActionSpec:
    """Opens the one row that is selected; its handler is that of the rows."""
    return ActionSpec(id=f"{scope}.open", label=label, icon="open", scope=scope, why_not=one_selected)


def _spec(
    scope: str,
    name: str,
    label: str,
    icon: str,
    keys: str,
    words: str,
    why_not: Callable[[Context], str] = always,
) -> ActionSpec:
    return ActionSpec(
        id=f"{scope}.{name}",
        label=label,
        icon=icon,
        scope=scope,
        shortcut=keys,
        words=words,
        why_not=why_not,
    )


def _something_to_save(context: Context) -> str:
    return "" if context.fields.get("unsaved") else _("Search or sort first; then it can be saved as a tab.")


def _one_of_ones_own(context: Context) -> str:
    return "" if context.fields.get("own") else _("Choose a filter that you saved yourself first.")
