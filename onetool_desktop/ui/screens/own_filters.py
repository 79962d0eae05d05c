"""The filters a person saves beside a list's own tabs: saved under a name, renamed, removed, chosen.

Promises: what stands in the tabs is what is remembered; a removed filter comes back with the offer in the message. May
not know: any noun, how rows are asked for.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import ListQuestion, Tab
from onetool_desktop.ui.models.saved_filters import SavedFilter, of_key
from onetool_desktop.ui.screens.list_memory import ListMemory
from onetool_desktop.ui.screens.screen import Screen
from onetool_desktop.ui.widgets.filter_tabs import FilterTabs

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.form_panel import FormPanel

_LONGEST = 40


class OwnFilters(QObject):
    """Keeps the tabs, the memory and the naming of one list's filters in step."""

    changed = Signal()

    def __init__(
        self,
        screen: Screen,
        *,
        memory: ListMemory,
        tabs: FilterTabs,
        own: tuple[Tab, ...],
        filters: tuple[SavedFilter, ...],
    ) -> None:
        super().__init__(screen)
        self._screen = screen
        self._memory = memory
        self._tabs = tabs
        self._own = own
        self.filters = filters
        self._saving: ListQuestion | None = None  # what is being named; None while one is renamed
        self._show()

    @property
    def current(self) -> SavedFilter | None:
        """The saved filter that is chosen; None for one of the list's own tabs."""
        return of_key(self._tabs.current, self.filters)

    @cached_property
    def naming(self) -> "FormPanel":
        """The panel that asks for a name."""
        from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

        name = Field(name="name", kind=Kind.TEXT, label=_("Name"), limit=_LONGEST)
        panel = FormPanel(
            _("Name of the filter"),
            asks=[Ask("name", name, needed=True)],
            button=_("Save filter"),
            look=self._screen.work.look,
            window=self._screen,
        )
        panel.given.connect(self._named)
        return panel

    def save(self, question: ListQuestion) -> None:
        """Asks under which name to save what is shown."""
        self._saving = question
        self.naming.fill({"name": question.search[:_LONGEST]})
        self._open()

    def rename(self) -> None:
        """Asks for another name of the current filter."""
        if self.current is not None:
            self._saving = None
            self.naming.fill({"name": self.current.title})
            self._open()

    def _open(self) -> None:
        self.naming.open()
        self.naming.edits["name"].selectAll()  # the next letter replaces what was suggested

    def remove(self) -> None:
        """Removes the current filter; the message offers to bring it back."""
        gone, before = self.current, self.filters
        if gone is None:
            return
        self._tabs.choose(self._own[0].key)
        self._take(tuple(one for one in before if one != gone))
        words = _("Filter “{name}” removed.").format(name=gone.title)
        self._screen.offered.emit(words, _("Undo"), lambda: self._take(before))

    def _named(self, values: dict[str, str]) -> None:
        name = values["name"]
        mine = None if self._saving is not None else self.current
        others = [tab.title.casefold() for tab in (*self._own, *(f.tab for f in self.filters if f != mine))]
        if name.casefold() in others:
            self.naming.refuse(_("There is a filter of this name already."), "name")
            return
        if self._saving is not None:
            made = SavedFilter(name, self._saving)
            self._take((*self.filters, made))
        elif mine is not None:
            made = SavedFilter(name, mine.question)
            self._take(tuple(made if one == mine else one for one in self.filters))
        else:
            return
        self.naming.clear()
        self._tabs.mark(made.tab.key)
        self.changed.emit()

    def _take(self, filters: tuple[SavedFilter, ...]) -> None:
        self.filters = filters
        self._memory.keep_filters(filters)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self._tabs.show_tabs((*self._own, *(one.tab for one in self.filters)))
