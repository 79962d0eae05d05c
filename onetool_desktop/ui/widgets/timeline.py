"""What happened, newest first: the day's word once, then a line for each thing, page after page as it is scrolled.

Promises: a line that is there keeps its place, and the reader his, when others arrive; the next page is read when the
end comes near; Enter or a click goes to what a line speaks of. May not know: what happens in a business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.widgets.scrolling import slim
from onetool_desktop.ui.widgets.text import plain_tip

PAGE = 60
_DISPLAY, _TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_DAY_CHARS = 12


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One thing that happened: its place in the order, its day in words, what it was, who and when, where it leads."""

    at: str
    day: str
    whole_day: str
    icon: str
    tone: Tone
    text: str
    remark: str
    way: object


class TimelineSource(Protocol):
    """Reads the lines below a place, in the read pool; fewer than asked for are the last."""

    @property
    def watches(self) -> frozenset[str]:
        """The collections that lines are made from."""
        ...

    def page(self, before: str, limit: int) -> Sequence[TimelineLine]:
        """The next lines below `before`; "" is the top."""
        ...


class TimelineModel(QAbstractListModel):
    """The lines that were read so far."""

    def __init__(self, *, source: TimelineSource, operations: Operations, parent: QWidget) -> None:
        super().__init__(parent)
        self._source, self._operations = source, operations
        self._lines: list[TimelineLine] = []
        self._whole = True
        self._asked = Generation()
        self._on_its_way = False

    def begin(self) -> None:
        """Starts at the top of another record."""
        self.beginResetModel()
        self._lines, self._whole = [], True
        self.endResetModel()
        self._read(PAGE)

    def refresh(self) -> None:
        """Reads again what is shown."""
        self._read(max(PAGE, len(self._lines)))

    def line(self, row: int) -> TimelineLine:
        """The line at a place."""
        return self._lines[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel: what a screen reader says, and the whole day for the pointer."""
        if not index.isValid() or role not in (_DISPLAY, _TIP):
            return None
        line = self._lines[index.row()]
        if role == _TIP:
            return plain_tip(f"{line.whole_day}\n{line.text}")
        return ", ".join(word for word in (line.day, line.text, line.remark) if word)

    def canFetchMore(self, parent: _Index) -> bool:
        """Overrides QAbstractItemModel."""
        waits = self._whole or self._on_its_way or not self._lines
        return not parent.isValid() and not waits

    def fetchMore(self, parent: _Index) -> None:
        """Overrides QAbstractItemModel: reads the next page; asked too soon, it waits."""
        if not self.canFetchMore(parent):
            return
        self._on_its_way = True
        source, before = self._source, self._lines[-1].at
        current = self._asked.next()
        self._operations.read(self, lambda: source.page(before, PAGE), then=self._append, current=current)

    def _read(self, limit: int) -> None:
        self._on_its_way = True
        source, current = self._source, self._asked.next()
        self._operations.read(
            self,
            lambda: source.page("", limit),
            then=lambda lines: self._replace(list(lines), whole=len(lines) < limit),
            current=current,
        )

    def _append(self, lines: Sequence[TimelineLine]) -> None:
        self._on_its_way = False
        self._whole = len(lines) < PAGE
        if lines:
            self.beginInsertRows(_ROOT, len(self._lines), len(self._lines) + len(lines) - 1)
            self._lines += lines
            self.endInsertRows()

    def _replace(self, lines: list[TimelineLine], *, whole: bool) -> None:
        """Takes over what differs between the first and the last line that stayed."""
        self._on_its_way = False
        self._whole = whole
        old = self._lines
        most = min(len(old), len(lines))
        top = next((at for at in range(most) if old[at] != lines[at]), most)
        most -= top
        low = next((at for at in range(most) if old[-1 - at] != lines[-1 - at]), most)
        if len(old) - low > top:
            self.beginRemoveRows(_ROOT, top, len(old) - low - 1)
            self._lines = old[:top] + old[len(old) - low :]
            self.endRemoveRows()
        if len(lines) - low > top:
            self.beginInsertRows(_ROOT, top, len(lines) - low - 1)
            self._lines = lines
            self.endInsertRows()


class _Delegate(QStyledItemDelegate):
    def __init__(self, *, model: TimelineModel, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._look = model, look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Overrides QStyledItemDelegate."""
        del option, index
        return QSize(self._look.measures.char * 30, self._look.measures.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        look, line, row = self._look, self._model.line(index.row()), index.row()
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        state = option.state  # pyright: ignore[reportAttributeAccessIssue]
        chosen = bool(state & QStyle.StateFlag.State_Selected) and bool(
            state & QStyle.StateFlag.State_HasFocus
        )
        under = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = (
            look.colours.row_selected if chosen else look.colours.row_hover if under else look.colours.page
        )
        painter.fillRect(rect, ground)
        pad, size = look.measures.step(2), look.measures.icon
        days = look.measures.char * _DAY_CHARS
        if row == 0 or self._model.line(row - 1).day != line.day:
            painter.setFont(look.fonts.caption)
            painter.setPen(look.colours.secondary)
            painter.drawText(rect.adjusted(pad, 0, 0, 0), _LEFT, line.day)
        left = pad + days
        pixmap = look.pixmap(line.icon, colour=look.tone(line.tone), on=option.widget)  # pyright: ignore[reportAttributeAccessIssue]
        painter.drawPixmap(rect.left() + left, rect.center().y() - size // 2 + 1, pixmap)
        self._draw_words(painter, rect.adjusted(left + size + pad, 0, -pad, 0), line)

    def _draw_words(self, painter: QPainter, inner: QRect, line: TimelineLine) -> None:
        look, elide = self._look, Qt.TextElideMode.ElideRight
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.secondary)
        small = painter.fontMetrics()
        remark = small.elidedText(line.remark, elide, inner.width() // 3)
        painter.drawText(inner, _RIGHT, remark)
        inner = inner.adjusted(0, 0, -small.horizontalAdvance(remark) - look.measures.step(2), 0)
        painter.setFont(look.fonts.body)
        painter.setPen(look.colours.text)
        painter.drawText(inner, _LEFT, painter.fontMetrics().elidedText(line.text, elide, inner.width()))


class Timeline(QListView):
    """The lines; `opened` tells where the one taken leads."""

    opened = Signal(object)

    def __init__(self, *, source: TimelineSource, operations: Operations, look: Look, name: str) -> None:
        super().__init__()
        self.lines = TimelineModel(source=source, operations=operations, parent=self)
        self.setModel(self.lines)
        self.setItemDelegate(_Delegate(model=self.lines, look=look, parent=self))
        slim(self, look=look)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._open)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QListView: Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.lines.line(index.row()).way)
