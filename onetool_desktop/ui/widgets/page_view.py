"""Pages as they are printed, one under the other, on the side's ground.

Promises: it shows pictures it is given, sharp on this screen; a page whose picture is not there yet stands blank in its
place, and `looked` tells when others came into sight; while it waits it keeps what it showed, so that nothing flickers.
May not know: PDF, documents.
"""

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.scrolling import SlimBar, slim


class _Sheets(QWidget):
    def __init__(self, *, look: Look) -> None:
        super().__init__()
        self._look = look
        self.pages: dict[int, QImage] = {}
        self._count = 0
        self.zoom = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_pages(self, pages: Mapping[int, QImage], count: int) -> None:
        self.pages, self._count = dict(pages), count
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
        for at, box in enumerate(self.boxes()):
            if not box.intersects(event.rect()):
                continue
            page = self.pages.get(at)
            if page is None:
                painter.fillRect(box, Qt.GlobalColor.white)
            else:
                painter.drawImage(box, page)
            painter.setPen(QPen(self._look.colours.line, 1))
            painter.drawRect(box)

    def _fit(self) -> None:
        gap = self._look.measures.step(6)
        boxes = self.boxes()
        self.setMinimumHeight(sum(box.height() + gap for box in boxes) + gap)
        widest = max((box.width() for box in boxes), default=0)
        self.setMinimumWidth(widest + gap * 2 if self.zoom > 1 else 0)

    def boxes(self) -> list[QRect]:
        """Where each page stands; one without a picture is as large as the others."""
        gap, top, found = self._look.measures.step(6), self._look.measures.step(6), list[QRect]()
        room = max(self.width() - gap * 2, 1)
        known = next(iter(self.pages.values()), None)
        for at in range(self._count if known is not None else 0):
            page = self.pages.get(at, known)
            if page is None:
                break
            size = page.size() / page.devicePixelRatio()
            most = round(room * self.zoom)  # what is larger than the room was asked to be
            if size.width() > most:
                size = size * (most / size.width())
            found.append(
                QRect(max((self.width() - size.width()) // 2, gap), top, size.width(), size.height())
            )
            top += size.height() + gap
        return found


class _Ring(QWidget):
    """The ring of the keyboard over the pages, which scroll beneath it."""

    def __init__(self, over: QWidget, *, look: Look) -> None:
        super().__init__(over)
        self._look = look
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_focus(painter, self.rect().toRectF().adjusted(1, 1, -1, -1), 1, self._look)


class PageView(QScrollArea):
    """Scrolls the pages."""

    looked = Signal()  # other pages came into sight

    def __init__(self, *, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._sheets = _Sheets(look=look)
        self.setWidget(self._sheets)
        self.setWidgetResizable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        slim(self, look=look)
        self.setHorizontalScrollBar(SlimBar(look=look, orientation=Qt.Orientation.Horizontal))
        self.setCornerWidget(QWidget())  # as quiet as the bars beside it
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.verticalScrollBar().valueChanged.connect(self.looked)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self._ring = _Ring(self, look=look)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Overrides QScrollArea."""
        super().focusInEvent(event)
        self._ring.setGeometry(self.viewport().geometry())
        self._ring.raise_()
        self._ring.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QScrollArea."""
        super().resizeEvent(event)
        self._ring.setGeometry(self.viewport().geometry())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Overrides QScrollArea."""
        super().focusOutEvent(event)
        self._ring.hide()

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

    def show_pages(self, pages: Mapping[int, QImage], *, count: int, spoken: str) -> None:
        """Shows `count` pages, with the pictures there are; `spoken` is what a reader hears."""
        self._sheets.show_pages(pages, count)
        self.setAccessibleDescription(spoken)

    def in_sight(self) -> list[int]:
        """The pages that can be seen now, the one most in sight first; the first before there are any."""
        seen = QRect(0, self.verticalScrollBar().value(), self._sheets.width(), self.viewport().height())
        shares = [(box.intersected(seen).height(), -at) for at, box in enumerate(self._sheets.boxes())]
        return [-at for share, at in sorted(shares, reverse=True) if share > 0] or [0]

    def missing(self) -> list[int]:
        """The pages in sight that have no picture yet."""
        return [at for at in self.in_sight() if at not in self._sheets.pages]

    def go_to(self, page: int) -> None:
        """Brings a page into sight, unless it is the one most in sight."""
        boxes = self._sheets.boxes()
        if 0 <= page < len(boxes) and self.in_sight()[0] != page:
            self.verticalScrollBar().setValue(boxes[page].top() - self._look.measures.step(3))
