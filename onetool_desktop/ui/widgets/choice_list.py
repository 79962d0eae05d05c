"""A short list of choices to walk with the arrows: an icon, words, a quiet remark, a shortcut.

Used by the command palette and the shortcut sheet. May not know: what a choice does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

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

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.scrolling import slim

_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what it is called, a remark, the keys that do it, and what happens when it is taken."""

    title: str
    icon: str
    take: Callable[[], None]
    remark: str = ""
    keys: str = ""

    @property
    def words(self) -> tuple[str, str, str]:
        """All that is read of it."""
        return (self.title, self.remark, self.keys)


class ChoiceModel(QAbstractListModel):
    """The choices, replaced as a whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: tuple[Choice, ...] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        """Shows other choices."""
        self.beginResetModel()
        self._choices = tuple(choices)
        self.endResetModel()

    def at(self, row: int) -> Choice:
        """The choice at a place."""
        return self._choices[row]

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """Overrides QAbstractItemModel."""
        return 0 if parent.isValid() else len(self._choices)

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Overrides QAbstractItemModel: what a screen reader says."""
        if not index.isValid() or role != _DISPLAY:
            return None
        choice = self._choices[index.row()]
        return ", ".join(word for word in choice.words if word)


class _Lines(QStyledItemDelegate):
    def __init__(self, *, model: ChoiceModel, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices = model
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Overrides QStyledItemDelegate."""
        del option, index
        return QSize(self._look.measures.char * 30, self._look.measures.row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        look, choice = self._look, self._choices.at(index.row())
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # pyright: ignore[reportAttributeAccessIssue]
        ground = look.colours.field if over else look.colours.page
        painter.fillRect(rect, look.colours.row_selected if chosen else ground)
        pad, size = look.measures.step(3), look.measures.icon
        colour = look.colours.accent if chosen else look.colours.secondary
        pixmap = look.pixmap(choice.icon, colour=colour, on=option.widget)  # pyright: ignore[reportAttributeAccessIssue]
        painter.drawPixmap(rect.left() + pad, rect.center().y() - size // 2 + 1, pixmap)
        inner = rect.adjusted(pad * 2 + size, 0, -pad, 0)
        painter.setFont(look.fonts.body)
        painter.setPen(look.colours.text)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, inner.width() * 2 // 3)
        painter.drawText(inner, _LEFT, title)
        painter.setPen(look.colours.secondary)
        painter.setFont(look.fonts.caption)
        side = choice.remark or choice.keys
        room = inner.width() - metrics.horizontalAdvance(title) - pad
        shown = painter.fontMetrics().elidedText(side, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _RIGHT, shown)


class ChoiceList(QListView):
    """Shows choices; Enter or a click takes one."""

    taken = Signal(object)

    def __init__(
        self, *, look: Look, name: str, parent: QWidget | None = None, follows_mouse: bool = True
    ) -> None:
        """`follows_mouse`: the one under the mouse is the current one."""
        super().__init__(parent)
        self._look = look
        self.choices = ChoiceModel(self)
        self.setModel(self.choices)
        self.setItemDelegate(_Lines(model=self.choices, look=look, parent=self))
        slim(self, look=look)
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._clicked)
        if follows_mouse:
            self.entered.connect(self.setCurrentIndex)

    def show_choices(self, choices: Sequence[Choice], *, current: int | None = 0) -> None:
        """Shows other choices; `current` is the place of the current one, None for none yet."""
        self.choices.show(choices)
        if choices and current is not None:
            self.setCurrentIndex(self.choices.index(current))

    @property
    def current(self) -> Choice | None:
        """The current choice."""
        index = self.currentIndex()
        return self.choices.at(index.row()) if index.isValid() else None

    def step(self, rows: int) -> None:
        """Moves the current choice."""
        count = self.choices.rowCount()
        if count:
            row = min(max(self.currentIndex().row() + rows, 0), count - 1)
            self.setCurrentIndex(self.choices.index(row))

    def take_current(self) -> None:
        """Takes the current choice."""
        if self.currentIndex().isValid():
            self._take(self.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QListView: Enter takes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take_current()
        else:
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        choice = self.choices.at(row)
        self.taken.emit(choice)
