"""What can be done with one or all of the selected tasks, in their list and in a record that they belong to."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many, set_status_of
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.paper.bulk import paper_bulk
from onetool_desktop.ui.screens.tasks.panel import TaskPanel
from onetool_desktop.ui.screens.tasks.placing import ask_to_place

_UNDOABLE = True
_SEVERAL = 2


def _several_selected(context: Context) -> str:
    return "" if len(context.ids) >= _SEVERAL else _("Select several tasks first.")


_PLACE = ActionSpec(
    id="tasks.place",
    label=N_("Move or assign all…"),
    icon="schedule",
    scope="tasks",
    shortcut="Ctrl+Shift+M",
    words=N_("day person together"),
    why_not=_several_selected,
)


def planning(rows: ListedRows) -> Mapping[str, Callable[[], None]]:
    """Moves or assigns the one that is selected, in a panel made when it is first opened."""

    @cache
    def panel() -> TaskPanel:
        made = TaskPanel(rows.work, window=rows.screen)
        made.saved.connect(lambda: rows.screen.said.emit(_("Task saved."), _UNDOABLE))
        return made

    return {"tasks.plan": lambda: panel().open_for(rows.table.selected_ids()[0])}


def tasks_bulk() -> tuple[Bulk, ...]:
    """Each as one action over everything selected."""

    def status(word: str, label: str, icon: str, said: Said) -> Bulk:
        def call(replica: Replica, ids: Sequence[str]) -> Many:
            return set_status_of(replica, c="tasks", ids=ids, status=word, label=_(label))

        return verb(bulk_spec("tasks", word, label, icon), call, said)

    def done(count: int) -> str:
        return ngettext("{count} task finished.", "{count} tasks finished.", count).format(count=count)

    def off(count: int) -> str:
        return ngettext("{count} task called off.", "{count} tasks called off.", count).format(count=count)

    return (
        Bulk(spec=_PLACE, run=ask_to_place),
        status("completed", N_("Finish"), "check-circle", done),
        status("cancelled", N_("Call off"), "slash-circle", off),
        *paper_bulk(
            "tasks",
            printing=N_("Print job sheets…"),
            each=N_("Save job sheets as PDF…"),
            whole=N_("Save job sheets as one PDF…"),
        ),
    )
