"""The selection of a list as runs of rows, however many: a hundred thousand selected rows are one run.

Promises: nothing here makes an object for each row but where rows have to be found again one by one. May not know: what
a row is.
"""

from array import array
from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel

from onetool_desktop.ui.models.row_list import RowListModel

_FEW = 8


def runs(selection: QItemSelection) -> list[tuple[int, int]]:
    """The selected rows as inclusive runs from top to bottom, each row once."""
    spans = sorted((selection.at(at).top(), selection.at(at).bottom()) for at in range(selection.count()))
    found: list[tuple[int, int]] = []
    for top, bottom in spans:
        if found and top <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(bottom, found[-1][1]))
        else:
            found.append((top, bottom))
    return found


def rids_of(model: RowListModel, selection: QItemSelection) -> "array[int]":
    """The numbers of the selected rows, in the order shown."""
    found: array[int] = array("q")
    for first, last in runs(selection):
        found += model.rids_between(first, last)
    return found


def select_rids(model: RowListModel, chosen: QItemSelectionModel, rids: "array[int]") -> None:
    """Selects rows by their numbers, wherever they stand now; those that are gone are left out."""
    selection = QItemSelection()
    last = model.columnCount() - 1
    for first, end in _places(model, rids):
        selection.select(model.index(first, 0), model.index(end, last))
    chosen.select(selection, QItemSelectionModel.SelectionFlag.Select)


def _places(model: RowListModel, rids: "array[int]") -> Iterable[tuple[int, int]]:
    if len(rids) <= _FEW:
        return ((row, row) for row in map(model.place_of, rids) if row >= 0)
    wanted, found = set(rids), list[tuple[int, int]]()
    start = -1
    for row, rid in enumerate(model.rids_between(0, model.rowCount() - 1)):
        if rid in wanted:
            start = row if start < 0 else start
        elif start >= 0:
            found.append((start, row - 1))
            start = -1
    return found if start < 0 else [*found, (start, model.rowCount() - 1)]
