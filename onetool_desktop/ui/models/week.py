"""A week of visits: a row for each person and one for nobody yet, a column for each day.

Promises: a visit that is moved stands in its new cell at once, before it is saved; a cell's visits are in the order of
the day; two of one person that overlap are marked. May not know: where visits come from, how they are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.ui.models.listing import Badge

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One visit: its words and state; `open` while it is not done or called off, `over` where it overlaps another."""

    id: str
    person: str
    day: str
    start: str
    end: str
    client: str
    title: str
    badge: Badge | None
    open: bool = True
    over: bool = False

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        times = f"{self.start}–{self.end}" if self.end else self.start
        state = self.badge.word if self.badge else ""
        over = _("overlaps another visit") if self.over else ""
        return ", ".join(word for word in (times, self.client, self.title, state, over) if word)


@dataclass(frozen=True, slots=True)
class Lane:
    """A row: a person, or nobody yet (no id)."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class DayColumn:
    """A column: the day, its words, and whether it is today."""

    day: str
    words: str
    today: bool = False


class WeekModel(QAbstractTableModel):
    """Holds the week."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lanes: tuple[Lane, ...] = ()
        self.days: tuple[DayColumn, ...] = ()
        self._cells: dict[tuple[str, str], tuple[Block, ...]] = {}

    def show(self, lanes: Sequence[Lane], days: Sequence[DayColumn], blocks: Sequence[Block]) -> None:
        """Shows other visits; where people and days stay, cells change in place."""
        cells = _in_cells(blocks)
        if (tuple(lanes), tuple(days)) != (self.lanes, self.days):
            self.beginResetModel()
            self.lanes, self.days, self._cells = tuple(lanes), tuple(days), cells
            self.endResetModel()
            return
        changed = {key for key in self._cells.keys() | cells.keys() if self._cells.get(key) != cells.get(key)}
        self._cells = cells
        self._tell(changed)

    def cell(self, row: int, column: int) -> tuple[Block, ...]:
        """The visits of a person on a day."""
        if not (0 <= row < len(self.lanes) and 0 <= column < len(self.days)):
            return ()
        return self._cells.get((self.lanes[row].person, self.days[column].day), ())

    def load(self, row: int) -> str:
        """How much a person has in this week, in words; nothing for nothing."""
        count = sum(len(self.cell(row, column)) for column in range(len(self.days)))
        return (
            ngettext("{count} visit in all", "{count} visits in all", count).format(count=count)
            if count
            else ""
        )

    def find(self, visit: str) -> tuple[int, int, int] | None:
        """Row, column and place in its cell of a visit."""
        for row in range(len(self.lanes)):
            for column in range(len(self.days)):
                for at, block in enumerate(self.cell(row, column)):
                    if block.id == visit:
                        return row, column, at
        return None

    def move(self, visit: str, row: int, column: int) -> None:
        """Puts a visit into another cell."""
        lane, day = self.lanes[row].person, self.days[column].day
        blocks = [block for cell in self._cells.values() for block in cell]
        self.show(
            self.lanes,
            self.days,
            [replace(b, person=lane, day=day, over=False) if b.id == visit else b for b in blocks],
        )

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self.lanes)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self.days)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel: what a screen reader says of a cell."""
        if not index.isValid() or role not in (_DISPLAY, _SPOKEN):
            return None
        blocks = self.cell(index.row(), index.column())
        return "; ".join(block.spoken for block in blocks) or _("nothing planned")

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel."""
        if role not in (_DISPLAY, _SPOKEN):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.days[section].words if section < len(self.days) else None
        if section >= len(self.lanes):
            return None
        name, load = self.lanes[section].name, self.load(section)
        return f"{name}, {load}" if role == _SPOKEN and load else name

    def _tell(self, changed: set[tuple[str, str]]) -> None:
        rows = {lane.person: row for row, lane in enumerate(self.lanes)}
        columns = {day.day: column for column, day in enumerate(self.days)}
        for person, day in changed:
            if person in rows and day in columns:
                index = self.index(rows[person], columns[day])
                self.dataChanged.emit(index, index)


def _in_cells(blocks: Sequence[Block]) -> dict[tuple[str, str], tuple[Block, ...]]:
    found: dict[tuple[str, str], list[Block]] = {}
    for block in sorted(blocks, key=lambda one: (one.start or "~", one.id)):
        found.setdefault((block.person, block.day), []).append(block)
    return {key: _marked(cell) if key[0] else tuple(cell) for key, cell in found.items()}


def _marked(cell: list[Block]) -> tuple[Block, ...]:
    """The visits of one person on one day, with those marked that cannot both be kept."""
    timed = [block for block in cell if block.open and block.start and block.end]
    over = {
        block.id
        for block in timed
        for other in timed
        if other is not block and block.start < other.end and other.start < block.end
    }
    return tuple(replace(block, over=block.id in over) for block in cell)
