"""A short list of choices to walk with the arrows: an icon, words, a quiet remark, a shortcut.

Used by the command palette and the shortcut sheet. Promises: a heading among them is passed over and never current.
May not know: what a choice does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
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

WHOLE = 3  # the likeness of what begins with all that was typed
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: what it is called, a remark, the keys that do it, and what happens when it is taken; or a heading."""

    title: str
    icon: str
    take: Callable[[], None]
    remark: str = ""
    keys: str = ""
    is_heading: bool = False

    @property
    def words(self) -> tuple[str, str, str]:
        """All that is read of it."""
        return (self.title, self.remark, self.keys)


def heading(words: str) -> Choice:
    """A line over others, which cannot be taken."""
    return Choice(words, "", lambda: None, is_heading=True)


def shortened(choice: Choice, look: Look, width: int) -> tuple[str, str]:
    """The title and what stands at its side, as far as there is room: a title may take what its side leaves, and two
    thirds at least.
    """
    body, caption, pad = (
        QFontMetrics(look.fonts.body),
        QFontMetrics(look.fonts.caption),
        look.measures.step(3),
    )
    side = choice.remark or choice.keys
    left = width - caption.horizontalAdvance(side) - pad if side else width
    title = body.elidedText(choice.title, Qt.TextElideMode.ElideRight, max(left, width * 2 // 3))
    room = width - body.horizontalAdvance(title) - pad
    return title, caption.elidedText(side, Qt.TextElideMode.ElideRight, room)


def likeness(text: str, words: str) -> int:
    """How well typed words fit: 0 not at all; whole beginnings first, then beginnings of words, then any place."""
    typed, all_words = text.casefold(), words.casefold()
    if all_words.startswith(typed):
        return WHOLE
    starts = all_words.split()
    if all(any(word.startswith(part) for word in starts) for part in typed.split()):
        return 2
    return 1 if typed in all_words else 0


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

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Overrides QAbstractItemModel: the arrows pass over a heading."""
        headed = index.isValid() and self._choices[index.row()].is_heading
        return Qt.ItemFlag.NoItemFlags if headed else super().flags(index)

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
        if choice.is_heading:
            self._paint_heading(painter, rect, choice)
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # pyright: ignore[reportAttributeAccessIssue]
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)  # pyright: ignore[reportAttributeAccessIssue]
        ground = look.colours.field if over else look.colours.page
        painter.fillRect(rect, look.colours.row_selected if chosen else ground)
        pad, size = look.measures.step(3), look.measures.icon
        colour = look.colours.accent if chosen else look.colours.secondary
        pixmap = look.pixmap(choice.icon, colour=colour, on=option.widget)  # pyright: ignore[reportAttributeAccessIssue]
        painter.drawPixmap(rect.left() + pad, rect.center().y() - size // 2 + 1, pixmap)
        inner = rect.adjusted(pad * 2 + size, 0, -pad, 0)
        title, side = shortened(choice, look, inner.width())
        painter.setFont(look.fonts.body)
        painter.setPen(look.colours.text)
        painter.drawText(inner, _LEFT, title)
        painter.setPen(look.colours.secondary)
        painter.setFont(look.fonts.caption)
        painter.drawText(inner, _RIGHT, side)

    def _paint_heading(self, painter: QPainter, rect: QRect, choice: Choice) -> None:
        look = self._look
        painter.fillRect(rect, look.colours.page)
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.secondary)
        words = rect.adjusted(look.measures.step(3), 0, 0, -look.measures.step(1.5))
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), choice.title)


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
        self.scrollToTop()
        if current is not None:
            self.setCurrentIndex(self.choices.index(self._beside_headings(current, 1)))

    @property
    def current(self) -> Choice | None:
        """The current choice."""
        index = self.currentIndex()
        return self.choices.at(index.row()) if index.isValid() else None

    def step(self, rows: int) -> None:
        """Moves the current choice."""
        count = self.choices.rowCount()
        if count:
            row = self._beside_headings(min(max(self.currentIndex().row() + rows, 0), count - 1), rows)
            self.setCurrentIndex(self.choices.index(row) if row >= 0 else self.currentIndex())

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

    def _beside_headings(self, row: int, by: int) -> int:
        """The row, or the next in a direction that is no heading; −1 for none."""
        count = self.choices.rowCount()
        while 0 <= row < count and self.choices.at(row).is_heading:
            row += 1 if by > 0 else -1
        return row if row < count else -1

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, row: int) -> None:
        choice = self.choices.at(row)
        if not choice.is_heading:
            self.taken.emit(choice)
