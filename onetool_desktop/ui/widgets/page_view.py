"""Pages as they are printed, one under the other, on the side's ground.

Promises: it shows pictures it is given, sharp on this screen; while it waits it keeps what it showed, so that nothing
flickers. May not know: PDF, documents.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.scrolling import slim


class _Sheets(QWidget):
    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self._pages: tuple[QImage, ...] = ()
        self.zoom = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        self._pages = tuple(pages)
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page, box in zip(self._pages, self._boxes(), strict=True):
            if box.intersects(event.rect()):
                painter.drawImage(box, page)
                painter.setPen(QPen(self._look.colours.line, 1))
                painter.drawRect(box)

    def _fit(self) -> None:
        gap = self._look.measures.step(6)
        boxes = self._boxes()
        self.setMinimumHeight(sum(box.height() + gap for box in boxes) + gap)
        widest = max((box.width() for box in boxes), default=0)
        self.setMinimumWidth(widest + gap * 2 if self.zoom > 1 else 0)

    def _boxes(self) -> list[QRect]:
        gap, top, found = self._look.measures.step(6), self._look.measures.step(6), list[QRect]()
        room = max(self.width() - gap * 2, 1)
        for page in self._pages:
            size = page.size() / page.devicePixelRatio()
            most = round(room * self.zoom)  # what is larger than the room was asked to be
            if size.width() > most:
                size = size * (most / size.width())
            found.append(
                QRect(max((self.width() - size.width()) // 2, gap), top, size.width(), size.height())
            )
            top += size.height() + gap
        return found


class PageView(QScrollArea):
    """Scrolls the pages."""

    def __init__(self, *, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._sheets = _Sheets(look=look)
        self.setWidget(self._sheets)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        slim(self, look=look)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)

    @property
    def zoom(self) -> float:
        """How much larger than the room the pages may be."""
        return self._sheets.zoom

    @zoom.setter
    def zoom(self, share: float) -> None:
        self._sheets.zoom = share

    @property
    def page_width(self) -> int:
        """How wide pages are made, in device-independent pixels; a narrower window shows them smaller."""
        return self._look.measures.char * 96

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.char * 100, self._look.measures.char * 80)

    def show_pages(self, pages: Sequence[QImage], *, spoken: str) -> None:
        """Shows pages; `spoken` is what a reader hears."""
        self._sheets.show_pages(pages)
        self.setAccessibleDescription(spoken)
