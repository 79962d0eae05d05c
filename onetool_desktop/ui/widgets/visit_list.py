"""The list of visits as large cards, each with its buttons: for a thumb, and for the keyboard as well.

Promises: every button is at least 48 pixels high and wide; ↑ ↓ or K J go from card to card, ← → along its buttons,
Space or Enter presses (the first is always the next step); a press elsewhere on a card opens it. May not know: what
the buttons do, where visits come from.

Why: cards are drawn and not built of widgets, so that a day of two hundred visits opens as quickly as one of two and
no card is made anew when a colleague moves one. What a button does stands in the actions of the screen too, where
readers and the palette find it.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from onetool_desktop.ui.models.delegate import badge_size, draw_badge, draw_waiting
from onetool_desktop.ui.models.visit_cards import Card, CardButton, VisitCards
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.measures import scaled
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.glow import Glow
from onetool_desktop.ui.widgets.scrolling import slim

TARGET = 48  # pixels at 100 %: what a thumb in a glove finds
_LARGE = 1.25
_CHARS = 104  # a card is no wider: lines longer than that are not read at arm's length
_Index = QModelIndex | QPersistentModelIndex
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_J: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_K: -1}
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CardDelegate(QStyledItemDelegate):
    """Draws one card; `lit` is the (row, button) under the pointer, `chosen` the button that Enter presses."""

    def __init__(self, *, model: VisitCards, look: Look, parent: "VisitList") -> None:
        super().__init__(parent)
        self._cards, self._look, self._view = model, look, parent
        self.lit: tuple[int, int] = (-1, -1)
        self.chosen = 0

    # --- where things stand -------------------------------------------------------------------------

    def height(self, card: Card) -> int:
        """The height of a card, with the space below it."""
        measures = self._look.measures
        if card.is_heading:
            return QFontMetrics(self._look.fonts.section).height() + measures.step(6)
        large = QFontMetrics(self.large).height()
        title = QFontMetrics(self._look.fonts.title).height()
        lines = title + large * sum(map(bool, (card.place, card.what))) + measures.step(1)
        return lines + (self.target if card.buttons else 0) + measures.step(11 if card.buttons else 8)

    def buttons(self, card: Card, box: QRect) -> list[tuple[CardButton, QRect]]:
        """The buttons of a card and where they stand; with words where there is room for them, and in a window too
        narrow for all, those that fit: the job card has the others.
        """
        room = self._inner(box)
        for words in (True, False):
            found = self._row_of_buttons(card, room, words=words)
            if not found or found[-1][1].right() <= room.right():
                return found
        shown = self._row_of_buttons(card, room, words=False)
        return [(button, place) for button, place in shown if button.primary or place.right() <= room.right()]

    @property
    def target(self) -> int:
        """The height of a button."""
        return max(TARGET, round(self._look.measures.line * 2.6))

    @property
    def large(self) -> QFont:
        """Text that is read at arm's length."""
        return scaled(self._look.fonts.body, _LARGE)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Overrides QStyledItemDelegate."""
        del option
        return QSize(self._look.measures.char * 30, self.height(self._cards.at(index.row())))

    def _inner(self, box: QRect) -> QRect:
        step = self._look.measures.step
        width = min(box.width(), self._look.measures.char * _CHARS)
        return QRect(box.left(), box.top(), width, box.height()).adjusted(
            step(4), step(3), -step(4), -step(5)
        )

    def _row_of_buttons(self, card: Card, room: QRect, *, words: bool) -> list[tuple[CardButton, QRect]]:
        step, left = self._look.measures.step, room.left()
        found: list[tuple[CardButton, QRect]] = []
        for button in card.buttons:
            width = self._button_width(button, words=words or button.primary)
            found.append((button, QRect(left, room.bottom() - self.target + 1, width, self.target)))
            left += width + step(2)
        return found

    def _button_width(self, button: CardButton, *, words: bool) -> int:
        if not words:
            return self.target
        measures = self._look.measures
        text = QFontMetrics(self._font_of(button)).horizontalAdvance(button.label)
        wide = text + measures.big_icon + measures.step(2) + measures.step(8 if button.primary else 5)
        return max(wide, self.target)

    def _font_of(self, button: CardButton) -> QFont:
        return scaled(self._look.fonts.body, _LARGE, strong=True) if button.primary else self._look.fonts.body

    # --- drawing ------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Overrides QStyledItemDelegate."""
        box: QRect = option.rect  # pyright: ignore[reportAttributeAccessIssue] # missing in the stubs
        card = self._cards.at(index.row())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if card.is_heading:
            self._draw_heading(painter, box, card)
            return
        here = index.row() == self._view.currentIndex().row()
        self._draw_ground(painter, box, card, here=here)
        self._draw_words(painter, self._inner(box), card)
        for at, (button, place) in enumerate(self.buttons(card, box)):
            chosen = here and self._view.hasFocus() and at == self.chosen
            self._draw_button(painter, button, place, lit=self.lit == (index.row(), at), chosen=chosen)

    def _draw_heading(self, painter: QPainter, box: QRect, card: Card) -> None:
        look, step = self._look, self._look.measures.step
        painter.setFont(look.fonts.section)
        painter.setPen(look.tone(Tone.BAD) if card.late else look.colours.text)
        inner = box.adjusted(step(4), step(2), 0, -step(1))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), card.title)

    def _draw_ground(self, painter: QPainter, box: QRect, card: Card, *, here: bool) -> None:
        look, step = self._look, self._look.measures.step
        width = min(box.width(), look.measures.char * _CHARS)
        plain = QRect(box.left(), box.top(), width, box.height() - step(2))
        ground = look.colours.row_selected if here else look.colours.field
        glow = self._view.glow.strength(card.id)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mix(look.colours.accent, ground, share=0.2 * glow) if glow else ground)
        painter.drawRoundedRect(plain, step(2), step(2))

    def _draw_words(self, painter: QPainter, room: QRect, card: Card) -> None:
        look, step = self._look, self._look.measures.step
        line = QRect(room.left(), room.top(), room.width(), QFontMetrics(look.fonts.title).height())
        if card.badge is not None:
            width = badge_size(card.badge, look=look).width()
            spot = QRect(line.right() - width, line.top(), width, line.height())
            draw_badge(painter, spot, card.badge, look=look, on=self._view)
            line.setRight(spot.left() - step(2))
        if card.waiting:
            line = draw_waiting(painter, line, look=look)
        painter.setFont(look.fonts.title)
        painter.setPen(look.tone(Tone.BAD) if card.late else look.colours.accent)
        painter.drawText(line, _LEFT, card.time)
        if card.time:
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(card.time) + step(3))
        painter.setPen(look.colours.text)
        painter.drawText(line, _LEFT, _cut(painter, card.title, line.width()))
        top = line.bottom() + step(1)
        painter.setFont(self.large)
        for text, colour in ((card.place, look.colours.secondary), (card.what, look.colours.text)):
            if text:
                spot = QRect(room.left(), top, room.width(), painter.fontMetrics().height())
                painter.setPen(colour)
                painter.drawText(spot, _LEFT, _cut(painter, text, spot.width()))
                top = spot.bottom() + 1

    def _draw_button(
        self, painter: QPainter, button: CardButton, place: QRect, *, lit: bool, chosen: bool
    ) -> None:
        look, step, colours = self._look, self._look.measures.step, self._look.colours
        ground = colours.accent if button.primary else colours.page
        if lit:
            ground = ground.darker(112) if button.primary else colours.line
        ink = colours.on_accent if button.primary else colours.text
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, step(1.5), step(1.5))
        if chosen:
            draw_focus(painter, place.toRectF().adjusted(-2.5, -2.5, 2.5, 2.5), step(2), look)
        size = look.measures.big_icon
        pixmap = look.pixmap(button.icon, colour=ink, on=self._view, size=size)
        words = place.width() > self.target or button.primary
        left = place.left() + (step(4 if button.primary else 2.5) if words else (place.width() - size) // 2)
        painter.drawPixmap(left, place.center().y() - size // 2 + 1, pixmap)
        if words:
            painter.setFont(self._font_of(button))
            painter.setPen(ink)
            painter.drawText(
                place.adjusted(left - place.left() + size + step(2), 0, 0, 0), _LEFT, button.label
            )


class VisitList(QListView):
    """Shows visits; `pressed_on` tells the visit and the key of the button."""

    pressed_on = Signal(str, str)
    opened = Signal(str)
    menu_wanted = Signal(QPoint)  # for the current visit, at this point of the screen

    def __init__(self, *, model: VisitCards, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards, self._look = model, look
        self._down: tuple[int, int] = (-1, -1)
        self.glow = Glow(look=look, on=self.viewport())
        self.cards = CardDelegate(model=model, look=look, parent=self)
        self.setModel(model)
        self.setItemDelegate(self.cards)
        slim(self, look=look)
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        look.changed.connect(self._relook)
        model.modelReset.connect(self.choose_first)
        model.rowsInserted.connect(self.choose_first)
        model.rowsRemoved.connect(self.choose_first)
        model.dataChanged.connect(self._keep_within)

    # --- for the screen -----------------------------------------------------------------------------

    @property
    def visit(self) -> str:
        """The visit that is current; empty when there is none."""
        row = self.currentIndex().row()
        return self._cards.at(row).id if 0 <= row < self._cards.rowCount() else ""

    def choose(self, visit: str) -> None:
        """Makes a visit the current one."""
        row = self._cards.place_of(visit)
        if row >= 0:
            self._go(row)

    def choose_first(self) -> None:
        """Where no visit is current, the first that has something to do becomes so."""
        if self.visit:
            return
        rows = [row for row in range(self._cards.rowCount()) if not self._cards.at(row).is_heading]
        todo = [row for row in rows if any(one.primary for one in self._cards.at(row).buttons)]
        if not rows:
            return
        self._go((todo or rows)[0])
        if self.verticalScrollBar().value():  # what is done already is scrolled away whole, not cut through
            self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtTop)

    def place_of_button(self, visit: str, key: str) -> QRect:
        """Where a button stands in the viewport; empty where it does not."""
        row = self._cards.place_of(visit)
        box = self.visualRect(self._cards.index(max(row, 0)))
        found = self.cards.buttons(self._cards.at(row), box) if row >= 0 else []
        return next((place for button, place in found if button.key == key), QRect())

    # --- what Qt calls ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QListView."""
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key in _STEPS and plain:
            self._walk(_STEPS[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and plain:
            self._along(1 if key == Qt.Key.Key_Right else -1)
        elif key in _PRESS and plain:
            if not event.isAutoRepeat():  # a key held down does one step, not all of them
                self._press_chosen()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Overrides QListView: the button under the pointer is marked."""
        self._light(self._hit(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QListView."""
        super().leaveEvent(event)
        self._light((-1, -1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Overrides QListView: by the pointer for the card under it, by key for the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid() or self._cards.at(index.row()).is_heading:
            return
        self._go(index.row())
        point = self.visualRect(index).center() if by_key else event.pos()
        self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QListView."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._down = self._hit(event.position().toPoint())
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Overrides QListView: pressed and let go on the same place."""
        down, self._down = self._down, (-1, -1)
        row, button = self._hit(event.position().toPoint())
        if (row, button) != down or row < 0:
            return
        card = self._cards.at(row)
        if card.is_heading:
            return
        self._go(row)
        if button >= 0:
            self.pressed_on.emit(card.id, card.buttons[button].key)
        else:
            self.opened.emit(card.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Overrides QListView: the second press of a quick pair is no press."""
        event.accept()

    def minimumSizeHint(self) -> QSize:
        """Overrides QListView: may become small."""
        return QSize(self._look.measures.char * 30, self.cards.target * 3)

    # --- own steps ----------------------------------------------------------------------------------

    def _go(self, row: int) -> None:
        if row != self.currentIndex().row():
            self.cards.chosen = 0
        index = self._cards.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.viewport().update()

    def _walk(self, by: int) -> None:
        row = self.currentIndex().row() + by
        while 0 <= row < self._cards.rowCount() and self._cards.at(row).is_heading:
            row += by
        if 0 <= row < self._cards.rowCount():
            self._go(row)
        elif by < 0:
            self.scrollToTop()

    def _along(self, by: int) -> None:
        count = len(self._cards.at(self.currentIndex().row()).buttons) if self.visit else 0
        self.cards.chosen = min(max(self.cards.chosen + by, 0), max(count - 1, 0))
        self.viewport().update()

    def _press_chosen(self) -> None:
        if not self.visit:
            return
        card = self._cards.at(self.currentIndex().row())
        if card.buttons:
            self.pressed_on.emit(card.id, card.buttons[min(self.cards.chosen, len(card.buttons) - 1)].key)
        else:
            self.opened.emit(card.id)

    def _hit(self, point: QPoint) -> tuple[int, int]:
        """The row and the button of it under a point; −1 for none."""
        index = self.indexAt(point)
        if not index.isValid():
            return -1, -1
        places = self.cards.buttons(self._cards.at(index.row()), self.visualRect(index))
        hits = [at for at, (_, place) in enumerate(places) if place.contains(point)]
        return index.row(), hits[0] if hits else -1

    def _light(self, hit: tuple[int, int]) -> None:
        if hit != self.cards.lit:
            self.cards.lit = hit
            self.setCursor(Qt.CursorShape.PointingHandCursor if hit[0] >= 0 else Qt.CursorShape.ArrowCursor)
            self.viewport().update()

    def _keep_within(self) -> None:
        """A card that changed may have another height."""
        self.cards.chosen = 0
        self.scheduleDelayedItemsLayout()

    def _relook(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _cut(painter: QPainter, text: str, width: int) -> str:
    whole = " ".join(text[:600].split())
    return painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, width)
