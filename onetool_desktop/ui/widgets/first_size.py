"""The size in which a window opens for the first time: the one it would like, as far as the screen has room for it.

May not know: what the window shows.

Why: sizes come from the text, so at 200 % a window that asked for nothing less stood half outside a small screen, its
buttons with it. Where pictures are taken and benchmarks run nobody looks on: the screen is a small one that Qt makes
up: it bounds nothing.
"""

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyle, QWidget


def first_size(window: QWidget, wanted: QSize) -> None:
    """Gives a window a size that fits its screen beside the system's bars, with its own title bar."""
    if not is_seen():
        window.resize(wanted)
        return
    room = window.screen().availableSize()
    title = window.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight, None, window)
    window.resize(wanted.boundedTo(QSize(room.width(), room.height() - title)))


def is_seen() -> bool:
    """Whether there is a screen that a person could look at."""
    return QGuiApplication.platformName() != "offscreen"
