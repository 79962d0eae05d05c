"""The week as a grid of visits: dragged from day to day and person to person, and moved by the keyboard alike.

Promises: arrows walk from visit to visit, Ctrl with an arrow moves the visit, Enter opens it; dragging is the grid's
own and no change that arrives takes the visit out of the hand; a cell with more visits than it shows says how many and
opens them. May not know: what moving saves, where visits come from.

Why: a drag of the system's own would run an event loop of its own until it ends, in which answers arrive and cells
change under the pointer; here it is three mouse events and a drawing.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.week import Block, WeekModel
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.edge_scroll import EdgeScroll
from onetool_desktop.ui.widgets.glow import Glow
from onetool_desktop.ui.widgets.scrolling import slim
from onetool_desktop.ui.widgets.text import plain_tip

_ROOMY = 26  # characters of a day in which what is to do fits into one line
_NARROW = 13  # in which hardly a word does
_NAMES, _NAMES_NARROW = 20, 16  # characters of the people's column
_MOST_LINES = 4  # of a visit
_SHOWN = 4  # visits of a cell until it is opened
_Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_WISHES = {Qt.Key.Key_N: "new", Qt.Key.Key_M: "plan"}
_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


class WeekDelegate(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, *, model: WeekModel, look: Look, parent: "WeekGrid") -> None:
        super().__init__(parent)
        self._week, self._look, self._view = model, look, parent

    @property
    def block_height(self) -> int:
        """The height of one visit with the space below it; the narrower the days, the more lines for what is to do."""
        wide = self._view.columnWidth(0) // self._look.measures.char
        lines = 2 if wide >= _ROOMY else 3 if wide >= _NARROW else _MOST_LINES
        return QFontMetrics(self._look.fonts.caption).height() * lines + self._look.measures.step(4)

    def boxes(self, row: int, column: int, box: QRect) -> list[tuple[Block, QRect]]:
        """The visits that a cell shows, and where."""
        step, blocks = self._look.measures.step, self._week.cell(row, column)
        shown = blocks[: self._view.room_of(row)]
        inner = box.adjusted(step(1), step(1), -step(1), 0)
        high = self.block_height
        return [
            (block, QRect(inner.left(), inner.top() + at * high, inner.width(), high - step(1)))
            for at, block in enumerate(shown)
        ]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        look, row, column = self._look, index.row(), index.column()
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        today = self._week.days[column].today
        painter.fillRect(box, mix(look.colours.accent, look.colours.page, share=0.05 if today else 0))
        painter.fillRect(box.adjusted(0, box.height() - 1, 0, 0), look.colours.line)
        here = self._view.has_cursor(row, column)
        if here and self._view.visit is None and self._view.hasFocus():
            draw_focus(painter, box.toRectF().adjusted(2, 2, -3, -3), look.measures.step(1), look)
        for block, place in self.boxes(row, column, box):
            self.draw(painter, block, place, current=self._view.visit == block.id)
        self._draw_rest(painter, box, row, column)

    def draw(self, painter: QPainter, block: Block, place: QRect, *, current: bool) -> None:
        """Draws one visit."""
        look, step = self._look, self._look.measures.step
        tone = block.badge.tone if block.badge else Tone.NEUTRAL
        ground = look.colours.row_selected if current else look.colours.tint(tone)
        glow = self._view.glow.strength(block.id)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(look.colours.accent, ground, share=0.3 * glow) if glow else ground)
        painter.drawRoundedRect(place, step(1), step(1))
        if current and self._view.hasFocus():
            draw_focus(painter, place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), step(1), look)
        inner = place.adjusted(step(1.5), step(1), -step(1.5), -step(1))
        painter.setFont(look.fonts.caption)
        count = max(inner.height() // painter.fontMetrics().height(), 2)
        high = inner.height() // count
        line = QRect(inner.left(), inner.top(), inner.width(), high)
        painter.setPen(look.colours.text)
        painter.drawText(line, _LEFT, _cut(painter, block.client or block.title, line.width()))
        below = [line.translated(0, high * at) for at in range(1, count)]
        time = painter.fontMetrics().horizontalAdvance(block.start)
        # Where the words need whole lines the icons stand behind the time, if there is room.
        beside = 0 if count >= _MOST_LINES and time + step(4) <= line.width() else -1
        below[beside] = self._draw_icons(painter, block, below[beside], tone)
        painter.setPen(look.tone(Tone.BAD) if block.over else look.colours.secondary)
        words = " ".join(word for word in (block.start, block.title if block.client else "") if word)
        for spot, said in zip(below, _in_lines(painter, words, below), strict=True):
            painter.drawText(spot, _LEFT, said)

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: _Index,
    ) -> bool:
        """Overrides QStyledItemDelegate: all of the visit under the pointer, which a narrow day cuts."""
        del option, index
        block = self._view.visit_at(event.pos())
        words = plain_tip("\n".join(block.spoken.split(", "))) if block else ""
        QToolTip.showText(event.globalPos(), words, view)
        return True

    def _draw_icons(self, painter: QPainter, block: Block, inner: QRect, tone: Tone) -> QRect:
        size = self._look.measures.step(3)
        icons = [(block.badge.icon, tone)] if block.badge else []
        icons += [("attention", Tone.BAD)] if block.over else []
        for icon, colour in icons:
            pixmap = self._look.pixmap(icon, colour=self._look.tone(colour), on=self._view, size=size)
            painter.drawPixmap(inner.right() - size, inner.center().y() - size // 2 + 1, pixmap)
            inner = inner.adjusted(0, 0, -size - 3, 0)
        return inner

    def _draw_rest(self, painter: QPainter, box: QRect, row: int, column: int) -> None:
        more = len(self._week.cell(row, column)) - self._view.room_of(row)
        if more > 0:
            look = self._look
            painter.setFont(look.fonts.caption)
            painter.setPen(look.colours.accent)
            line = box.adjusted(look.measures.step(2.5), 0, 0, -look.measures.step(1))
            bottom = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            painter.drawText(line, bottom, _("+{count} more").format(count=more))


class WeekHeader(QHeaderView):
    """The days above, or the people at the left: flat, today in the accent."""

    def __init__(self, side: Qt.Orientation, *, model: WeekModel, look: Look, parent: QWidget) -> None:
        super().__init__(side, parent)
        self._week, self._look = model, look
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QHeaderView: beyond the last section Qt draws a ground of its own; here it is the page."""
        super().paintEvent(event)
        upright, viewport = self.orientation() == Qt.Orientation.Vertical, self.viewport()
        beyond = (
            viewport.rect().adjusted(0, self.length(), 0, 0)
            if upright
            else viewport.rect().adjusted(self.length(), 0, 0, 0)
        )
        QPainter(viewport).fillRect(beyond, self._look.colours.page)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - the name Qt gives it
        """Overrides QHeaderView."""
        look, step = self._look, self._look.measures.step
        upright = self.orientation() == Qt.Orientation.Vertical
        words = self._week.headerData(logicalIndex, self.orientation()) or ""
        today = not upright and self._week.days[logicalIndex].today
        painter.save()
        painter.fillRect(rect, look.colours.page)
        painter.fillRect(rect.adjusted(0, rect.height() - 1, 0, 0), look.colours.line)
        painter.setFont(look.fonts.strong if today or upright else look.fonts.caption)
        painter.setPen(
            look.colours.accent if today else look.colours.text if upright else look.colours.secondary
        )
        inner = rect.adjusted(0 if upright else step(2), step(2) if upright else 0, -step(2), 0)
        top = Qt.AlignmentFlag.AlignTop if upright else Qt.AlignmentFlag.AlignVCenter
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | top), shown)
        if upright:
            below = inner.adjusted(0, painter.fontMetrics().height(), 0, 0)
            painter.setFont(look.fonts.caption)
            painter.setPen(look.colours.secondary)
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | top), self._week.load(logicalIndex))
        painter.restore()


