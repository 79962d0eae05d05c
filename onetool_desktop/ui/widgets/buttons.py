"""Buttons: one that is the thing to do now, quiet ones beside it, and icons alone.

Promises: each has an accessible name, works by Space and Enter, shows focus, and says its shortcut in the tooltip.
May not know: what it does; a button can stand for an action and then follows its state.
"""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from onetool_desktop.ui.runtime.actions import keys_text
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.text import plain_tip


class Button(QAbstractButton):
    """A flat button with an icon, words, or both; `primary` fills it with the accent."""

    def __init__(
        self,
        text: str,
        *,
        look: Look,
        icon: str = "",
        primary: bool = False,
        keys: str = "",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._icon = icon
        self._keys = keys
        self._primary = primary
        self._action: QAction | None = None
        self._flush = flush  # the icon stands at the left edge, in line with what is above and below
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        look.changed.connect(self.update)

    def stand_for(self, action: QAction) -> None:
        """Does what the action does, enabled and explained as the action is."""
        self._action = action
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def stress(self, *, primary: bool) -> None:
        """Makes it the thing to do now, or one of the quiet ones."""
        if primary != self._primary:
            self._primary = primary
            self.updateGeometry()
            self.update()

    def show_icon(self, icon: str) -> None:
        """Shows another icon of the same size."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self._look.measures
        width = measures.step(6) if self.text() else measures.control - measures.icon
        width += QFontMetrics(
            self._look.fonts.strong if self._primary else self._look.fonts.body
        ).horizontalAdvance(self.text())
        width += measures.icon if self._icon else 0
        width += measures.step(2) if self._icon and self.text() else 0
        if self._keys:
            width += QFontMetrics(self._look.fonts.caption).horizontalAdvance(self._keys) + measures.step(2)
        return QSize(width, measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QAbstractButton."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = self._colours()
        radius = self._look.measures.step(1.25)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus():
            draw_focus(painter, box, radius, self._look)
            if self._primary and self.isEnabled():  # on the accent the ring is seen by a second one within
                draw_focus(painter, box.adjusted(2, 2, -2, -2), radius - 1, self._look, ink=ink)
        self._draw_content(painter, ink)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton: Enter presses, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Overrides QWidget."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QWidget."""
        super().leaveEvent(event)
        self.update()

    def _follow(self) -> None:
        if self._action is not None:
            self.setEnabled(self._action.isEnabled())
            self.setToolTip(plain_tip(self._action.toolTip()))
            words = self._action.text().replace("&&", "&")
            if self.text() and self.text() != words:
                self.setText(words)
                self.setAccessibleName(words)
                self.updateGeometry()

    def _colours(self) -> tuple[QColor, QColor]:
        colours = self._look.colours
        under = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._primary:
            ground = QColor(colours.accent) if self.isEnabled() else QColor(colours.field)
            ground = ground.darker(112) if under else ground
            return ground, colours.on_accent if self.isEnabled() else colours.faint
        ground = QColor(colours.line if self.isDown() else colours.field) if under else QColor(0, 0, 0, 0)
        if self.isChecked():
            ground = QColor(colours.accent_tint)
        return ground, colours.text if self.isEnabled() else colours.faint

    def _icon_ink(self, ink: QColor) -> QColor:
        """The icon's colour; the words' own unless a kind of button says otherwise."""
        return ink

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        measures = self._look.measures
        left = measures.step(3) if self.text() else (self.width() - measures.icon) // 2
        left = 0 if self._flush else left
        if self._icon:
            pixmap = self._look.pixmap(self._icon, colour=self._icon_ink(ink), on=self)
            painter.drawPixmap(left, (self.height() - measures.icon) // 2, pixmap)
            left += measures.icon + measures.step(2)
        painter.setPen(ink)
        painter.setFont(self._look.fonts.strong if self._primary else self._look.fonts.body)
        room = QRect(left, 0, self.width() - left - measures.step(2), self.height())
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        if self._keys and self.width() >= self.sizeHint().width():  # the words go before their keys
            painter.setFont(self._look.fonts.caption)
            painter.setPen(self._look.colours.on_accent_quiet if self._primary and self.isEnabled() else ink)
            side = QRect(0, 0, self.width() - measures.step(3), self.height())
            painter.drawText(
                side, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), self._keys
            )


class IconButton(Button):
    """An icon alone; its name is spoken and stands in the tooltip."""

    def __init__(self, name: str, *, icon: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("", look=look, icon=icon, parent=parent)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """Overrides Button: a square."""
        side = self._look.measures.control
        return QSize(side, side)


def action_button(action: QAction, *, look: Look, icon: str = "", primary: bool = False) -> Button:
    """A button for an action; a primary one shows the shortcut too."""
    keys = keys_text(action.shortcut()) if primary else ""
    button = Button(action.text(), look=look, icon=icon, primary=primary, keys=keys)
    button.stand_for(action)
    return button


def draw_focus(
    painter: QPainter, box: QRectF, radius: float, look: Look, *, ink: QColor | None = None
) -> None:
    """The ring round what has the keyboard; in the accent, unless it stands on it."""
    pen = QPen(ink or look.colours.accent)
    pen.setWidthF(1.5)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)
