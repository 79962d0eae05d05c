"""Scrolls an area while something is held near its upper or lower edge, or beyond it.

May not know: what is held.
"""

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QAbstractScrollArea

_EVERY_MS = 40
_SLOWER = 4  # a step is this part of how far the pointer is into the edge


class EdgeScroll(QObject):
    """Follows the pointer of one drag over an area's viewport, and paints that anew where it scrolls."""

    def __init__(self, area: QAbstractScrollArea, *, edge: int) -> None:
        super().__init__(area)
        self._area, self._edge = area, edge
        self._into = 0  # pixels, upwards below zero
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._step)

    def follow(self, point: QPoint) -> None:
        """The pointer is here now, in the viewport's own pixels."""
        above = min(point.y() - self._edge, 0)
        below = max(point.y() - (self._area.viewport().height() - self._edge), 0)
        self._into = above or below
        if self._into and not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Nothing is held any more."""
        self._timer.stop()

    def _step(self) -> None:
        bar = self._area.verticalScrollBar()
        before, by = bar.value(), self._into / _SLOWER
        bar.setValue(before + round(by + (1 if by > 0 else -1)))
        if bar.value() == before or not self._into:
            self._timer.stop()
        else:
            self._area.viewport().update()