class WeekGrid(QTableView):
    """Shows a `WeekModel`."""

    opened = Signal(str)
    moved = Signal(str, int, int)  # visit, to row, to column
    chosen = Signal()
    wished = Signal(str)  # by a plain letter: a new visit here, or a plan for the chosen one
    let_go = Signal()  # a drag ended, wherever
    menu_wanted = Signal(QPoint)  # for the visit or the cell chosen, at this point of the screen

    def __init__(self, *, model: WeekModel, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._week, self._look = model, look
        self.visit: str | None = None
        self._opened_rows: set[str] = set()
        self._held: tuple[Block, QPoint] | None = None
        self._corner: QAbstractButton | None = None
        self._pointer: QPoint | None = None
        self._scroll = EdgeScroll(self, edge=look.measures.row)
        self.glow = Glow(look=look, on=self.viewport())
        self.delegate = WeekDelegate(model=model, look=look, parent=self)
        days, persons = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.setHorizontalHeader(WeekHeader(days, model=model, look=look, parent=self))
        self.setVerticalHeader(WeekHeader(persons, model=model, look=look, parent=self))
        self.setModel(model)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setFixedHeight(look.measures.row)
        self.setItemDelegate(self.delegate)
        slim(self, look=look)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self._corner = self.findChild(QAbstractButton)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(self._fit)
        look.changed.connect(self._fit)

    def updateGeometries(self) -> None:
        """Overrides QTableView: the corner, which Qt shows each time and draws raised, is plain ground."""
        super().updateGeometries()
        if self._corner is not None:
            self._corner.hide()

    # --- for the screen -----------------------------------------------------------------------------

    @property
    def dragging(self) -> bool:
        """Whether a visit is in the hand."""
        return self._pointer is not None

    def room_of(self, row: int) -> int:
        """How many visits a cell of the row shows."""
        opened = self._week.lanes[row].person in self._opened_rows
        return 10_000 if opened else _SHOWN

    def has_cursor(self, row: int, column: int) -> bool:
        """Whether the keyboard is in this cell."""
        return (self.currentIndex().row(), self.currentIndex().column()) == (row, column)

    def choose(self, visit: str | None) -> None:
        """Makes a visit the current one."""
        found = self._week.find(visit) if visit else None
        self.visit = visit if found else None
        if found:
            row, column, at = found
            if at >= self.room_of(row):
                self._open_row(row)
            self.setCurrentIndex(self._week.index(row, column))
        self._say()

    def move_chosen(self, down: int, along: int) -> None:
        """Moves the visit that is chosen so many people down and days along."""
        found = self._week.find(self.visit) if self.visit else None
        if found is None or self.visit is None:
            return
        row, column = found[0] + down, found[1] + along
        if 0 <= row < self._week.rowCount() and 0 <= column < self._week.columnCount():
            self._put(self.visit, row, column)

    def place_of(self, visit: str) -> QRect:
        """Where a visit stands in the viewport."""
        found = self._week.find(visit)
        if found is None:
            return QRect()
        row, column, _at = found
        boxes = self.delegate.boxes(row, column, self.visualRect(self._week.index(row, column)))
        return next((place for block, place in boxes if block.id == visit), QRect())

    # --- what Qt calls ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QTableView."""
        step = _ARROWS.get(Qt.Key(event.key()))
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self.dragging:
            self._end_drag()
        elif step is not None:
            if not ctrl:  # with it an action moves the visit; where none is chosen nothing moves
                self._walk(*step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.visit:
            self.opened.emit(self.visit)
        elif (wish := _WISHES.get(Qt.Key(event.key()))) and not event.modifiers():
            self.wished.emit(wish)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overrides QTableView: by the pointer for what is under it, by key for the visit or cell chosen."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid() or self.dragging:
            return
        if not by_key:
            block = self.visit_at(event.pos())
            self.setCurrentIndex(index)
            self.choose(block.id if block else None)
        box = self.place_of(self.visit) if self.visit else self.visualRect(index)
        self.menu_wanted.emit(self.viewport().mapToGlobal(box.center() if by_key else event.pos()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: takes hold of a visit."""
        point = event.position().toPoint()
        index, block = self.indexAt(point), self.visit_at(point)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentIndex(index)
        self.choose(block.id if block else None)
        self._held = (block, point) if block else None
        if block is None and len(self._week.cell(index.row(), index.column())) > self.room_of(index.row()):
            self._open_row(index.row())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: a visit that is held goes along."""
        point = event.position().toPoint()
        if self._held is not None:
            far = (point - self._held[1]).manhattanLength() >= QApplication.startDragDistance()
            if self._pointer is not None or far:
                self._pointer = point
                self._scroll.follow(point)
                self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: lets a visit go where the pointer is."""
        held, dragged = self._held, self.dragging
        index = self.indexAt(event.position().toPoint())
        self._end_drag()
        if held is not None and dragged and index.isValid():
            self._put(held[0].id, index.row(), index.column())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Overrides QTableView: opens."""
        block = self.visit_at(event.position().toPoint())
        if block is not None:
            self.opened.emit(block.id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QTableView: the visit in the hand lies above all, its cell marked."""
        super().paintEvent(event)
        if self._pointer is None or self._held is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = self.visualRect(self.indexAt(self._pointer))
        draw_focus(painter, target.toRectF().adjusted(2, 2, -3, -3), self._look.measures.step(1), self._look)
        width = self.columnWidth(0) - self._look.measures.step(2)
        place = QRect(self._pointer, QSize(width, self.delegate.block_height - self._look.measures.step(1)))
        painter.setOpacity(0.85)
        self.delegate.draw(painter, self._held[0], place.translated(-width // 2, -12), current=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QTableView: in a narrow window the days have their room before the names."""
        char = self._look.measures.char
        wide = self.width() >= char * (_NAMES + 7 * _ROOMY)
        self.verticalHeader().setFixedWidth(char * (_NAMES if wide else _NAMES_NARROW))
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Overrides QTableView: may become small."""
        return QSize(self._look.measures.char * 40, self._look.measures.row * 4)

    # --- own steps ----------------------------------------------------------------------------------

    def _walk(self, down: int, along: int) -> None:
        """To the next visit of the cell, else to the next cell."""
        row, column = max(self.currentIndex().row(), 0), max(self.currentIndex().column(), 0)
        blocks = [block.id for block in self._week.cell(row, column)]
        at = blocks.index(self.visit) if self.visit in blocks else -1
        if down and 0 <= at + down < len(blocks):
            self.choose(blocks[at + down])
            return
        row, column = row + down, column + along
        if not (0 <= row < self._week.rowCount() and 0 <= column < self._week.columnCount()):
            return
        there = self._week.cell(row, column)
        self.setCurrentIndex(self._week.index(row, column))
        self.choose(there[-1 if down < 0 else 0].id if there else None)

    def _put(self, visit: str, row: int, column: int) -> None:
        found = self._week.find(visit)
        if found is None or found[:2] == (row, column):
            return
        self._week.move(visit, row, column)
        self.choose(visit)
        self.moved.emit(visit, row, column)

    def _end_drag(self) -> None:
        dragged, self._held, self._pointer = self.dragging, None, None
        self._scroll.stop()
        self.viewport().update()
        if dragged:
            self.let_go.emit()

    def visit_at(self, point: QPoint) -> Block | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        boxes = self.delegate.boxes(index.row(), index.column(), self.visualRect(index))
        return next((block for block, place in boxes if place.contains(point)), None)

    def _open_row(self, row: int) -> None:
        self._opened_rows.add(self._week.lanes[row].person)
        self._fit()

    def _fit(self) -> None:
        """Each row is as high as its fullest cell."""
        high, step = self.delegate.block_height, self._look.measures.step
        for row in range(self._week.rowCount()):
            room = self.room_of(row)
            counts = [len(self._week.cell(row, column)) for column in range(self._week.columnCount())]
            most = max(counts, default=0)
            rest = self._look.measures.line if most > room else 0
            self.setRowHeight(row, max(min(most, room), 1) * high + rest + step(2))
        if self.visit is not None and self._week.find(self.visit) is None:
            self.visit = None
        if self.hasFocus() and not self.currentIndex().isValid():
            self.setCurrentIndex(
                self._week.index(0, 0)
            )  # Qt does so for rows that were there before the keyboard
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def _say(self) -> None:
        found = self._week.find(self.visit) if self.visit else None
        words = self._week.cell(found[0], found[1])[found[2]].spoken if found else ""
        self.setAccessibleDescription(words)
        self.viewport().update()
        self.chosen.emit()


def _cut(painter: QPainter, text: str, width: int) -> str:
    whole = " ".join(text[:300].split())
    return painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, width)


def _in_lines(painter: QPainter, text: str, spots: list[QRect]) -> list[str]:
    """The words in as many lines as there are spots, broken between words; the last one is cut where it is too long."""
    words, found = text[:300].split(), list[str]()
    for spot in spots[:-1]:
        line = ""
        while words and painter.fontMetrics().horizontalAdvance(f"{line} {words[0]}") <= spot.width():
            line = f"{line} {words.pop(0)}".strip()
        found.append(line)
    return [*found, _cut(painter, " ".join(words), spots[-1].width())]
