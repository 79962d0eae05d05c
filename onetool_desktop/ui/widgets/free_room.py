"""Where in a window something can stand without lying over what can be read or pressed.

Promises: what is shown now counts, at the size at which it is seen; a row of a list counts as well as a button. May not
know: what is to stand there.
"""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QLabel, QWidget

from onetool_desktop.ui.widgets.heading import Heading
from onetool_desktop.ui.widgets.overlay import Overlay

_WORDS = (QLabel, Heading)
_WHOLE = (Overlay, QAbstractScrollArea, QAbstractButton)  # whatever stands in them


def taken(within: QWidget, *, but: QWidget) -> list[QRect]:
    """What is seen of everything in `within` that can be read or pressed, without `but` and what stands in it."""
    found = [
        widget for widget in within.findChildren(QWidget) if widget.isVisible() and _is_something(widget)
    ]
    return [seen for widget in found if not but.isAncestorOf(widget) for seen in _seen(widget, within)]


def widest_gap(strip: QRect, obstacles: Iterable[QRect], *, apart: int) -> QRect:
    """The widest part of a strip in which none of the obstacles stands, nor closer to it than `apart`."""
    sides = sorted(
        (one.left() - apart, one.right() + apart)
        for one in obstacles
        if one.top() <= strip.bottom() and one.bottom() >= strip.top()
    )
    best, left = QRect(strip.topLeft(), strip.topLeft() - QPoint(1, 1)), strip.left()
    for start, end in [*sides, (strip.right() + 1, strip.right() + 1)]:
        if start - left > best.width():
            best = QRect(left, strip.top(), start - left, strip.height())
        left = max(left, end + 1)
    return best


def _is_something(widget: QWidget) -> bool:
    if isinstance(widget, _WORDS):
        return not isinstance(widget, QLabel) or bool(widget.text())
    if isinstance(widget, _WHOLE):
        return not isinstance(widget, QAbstractScrollArea) or _has_keys(widget)
    inner: list[QWidget] = widget.findChildren(QWidget) if _has_keys(widget) else []
    return _has_keys(widget) and not any(one.isVisible() and _has_keys(one) for one in inner)


def _has_keys(widget: QWidget) -> bool:
    return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus


def _seen(widget: QWidget, within: QWidget) -> Iterator[QRect]:
    """The part that is seen; of words as far as they go, which stand at the left."""
    part = widget.visibleRegion().boundingRect()
    if isinstance(widget, _WORDS):
        part.setWidth(min(part.width(), widget.sizeHint().width()))
    if not part.isEmpty():
        yield part.translated(widget.mapTo(within, QPoint(0, 0)))
