"""The floor of a key in the grid: the same keys in a bare table of the toolkit with its own one-line editor.

It knows nothing of lines, sums or saving: it is what the toolkit costs to take a key and to paint it.
"""

from importlib import import_module
from typing import Any

_COLUMNS = 7
_EDITED = 4


class BareGrid:
    """A table of `rows` rows of seven texts, an editor open in the first."""

    def __init__(self, rows: int, *, width: int, height: int) -> None:
        gui: Any = import_module("PySide6.QtGui")
        widgets: Any = import_module("PySide6.QtWidgets")
        self._model = gui.QStandardItemModel(rows, _COLUMNS)
        for row in range(rows):
            for column in range(_COLUMNS):
                self._model.setItem(row, column, gui.QStandardItem(f"Line {row}, {column}"))
        self.table = widgets.QTableView()
        self.table.setModel(self._model)
        self.table.resize(width, height)

    def open(self) -> Any:
        """Shows it and opens the editor; answers what the keys go to."""
        widgets: Any = import_module("PySide6.QtWidgets")
        self.table.show()
        self.table.activateWindow()
        index = self._model.index(0, _EDITED)
        self.table.setCurrentIndex(index)
        self.table.edit(index)
        return self.table.findChild(widgets.QLineEdit)

    def close(self) -> None:
        """Ends it."""
        self.table.close()
        self.table.deleteLater()
