"""Scroll bars that are a thin line until they are needed, and the area that uses them."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from onetool_desktop.ui.runtime.look import Look

_SLIDER = QStyle.SubControl.SC_ScrollBarSlider


class SlimBar(QScrollBar):
    """A scroll bar drawn as one rounded line, wider under the pointer."""

    def __init__(self, *, look: Look, orientation: Qt.Orientation = Qt.Orientation.Vertical) -> None:
        super().__init__(orientation)
        self._look = look
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Overrides QScrollBar."""
        size = QSize(self._look.measures.step(2.5), self._look.measures.row * 2)
        return size if self._is_upright else size.transposed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QScrollBar: where the style has the slider, drawn our way."""
        del event
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        slider = self.style().subControlRect(QStyle.ComplexControl.CC_ScrollBar, option, _SLIDER, self)
        colours = self._look.colours
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.page)
        if self.maximum() == self.minimum():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        busy = self.underMouse() or self.isSliderDown()
        painter.setBrush(colours.secondary if busy else colours.bar)
        thick = self.width() if self._is_upright else self.height()
        inset = thick * (0.2 if busy else 0.3)
        across, along = (inset, 1) if self._is_upright else (1, inset)
        box = QRectF(slider).adjusted(across, along, -across, -along)
        radius = thick / 2 - inset
        painter.drawRoundedRect(box, radius, radius)

    @property
    def _is_upright(self) -> bool:
        return self.orientation() is Qt.Orientation.Vertical

    def enterEvent(self, event: QEnterEvent) -> None:
        """Overrides QWidget."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QWidget."""
        super().leaveEvent(event)
        self.update()


def slim(area: QAbstractScrollArea, *, look: Look) -> None:
    """Gives an area the slim bar and the page's ground, which follows the palette."""
    area.setVerticalScrollBar(SlimBar(look=look))
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setBackgroundRole(QPalette.ColorRole.Base)


def scrolling(inner: QWidget, *, look: Look) -> QScrollArea:
    """An area that scrolls `inner` up and down, never sideways, and keeps what has the keyboard in sight."""
    area = FollowingArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inner)
    # Else what is wider than the area could be scrolled to, with no bar to scroll back by.
    inner.setMinimumWidth(1)
    inner.setAutoFillBackground(False)
    area.viewport().setAutoFillBackground(True)
    slim(area, look=look)
    return area


def into_sight(widget: QWidget) -> None:
    """Scrolls the area that a widget stands in, if it stands in one, until all of it is seen.

    The room it has just asked for is given first, from the inside out, else the area would not know of it yet.
    """
    area = widget.parentWidget()
    while area is not None and not isinstance(area, FollowingArea):
        QApplication.sendPostedEvents(area, QEvent.Type.LayoutRequest.value)
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget)


class FollowingArea(QScrollArea):
    """A scroll area that follows the keyboard."""

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name Qt gives it
        """Overrides QScrollArea: what gets the keyboard comes into sight."""
        moved = super().focusNextPrevChild(next)
        focused = self.focusWidget()
        if moved and focused:
            self.ensureWidgetVisible(focused)
        return moved
