"""Draws the rows of a list: texts by column kind, badges, the selection, the pointer's row.

Promises: drawing a cell is one look-up of ready-made text and a few strokes; colours and sizes are asked from the
look at each stroke, or forgotten when it changes, so that nothing is stale then. May not know: any noun.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import Badge, Cells, ColumnKind
from onetool_desktop.ui.models.row_list import RowListModel
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.look import Look

_SELECTED = QStyle.StateFlag.State_Selected
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_ELIDE = Qt.TextElideMode.ElideRight
_LINE = int(Qt.TextFlag.TextSingleLine)
_QUIET = frozenset({ColumnKind.QUIET, ColumnKind.BADGE})


class RowDelegate(QStyledItemDelegate):
    """Draws one list; `hovered` is the row under the pointer, `glow` the rows that just changed elsewhere."""

    def __init__(self, *, model: RowListModel, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._look = look
        self.hovered = -1
        self.glow: dict[str, float] = {}
        self._steady: dict[int, int] = {}
        look.resized.connect(self._steady.clear)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Overrides QStyledItemDelegate."""
        row, column = index.row(), index.column()
        cells = self._model.cells(row)
        kind = self._model.columns[column].kind
        rect: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        selected = bool(option.state & _SELECTED)  # pyright: ignore[reportAttributeAccessIssue]
        painter.fillRect(rect, self._ground(row, cells, selected=selected))
        pad = self._look.measures.step(2.5)
        inner = rect.adjusted(pad, 0, -pad, 0)
        if kind is ColumnKind.BADGE and cells.badge is not None:
            inner.setWidth(min(inner.width(), self.steady_width(column)))
            draw_badge(painter, inner, cells.badge, look=self._look, on=option.widget)  # pyright: ignore[reportAttributeAccessIssue]
            return
        self._draw_text(painter, inner, cells, column, kind)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Overrides QStyledItemDelegate; the row height is the look's, widths are the columns'."""
        del option
        return QSize(
            self._model.columns[index.column()].width * self._look.measures.char, self._look.measures.row
        )

    def steady_width(self, column: int) -> int:
        """The width of every badge of a column: that of its longest word; 0 where it has none."""
        if column not in self._steady:
            words = self._model.columns[column].widest
            badges = (Badge(_(word), "", Tone.NEUTRAL) for word in words)
            widths = (badge_size(badge, look=self._look).width() for badge in badges)
            self._steady[column] = max(widths, default=0)
        return self._steady[column]

    def _ground(self, row: int, cells: Cells, *, selected: bool) -> QColor:
        colours = self._look.colours
        if selected:
            return colours.row_selected
        ground = colours.row_hover if row == self.hovered else colours.page
        strength = self.glow.get(cells.id)
        return mix(colours.accent, ground, share=0.16 * strength) if strength else ground

    def _draw_text(
        self, painter: QPainter, inner: QRect, cells: Cells, column: int, kind: ColumnKind
    ) -> None:
        look = self._look
        tone = cells.tones.get(column)
        colour = look.colours.secondary if kind in _QUIET else look.colours.text
        painter.setPen(colour if tone is None else look.tone(tone))
        painter.setFont(look.fonts.figures if kind is ColumnKind.NUMBER else look.fonts.body)
        if kind is ColumnKind.NAME and cells.waiting:
            inner = draw_waiting(painter, inner, look=look)
        text = painter.fontMetrics().elidedText(cells.texts[column], _ELIDE, inner.width(), _LINE)
        painter.drawText(inner, (_RIGHT if kind is ColumnKind.NUMBER else _LEFT) | _LINE, text)


def badge_size(badge: Badge, *, look: Look) -> QSize:
    """The room a badge needs."""
    metrics = QFontMetrics(look.fonts.caption)
    gap = look.measures.step(1)
    width = metrics.horizontalAdvance(badge.word) + look.measures.step(3) + gap * 5
    return QSize(width, metrics.height() + gap)


def draw_badge(painter: QPainter, inner: QRect, badge: Badge, *, look: Look, on: QWidget) -> None:
    """Draws a badge at the left of `inner`, centred in its height."""
    size, gap, icon = badge_size(badge, look=look), look.measures.step(1), look.measures.step(3)
    width = inner.width()
    box = QRect(inner.left(), inner.center().y() - size.height() // 2 + 1, width, size.height())
    colour = look.tone(badge.tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colours.tint(badge.tone))
    painter.drawRoundedRect(box, gap, gap)
    pixmap = look.pixmap(badge.icon, colour=colour, on=on, size=icon)
    painter.drawPixmap(box.left() + gap + gap // 2, box.center().y() - icon // 2 + 1, pixmap)
    painter.setPen(colour)
    painter.setFont(look.fonts.caption)
    words = box.adjusted(gap * 3 + icon - gap // 2, 0, -gap, 0)
    text = painter.fontMetrics().elidedText(badge.word, _ELIDE, words.width() + 1, _LINE)
    painter.drawText(words, _LEFT | _LINE, text)


def draw_waiting(painter: QPainter, inner: QRect, *, look: Look) -> QRect:
    """A dot at the right of `inner`: something here is not synced yet. Answers the room that is left."""
    size = look.measures.step(1.5)
    pen = painter.pen()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.tone(Tone.WARN))
    painter.drawEllipse(inner.right() - size, inner.center().y() - size // 2 + 1, size, size)
    painter.setPen(pen)
    return inner.adjusted(0, 0, -size * 2, 0)
