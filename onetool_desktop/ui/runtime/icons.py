"""Our icons: one family of SVG drawings, tinted with the palette when they are shown.

Promises: an icon is a name; its drawing is `resources/icons/NAME.svg`, 1.5 px strokes on a 16 px grid in
`currentColor`. A missing drawing raises when the icon is first asked for, so that a test that walks the actions
sees it. May not know: what an icon is used for.

Why a drawing is rendered once for each size and only filled with a colour: to read and render one takes ten times as
long, and with other colours a window would do that for every icon on it in one frame.
"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from onetool_desktop.platform.resources import resource_path


def icon_names() -> list[str]:
    """Every icon there is."""
    return sorted(path.stem for path in resource_path("icons").glob("*.svg"))


class Icons:
    """Draws icons by name, and keeps what it drew: the shapes for good, the tinted ones while the colours stay."""

    def __init__(self) -> None:
        self._shapes: dict[tuple[str, int, float], QPixmap] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, *, colour: QColor, size: int, ratio: float) -> QPixmap:
        """The drawing at `size` logical pixels in one colour, sharp on a screen of that pixel ratio."""
        key = (name, colour.name(), size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _tinted(self.shape(name, size=size, ratio=ratio), colour)
        return self._pixmaps[key]

    def icon(
        self, name: str, *, colour: QColor, faint: QColor, chosen: QColor, size: int, ratio: float
    ) -> QIcon:
        """The drawing for a menu or a native button, paler while disabled, as bright as the words on a chosen line."""
        icon = QIcon(self.pixmap(name, colour=colour, size=size, ratio=ratio))
        icon.addPixmap(self.pixmap(name, colour=faint, size=size, ratio=ratio), QIcon.Mode.Disabled)
        icon.addPixmap(self.pixmap(name, colour=chosen, size=size, ratio=ratio), QIcon.Mode.Active)
        return icon

    def shape(self, name: str, *, size: int, ratio: float) -> QPixmap:
        """The drawing without a colour of its own yet."""
        key = (name, size, ratio)
        if key not in self._shapes:
            self._shapes[key] = _rendered(name, size=size, ratio=ratio)
        return self._shapes[key]

    def forget_colours(self) -> None:
        """Drops what was tinted, as the colours changed."""
        self._pixmaps.clear()


def _rendered(name: str, *, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(
        QByteArray(resource_path("icons", f"{name}.svg").read_bytes().replace(b"currentColor", b"black"))
    )
    pixmap = QPixmap(QSize(size, size) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def _tinted(shape: QPixmap, colour: QColor) -> QPixmap:
    pixmap = QPixmap(shape)
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), colour)
    painter.end()
    return pixmap
