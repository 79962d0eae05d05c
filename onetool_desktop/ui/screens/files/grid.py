"""The grid of a record's files: a square picture, the name, and in a word where the bytes are.

Promises: every file has the same room whatever its picture and name are, so nothing moves when pictures come; the one
picked stays picked when the list changes; Delete and paste are told, Enter activates. May not know: the replica.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QImage, QKeyEvent, QKeySequence, QPainter, QPainterPath
from PySide6.QtWidgets import (
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from onetool_desktop.store.queries.files import FileCard, Where
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.screens.files.words import size_words, where_words
from onetool_desktop.ui.widgets.scrolling import SlimBar

_CARD, _PICTURE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_CENTRE = Qt.AlignmentFlag.AlignCenter


class FileGrid(QListWidget):
    """The pictures with their names."""

    paste = Signal()
    remove = Signal()

    def __init__(self, *, look: Look, name: str) -> None:
        super().__init__()
        self._items: dict[str, QListWidgetItem] = {}
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setItemDelegate(_Drawing(look, self))
        self.setVerticalScrollBar(SlimBar(look=look))
        self.setAcceptDrops(False)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setMouseTracking(True)
        look.changed.connect(self.viewport().update)

    @property
    def picked(self) -> str:
        """The id of the file picked; empty where none is."""
        item = self.currentItem()
        return item.data(_CARD).id if item else ""

    def show_cards(self, cards: list[FileCard]) -> None:
        """Shows the cards in their order."""
        picked, pictures = self.picked, {row_id: item.data(_PICTURE) for row_id, item in self._items.items()}
        self.clear()
        self._items = {}
        for card in cards:
            words = [card.name, card.caption, size_words(card.size), where_words(card), card.words]
            said = [word for word in words if word]
            item = QListWidgetItem(card.name)
            item.setToolTip("\n".join(said))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(said))
            item.setData(_CARD, card)
            item.setData(_PICTURE, pictures.get(card.id))
            self.addItem(item)
            self._items[card.id] = item
            if card.id == picked:
                self.setCurrentItem(item)

    def show_picture(self, row_id: str, image: QImage) -> None:
        """Shows the picture of one card."""
        item = self._items.get(row_id)
        if item is not None:
            item.setData(_PICTURE, image)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QListWidget: Delete takes away, paste adds."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove.emit()
        else:
            super().keyPressEvent(event)


class _Drawing(QStyledItemDelegate):
    """Draws one file."""

    def __init__(self, look: Look, parent: FileGrid) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Overrides QStyledItemDelegate: the same for all."""
        del option, index
        measures, side = self._look.measures, self._side
        return QSize(side + measures.step(4), side + measures.line * 2 + measures.step(5))

    @property
    def _side(self) -> int:
        return self._look.measures.row * 4

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Overrides QStyledItemDelegate."""
        look, card, image = self._look, index.data(_CARD), index.data(_PICTURE)
        step, whole = look.measures.step, QRect(option.rect)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownArgumentType, reportUnknownMemberType] # the stubs lack it
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        state = option.state  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] # as above
        chosen, under = QStyle.StateFlag.State_Selected in state, QStyle.StateFlag.State_MouseOver in state
        if chosen or under:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colours.row_selected if chosen else look.colours.row_hover)
            painter.drawRoundedRect(whole, step(1), step(1))
        box = QRect(whole.x() + step(2), whole.y() + step(2), self._side, self._side)
        self._draw_picture(painter, box, card, image)
        self._draw_words(
            painter, QRect(box.x(), box.bottom() + step(1), box.width(), look.measures.line), card
        )
        painter.restore()

    def _draw_picture(self, painter: QPainter, box: QRect, card: FileCard, image: QImage | None) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), self._look.measures.step(1), self._look.measures.step(1))
        painter.fillPath(shape, self._look.colours.field)
        if image is None or image.isNull():
            size = self._look.measures.step(8)
            name = "cloud" if card.where in {Where.ELSEWHERE, Where.COMING} else "note"
            icon = self._look.icon(name, colour=self._look.colours.faint)
            icon.paint(painter, QRect(box.center().x() - size // 2, box.center().y() - size // 2, size, size))
            return
        side = min(image.width(), image.height())
        middle = QRect((image.width() - side) // 2, (image.height() - side) // 2, side, side)
        painter.setClipPath(shape)
        painter.drawImage(box, image, middle)
        painter.setClipping(False)

    def _draw_words(self, painter: QPainter, line: QRect, card: FileCard) -> None:
        look, where = self._look, where_words(card)
        tone = Tone.BAD if card.where is Where.STUCK else None
        for text, font, colour in (
            (card.name, look.fonts.body, look.colours.text),
            (where, look.fonts.caption, look.tone(tone) if tone else look.colours.secondary),
        ):
            painter.setFont(font)
            painter.setPen(colour)
            short = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(line, _CENTRE, short)
            line = line.translated(0, line.height())
