"""The titles over a list: small, quiet, an arrow where the list is sorted; dragged to move a column or to size it.

Promises: `arranged` comes once, when the pointer lets go of something that it moved or sized. May not know: how widths
are shared.
"""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from onetool_desktop.ui.models.column_layout import NARROWEST
from onetool_desktop.ui.models.listing import ColumnKind
from onetool_desktop.ui.models.row_list import RowListModel
from onetool_desktop.ui.runtime.look import Look


class Header(QHeaderView):
    """The header of a list."""

    arranged = Signal()

    def __init__(self, *, model: RowListModel, look: Look, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._rows = model
        self._look = look
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(False)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(True)
        self.setMinimumSectionSize(look.measures.char * NARROWEST)
        self._sized = -1
        self._moved = self._pressed = False
        self.sectionMoved.connect(self._note_move)
        self.sectionResized.connect(self._note_size)
        self.setFixedHeight(look.measures.row)

    @property
    def sized(self) -> int:
        """The column that the pointer is sizing or has sized last; -1 for none."""
        return self._sized

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QHeaderView: from here on, what changes is the person's doing."""
        self._sized, self._moved, self._pressed = -1, False, True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Overrides QHeaderView: tells what was arranged, once."""
        super().mouseReleaseEvent(event)
        self._pressed = False
        if self._moved or self._sized >= 0:
            self.arranged.emit()

    def _note_move(self) -> None:
        self._moved = self._moved or self._pressed

    def _note_size(self, column: int) -> None:
        if self._pressed and self._sized < 0:
            self._sized = column

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - the name Qt gives it
        """Overrides QHeaderView."""
        look, column = self._look, self._rows.columns[logicalIndex]
        pad = look.measures.step(2.5)
        sorted_by = bool(column.sort) and column.sort == self._rows.question.sort
        painter.save()
        painter.fillRect(rect, look.colours.page)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.colours.line)
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.text if sorted_by else look.colours.secondary)
        inner = rect.adjusted(pad, 0, -pad, 0)
        right = column.kind is ColumnKind.NUMBER
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        title = painter.fontMetrics().elidedText(column.heading, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), title)
        if sorted_by:
            self._draw_arrow(painter, inner, painter.fontMetrics().horizontalAdvance(title), right=right)
        painter.restore()

    def _draw_arrow(self, painter: QPainter, inner: QRect, title: int, *, right: bool) -> None:
        size = self._look.measures.step(3)
        name = "sort-down" if self._rows.question.descending else "sort-up"
        left = inner.right() - title - size - 2 if right else inner.left() + title + 2
        pixmap = self._look.pixmap(name, colour=self._look.colours.text, on=self, size=size)
        painter.drawPixmap(left, inner.center().y() - size // 2 + 1, pixmap)
