"""What the keys of the grid do to whole lines: move, double, insert, take out, and what kind of line one is.

Promises: what is being typed is taken over first, and where it makes no sense nothing else is done; the hand goes along
with its line. May not know: the table, the document.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.domain.translate import ngettext
from onetool_desktop.ui.models.grid_cells import Cell
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.widgets.line_grid.hand import Hand

_UNDOABLE = True


class LineKeys(QObject):
    """The keys of one grid."""

    said = Signal(str, bool)
    book_wanted = Signal(str)  # the line to be put into the price book

    def __init__(self, *, model: LineGridModel, hand: Hand, parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._hand = model, hand

    def handlers(self, scope: str) -> dict[str, Callable[[], None]]:
        """What each action on the lines of a quote or an invoice does."""
        done: dict[str, Callable[[], None]] = {
            "line-up": partial(self.move, -1),
            "line-down": partial(self.move, 1),
            "line-double": self.double,
            "line-insert": self.insert,
            "line-book": self.book,
            "line-heading": partial(self.toggle_kind, "heading"),
            "line-text": partial(self.toggle_kind, "text"),
            "line-discount": self.discount,
            "line-remove": self.remove,
            "line-optional": self.toggle_optional,
        }
        return {f"{scope}.{name}": call for name, call in done.items()}

    def move(self, by: int) -> None:
        """Moves the selected lines up (−1) or down (1), and the hand with them."""
        rows = self._taken_over()
        if rows and self._model.move(rows[0], rows[-1], by):
            self._hand.select_rows(rows[0] + by, rows[-1] + by)

    def double(self) -> None:
        """Doubles the selected lines; the hand is on the copies."""
        rows = self._taken_over()
        if rows:
            self._model.duplicate(rows[0], rows[-1])
            self._hand.select_rows(rows[-1] + 1, rows[-1] + 1 + rows[-1] - rows[0])

    def remove(self) -> None:
        """Takes the selected lines out; undo brings them back."""
        self._hand.give_up()
        rows, cell = self._hand.rows(), self._hand.place[1]
        count = self._model.remove(rows)
        if count:
            self._hand.go(min(rows[0], self._model.rowCount() - 1), cell)
            words = ngettext("Line removed.", "{count} lines removed.", count)
            self.said.emit(words.format(count=count), _UNDOABLE)

    def insert(self) -> None:
        """Puts an empty line in above the current one, ready to be typed into."""
        if self._hand.finish():
            row, _ = self._hand.place
            self._model.insert_blank(min(row, self._model.rowCount() - 1))
            self._hand.go(row, Cell.ITEM)

    def toggle_kind(self, kind: str) -> None:
        """Makes the current line the heading of a section or a text between lines, or a line again."""
        if self._hand.finish():
            row, _ = self._hand.place
            self._model.set_kind(row, "line" if self._model.line(row)[1].get("kind") == kind else kind)
            self._hand.go(row, Cell.ITEM)

    def toggle_optional(self) -> None:
        """Offers the selected lines without counting them, or counts them again."""
        rows = self._taken_over()
        if rows:
            offered = all(self._model.line(row)[1].get("optional") for row in rows)
            self._model.set_optional(rows, optional=not offered)

    def discount(self) -> None:
        """Puts the hand where the discount of the current line is typed."""
        row, _ = self._hand.place
        if self._hand.finish() and is_counted(self._model.line(row)[1]):
            self._model.show_discounts()
            self._hand.go(row, Cell.DISCOUNT)
            self._hand.begin_typing()

    def book(self) -> None:
        """Asks for the current line to be put into the price book."""
        row = self._hand.place[0]
        if self._hand.finish() and not self._model.is_waiting(row):
            self.book_wanted.emit(self._model.line(row)[0])

    def _taken_over(self) -> list[int]:
        """The selected rows once what was typed stands; none where it cannot."""
        return self._hand.rows() if self._hand.finish() else []
