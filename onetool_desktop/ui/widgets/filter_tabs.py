"""Saved filters as tabs with their counts: one line of words, walked with the arrow keys.

Promises: widths are kept while counts come and go, so that nothing jumps; no word is ever cut: what has no room is in
the menu behind ⋯, and the current tab is always in sight. May not know: what the filters mean.
"""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus

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
        self._counted = False
        self._hovered = -1
        self._name = name
        self.current = tabs[0].key
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._say()
        look.resized.connect(self.updateGeometry)

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
        self._counts, self._counted = counts, True
        self._say()
        self.updateGeometry()
        self.update()

    @property
    def hidden_tabs(self) -> tuple[Tab, ...]:
        """Those that have no room and are in the menu."""
        shown = {tab.key for tab, _box in self._in_sight()}
        return tuple(tab for tab in self._tabs if tab.key not in shown)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        gaps = self._look.measures.step(1) * (len(self._tabs) - 1)
        return QSize(sum(map(self._width, self._tabs)) + gaps + 1, self._look.measures.control)

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget: the widest tab and the way to the others."""
        return QSize(max(map(self._width, self._tabs)) + self._more_width + 1, self._look.measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, (tab, box) in enumerate(self._in_sight()):
            self._draw(painter, tab, box, hovered=at == self._hovered)
        more = self._more_box()
        if not more.isNull():
            size = self._look.measures.icon
            icon = self._look.pixmap("more", colour=self._look.colours.secondary, on=self)
            painter.drawPixmap(more.center() - QPoint(size // 2, size // 2 - 1), icon)

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
        point = event.position().toPoint()
        at = self._at(point)
        if at >= 0:
            self.choose(self._in_sight()[at][0].key)
        elif self._more_box().contains(point):
            self.menu().popup(self.mapToGlobal(self._more_box().bottomLeft()))

    def menu(self) -> QMenu:
        """The tabs that have no room."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for tab in self.hidden_tabs:
            words = f"{tab.title}  {self._counts.get(tab.key, '')}".strip().replace("&", "&&")
            menu.addAction(words, partial(self.choose, tab.key))
        return menu

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget."""
        self._hover(self._at(event.position().toPoint()))

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: ⋯ says what it holds."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            over = self._more_box().contains(event.pos())
            QToolTip.showText(event.globalPos(), _("More") if over else "", self)
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
        found = [at for at, (_tab, box) in enumerate(self._in_sight()) if box.contains(point)]
        return found[0] if found else -1

    def _in_sight(self) -> list[tuple[Tab, QRect]]:
        """The tabs that have room, the current one among them, each in its box."""
        measures, left, found = self._look.measures, 0, list[tuple[Tab, QRect]]()
        for tab in self._tabs if self.sizeHint().width() <= self.width() else self._chosen_few():
            found.append((tab, QRect(left, 0, self._width(tab), measures.control)))
            left += self._width(tab) + measures.step(1)
        return found

    def _chosen_few(self) -> list[Tab]:
        room = self.width() - self._more_width
        here = next(tab for tab in self._tabs if tab.key == self.current)
        first = self._first(room)
        return first if here in first else [*self._first(room - self._width(here)), here]

    def _first(self, room: int) -> list[Tab]:
        found = list[Tab]()
        for tab in self._tabs:
            room -= self._width(tab) + self._look.measures.step(1)
            if room < 0:
                break
            found.append(tab)
        return found

    @property
    def _more_width(self) -> int:
        return self._look.measures.control + self._look.measures.step(1)

    def _more_box(self) -> QRect:
        """Where ⋯ stands; nothing where every tab has room."""
        shown, measures = self._in_sight(), self._look.measures
        if len(shown) == len(self._tabs):
            return QRect()
        return QRect(shown[-1][1].right() + measures.step(1), 0, measures.control, measures.control)

    def _width(self, tab: Tab) -> int:
        """The room of a tab, also while it is the current one."""
        body, small = QFontMetrics(self._look.fonts.strong), QFontMetrics(self._look.fonts.caption)
        count = self._count_width(small, tab)
        return body.horizontalAdvance(tab.title) + count + self._look.measures.step(5)

    def _count_width(self, metrics: QFontMetrics, tab: Tab) -> int:
        """The room of a count; before the first counts are known, that of a usual one."""
        count = self._counts.get(tab.key, "" if self._counted else "000")
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
        painter.drawText(inner, _MIDDLE, tab.title)
        after = painter.fontMetrics().horizontalAdvance(tab.title) + measures.step(1.5)
        painter.setFont(look.fonts.caption)
        painter.setPen(look.colours.accent if here else look.colours.secondary)
        painter.drawText(inner.adjusted(after, 0, 0, 0), _MIDDLE, self._counts.get(tab.key, ""))

    def _say(self) -> None:
        title = next(tab.title for tab in self._tabs if tab.key == self.current)
        self.setAccessibleName(f"{self._name}: {title} {self._counts.get(self.current, '')}".strip())
