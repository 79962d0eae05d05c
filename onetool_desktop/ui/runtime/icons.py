"""Our icons: one family of SVG drawings, tinted with the palette when they are shown.

Promises: an icon is a name; its drawing is `resources/icons/NAME.svg`, 1.5 px strokes on a 16 px grid in
`currentColor`. A missing drawing raises when the icon is first asked for, so that a test that walks the actions
sees it. May not know: what an icon is used for.
"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from onetool_desktop.platform.resources import resource_path


class Icons:
    """Draws icons by name, and keeps what it drew for as long as the colours stay."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, *, colour: QColor, size: int, ratio: float) -> QPixmap:
        """The drawing at `size` logical pixels in one colour, sharp on a screen of that pixel ratio."""
        key = (name, colour.name(), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(name, colour=colour, size=size, ratio=ratio)
        return self._pixmaps[key]

    def icon(
        self, name: str, *, colour: QColor, faint: QColor, chosen: QColor, size: int, ratio: float
    ) -> QIcon:
        """The drawing for a menu or a native button, paler while disabled, as bright as the words on a chosen line."""
        icon = QIcon(self.pixmap(name, colour=colour, size=size, ratio=ratio))
        icon.addPixmap(self.pixmap(name, colour=faint, size=size, ratio=ratio), QIcon.Mode.Disabled)
        icon.addPixmap(self.pixmap(name, colour=chosen, size=size, ratio=ratio), QIcon.Mode.Active)
        return icon

    def forget(self) -> None:
        """Drops what was drawn, as the colours changed."""
        self._pixmaps.clear()

    def _draw(self, name: str, *, colour: QColor, size: int, ratio: float) -> QPixmap:
        renderer = QSvgRenderer(
            QByteArray(self._source(name).replace("currentColor", colour.name()).encode())
        )
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    def _source(self, name: str) -> str:
        if name not in self._sources:
            self._sources[name] = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
        return self._sources[name]
