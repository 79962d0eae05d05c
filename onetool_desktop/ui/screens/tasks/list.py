"""The list of tasks: today's, this week's, what is late, what nobody has yet."""

from collections.abc import Callable

from onetool_desktop.domain.ids import TaskId
from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries import task_list as tasks
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.runtime.actions import keys_of
from onetool_desktop.ui.screens.columns import TASK_COLUMNS, task_page
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Place, Workplace
from onetool_desktop.ui.screens.tasks.actions import LIST_ACTIONS
from onetool_desktop.ui.screens.tasks.bulk import tasks_bulk
from onetool_desktop.ui.screens.tasks.panel import TaskPanel

SECTION = "tasks"
_UNDOABLE = True


def tasks_list(work: Workplace) -> "TaskList":
    """The screen."""
    return TaskList(work)


class TaskList(ListScreen):
    """The list with its ways to plan a task."""

    def __init__(self, work: Workplace) -> None:
        page = task_page(work, client=True)
        source = ReplicaSource(work, shape=tasks.SHAPE, page=page, also=frozenset({"clients", "users"}))
        handlers: dict[str, Callable[[], None]] = {
            "tasks.new": lambda: self.panel().open_new({"date": work.formats.today().isoformat()}),
            "tasks.plan": lambda: self.panel().open_for(self._selected()),
        }
        self._panel: TaskPanel | None = None
        super().__init__(work, plan=_plan(), source=source, handlers=handlers)

    def begin(self, what: str, then: Place | None) -> None:
        """Overrides Screen: a task for today that is called so."""
        del then
        given = {"title": what, "date": self.work.formats.today().isoformat()}
        if self.actions_here is not None:
            self.actions_here.do("tasks.new", lambda: self.panel().open_new(given))

    def panel(self) -> TaskPanel:
        """The panel in which a task is planned."""
        if self._panel is None:
            self._panel = TaskPanel(self.work, window=self)
            self._panel.saved.connect(self._planned)
        return self._panel

    def _selected(self) -> TaskId:
        return TaskId(self.table.selected_ids()[0])

    def _planned(self) -> None:
        self.said.emit(_("Task saved."), _UNDOABLE)


def _plan() -> ListPlan:
    return ListPlan(
        section=SECTION,
        title=_("Tasks"),
        icon="tasks",
        columns=TASK_COLUMNS,
        tabs=(
            Tab("today", _("Today")),
            Tab("week", _("This week")),
            Tab("overdue", _("Overdue")),
            Tab("unassigned", _("Nobody yet")),
            Tab("done", _("Done")),
            Tab("all", _("All")),
        ),
        sort="day",
        find=_("Find a task"),
        none_title=_("Nothing to do today"),
        none_sentence=_("A task is a visit or a job for one day. Press {keys} to plan one.").format(
            keys=keys_of(LIST_ACTIONS, "tasks.new")
        ),
        actions=LIST_ACTIONS,
        first_action="tasks.new",
        bulk=tasks_bulk(),
    )
