"""Blocks of cells in the grid: copied and pasted as spreadsheets do, and emptied.

Promises: what is copied pastes the same here and in a spreadsheet; a paste says what it did, and what it could not
read stays where it was pasted. May not know: the table, the document.
"""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from onetool_desktop.domain.translate import _
from onetool_desktop.services.line_work import PutLine
from onetool_desktop.ui.models import cell_blocks
from onetool_desktop.ui.models.grid_cells import EDITABLE, FIELDS_OF, Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.widgets.line_grid.editors import Block, clipboard_text
from onetool_desktop.ui.widgets.line_grid.hand import Hand, Spot
from onetool_desktop.ui.widgets.line_grid.paste_words import paste_words

_UNDOABLE = True


class CellBlocks(QObject):
    """The clipboard of one grid."""

    said = Signal(str, bool)

    def __init__(self, *, model: LineGridModel, hand: Hand, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._hand = model, hand

    def copy(self) -> None:
        """Copies the selected cells as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(_as_block(self._model, self._hand.cells()))

    def cut(self) -> None:
        """Copies the selected cells and empties them."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Lays the block from the clipboard over the cells from here on."""
        block = cell_blocks.read(clipboard_text())
        if block and any(any(row) for row in block):
            self.lay(block)

    def lay(self, block: Block) -> None:
        """Lays a block over the cells from here on."""
        self._hand.give_up()
        row, cell = self._hand.place
        pasted = self._model.paste(row, cell, block)
        self._hand.go(min(row + pasted.lines, self._model.rowCount() - 1), cell)
        self._hand.take_keyboard()
        self.said.emit(paste_words(pasted), _UNDOABLE)

    def clear(self) -> None:
        """Empties the selected cells."""
        cells = self._hand.cells()
        for row, cell in cells:
            self._model.problems.pop((self._model.line(row)[0], cell), None)
        steps = _emptied(self._model, cells)
        if steps:
            self._model.do(steps, _("Empty cells"))


def _as_block(model: LineGridModel, cells: Iterable[Spot]) -> str:
    """The picked cells as a spreadsheet takes them; a gap between them stays empty."""
    picked = set(cells)
    rows, columns = sorted({row for row, _cell in picked}), sorted({cell for _row, cell in picked})
    block = [[_text(model, row, cell) if (row, cell) in picked else "" for cell in columns] for row in rows]
    return cell_blocks.written(block)


def _emptied(model: LineGridModel, cells: Iterable[Spot]) -> list[PutLine]:
    """The steps that empty the picked cells."""
    wanted: dict[str, dict[str, None]] = {}
    for row, cell in cells:
        if cell not in EDITABLE or model.is_waiting(row):
            continue
        wanted.setdefault(model.line(row)[0], {}).update(dict.fromkeys(FIELDS_OF[cell]))
    return [PutLine(row_id, fields) for row_id, fields in wanted.items()]


def _text(model: LineGridModel, row: int, cell: Cell) -> str:
    if cell in EDITABLE:
        return model.words.typed(cell, model.line(row)[1])
    return model.shown(row, cell)
