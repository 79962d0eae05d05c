"""Draws the cells of the grid and makes their editors.

Promises: drawing asks the model for ready text; the item stands with its detail below it, a heading in strong type, a
cell that cannot stand in the colour of trouble; an editor is filled once. May not know: keys, saving.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.models.grid_cells import NUMBERS, TITLES, Cell, is_heading
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.line_grid.editors import INSET, Block, Editor, ItemCell, LineCell

_Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_STATE = QStyle.StateFlag
_HINT = N_("Type an item")
_LEAST_POINTS = 5


class LineDelegate(QStyledItemDelegate):
    """Draws one grid. `keys` judges each key typed into an editor and answers whether it took it."""

    def __init__(
        self,
        *,
        model: LineGridModel,
        look: Look,
        parent: QWidget,
        keys: Callable[[Editor, QKeyEvent], bool],
        paste: Callable[[Block], None],
        opened: Callable[[Editor], None],
    ) -> None:
        super().__init__(parent)
        self._model, self._look, self._keys, self._paste, self._opened = model, look, keys, paste, opened
        self.glow: dict[tuple[str, Cell], float] = {}
        self.select_on_open = True
        self.editor: Editor | None = None
        self.place = QPersistentModelIndex()

    # --- drawing ------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        row, cell = index.row(), Cell(index.column())
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        state: QStyle.StateFlag = option.state  # pyright: ignore[reportAttributeAccessIssue]
        row_id, fields = self._model.line(row)
        heading = is_heading(fields)
        editing = self.editor is not None and self.place == index
        selected = bool(state & _STATE.State_Selected) and not editing
        painter.fillRect(rect, self._ground(row_id, cell, selected=selected))
        painter.setPen(
            self._look.colours.field
            if heading
            else mix(self._look.colours.line, self._look.colours.page, share=0.5)
        )
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        pad = self._look.measures.step(2.5)
        inner = rect.adjusted(pad, 0, -pad, 0)
        if cell is Cell.ITEM:
            self._draw_item(painter, inner, row, heading=heading)
        else:
            self._draw_value(painter, inner, row, cell)
        if state & _STATE.State_HasFocus or editing:
            self._draw_current(painter, rect)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Overrides QStyledItemDelegate."""
        del option
        return QSize(self._look.measures.char * 8, self.row_height(index.row()))

    def row_height(self, row: int) -> int:
        """One line of text, or two with a detail; the line in edit as high as its editor."""
        measures = self._look.measures
        if isinstance(self.editor, ItemCell) and self.place.row() == row:
            return self.editor.wanted_height()
        detail = self._model.line(row)[1].get("detail")
        return measures.row + (measures.line if detail else 0)

    def _ground(self, row_id: str, cell: Cell, *, selected: bool) -> QColor:
        colours = self._look.colours
        ground = colours.row_selected if selected else colours.page
        strength = self.glow.get((row_id, cell))
        return mix(colours.accent, ground, share=0.2 * strength) if strength else ground

    def _draw_item(self, painter: QPainter, inner: QRect, row: int, *, heading: bool) -> None:
        look, fields = self._look, self._model.line(row)[1]
        detail = " ".join(str(fields.get("detail") or "").split())
        top = inner
        if detail:
            below = inner.adjusted(0, look.measures.row - (look.measures.row - look.measures.line) // 2, 0, 0)
            below.setHeight(look.measures.line)
            top = QRect(inner.left(), inner.top(), inner.width(), look.measures.row)
            painter.setFont(look.fonts.caption)
            painter.setPen(look.colours.secondary)
            painter.drawText(below, _LEFT, painter.fontMetrics().elidedText(detail, _ELIDE, below.width()))
        if fields.get("optional"):
            top = self._draw_optional(painter, top)
        waiting = self._model.is_waiting(row)
        text = self._model.shown(row, Cell.ITEM) or (_(_HINT) if waiting else "")
        painter.setFont(look.fonts.strong if heading else look.fonts.body)
        painter.setPen(self._ink(row, Cell.ITEM) if not waiting else look.colours.secondary)
        painter.drawText(top, _LEFT, painter.fontMetrics().elidedText(text, _ELIDE, top.width()))

    def _draw_optional(self, painter: QPainter, room: QRect) -> QRect:
        """The word at the right of the item; the room that is left."""
        look, word = self._look, _("optional")
        painter.setFont(look.fonts.caption)
        painter.setPen(look.tone(Tone.INFO))
        painter.drawText(room, _RIGHT, word)
        return room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(word) - look.measures.step(2), 0)

    def _draw_value(self, painter: QPainter, inner: QRect, row: int, cell: Cell) -> None:
        look = self._look
        first = QRect(inner.left(), inner.top(), inner.width(), look.measures.row)
        painter.setFont(look.fonts.figures)
        painter.setPen(self._ink(row, cell))
        text = self._model.shown(row, cell)
        if cell in NUMBERS and painter.fontMetrics().horizontalAdvance(text) > inner.width():
            painter.setFont(narrowed(painter.font(), text, inner.width()))  # an amount is never cut
        shown = painter.fontMetrics().elidedText(text, _ELIDE, inner.width())
        painter.drawText(first, _RIGHT if cell in NUMBERS else _LEFT, shown)

    def _ink(self, row: int, cell: Cell) -> QColor:
        if self._model.problem_at(row, cell):
            return self._look.tone(Tone.BAD)
        fields = self._model.line(row)[1]
        offered = cell is Cell.TOTAL and fields.get("optional")
        quiet = cell in (Cell.COUNT, Cell.UNIT, Cell.TAX) or offered or fields.get("kind") == "text"
        return self._look.colours.secondary if quiet else self._look.colours.text

    def _draw_current(self, painter: QPainter, rect: QRect) -> None:
        pen = QPen(self._look.colours.accent)
        pen.setWidth(max(self._look.measures.unit // 3, 1))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -2, -2))

    # --- editing ------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> Editor:
        """Overrides QStyledItemDelegate."""
        del option
        cell = Cell(index.column())
        if cell is Cell.ITEM:
            editor: Editor = ItemCell(look=self._look, parent=parent, paste=self._paste)
            editor.document().contentsChanged.connect(partial(self._typed, editor))
        else:
            editor = LineCell(look=self._look, right=cell in NUMBERS, parent=parent, paste=self._paste)
            editor.textChanged.connect(partial(self._typed, editor))
        editor.setAccessibleName(
            _("{column}, line {row}").format(column=_(TITLES[cell]), row=index.row() + 1)
        )
        line = "" if self._model.is_waiting(index.row()) else self._model.line(index.row())[0]
        editor.setProperty(ADDRESS, f"{line}:{cell.value}")
        self.editor, self.place = editor, QPersistentModelIndex(_plain(index))
        self._opened(editor)
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Overrides QStyledItemDelegate: once; what is being typed is never replaced."""
        if isinstance(editor, LineCell | ItemCell) and not editor.property("begun"):
            editor.setProperty("begun", True)  # noqa: FBT003 - Qt's own
            editor.begin(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""), select=self.select_on_open)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        if isinstance(editor, LineCell | ItemCell) and editor.property("begun"):
            before = str(index.data(int(Qt.ItemDataRole.EditRole)) or "")
            tried = self._model.problem_at(index.row(), Cell(index.column()))
            if editor.text() != before or tried:
                model.setData(_plain(index), editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        del index
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue]
        room = rect.adjusted(INSET, INSET, -INSET, -INSET - 1)
        if isinstance(editor, LineCell):
            room.setHeight(self._look.measures.row - INSET * 2 - 1)
        editor.setGeometry(room)

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        if editor is self.editor:
            self.editor = None
            self._model.stop_typing()
        super().destroyEditor(editor, index)

    def eventFilter(self, object: QObject, event: QEvent) -> bool:  # noqa: A002 - the name Qt gives it
        """Overrides QStyledItemDelegate: the grid's keys before the editor's."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(object, LineCell | ItemCell)
            and self._keys(object, event)
        ):
            return True
        return super().eventFilter(object, event)

    def _typed(self, editor: Editor, _text: str = "") -> None:
        if editor is self.editor and editor.property("begun") and self.place.isValid():
            self._model.type_into(self.place.row(), Cell(self.place.column()), editor.text())


def narrowed(font: QFont, text: str, room: int) -> QFont:
    """The font in the size in which a text has room; letters do not shrink evenly, so that it is tried."""
    font = QFont(font)
    while QFontMetrics(font).horizontalAdvance(text) > room and font.pointSizeF() > _LEAST_POINTS:
        font.setPointSizeF(font.pointSizeF() - 0.5)
    return font


def _plain(index: _Index) -> QModelIndex:
    """The index as a model takes it."""
    return index.model().index(index.row(), index.column())
