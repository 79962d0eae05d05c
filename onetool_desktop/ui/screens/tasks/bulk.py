"""What can be done with one or all of the selected tasks, in their list and in a record that they belong to."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many, set_status_of
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.bulk import Bulk, Said, bulk_spec, verb
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.tasks.panel import TaskPanel

_UNDOABLE = True


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
        status("completed", N_("Finish"), "check-circle", done),
        status("cancelled", N_("Call off"), "slash-circle", off),
    )
