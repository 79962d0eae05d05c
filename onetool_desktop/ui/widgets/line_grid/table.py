"""The table under the grid: rows as high as their text, columns that share the width, and a glow on what changed.

Promises: a row is as high as its lines of text, the one in edit as its editor; the table is as high as its rows, so
that the sums stand right under them; a column of discounts stands where there is any, and while one is wanted. May not
know: the hand, keys, what is typed.
"""

from PySide6.QtCore import QModelIndex, QSize, QVariantAnimation, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.line_grid.delegate import LineDelegate
from onetool_desktop.ui.widgets.line_grid.header import GridHeader, good_width, widths
from onetool_desktop.ui.widgets.scrolling import slim

_GLOW_MS = 600
_LEAST_ROWS = 6


class LineTable(QTableView):
    """Shows a `LineGridModel` by the delegate it is given."""

    delegate: LineDelegate
    room_wanted = Signal()  # more or less of it than before, for its columns

    def __init__(self, *, model: LineGridModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines, self._look = model, look
        self._length = 0  # of all rows
        self._discounts = False  # whether their column is shown
        self._glow = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=_GLOW_MS)
        self._glow.valueChanged.connect(self._glow_on)

    def show_by(self, delegate: LineDelegate) -> None:
        """Draws and edits by a delegate from now on; called once."""
        self.delegate = delegate
        self.setModel(self._lines)
        self.setItemDelegate(delegate)
        self.setHorizontalHeader(GridHeader(look=self._look, parent=self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        slim(self, look=self._look)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._connect_rows()
        self._relook()

    def _connect_rows(self) -> None:
        model = self._lines
        model.rowsInserted.connect(self._fit_inserted)
        model.dataChanged.connect(self._fit_changed)
        model.rowsRemoved.connect(self._fit_all)
        model.rowsMoved.connect(self._fit_all)
        model.modelReset.connect(self._fit_all)
        model.glowing.connect(self._light_up)
        model.totals_changed.connect(self._follow_discounts)
        self._look.changed.connect(self._relook)

    @property
    def good_width(self) -> int:
        """The width from which every column is shown and the item has the most room."""
        return good_width(self._look, discounts=self._lines.shows_discounts)

    def fit_rows(self, first: int, last: int) -> None:
        """Gives rows the height of what they show."""
        header = self.verticalHeader()
        for row in range(first, min(last, self._lines.rowCount() - 1) + 1):
            wanted = self.delegate.row_height(row)
            if header.sectionSize(row) != wanted:
                header.resizeSection(row, wanted)
        if header.length() != self._length:
            self._length = header.length()
            self.updateGeometry()

    def _fit_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.fit_rows(first, last)

    def _fit_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.fit_rows(first.row(), last.row())

    def _fit_all(self) -> None:
        self.fit_rows(0, self._lines.rowCount() - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QTableView."""
        super().resizeEvent(event)
        self._share_width()

    def sizeHint(self) -> QSize:
        """Overrides QTableView: as high as its lines, so that the sums stand right under them."""
        row = self._look.measures.row
        lines = max(self.verticalHeader().length(), row * _LEAST_ROWS)
        return QSize(self._look.measures.char * 90, lines + self.horizontalHeader().height() + 1)

    def minimumSizeHint(self) -> QSize:
        """Overrides QTableView: may become small."""
        return QSize(self._look.measures.char * 40, self._look.measures.row * 4)

    def _share_width(self) -> None:
        self._discounts = self._lines.shows_discounts
        given = widths(self._look, self.viewport().width(), discounts=self._discounts)
        for cell in Cell:
            self.setColumnHidden(cell, cell not in given)
            if cell in given:
                self.setColumnWidth(cell, given[cell])

    def _follow_discounts(self) -> None:
        """A column of discounts stands where there is any, and while one is wanted."""
        if self._lines.shows_discounts != self._discounts:
            self._share_width()
            self.room_wanted.emit()

    def _light_up(self, cells: set[tuple[str, Cell]]) -> None:
        if cells and self._look.moves and self.isVisible():
            self.delegate.glow = dict.fromkeys(cells, 1.0)
            self._glow.start()

    def _glow_on(self, strength: object) -> None:
        level = float(str(strength))
        self.delegate.glow = dict.fromkeys(self.delegate.glow, level) if level > 0 else {}
        self.viewport().update()

    def _relook(self) -> None:
        self.horizontalHeader().setFixedHeight(self._look.measures.row)
        self.verticalHeader().setDefaultSectionSize(self._look.measures.row)
        self._fit_all()
        self._share_width()
        self.viewport().update()
