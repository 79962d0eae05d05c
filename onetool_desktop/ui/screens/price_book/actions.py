"""What can be done with an item of the price book."""

from collections.abc import Callable

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.list_actions import opening
from onetool_desktop.ui.screens.states import item_state

LIST, RECORD = "skus", "item"


def _from(state: str, sentence: str) -> Callable[[Context], str]:
    """Possible for an item in that state."""

    def why_not(context: Context) -> str:
        if not context.ids:
            return _("This item is not available here.")
        return "" if item_state(context.fields) == state else _(sentence)

    return why_not


LIST_ACTIONS = (
    ActionSpec(
        id="skus.new",
        label=N_("New item"),
        icon="plus",
        scope=LIST,
        shortcut="Ctrl+N",
        words=N_("add create product service price sku"),
    ),
    opening(LIST, N_("Open item")),
)
RECORD_ACTIONS = (
    ActionSpec(
        id="item.away",
        label=N_("Put item away"),
        icon="archive",
        scope=RECORD,
        words=N_("archive remove retire"),
        why_not=_from("in-use", N_("This item is put away already.")),
    ),
    ActionSpec(
        id="item.in-use",
        label=N_("Take item back in use"),
        icon="check-circle",
        scope=RECORD,
        why_not=_from("away", N_("This item is in use already.")),
    ),
)
