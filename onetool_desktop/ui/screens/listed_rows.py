"""The rows of one list and what can be done with those selected, on whichever screen the list stands.

Promises: the list of a section and the same rows inside a record have one menu from one table of actions: opening, what
the noun does with many, copying; what is done to several is one undo, and says what came of it. May not know: any noun.
"""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QGuiApplication

from onetool_desktop.domain.translate import ngettext
from onetool_desktop.ui.models.copying import copied
from onetool_desktop.ui.models.listing import Column, ListSource
from onetool_desktop.ui.runtime.actions import ActionSet, ActionSpec, MenuPart
from onetool_desktop.ui.screens.bulk import Bulk, Said, Verb, said_of
from onetool_desktop.ui.screens.list_actions import copying
from onetool_desktop.ui.screens.screen import Place, Screen
from onetool_desktop.ui.widgets.table import RowTable

if TYPE_CHECKING:
    from onetool_desktop.services.many import Many

_NO_UNDO = False


class ListedRows(QObject):
    """The rows of `section` in a table of `screen`, with the list's own actions and its bulk actions."""

    def __init__(
        self,
        screen: Screen,
        *,
        section: str,
        table: RowTable,
        columns: Sequence[Column],
        own: Sequence[ActionSpec],
        bulk: Sequence[Bulk],
    ) -> None:
        super().__init__(table)
        self.screen, self.work, self.section, self.table = screen, screen.work, section, table
        self._columns, self._own, self._bulk = tuple(columns), tuple(own), tuple(bulk)

    # --- what is selected ---------------------------------------------------------------------------

    @property
    def source(self) -> ListSource:
        """Who knows the rows by their numbers."""
        return self.table.source

    @property
    def rids(self) -> "array[int]":
        """The numbers of the rows selected, in the order shown."""
        return self.table.selected_rids()

    @property
    def count(self) -> int:
        """How many rows are selected."""
        return self.table.selected_count()

    def with_ids(self, call: Callable[[Sequence[str]], None]) -> None:
        """Hands over the ids of everything selected, in the order shown."""
        rids, source = self.rids, self.source
        self.work.operations.read(self.screen, lambda: source.row_ids(rids), then=call)

    # --- what is done with it -----------------------------------------------------------------------

    def specs(self) -> tuple[ActionSpec, ...]:
        """Every action of the rows."""
        return (*self._own, *(one.spec for one in self._bulk), copying(self.section))

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each does that is not the screen's own."""
        bulk = {one.spec.id: partial(one.run, self) for one in self._bulk}
        return {**bulk, f"{self.section}.open": self.open, f"{self.section}.copy": self.copy}

    def follow_menu(self, actions: ActionSet, *, first: str = "") -> None:
        """From now on a row's menu has these actions, but for the one that begins a row."""
        self.table.menu_wanted.connect(partial(self._open_menu, actions, first))

    def open(self) -> None:
        """Goes to the row that is selected."""
        self.screen.go.emit(Place(self.section, self.table.selected_ids()[0]))

    def do(self, verb: Verb, said: Said) -> None:
        """Does one thing to every selected row, as one action, and says what came of it."""
        rids, source, replica = self.rids, self.source, self.work.replica

        def done(many: "Many") -> None:
            self.work.undo.remember(many.saved.undo)
            self.screen.said.emit(said_of(many, said), many.saved.undo is not None)

        self.work.operations.write(self.screen, lambda: verb(replica, source.row_ids(rids)), then=done)

    def copy(self) -> None:
        """Puts the selected rows on the clipboard, as a spreadsheet takes them."""
        rids, source, columns = self.rids, self.source, self.table.columns_in_sight()
        titles = [self._columns[place].heading for place in columns]

        def copy_text(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            words = ngettext("{count} row copied.", "{count} rows copied.", len(rids))
            self.screen.said.emit(words.format(count=self.work.formats.count(len(rids))), _NO_UNDO)

        self.work.operations.read(
            self.screen, lambda: copied(source, rids, columns=columns, titles=titles), then=copy_text
        )

    def _open_menu(self, actions: ActionSet, first: str, point: QPoint) -> None:
        own = tuple(spec.id for spec in self._own if spec.id != first)
        bulk = tuple(one.spec.id for one in self._bulk)
        parts = (MenuPart(own), MenuPart(bulk), MenuPart((copying(self.section).id,)))
        menu = actions.parted_menu(self.table, [part for part in parts if part.ids])
        menu.popup(point)
