"""The rows of the line grid: lines in order, and an empty one waiting at the end.

Promises: rows are brought to what is to be shown each by the smallest step (in, out, moved, changed), so that an editor
stays on its line; the waiting row becomes a line without moving, and another waits below it; `version` is another
whenever anything a sum is made of may be. May not know: what a cell shows, typing, saving.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex

from onetool_desktop.domain.ports import Ids
from onetool_desktop.services.line_work import Line
from onetool_desktop.ui.models.grid_cells import TITLES, Cell, Fields
from onetool_desktop.ui.models.line_steps import counts_of

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NOTHING: Fields = {}


class LineRows(QAbstractTableModel):
    """The lines of one document as rows of a table."""

    def __init__(self, *, ids: Ids, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids = ids
        self.lines: list[Line] = []
        self.waiting = ids.new_id()
        self.counts: dict[str, str] = {}  # the printed count of each line
        self.version: int = 0

    def line(self, row: int) -> Line:
        """Id and fields of a line; the waiting one has an id and nothing else."""
        return self.lines[row] if row < len(self.lines) else (self.waiting, _NOTHING)

    def row_of(self, row_id: str) -> int:
        """Where a line stands, or -1."""
        if row_id == self.waiting:
            return len(self.lines)
        return next((row for row, (other, _) in enumerate(self.lines) if other == row_id), -1)

    def is_waiting(self, row: int) -> bool:
        """Whether it is the empty row at the end."""
        return row >= len(self.lines)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel: the lines and the one that waits."""
        return 0 if parent.isValid() else len(self.lines) + 1

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(TITLES)

    def begin_with(self, lines: Sequence[Line]) -> None:
        """Holds the lines of another document; called within a reset."""
        self.waiting = self.ids.new_id()
        self.lines = list(lines)
        self.counts = counts_of(self.lines)
        self.version += 1

    def bring_to(self, wanted: Sequence[Line]) -> None:
        """Brings the rows to what is to be shown."""
        fields = dict(wanted)
        for row in reversed(range(len(self.lines))):
            if self.lines[row][0] not in fields:
                self._take_out(row)
        for row, line in enumerate(wanted):
            self._bring(row, line, wanted)
        self._recount()
        self.version += 1

    def row_changed(self, row: int) -> None:
        """Every cell of a row may show something else."""
        self.version += 1
        self.dataChanged.emit(self.index(row, 0), self.index(row, Cell.TOTAL))

    def _recount(self) -> None:
        before, self.counts = self.counts, counts_of(self.lines)
        for row, (row_id, _fields) in enumerate(self.lines):
            if before.get(row_id) != self.counts.get(row_id):
                index = self.index(row, Cell.COUNT)
                self.dataChanged.emit(index, index)

    def _take_out(self, row: int) -> None:
        self.beginRemoveRows(_ROOT, row, row)
        del self.lines[row]
        self.version += 1
        self.endRemoveRows()

    def _bring(self, row: int, line: Line, wanted: Sequence[Line]) -> None:
        if row >= len(self.lines) or self.lines[row][0] != line[0]:
            if line[0] == self.waiting:
                self._become_a_line(line)
            at = self.row_of(line[0])
            if at < 0:
                self._put_in(row, line)
            elif row + 1 < len(self.lines) and self.lines[row + 1][0] == line[0]:
                to = next(place for place, other in enumerate(wanted) if other[0] == self.lines[row][0])
                self._move_row(row, min(to, len(self.lines) - 1))
            elif at != row:
                self._move_row(at, row)
        if self.lines[row][1] != line[1]:
            self.lines[row] = line
            self.row_changed(row)

    def _become_a_line(self, line: Line) -> None:
        """The waiting row stays where it is and becomes the line; another waits below it."""
        end = len(self.lines) + 1
        self.beginInsertRows(_ROOT, end, end)
        self.lines.append(line)
        self.waiting = self.ids.new_id()
        self.version += 1
        self.endInsertRows()
        self.row_changed(end - 1)

    def _put_in(self, row: int, line: Line) -> None:
        self.beginInsertRows(_ROOT, row, row)
        self.lines.insert(row, line)
        self.version += 1
        self.endInsertRows()

    def _move_row(self, at: int, to: int) -> None:
        if at == to:
            return
        self.beginMoveRows(_ROOT, at, at, _ROOT, to if to < at else to + 1)
        self.lines.insert(to, self.lines.pop(at))
        self.version += 1
        self.endMoveRows()
