"""What belongs to a record, beside its facts: what happened, then one tab a kind, each a list of its own.

Promises: each list is the same model and table as everywhere, bounded by what is seen, with the menu that its rows have
in their own list; tabs show how many there are.
May not know: any noun; it is given plans.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import Column, ListQuestion, ListSource, Tab
from onetool_desktop.ui.models.row_list import RowListModel
from onetool_desktop.ui.runtime.actions import ActionSet, ActionSpec, Context
from onetool_desktop.ui.screens.bulk import Bulk
from onetool_desktop.ui.screens.list_actions import copying
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.screen import Place, Screen
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.filter_tabs import FilterTabs
from onetool_desktop.ui.widgets.table import RowTable
from onetool_desktop.ui.widgets.timeline import Timeline, TimelineSource

_TIMELINE = "timeline"

Handlers = Mapping[str, Callable[[], None]]


def _no_handlers(_rows: ListedRows) -> Handlers:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedPlan:
    """One kind of thing that belongs to a record."""

    section: str
    title: str
    icon: str
    columns: tuple[Column, ...]
    sort: str
    descending: bool = True
    source: Callable[[Callable[[], str]], ListSource]  # given a way to ask for the record shown
    none: str
    own: tuple[ActionSpec, ...] = ()  # of one row; `handlers` does those that do not open it
    handlers: Callable[[ListedRows], Handlers] = _no_handlers
    bulk: tuple[Bulk, ...] = ()


class _One(QWidget):
    """The list of one kind: counted from the start, its table made when its tab is first chosen."""

    counted = Signal(int)
    opened = Signal(str)  # id

    def __init__(self, screen: Screen, plan: RelatedPlan) -> None:
        super().__init__()
        work = screen.work
        self.plan, self._screen = plan, screen
        self.record_id = ""
        source = plan.source(lambda: self.record_id)
        self.model = RowListModel(
            columns=plan.columns, source=source, operations=work.operations, parent=self
        )
        self._work = work
        self._stack = QStackedLayout(self)
        self.model.answered.connect(self._answered)
        self.doings: ActionSet | None = None  # of the rows, once they have been shown

    @cached_property
    def table(self) -> RowTable:
        """Its rows."""
        table = RowTable(model=self.model, look=self._work.look, name=self.plan.title)
        table.opened.connect(self.opened)
        self._stack.addWidget(table)
        self._give_menu(table)
        return table

    def _give_menu(self, table: RowTable) -> None:
        """The actions of the rows; of their keys only the one for copying, as the others are the record's own here."""
        plan = self.plan
        rows = ListedRows(
            self._screen,
            section=plan.section,
            table=table,
            columns=plan.columns,
            own=plan.own,
            bulk=plan.bulk,
        )
        kept = copying(plan.section).id
        specs = [spec if spec.id == kept else replace(spec, shortcut="") for spec in rows.specs()]
        handlers = {**rows.handlers(), **plan.handlers(rows)}
        actions = ActionSet(specs=specs, handlers=handlers, widget=table, look=self._work.look)
        table.selected.connect(lambda: actions.refresh(Context(table.selected_ids())))
        rows.follow_menu(actions)
        self.doings = actions
        self._screen.more_actions.emit(actions)

    @cached_property
    def nothing(self) -> EmptyState:
        """What stands there while it has none."""
        empty = EmptyState(look=self._work.look, icon=self.plan.icon)
        empty.say("", self.plan.none, offer=False)
        self._stack.addWidget(empty)
        return empty

    def show_of(self, record_id: str) -> None:
        """Shows what belongs to a record."""
        self.record_id = record_id
        self.model.ask(ListQuestion(sort=self.plan.sort, descending=self.plan.descending))

    def showEvent(self, event: QShowEvent) -> None:
        """Overrides QWidget: its tab was chosen."""
        super().showEvent(event)
        self._show()

    def _answered(self) -> None:
        if self.isVisible():
            self._show()
        self.counted.emit(self.model.rowCount())

    def _show(self) -> None:
        none = self.model.complete and not self.model.rowCount()
        self._stack.setCurrentWidget(self.nothing if none else self.table)


class Related(QWidget):
    """The tabs and their lists; `timeline` makes the source of what happened, which then is the first tab."""

    go = Signal(object)

    def __init__(
        self,
        screen: Screen,
        *,
        plans: tuple[RelatedPlan, ...],
        timeline: Callable[[Callable[[], str]], TimelineSource] | None = None,
    ) -> None:
        super().__init__()
        self._work = work = screen.work
        self._record_id = ""
        self._counts: dict[str, str] = {}
        tabs = [Tab(plan.section, plan.title) for plan in plans]
        self._stack = QStackedWidget()
        self.timeline: Timeline | None = None
        self._watches: frozenset[str] = frozenset()
        if timeline is not None:
            source = timeline(lambda: self._record_id)
            self.timeline, self._watches = self._make_timeline(source), source.watches
            tabs = [Tab(_TIMELINE, _("Timeline")), *tabs]
        self.tabs = FilterTabs(tuple(tabs), look=work.look, name=_("What belongs to it"))
        self.lists = {plan.section: _One(screen, plan) for plan in plans}
        for section, one in self.lists.items():
            self._stack.addWidget(one)
            one.counted.connect(partial(self._count, section))
            one.opened.connect(partial(self._open, section))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(work.look.measures.step(1.5))
        layout.addWidget(self.tabs)
        layout.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._choose)

    def show_of(self, record_id: str) -> None:
        """Shows what belongs to a record."""
        self._record_id = record_id
        if self.timeline is not None:
            self.timeline.lines.begin()
        for one in self.lists.values():
            one.show_of(record_id)

    def has(self, action: str) -> bool:
        """Whether an action is one of the rows of a list here."""
        return action.partition(".")[0] in self.lists

    def rows_of(self, action: str) -> Sequence[int]:
        """The numbers of the rows that an action would be done to."""
        one = self.lists.get(action.partition(".")[0])
        return () if one is None else one.table.rids_to_keep()

    def actions_for(self, action: str, rows: Sequence[int]) -> ActionSet | None:
        """The actions of a list, shown with these rows selected; None before its rows are known."""
        section = action.partition(".")[0]
        self.tabs.choose(section)
        one = self.lists[section]
        return one.doings if rows and one.table.select_again(rows) else None

    @property
    def doings_here(self) -> ActionSet | None:
        """The actions of the rows in sight; None where there are none."""
        here = self._stack.currentWidget()
        return here.doings if isinstance(here, _One) else None

    def apply(self, changes: Changes) -> None:
        """Follows changes."""
        if self.timeline is not None and self._record_id and changes.collections & self._watches:
            self.timeline.lines.refresh()
        for one in self.lists.values():
            if one.record_id:
                one.model.apply(changes)

    def _make_timeline(self, source: TimelineSource) -> Timeline:
        work = self._work
        made = Timeline(source=source, operations=work.operations, look=work.look, name=_("Timeline"))
        made.opened.connect(self._follow)
        self._stack.addWidget(made)
        return made

    def _follow(self, way: object) -> None:
        if way is not None:
            self.go.emit(way)

    def _open(self, section: str, row_id: str) -> None:
        self.go.emit(Place(section, row_id))

    def _choose(self, section: str) -> None:
        here = self.timeline if section == _TIMELINE else self.lists[section]
        if here is not None:
            self._stack.setCurrentWidget(here)

    def _count(self, section: str, count: int) -> None:
        self._counts[section] = self._work.formats.count(count)
        self.tabs.show_counts(self._counts)
