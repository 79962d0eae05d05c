"""The hand on the grid: where it goes from a cell, and what those who move it may ask of the table.

Promises: the way leads over the cells that need a hand and no others. May not know: keys, editors.
"""

from typing import Protocol

from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.ui.models.grid_cells import Cell, Fields
from onetool_desktop.ui.models.line_grid import LineGridModel

Spot = tuple[int, Cell]
_TYPED = (Cell.ITEM, Cell.QUANTITY, Cell.UNIT, Cell.PRICE)


class Hand(Protocol):
    """What the keys of lines and of blocks ask of the grid."""

    @property
    def place(self) -> Spot:
        """The current row and cell."""
        ...

    def go(self, row: int, cell: Cell) -> None:
        """Puts the hand on a cell."""
        ...

    def take_keyboard(self) -> None:
        """The keyboard is in the grid again, in no editor."""
        ...

    def rows(self) -> list[int]:
        """The rows with something selected, without the one that waits, in order."""
        ...

    def select_rows(self, first: int, last: int) -> None:
        """Selects rows in the column where the hand is, the hand on the first."""
        ...

    def cells(self) -> list[Spot]:
        """The selected cells, as far as they are in sight."""
        ...

    def begin_typing(self) -> None:
        """Opens the cell where the hand is."""
        ...

    def finish(self) -> bool:
        """Takes over what is typed; false, with the reason shown, if it makes no sense."""
        ...

    def give_up(self) -> None:
        """Closes the editor and leaves the cell as it was."""
        ...


def stops(fields: Fields) -> tuple[Cell, ...]:
    """The cells of a line that need a hand: what the price book gave needs none."""
    if not is_counted(fields):
        return (Cell.ITEM,)
    booked = bool(fields.get("skuId"))
    without = (
        {Cell.UNIT} if booked or fields.get("unit") else set[Cell]()
    )  # it may come with the quantity: 2 pcs
    if booked and fields.get("unitPrice"):
        without.add(Cell.PRICE)
    return tuple(cell for cell in _TYPED if cell not in without)


def next_stop(model: LineGridModel, place: Spot, step: int) -> Spot | None:
    """The next (1) or last (−1) cell that needs a hand; none after the empty row that waits, and before the first."""
    row, cell = place
    if model.is_waiting(row) and step > 0:
        return None
    here = [stop for stop in stops(model.line(row)[1]) if (stop > cell if step > 0 else stop < cell)]
    if here:
        return row, here[0] if step > 0 else here[-1]
    if not 0 <= row + step < model.rowCount():
        return None
    return row + step, stops(model.line(row + step)[1])[0 if step > 0 else -1]
