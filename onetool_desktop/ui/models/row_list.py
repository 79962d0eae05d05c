"""The one list model: row numbers in order, and a cache of ready-made pages.

Promises: `data()` reads memory, or one page of rows by their numbers when the view comes to a place it has not
been; sorting, filtering and searching are questions to the source in the read pool, the first page before the whole
order and that before the counts; a question that is no longer asked is given up, wherever it is; changes from the
bus patch rows where they stand. May not know: any noun, SQL.

Why: a proxy model over a hundred thousand rows takes seconds to sort; an array of row numbers takes milliseconds in
SQL and less than a megabyte. A row is formatted once, when its page is read, so that painting is one look-up a
cell.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from onetool_desktop.domain.changed import Changes
from onetool_desktop.store.giving_up import Asked
from onetool_desktop.ui.models.listing import Cells, Column, ColumnKind, ListQuestion, ListSource, touches
from onetool_desktop.ui.models.row_diff import Removed, Steps, steps_between
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.widgets.text import plain_tip

PAGE = 32  # an encrypted row costs its pages: no more of them than a window shows
_PAGES_KEPT = 128
_MARGIN_CHARS = 3  # of a column, that its text does not have
_FIRST = 2 * PAGE  # rows asked for before the whole order is known

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TOOLTIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_HORIZONTAL = Qt.Orientation.Horizontal
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class _Answer:
    rids: "array[int]"
    steps: Steps | None
    version: int  # the order that the steps start from


class RowListModel(QAbstractTableModel):
    """Rows of one source, in the order of one question."""

    begun = Signal()  # the first rows of another question are shown
    answered = Signal()  # the whole order is known
    counted = Signal(dict)  # rows by tab
    touched = Signal(frozenset)  # ids of rows that changed where they stand

    def __init__(
        self,
        *,
        columns: tuple[Column, ...],
        source: ListSource,
        operations: Operations,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = columns
        self.question = ListQuestion()
        self.complete = False
        self._source = source
        self._operations = operations
        self._generation = Generation()
        self._asked = Asked()
        self._rids: array[int] = array("q")
        self._version = 0
        self._pages: OrderedDict[int, list[Cells]] = OrderedDict()
        self._standing: dict[int, Cells] = {}  # what was shown, while rows move: it changes when that is told
        self._alignment = [_RIGHT if c.kind is ColumnKind.NUMBER else _LEFT for c in columns]

    @property
    def source(self) -> ListSource:
        """Who answers."""
        return self._source

    # --- asking ------------------------------------------------------------------------------------

    def ask(self, question: ListQuestion) -> None:
        """Shows the rows that answer a question: the first page as soon as it is known, then all, then the counts."""
        is_new = question != self.question or not self._rids
        self.question = question
        self.complete = False
        current = self._next()
        if is_new:
            first = self._reading(question, limit=_FIRST)
            self._operations.read(
                self, first, then=lambda answer: self._take_first(answer, current), current=current
            )
        else:
            self._ask_all(current)

    def refresh(self) -> None:
        """Asks the same again, keeping what is shown until the answer comes."""
        self._ask_all(self._next())

    def _next(self) -> Callable[[], bool]:
        """Begins a question: what was asked before is given up."""
        self._asked.give_up()
        self._asked = Asked()
        return self._generation.next()

    def _ask_all(self, current: Callable[[], bool]) -> None:
        everything = self._reading(self.question)
        self._operations.read(
            self, everything, then=lambda answer: self._take_all(answer, current), current=current
        )

    def apply(self, changes: Changes) -> None:
        """Patches the rows that changed and asks whether the order did."""
        if not touches(changes, self._source.watches):
            return
        own = self._source.collection
        if changes.collections & self._source.watches == frozenset({own}) and own not in changes.whole:
            self._patch(changes.rows[own])
        else:
            self._forget_pages()
        self.refresh()

    # --- reading -----------------------------------------------------------------------------------

    def cells(self, row: int) -> Cells:
        """The row as it is drawn; reads its page if it is not in memory."""
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._read_page(number)
        else:
            self._pages.move_to_end(number)
        return page[row - number * PAGE]

    def place_of(self, rid: int) -> int:
        """Where a row stands, or -1."""
        try:
            return self._rids.index(rid)
        except ValueError:
            return -1

    def rid_at(self, row: int) -> int:
        """The number of the row at a place."""
        return self._rids[row]

    def rids_between(self, first: int, last: int) -> "array[int]":
        """The numbers of the rows from `first` to `last`, both included."""
        return self._rids[first : last + 1]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self._rids)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel: texts, tips and alignment; everything else is drawn from `cells`."""
        if not index.isValid():
            return None
        if role in (_DISPLAY, _ACCESSIBLE):
            return self.cells(index.row()).texts[index.column()]
        if role == _TOOLTIP:
            return self._tip(index.row(), index.column())
        if role == _ALIGNMENT:
            return self._alignment[index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel."""
        if orientation != _HORIZONTAL or not 0 <= section < len(self.columns):
            return None
        if role == _DISPLAY:
            return self.columns[section].heading
        return self._alignment[section] if role == _ALIGNMENT else None

    def _tip(self, row: int, column: int) -> str | None:
        """The fuller text of a cell, or the text itself where it is too long for its column."""
        cells = self.cells(row)
        tip, text = cells.tips.get(column), cells.texts[column]
        if tip is None and len(text) > self.columns[column].width - _MARGIN_CHARS:
            return plain_tip(text)
        return tip

    # --- taking answers ----------------------------------------------------------------------------

    def _reading(self, question: ListQuestion, limit: int | None = None) -> Callable[[], _Answer]:
        source, asked, shown, version = self._source, self._asked, self._rids[:], self._version

        def read() -> _Answer:
            rids = source.ids(question, limit, asked=asked)
            return _Answer(rids, None if limit else steps_between(shown, rids), version)

        return read

    def _take_first(self, answer: _Answer, current: Callable[[], bool]) -> None:
        """Fewer than were asked for are all there are. Rows that stand there already are not shown anew."""
        self.complete = len(answer.rids) < _FIRST
        if answer.rids != self._rids[:_FIRST]:
            self._replace(answer.rids)
        self.begun.emit()
        if self.complete:
            self._tell_all(current)
        else:
            self._ask_all(current)

    def _take_all(self, answer: _Answer, current: Callable[[], bool]) -> None:
        steps = answer.steps
        if answer.version != self._version:
            steps = steps_between(self._rids, answer.rids)
        if steps is None or not self._rids:
            self._replace(answer.rids)
        else:
            self._move_to(answer.rids, steps)
        self.complete = True
        self._tell_all(current)

    def _tell_all(self, current: Callable[[], bool]) -> None:
        """The counts come behind the rows: no row waits for a number over it."""
        source, asked, search = self._source, self._asked, self.question.search
        self.answered.emit()
        self._operations.read(
            self, lambda: source.counts(search, asked=asked), then=self.counted.emit, current=current
        )

    def _replace(self, rids: "array[int]") -> None:
        self.beginResetModel()
        self._rids = rids
        self._version += 1
        self._forget_pages()
        self.endResetModel()

    def _move_to(self, rids: "array[int]", steps: Steps) -> None:
        self._version += 1
        self._standing = {cells.rid: cells for page in self._pages.values() for cells in page if cells.id}
        for step in steps:
            if isinstance(step, Removed):
                self.beginRemoveRows(_ROOT, step.first, step.last)
                del self._rids[step.first : step.last + 1]
                self._forget_pages(step.first)
                self.endRemoveRows()
            else:
                self.beginInsertRows(_ROOT, step.first, step.last)
                self._rids[step.first : step.first] = rids[step.first : step.last + 1]
                self._forget_pages(step.first)
                self.endInsertRows()
        self._standing = {}

    # --- pages -------------------------------------------------------------------------------------

    def _read_page(self, number: int) -> list[Cells]:
        wanted = self._rids[number * PAGE : (number + 1) * PAGE]
        found = {cells.rid: cells for cells in self._source.page(wanted)} | self._standing
        empty = Cells(0, "", ("",) * len(self.columns))
        page = [found.get(rid) or replace(empty, rid=rid) for rid in wanted]
        self._pages[number] = page
        if len(self._pages) > _PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def _forget_pages(self, from_row: int = 0) -> None:
        for number in [n for n in self._pages if n >= from_row // PAGE]:
            del self._pages[number]

    def _patch(self, ids: frozenset[str]) -> None:
        last = len(self.columns) - 1
        for number, page in list(self._pages.items()):
            places = [place for place, cells in enumerate(page) if cells.id in ids]
            if not places:
                continue
            del self._pages[number]
            for place in places:
                row = number * PAGE + place
                self.dataChanged.emit(self.index(row, 0), self.index(row, last))
        self.touched.emit(ids)
