"""The table of a list: flat, quick, driven by the keyboard, with the selection kept by record.

Promises: rows have one height from the font; Enter or a double click opens, letters typed go to the search, the
selection and the place of the reader survive every answer. May not know: any noun, the source.
"""

from array import array
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from onetool_desktop.ui.models.column_layout import ColumnLayout, usual
from onetool_desktop.ui.models.delegate import RowDelegate
from onetool_desktop.ui.models.listing import Column, ColumnKind, ListSource
from onetool_desktop.ui.models.row_list import RowListModel
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.header import Header
from onetool_desktop.ui.widgets.row_selection import rids_of, runs, select_rids
from onetool_desktop.ui.widgets.scrolling import slim

_GLOW_MS = 600
_MOST_AGAIN = 2_000
_SHORT_NAME = 15  # characters that are left of a name before a column goes that says more than a quiet one
_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})
_PLAIN = Qt.KeyboardModifier.NoModifier
_GROWING = {ColumnKind.NAME: 3, ColumnKind.QUIET: 1, ColumnKind.TEXT: 1}  # shares in the room that is left
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def _least_needed(shown: list[int], columns: tuple[Column, ...]) -> int:
    """The column a narrow table does without: the last quiet one, else the last that is not the name.

    One that the list does not show by itself was asked for: it stays before the others.
    """
    others = [at for at in shown if columns[at].kind is not ColumnKind.NAME]
    usual = [at for at in others if not columns[at].extra]
    quiet = [at for at in usual if columns[at].kind is ColumnKind.QUIET]
    return (quiet or usual or others)[-1]


