"""The floor of a list: a bare table of the toolkit over the same file, and a bare question to its search index.

Promises: it reads the same rows by the same key with the same driver, and paints as many cells; it knows no order but
the file's, formats nothing, counts nothing and follows no change. May not know: the product's lists.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from onetool_desktop.store import engine

_COLUMNS = 6
_PAGE = 32


class BareList:
    """A table of the file's clients, by their row numbers."""

    def __init__(self, path: Path, *, key: str) -> None:
        self.db = engine.connect(path, key=key)
        self._core: Any = import_module("PySide6.QtCore")
        self._widgets: Any = import_module("PySide6.QtWidgets")
        self.table: Any = None

    def open(self, *, width: int, height: int) -> None:
        """Reads how many there are and shows the first; painted when it returns."""
        (count,) = self.db.execute("SELECT count(*) FROM clients").fetchone()
        model = _model_class(self._core)(self.db, count)
        self.table = self._widgets.QTableView()
        self.table.setModel(model)
        model.setParent(self.table)
        self.table.verticalHeader().hide()
        self.table.resize(width, height)
        self.table.show()
        self._core.QCoreApplication.processEvents()  # a window that was never exposed paints nothing
        self.table.repaint()

    def scroll(self, to: float) -> None:
        """Goes to a place between 0 and 1 and paints it."""
        bar = self.table.verticalScrollBar()
        bar.setValue(round(bar.maximum() * to))
        self.table.viewport().repaint()

    def search(self, query: str, limit: int) -> int:
        """Asks the index and paints; how many were found."""
        sql = "SELECT rowid FROM search WHERE search MATCH ? LIMIT ?"
        found = self.db.execute(sql, (query, limit)).fetchall()
        self.table.viewport().repaint()
        return len(found)

    def close(self) -> None:
        """Ends it."""
        if self.table is not None:
            self.table.close()
            self.table.deleteLater()
        self.db.close()


def _model_class(core: Any) -> Any:
    """The smallest model that reads pages of rows by their numbers."""

    def begin(self: Any, db: Any, count: int) -> None:
        core.QAbstractTableModel.__init__(self)
        self.db, self.count, self.pages = db, count, {}

    def data(self: Any, index: Any, role: int = 0) -> Any:
        if role != 0:
            return None
        page, at = divmod(index.row(), _PAGE)
        if page not in self.pages:
            self.pages[page] = self.db.execute(
                'SELECT "companyName", status, notes, language, "taxNumber", id FROM clients '
                "WHERE rid BETWEEN ? AND ? ORDER BY rid",
                (page * _PAGE + 1, page * _PAGE + _PAGE),
            ).fetchall()
        rows = self.pages[page]
        return rows[at][index.column()] if at < len(rows) else None

    def row_count(self: Any, _parent: Any = None) -> int:
        return self.count

    def column_count(_self: Any, _parent: Any = None) -> int:
        return _COLUMNS

    return type(
        "BareModel",
        (core.QAbstractTableModel,),
        {
            "__init__": begin,
            "data": data,
            "rowCount": row_count,
            "columnCount": column_count,
        },
    )
