"""The cells that are picked in the grid: as a block for the clipboard, and emptied."""

from collections.abc import Iterable

from onetool_desktop.services.line_work import PutLine
from onetool_desktop.ui.models import cell_blocks
from onetool_desktop.ui.models.grid_cells import EDITABLE, FIELDS_OF, Cell
from onetool_desktop.ui.models.line_grid import LineGridModel


def as_block(model: LineGridModel, cells: Iterable[tuple[int, Cell]]) -> str:
    """The picked cells as a spreadsheet takes them; a gap between them stays empty."""
    picked = set(cells)
    rows, columns = sorted({row for row, _ in picked}), sorted({cell for _, cell in picked})
    block = [[_text(model, row, cell) if (row, cell) in picked else "" for cell in columns] for row in rows]
    return cell_blocks.written(block)


def emptied(model: LineGridModel, cells: Iterable[tuple[int, Cell]]) -> list[PutLine]:
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
