"""Panels that open inside the window: never a dialog, gone with Esc or a click beside them.

Promises: an overlay takes the keyboard, keeps it while it is open (Tab goes round in it), and gives it back to where it
was; it stays inside its window at any size; while it has the keyboard no key reaches what lies behind it, but for the
one that quits. May not know: what it shows.

Why events are told apart by their class and not by their type: while a panel is open every event of the program comes
by here, and to ask for the type makes a member of an enumeration each time.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from onetool_desktop.ui.runtime.colours import mix
from onetool_desktop.ui.runtime.look import Look

_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Overlay(QWidget):
    """A rounded panel over the window; `place` answers its top left corner for the window's size."""

    appeared = Signal()
    closed = Signal()
    lets_keys_through = False  # for a panel that asks for nothing: the keys of the window hold beside it

    def __init__(self, *, look: Look, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.look = look
        self._back_to: QWidget | None = None
        self._place: Callable[[], QPoint] = lambda: QPoint(0, 0)
        self._guests: list[QWidget] = []
        self._closing = False  # while it closes, Qt moves the keyboard on by itself, out of the panel
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(
            Qt.WidgetAttribute.WA_NoMousePropagation
        )  # or what nothing in it takes were one beside it
        self.hide()
        window.installEventFilter(self)

    def open_at(self, place: Callable[[], QPoint], *, focus: QWidget) -> None:
        """Opens where `place` says and gives the keyboard to `focus`."""
        self._back_to = QApplication.focusWidget()
        self._place = place
        self.adjustSize()
        self.move(place())
        self.raise_()
        self.show()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)
        QApplication.instance().installEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess] # it runs
        self.appeared.emit()

    def upper_middle(self) -> QPoint:
        """The place for what is asked: in the middle of what it lies over, a third from the top."""
        room = self.parentWidget() or self.window()
        return QPoint((room.width() - self.width()) // 2, max((room.height() - self.height()) // 3, 8))

    def close_overlay(self) -> None:
        """Closes and gives the keyboard back."""
        if not self.isVisible():
            return
        QApplication.instance().removeEventFilter(self)  # pyright: ignore[reportOptionalMemberAccess] # it runs
        self._closing = True
        self.hide()
        self._closing = False
        self.closed.emit()  # before the keyboard goes back: what stood behind may have to be shown again
        if self._back_to is not None and isValid(self._back_to) and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)

    def admit(self, guest: QWidget) -> None:
        """A list or calendar opened from within that stands outside: a press in it is none beside the panel."""
        self._guests.append(guest)

    def stays(self) -> bool:
        """Whether a press beside the panel leaves it open and does nothing else; whoever says so tells why."""
        return False

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: a key that an action behind the panel listens to is a key of the panel's."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and not (self.lets_keys_through or event.matches(QKeySequence.StandardKey.Quit))
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: follows the window's size; a press beside the panel closes it, unless it `stays`."""
        if isinstance(event, QResizeEvent) and watched is self.parent() and self.isVisible():
            self.adjustSize()
            self.move(self._place())
        pressed = isinstance(event, QMouseEvent) and event.type() in _PRESSES
        if pressed and self.isVisible() and isinstance(watched, QWidget) and not self._is_mine(watched):
            if self.stays():
                (self.focusWidget() or self).setFocus(Qt.FocusReason.PopupFocusReason)
                return True
            self.close_overlay()
        return False

    def stops(self) -> list[QWidget]:
        """What Tab walks, in the order in which the panel was put together.

        Not read off Qt's focus chain: asking a widget for the next in it makes that one its child in Python, and what
        stood behind the panel died with it though the window still showed it.
        """
        tab = Qt.FocusPolicy.TabFocus.value
        return [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy().value & tab and one.isVisibleTo(self) and one.isEnabled()
        ]

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - the name Qt gives it
        """Overrides QWidget: Tab goes round the panel and never leaves it."""
        if self._closing:
            return super().focusNextPrevChild(next)
        here, stops, step = QApplication.focusWidget(), self.stops(), 1 if next else -1
        if not stops:
            return False
        at = [one is here for one in stops].index(True) if here in stops else -1 if next else 0
        reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        stops[(at + step) % len(stops)].setFocus(reason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc closes; a key that means nothing here means nothing behind it either."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
        event.setAccepted(not self.lets_keys_through or event.key() == Qt.Key.Key_Escape)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget: a plain ground and one hairline, no shadow."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(mix(self.look.colours.text, self.look.colours.page, share=0.24), 1))
        painter.setBrush(self.look.colours.page)
        radius = self.look.measures.step(2)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _is_mine(self, widget: QWidget) -> bool:
        inside = (self, *(guest for guest in self._guests if isValid(guest)))
        return widget.window() is not self.window() or any(
            widget is one or one.isAncestorOf(widget) for one in inside
        )


def host_of(widget: QWidget) -> Overlay | None:
    """The panel in which a widget stands, if it stands in one."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Overlay):
        parent = parent.parentWidget()
    return parent
