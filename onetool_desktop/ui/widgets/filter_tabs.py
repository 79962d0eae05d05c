"""Saved filters as tabs with their counts: one line of words, walked with the arrow keys.

Promises: widths are kept while counts come and go, so that nothing jumps. May not know: what the filters mean.
"""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.text import plain_tip

_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FilterTabs(QWidget):
    """A row of tabs; `chosen` tells the key of the new one."""

    chosen = Signal(str)

    def __init__(
        self, tabs: tuple[Tab, ...], *, look: Look, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._tabs = tabs
        self._counts: dict[str, str] = {}
        self._hovered = -1
        self._name = name
        self.current = tabs[0].key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._say()
        look.changed.connect(self.updateGeometry)

    def choose(self, key: str) -> None:
        """Goes to a tab."""
        if key != self.current:
            self.current = key
            self._say()
            self.update()
            self.chosen.emit(key)

    def mark(self, key: str) -> None:
        """Shows a tab as the current one, as what it stands for is shown already."""
        self.current = key
        self._say()
        self.update()

    def show_tabs(self, tabs: tuple[Tab, ...]) -> None:
        """Shows other tabs; the current one stays if it is among them, else the first is current."""
        self._tabs = tabs
        if self.current not in {tab.key for tab in tabs}:
            self.current = tabs[0].key
        self._say()
        self.updateGeometry()
        self.update()

    def show_counts(self, counts: dict[str, str]) -> None:
        """Shows how many rows each tab has, as text."""
        self._counts = counts
        self._say()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        boxes = self._boxes()
        return QSize(boxes[-1].right() + 1, self._look.measures.control)

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: narrow windows cut the last tabs off."""
        return QSize(self._boxes()[0].right() + 1, self._look.measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (tab, box) in enumerate(zip(self._tabs, self._boxes(), strict=True)):
            self._draw(painter, tab, box, hovered=at == self._hovered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: the arrows walk."""
        steps = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Left): -1}
        step = steps.get(event.key())
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        keys = [tab.key for tab in self._tabs]
        self.choose(keys[(keys.index(self.current) + step) % len(keys)])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget."""
        at = self._at(event.position().toPoint())
        if at >= 0:
            self.choose(self._tabs[at].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget."""
        self._hover(self._at(event.position().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: a tab that is cut stands whole in the tip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._at(event.pos())
            cut = at >= 0 and self._boxes()[at].right() > self.width()
            QToolTip.showText(event.globalPos(), plain_tip(self._tabs[at].title) if cut else "", self)
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QWidget."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, at: int) -> None:
        if at != self._hovered:
            self._hovered = at
            self.update()

    def _at(self, point: QPoint) -> int:
        found = [at for at, box in enumerate(self._boxes()) if box.contains(point)]
        return found[0] if found else -1

    def _boxes(self) -> list[QRect]:
        measures, left, boxes = self._look.measures, 0, list[QRect]()
        body, small = QFontMetrics(self._look.fonts.strong), QFontMetrics(self._look.fonts.caption)
        for tab in self._tabs:
            count = self._count_width(small, tab)
            width = body.horizontalAdvance(tab.title) + count + measures.step(5)
            boxes.append(QRect(left, 0, width, measures.control))
            left += width + measures.step(1)
        return boxes

    def _count_width(self, metrics: QFontMetrics, tab: Tab) -> int:
        """The room of a count; before the first counts are known, that of a usual one."""
        count = self._counts.get(tab.key, "" if self._counts else "000")
        return metrics.horizontalAdvance(count) + self._look.measures.step(1.5) if count else 0

    def _draw(self, painter: QPainter, tab: Tab, box: QRect, *, hovered: bool) -> None:
        look, measures, here = self._look, self._look.measures, tab.key == self.current
        radius = measures.step(1.25)
        if here or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colours.accent_tint if here else look.colours.field)
            painter.drawRoundedRect(box, radius, radius)
        if here and self.hasFocus():
            draw_focus(painter, box.toRectF().adjusted(1, 1, -1, -1), radius, look)
        inner = box.adjusted(measures.step(2.5), 0, 0, 0)
        painter.setFont(look.fonts.strong if here else look.fonts.body)
        painter.setPen(look.colours.accent if here else look.colours.secondary)
        room = self.width() - inner.left()  # narrow windows cut the last one
        title = painter.fontMetrics().elidedText(tab.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _MIDDLE, title)
        if title != tab.title:
            return
        after = painter.fontMetrics().horizontalAdvance(tab.title) + measures.step(1.5)
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.accent if here else look.colours.secondary)
        painter.drawText(inner.adjusted(after, 0, 0, 0), _MIDDLE, self._counts.get(tab.key, ""))

    def _say(self) -> None:
        title = next(tab.title for tab in self._tabs if tab.key == self.current)
        self.setAccessibleName(f"{self._name}: {title} {self._counts.get(self.current, '')}".strip())