class RowTable(QTableView):
    """Shows a `RowListModel`."""

    opened = Signal(str)  # id
    typed = Signal(str)  # letters meant for the search
    selected = Signal()
    sort_wanted = Signal(str, bool)
    first_painted = Signal()  # rows can be seen
    arranged = Signal(object)  # the column layout that the pointer made
    menu_wanted = Signal(QPoint)  # for a row, at this point of the screen

    def __init__(self, *, model: RowListModel, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self._look = look
        self._kept: tuple[int, array[int]] = (-1, array("q"))
        self._restoring = False
        self._all_wanted = False
        self._open_wanted = False  # Enter came before the rows that answer what was asked
        self._layout = usual(model.columns)
        self._painted = False
        self.delegate = RowDelegate(model=model, look=look, parent=self)
        self.setAccessibleName(name)
        self._glow = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_GLOW_MS)
        self._glow.valueChanged.connect(self._glow_on)
        self._set_up(model)
        look.changed.connect(self._repaint)
        look.resized.connect(self._resize)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        model.begun.connect(self._begin)
        model.answered.connect(self._restore_rest)
        self.selectionModel().selectionChanged.connect(self._selection_moved)
        self.selectionModel().currentChanged.connect(self._selection_moved)
        self.selectionModel().currentRowChanged.connect(self._ring_moved)
        self.doubleClicked.connect(self._open)

    def _set_up(self, model: RowListModel) -> None:
        header = self._header = Header(model=model, look=self._look, parent=self)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        slim(self, look=self._look)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._resize()
        header.setStretchLastSection(True)
        header.sectionClicked.connect(self._sort_by)
        header.arranged.connect(self._take_arranged)

    # --- what is selected ---------------------------------------------------------------------------

    @property
    def source(self) -> ListSource:
        """Who answers the rows' questions."""
        return self._rows.source

    def columns_in_sight(self) -> list[int]:
        """The places of the columns shown, from left to right."""
        header = self.horizontalHeader()
        places = [header.logicalIndex(at) for at in range(header.count())]
        return [place for place in places if not self.isColumnHidden(place)]

    @property
    def column_layout(self) -> ColumnLayout:
        """How the columns are arranged."""
        return self._layout

    def arrange(self, layout: ColumnLayout) -> None:
        """Shows the columns in another arrangement."""
        self._layout = layout
        header, columns = self.horizontalHeader(), self._rows.columns
        places = {column.key: at for at, column in enumerate(columns)}
        for at, key in enumerate(layout.order):
            header.moveSection(header.visualIndex(places[key]), at)
        self._share_width(self.viewport().width())

    def width_of(self, key: str) -> int:
        """How wide a column is, in characters."""
        place = next(at for at, column in enumerate(self._rows.columns) if column.key == key)
        chosen = self._layout.widths.get(key, self._rows.columns[place].width)
        return chosen if self.isColumnHidden(place) else self.columnWidth(place) // self._look.measures.char

    def selected_ids(self) -> tuple[str, ...]:
        """The ids of the first two selected rows: enough to tell none, one and several apart."""
        spans = runs(self.selectionModel().selection())
        rows = [row for first, last in spans[:2] for row in range(first, min(last, first + 1) + 1)]
        return tuple(self._rows.cells(row).id for row in rows[:2])

    def selected_rids(self) -> "array[int]":
        """The row numbers of all that is selected, in the order shown."""
        return rids_of(self._rows, self.selectionModel().selection())

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(last - first + 1 for first, last in runs(self.selectionModel().selection()))

    def selectAll(self) -> None:
        """Overrides QTableView: all there are, also those whose order is still to come."""
        super().selectAll()
        self._all_wanted = not self._rows.complete

    def select_row(self, row: int) -> None:
        """Makes a row the current and only selected one."""
        index = self._rows.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index,
            QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows,
        )
        self.scrollTo(index)

    def rids_to_keep(self) -> Sequence[int]:
        """What `select_again` takes to select the same; of very many rows a number that is none."""
        return self.selected_rids() if self.selected_count() <= _MOST_AGAIN else (-1,)

    def select_again(self, rids: Sequence[int]) -> bool:
        """Selects rows by their numbers, once all that the list has are known; whether the first of them is there."""
        first = self._rows.place_of(rids[0]) if self._rows.complete else -1
        if first >= 0:
            self.select_row(first)
            select_rids(self._rows, self.selectionModel(), array("q", rids))
        return first >= 0

    def glow(self, ids: frozenset[str]) -> None:
        """Lets rows that a colleague changed light up once."""
        if self._look.moves and ids:
            self.delegate.glow = dict.fromkeys(ids, 1.0)
            self._glow.start()

    # --- what Qt calls ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QTableView: Enter opens, as soon as the rows are those asked for; letters go to the search."""
        self._open_wanted = False
        if event.key() in _ENTER and event.modifiers() == _PLAIN:
            if self._rows.complete:
                self._open(self.currentIndex())
            else:
                self._open_wanted = True
            return
        letters = event.text()
        typing = event.modifiers() in (_PLAIN, _SHIFT) and letters.isprintable() and letters.strip()
        if typing:
            self.typed.emit(letters)
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Overrides QTableView: whoever goes elsewhere opens nothing here any more."""
        super().focusOutEvent(event)
        self._open_wanted = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overrides QTableView: by the pointer for the row under it, by key for those selected, else the first."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        if by_key and not self.selected_count() and self._rows.rowCount():
            self.select_row(max(self.currentIndex().row(), 0))
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            point = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QTableView: a ring round the row where the keyboard is; says once that rows can be seen."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            ring = self._row_box(self.currentIndex().row()).toRectF().adjusted(1, 1, -1, -1)
            draw_focus(painter, ring, self._look.measures.step(1), self._look)
        if not self._painted and self._rows.rowCount():
            self._painted = True
            self.first_painted.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: the row under the pointer is marked as a whole."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QTableView."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QTableView: the name takes the room that is left; a narrow table drops quiet columns first."""
        super().resizeEvent(event)
        self._share_width(event.size().width())

    def sizeHintForRow(self, row: int) -> int:
        """Overrides QTableView: one height, asked of no row."""
        del row
        return self._look.measures.row

    def minimumSizeHint(self) -> QSize:
        """Overrides QTableView: may become small."""
        return QSize(self._look.measures.char * 20, self._look.measures.row * 3)

    # --- own steps ----------------------------------------------------------------------------------

    def _share_width(self, width: int) -> None:
        char, columns = self._look.measures.char, self._rows.columns
        chosen = self._layout.widths
        least = {at: chosen.get(one.key, self._usual_chars(at)) * char for at, one in enumerate(columns)}
        shown = [at for at in least if columns[at].key not in self._layout.hidden]
        while len(shown) > 2 and (over := sum(least[at] for at in shown) - width) > 0:
            goes = _least_needed(shown, columns)
            longer = [at for at in self._names(shown) if least[at] > char * _SHORT_NAME]
            if longer and columns[goes].kind is not ColumnKind.QUIET:
                least[longer[0]] = max(least[longer[0]] - over, char * _SHORT_NAME)
            else:
                shown.remove(goes)
        rest = max(width - sum(least[at] for at in shown), 0)
        grows = [at for at in shown if columns[at].kind in _GROWING and columns[at].key not in chosen]
        shares = {at: least[at] * _GROWING[columns[at].kind] for at in grows}
        whole = sum(shares.values()) or 1
        for at, narrow in least.items():
            self.setColumnHidden(at, at not in shown)
            self.setColumnWidth(at, narrow + rest * shares.get(at, 0) // whole)

    def _names(self, shown: list[int]) -> list[int]:
        """The names among these columns whose width nobody chose."""
        columns = self._rows.columns
        free = [at for at in shown if columns[at].key not in self._layout.widths]
        return [at for at in free if columns[at].kind is ColumnKind.NAME]

    def _usual_chars(self, at: int) -> int:
        """How wide a column comes, in characters: a badge is whole in any language."""
        char, badge = self._look.measures.char, self.delegate.steady_width(at)
        needed = badge + self._look.measures.step(5) if badge else 0
        return max(self._rows.columns[at].width, -(-needed // char))

    def _take_arranged(self) -> None:
        """The pointer moved a column or sized one: that is how it is arranged from now on."""
        header, columns = self._header, self._rows.columns
        order = tuple(columns[header.logicalIndex(at)].key for at in range(header.count()))
        layout = replace(self._layout, order=order)
        if header.sized >= 0:
            width = round(self.columnWidth(header.sized) / self._look.measures.char)
            layout = layout.sized(columns[header.sized].key, width)
        self._layout = layout
        self._share_width(self.viewport().width())
        self.arranged.emit(layout)

    def _selection_moved(self) -> None:
        self.selected.emit()

    def _hover(self, row: int) -> None:
        before, self.delegate.hovered = self.delegate.hovered, row
        for changed in {before, row} - {-1}:
            self._repaint_row(changed)

    def _repaint_row(self, row: int) -> None:
        self.viewport().update(self._row_box(row))

    def _row_box(self, row: int) -> QRect:
        top, width = self.rowViewportPosition(row), self.viewport().width()
        return QRect(0, top, width, self._look.measures.row)

    def _ring_moved(self, here: QModelIndex, before: QModelIndex) -> None:
        for row in {here.row(), before.row()} - {-1}:
            self._repaint_row(row)

    def _glow_on(self, strength: object) -> None:
        level = float(str(strength))
        self.delegate.glow = dict.fromkeys(self.delegate.glow, level) if level > 0 else {}
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._rows.cells(index.row()).id)

    def _sort_by(self, section: int) -> None:
        column, question = self._rows.columns[section], self._rows.question
        if column.sort:
            self.sort_wanted.emit(column.sort, column.sort == question.sort and not question.descending)

    def _keep(self) -> None:
        if (
            self._restoring
        ):  # the first page of a new order came; the selection is still that of the order before
            return
        current = self.currentIndex().row()
        rid = self._rows.rid_at(current) if current >= 0 else -1
        self._kept = (rid, self.selected_rids())

    def _restore(self) -> None:
        rid, rids = self._kept
        self._restoring = not self._rows.complete
        select_rids(self._rows, self.selectionModel(), rids)
        row = self._rows.place_of(rid) if rid >= 0 else -1
        if row >= 0:
            no_change = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self._rows.index(row, 0), no_change)

    def _begin(self) -> None:
        """Another question is read from its top, unless the reader's row is among the first."""
        if not self.currentIndex().isValid():
            self.scrollToTop()

    def _restore_rest(self) -> None:
        if self._restoring:
            self._restore()
        if self._all_wanted:
            self.selectAll()
        wanted, self._open_wanted = self._open_wanted, False
        if wanted and self._rows.rowCount():
            here = self.currentIndex()
            self._open(here if here.isValid() else self._rows.index(0, 0))

    def _resize(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self._look.measures.row)
        self.horizontalHeader().setFixedHeight(self._look.measures.row)
        self._share_width(self.viewport().width())

    def _repaint(self) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()
