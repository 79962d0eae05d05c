"""What can be done with all the selected rows of a list, as a table: a spec, and what it does to the rows.

Promises: a list's plan names its bulk actions; most are a verb that takes the ids of everything selected, runs in the
write lane and is one undo (`verb`). May not know: any noun.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.runtime.actions import ActionSpec, some_selected

if TYPE_CHECKING:
    from onetool_desktop.services.many import Many
    from onetool_desktop.ui.screens.listed_rows import ListedRows

Verb = Callable[[Replica, Sequence[str]], "Many"]
Said = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """One bulk action: its spec, and what it does; it asks the rows for what is selected."""

    spec: ActionSpec
    run: "Callable[[ListedRows], None]"


def bulk_spec(scope: str, name: str, label: str, icon: str, *, words: str = "", keys: str = "") -> ActionSpec:
    """A spec that is possible once something is selected."""
    return ActionSpec(
        id=f"{scope}.{name}",
        label=label,
        icon=icon,
        scope=scope,
        words=words,
        shortcut=keys,
        why_not=some_selected,
    )


def verb(spec: ActionSpec, call: Verb, said: Said) -> Bulk:
    """A bulk action that is one service call; `said` makes the sentence for how many it changed."""
    return Bulk(spec=spec, run=lambda rows: rows.do(call, said))


def said_of(many: "Many", said: Said) -> str:
    """What was done, and how many it was not done to."""
    if not many.done:
        return _("Nothing was changed: this does not apply to what is selected.")
    left = ngettext("{count} was left as it is.", "{count} were left as they are.", many.left)
    return f"{said(many.done)} {left.format(count=many.left)}" if many.left else said(many.done)
