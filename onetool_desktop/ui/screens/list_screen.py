"""The screen of any list: title with count, tabs, search, rows, the footer of a selection, and why it is empty.

Promises: a list is a `ListPlan` and a source; nothing here knows a noun. What is shown stays until the answer to the
next question is there; the search holds what was typed when one comes back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.store.giving_up import Asked
from onetool_desktop.ui.models import saved_filters
from onetool_desktop.ui.models.listing import Column, ListQuestion, ListSource, Tab
from onetool_desktop.ui.models.row_list import RowListModel
from onetool_desktop.ui.models.saved_filters import SavedFilter, of_key
from onetool_desktop.ui.runtime.actions import ActionSet, ActionSpec, Context
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.bulk import Bulk
from onetool_desktop.ui.screens.list_actions import copying, list_actions
from onetool_desktop.ui.screens.list_memory import ListMemory
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.new_work import Kind, NewWork
from onetool_desktop.ui.screens.own_filters import OwnFilters
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.selection_footer import SelectionFooter
from onetool_desktop.ui.widgets.buttons import Button, IconButton, action_button
from onetool_desktop.ui.widgets.empty_state import EmptyState
from onetool_desktop.ui.widgets.filter_tabs import FilterTabs
from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.search_field import SearchField
from onetool_desktop.ui.widgets.selection_bar import SelectionBar
from onetool_desktop.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.column_panel import ColumnPanel

_SEARCH_CHARS = 20  # of the search where a narrow window leaves it least


class _Known(TypedDict):
    """What a question that was kept may name."""

    tabs: list[str]
    sorts: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """One list in words: its section, columns, tabs, first order, and what an empty one says."""

    section: str
    title: str
    icon: str
    columns: tuple[Column, ...]
    tabs: tuple[Tab, ...]
    sort: str
    descending: bool = False
    find: str
    none_title: str
    none_sentence: str
    actions: tuple[ActionSpec, ...] = ()
    first_action: str = ""  # the one shown as the primary button
    new: Kind | None = None  # the work that is begun here; its action is the first one
    bulk: tuple[Bulk, ...] = ()  # for all that is selected; the first few stand in the footer
    sums: Mapping[str, str] = field(
        default_factory=dict[str, str]
    )  # what a selection is summed by → its words


class ListScreen(Screen):
    """A list of any noun."""

    def __init__(
        self,
        work: Workplace,
        *,
        plan: ListPlan,
        source: ListSource,
        handlers: dict[str, Callable[[], None]],
    ) -> None:
        super().__init__(work, title=plan.title)
        self.plan = plan
        self.model = RowListModel(
            columns=plan.columns, source=source, operations=work.operations, parent=self
        )
        self.table = RowTable(model=self.model, look=work.look, name=plan.title)
        self.rows = ListedRows(
            self,
            section=plan.section,
            table=self.table,
            columns=plan.columns,
            own=plan.actions,
            bulk=plan.bulk,
        )
        self.tabs = FilterTabs(plan.tabs, look=work.look, name=plan.title)
        self.search = SearchField(plan.find, look=work.look)
        self._memory = ListMemory(work, section=plan.section, parent=self)
        self.table.arrange(self._memory.layout_of(plan.columns))
        self.own = OwnFilters(
            self,
            memory=self._memory,
            tabs=self.tabs,
            own=plan.tabs,
            filters=self._memory.filters(**self._words_known()),
        )
        self._counts: dict[str, int] = {}
        self._filters_counted = Generation()
        self._tab_before = self.tabs.current
        self._handlers = handlers
        self._new_work: NewWork | None = None
        actions = self._bind_all()
        self._heading = Heading(plan.title, look=work.look)
        self.bar = SelectionBar([actions.actions[b.spec.id] for b in plan.bulk], look=work.look)
        self._footer = SelectionFooter(work, table=self.table, bar=self.bar, words=plan.sums, parent=self)
        self._empty = self._make_empty()
        self._lay_out()
        self._connect()
        self._begun = False

    # --- for the window -----------------------------------------------------------------------------

    def show_list(self) -> None:
        """Overrides Screen: asks what was shown last."""
        if not self._begun:
            self._begun = True
            self._begin_where_left()

    def focus_start(self) -> None:
        """Overrides Screen: the keyboard is in the rows, whose letters go to the search, or at the next step."""
        (self.table if self._stack.currentWidget() is self.table else self._start_of_empty()).setFocus()
        if self.model.rowCount() and not self.table.currentIndex().isValid():
            self.table.select_row(0)

    def begin(self, what: str, then: Place | None) -> None:
        """Overrides Screen: new work for a client of that name."""
        del then
        new, actions = self._new_work, self.actions_here
        if new is not None and actions is not None:
            actions.do(f"{self.plan.section}.new", lambda: new.start(what))

    def left(self) -> dict[str, str]:
        """Overrides Screen: the tab, the search and the order; one that was not shown stays as it was left before."""
        if not self._begun:
            return {}
        shown = SavedFilter(self.tabs.current, self.model.question)
        return {self._memory.left_name: saved_filters.as_text([shown])}

    def _begin_where_left(self) -> None:
        left = self._memory.question_left(**self._words_known())
        keys = {tab.key for tab in (*self.plan.tabs, *(one.tab for one in self.own.filters))}
        if left is None or left.title not in keys:
            self.model.ask(self._usual(self.plan.tabs[0].key))
            return
        self.tabs.mark(left.title)
        self.search.show_text(left.question.search)
        self._ask(left.question)

    def context(self) -> Context:
        """Overrides Screen."""
        return Context(
            self.table.selected_ids(), {"unsaved": self._is_unsaved(), "own": self.own.current is not None}
        )

    @cached_property
    def columns_panel(self) -> "ColumnPanel":
        """Where the columns are arranged."""
        from onetool_desktop.ui.widgets.column_panel import ColumnPanel

        panel = ColumnPanel(self.plan.columns, look=self.work.look, window=self, width_of=self.table.width_of)
        panel.arranged.connect(self.table.arrange)
        panel.arranged.connect(self._memory.keep_layout)
        return panel

    def rows_of(self, action: str) -> Sequence[int]:
        """Overrides Screen: none for what can be done with nothing selected."""
        specs = () if self.actions_here is None else self.actions_here.specs
        takes_rows = any(spec.id == action and spec.why_not(Context()) for spec in specs)
        return self.table.rids_to_keep() if takes_rows else ()

    def actions_for(self, action: str, rows: Sequence[int]) -> ActionSet | None:
        """Overrides Screen."""
        del action
        return self.actions_here if not rows or self.table.select_again(rows) else None

    def start_search(self) -> None:
        """Puts the keyboard into the search."""
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    # --- making -------------------------------------------------------------------------------------

    def _bind_all(self) -> ActionSet:
        plan = self.plan
        own: dict[str, Callable[[], None]] = {
            f"{plan.section}.columns": lambda: self.columns_panel.open(self.table.column_layout),
            f"{plan.section}.save-filter": lambda: self.own.save(self.model.question),
            f"{plan.section}.rename-filter": self.own.rename,
            f"{plan.section}.remove-filter": self.own.remove,
            f"{plan.section}.deleted": lambda: self.go.emit(Place("deleted")),
        }
        if plan.new is not None:
            self._new_work = NewWork(self, plan.new)
            own[plan.new.spec.id] = self._new_work.start
        begins = () if plan.new is None else (plan.new.spec,)
        specs = (*begins, *self.rows.specs(), *list_actions(plan.section))
        return self.bind(specs, {**self._handlers, **self.rows.handlers(), **own})

    def _make_empty(self) -> EmptyState:
        button = None
        if self.plan.first_action and self.actions_here is not None:
            action = self.actions_here.actions[self.plan.first_action]
            button = action_button(action, look=self.work.look, icon="plus", primary=True)
        return EmptyState(look=self.work.look, icon=self.plan.icon, button=button)

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        head = QHBoxLayout()
        head.setSpacing(step(2.5))
        head.addWidget(self._heading, 1)
        if self.plan.first_action and self.actions_here is not None:
            action = self.actions_here.actions[self.plan.first_action]
            head.addWidget(action_button(action, look=self.work.look, icon="plus", primary=True))
        self._more = IconButton(_("More actions"), icon="more", look=self.work.look)
        head.addWidget(self._more)
        line = QHBoxLayout()
        line.setSpacing(step(4))
        line.addWidget(self.tabs)
        self._save = Button(_("Save this filter"), look=self.work.look, icon="plus")
        line.addWidget(self._save)
        line.addStretch(1)
        self._size_search()
        line.addWidget(self.search, 100)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(5), step(6), step(1))
        page.setSpacing(step(2))
        page.addLayout(head)
        page.addLayout(line)
        page.addWidget(self._stack, 1)
        page.addWidget(self.bar)
        self._save.hide()

    def _size_search(self) -> None:
        """The search takes what the tabs leave, up to its usual width: they are whole before it is long."""
        self.search.setMinimumWidth(self.work.look.measures.char * _SEARCH_CHARS)
        self.search.setMaximumWidth(self.search.sizeHint().width())
        self.search.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self.work.bus.changed.connect(self._changed)
        self.table.opened.connect(self._open)
        self.table.typed.connect(self.search.add)
        self.table.sort_wanted.connect(self._sort)
        self.table.selected.connect(self._selection_changed)
        if self.actions_here is not None:
            self.rows.follow_menu(self.actions_here, first=self.plan.first_action)
            header = self.table.horizontalHeader()
            header.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
            header.addAction(self.actions_here.drawn(f"{self.plan.section}.columns"))
        self.table.arranged.connect(self._memory.keep_layout)
        self._more.clicked.connect(self._list_menu)
        self._save.clicked.connect(lambda: self.own.save(self.model.question))
        self.own.changed.connect(self._show_unsaved)
        self.search.asked.connect(self._search)
        self.search.left_down.connect(self.focus_start)
        self.tabs.chosen.connect(self._tab)
        self.bar.more_wanted.connect(self._bulk_menu)
        self.model.counted.connect(self._show_counts)
        self.model.counted.connect(self._count_filters)
        self.own.changed.connect(self._count_filters)
        self.model.begun.connect(self._show_first)
        self.model.answered.connect(self._show_state)

    # --- asking -------------------------------------------------------------------------------------

    def _open(self, row_id: str) -> None:
        self.go.emit(Place(self.plan.section, row_id))

    def _search(self, text: str) -> None:
        self._ask(replace(self.model.question, search=text))

    def _tab(self, key: str) -> None:
        """One of the list's own tabs keeps search and order, unless a saved filter had brought them."""
        saved, own = of_key(key, self.own.filters), {tab.key for tab in self.plan.tabs}
        if saved is not None:
            question = saved.question
        elif self._tab_before in own:
            question = replace(self.model.question, tab=key)
        else:
            question = self._usual(key)
        self._tab_before = key
        self.search.show_text(question.search)
        self._ask(question)

    def _sort(self, sort: str, descending: bool) -> None:
        self._ask(replace(self.model.question, sort=sort, descending=descending))
        self.table.horizontalHeader().viewport().update()

    def _ask(self, question: ListQuestion) -> None:
        saved = self.own.current
        if saved is not None and not saved.shows_as(question):
            self.tabs.mark(question.tab)
        self.model.ask(question)
        self._show_unsaved()

    def _usual(self, tab: str) -> ListQuestion:
        return ListQuestion(tab=tab, sort=self.plan.sort, descending=self.plan.descending)

    def _is_unsaved(self) -> bool:
        """Whether what is shown is neither a tab as it comes nor a saved filter."""
        question = self.model.question
        return question != self._usual(question.tab) and all(
            one.question != question for one in self.own.filters
        )

    def _words_known(self) -> _Known:
        """The tabs and orders that a question kept from an earlier start may name."""
        sorts = [column.sort for column in self.plan.columns]
        return {"tabs": [tab.key for tab in self.plan.tabs], "sorts": [*sorts, self.plan.sort]}

    def _changed(self, changes: Changes) -> None:
        if not self._begun:
            return
        self.model.apply(changes)
        from_elsewhere = not changes.label
        if from_elsewhere and self.isVisible():
            self.table.glow(changes.rows.get(self.plan.section, frozenset()))

    # --- showing ------------------------------------------------------------------------------------

    def _show_counts(self, counts: dict[str, int]) -> None:
        """Of the list's own tabs, or of the saved filters; those of the others stay."""
        count = self.work.formats.count
        self._counts |= counts
        self.tabs.show_counts({key: count(number) for key, number in self._counts.items() if number})

    def _count_filters(self) -> None:
        """The saved filters' counts come behind those of the list's own tabs."""
        filters, source, asked = self.own.filters, self.model.source, Asked()

        def read() -> dict[str, int]:
            return {
                one.tab.key: source.counts(one.question.search, asked=asked).get(one.question.tab, 0)
                for one in filters
            }

        if filters:
            current = self._filters_counted.next()
            self.work.operations.read(self, read, then=self._show_counts, current=current)

    def _show_first(self) -> None:
        """Rows take the place of a word that there are none; that there are none is said once it is certain."""
        if self.model.rowCount():
            self._show_rows(there_are=True)

    def _show_state(self) -> None:
        rows = self.model.rowCount()
        self._heading.show_count(self.work.formats.count(rows) if rows else "")
        self._say_why_empty()
        self._show_rows(bool(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.select_row(0)
        self._selection_changed()

    def _show_rows(self, there_are: bool) -> None:
        """Shows the rows or why there are none; the keyboard does not stay with what is hidden."""
        page, focused = self.table if there_are else self._empty, QApplication.focusWidget()
        if self._stack.currentWidget() is page:
            return
        self._stack.setCurrentWidget(page)
        if focused is self.table and not there_are:
            self._start_of_empty().setFocus(Qt.FocusReason.OtherFocusReason)
        elif there_are and focused is not None and focused is self._empty.button:
            self.focus_start()

    def _start_of_empty(self) -> QWidget:
        button = self._empty.button
        return button if button is not None and button.isVisibleTo(self) else self.search.edit

    def _say_why_empty(self) -> None:
        question, plan = self.model.question, self.plan
        if question.search:
            sentence = _("Try fewer letters, another word, or another tab. Esc clears the search.")
            self._empty.say(
                _("Nothing found for “{search}”").format(search=question.search[:60]), sentence, offer=False
            )
        elif question.tab != plan.tabs[0].key:
            title = next(tab.title for tab in plan.tabs if tab.key == question.tab)
            self._empty.say(
                _("Nothing under “{title}”").format(title=title),
                _("All of them are under “{tab}”.").format(tab=plan.tabs[0].title),
                offer=False,
            )
        else:
            self._empty.say(plan.none_title, plan.none_sentence, offer=True)

    def _selection_changed(self) -> None:
        self._footer.follow()
        self.refresh_actions()

    def _show_unsaved(self) -> None:
        self._tab_before = self.tabs.current
        self._save.setVisible(self._is_unsaved())
        self.refresh_actions()

    def _list_menu(self) -> None:
        """What can be done with the list itself."""
        if self.actions_here is not None:
            section = self.plan.section
            names = [spec.id for spec in (copying(section), *list_actions(section))]
            menu = self.actions_here.menu(self, names)
            corner = self._more.mapToGlobal(QPoint(self._more.width(), self._more.height()))
            menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _bulk_menu(self, point: QPoint) -> None:
        if self.actions_here is not None:
            menu = self.actions_here.menu(self, [one.spec.id for one in self.plan.bulk])
            menu.popup(point - QPoint(0, menu.sizeHint().height()))
