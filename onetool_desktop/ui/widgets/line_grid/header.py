"""The titles of the grid's columns, and how its width is shared: the item takes what the figures leave."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.grid_cells import NUMBERS, TITLES, Cell
from onetool_desktop.ui.runtime.look import Look

_CHARS = {
    Cell.COUNT: 6,
    Cell.QUANTITY: 9,
    Cell.UNIT: 8,
    Cell.PRICE: 12,
    Cell.TAX: 8,
    Cell.DISCOUNT: 11,
    Cell.TOTAL: 14,
}
_TIGHT = {
    Cell.QUANTITY: 8,
    Cell.PRICE: 12,
    Cell.DISCOUNT: 9,
    Cell.TOTAL: 13,
}  # an amount of seven figures still
_LEAST_ITEM = 22
_GOOD_ITEM = 35  # more than any figure has
_GIVES_WAY = (Cell.TAX, Cell.UNIT, Cell.COUNT)  # hidden in this order where the page has given way already


class GridHeader(QHeaderView):
    """Titles: small, quiet, over the side on which their column stands."""

    def __init__(self, *, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - the name Qt gives it
        """Overrides QHeaderView."""
        look, cell = self._look, Cell(logicalIndex)
        pad = look.measures.step(2.5)
        painter.fillRect(rect, look.colours.page)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.colours.line)
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.secondary)
        side = Qt.AlignmentFlag.AlignRight if cell in NUMBERS else Qt.AlignmentFlag.AlignLeft
        painter.drawText(
            rect.adjusted(pad, 0, -pad, 0), int(side | Qt.AlignmentFlag.AlignVCenter), _(TITLES[cell])
        )


def good_width(look: Look, *, discounts: bool) -> int:
    """The width from which every column is shown and the item has the most room."""
    chars = sum(_CHARS.values()) - (0 if discounts else _CHARS[Cell.DISCOUNT])
    return (chars + _GOOD_ITEM) * look.measures.char


def widths(look: Look, width: int, *, discounts: bool) -> dict[Cell, int]:
    """The width of each column that has room; together they never have more than there is.

    A narrow grid leaves out what can be done without, then its figures stand closer: what a line is called stays beside
    what it costs, with no scroll to the side.
    """
    char = look.measures.char
    found = {cell: chars * char for cell, chars in _CHARS.items()}
    if not discounts:
        del found[Cell.DISCOUNT]
    for cell in _GIVES_WAY:
        if width - sum(found.values()) >= _LEAST_ITEM * char:
            break
        del found[cell]
    if width - sum(found.values()) < _LEAST_ITEM // 2 * char:
        found |= {cell: chars * char for cell, chars in _TIGHT.items() if cell in found}
    found[Cell.ITEM] = max(width - sum(found.values()), _LEAST_ITEM // 2 * char)
    return found
