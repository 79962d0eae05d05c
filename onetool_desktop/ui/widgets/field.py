"""A field to type into, drawn flat: a quiet ground in a hairline that is seen, a ring while it has the keyboard.

Promises: a press beside its text is one on the field, and one on its icon shows what there is to choose. May not
know: what is typed.
"""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus

_STEPS = {
    int(Qt.Key.Key_Down): 1,
    int(Qt.Key.Key_Up): -1,
    int(Qt.Key.Key_PageDown): 8,
    int(Qt.Key.Key_PageUp): -8,
}


class PlainEdit(QLineEdit):
    """A line edit without a frame that tells the keys a line does not use."""

    stepped = Signal(int)  # rows: Up −1, Down 1
    entered = Signal()
    escaped = Signal()
    focused = Signal()
    settled = Signal()  # what stands in it is saved, or what was typed was given up: whoever owns it tells

    def __init__(self, *, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self.setFrame(False)
        self.setAccessibleName(name)
        look.changed.connect(self._relook)
        self._relook()

    def restore(self, text: str) -> None:
        """Shows again what stood before something was typed; Ctrl+Z brings that back."""
        if text != self.text():
            self.selectAll()
            self.insert(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Overrides QLineEdit."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Overrides QLineEdit."""
        super().focusOutEvent(event)
        self.focused.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QLineEdit."""
        if event.key() in _STEPS:
            self.stepped.emit(_STEPS[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Overrides QLineEdit: with nothing typed to take back, the key takes back the last action."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Undo)
            and not self.isUndoAvailable()
        ):
            return False
        return super().event(event)

    def _relook(self) -> None:
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(palette.ColorRole.Text, self._look.colours.text)
        palette.setColor(palette.ColorRole.PlaceholderText, self._look.colours.secondary)
        self.setPalette(palette)


class Field(QWidget):
    """The edit in its box."""

    def __init__(self, name: str, *, look: Look, icon: str = "", hint: str = "") -> None:
        super().__init__()
        self.look = look
        self._icon = icon
        self.edit = PlainEdit(look=look, name=name)
        self.edit.setPlaceholderText(hint)
        self.edit.focused.connect(self.update)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        step, left = (
            look.measures.step,
            look.measures.icon + look.measures.step(3) if icon else look.measures.step(2),
        )
        layout.setContentsMargins(left, 0, step(1.5), 0)
        layout.addWidget(self.edit)
        look.changed.connect(self.update)

    def offer(self) -> None:
        """Shows what there is to choose, where something is."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit.setFocus(Qt.FocusReason.MouseFocusReason)
            if self._icon and event.position().x() < self.edit.x():
                self.offer()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self.look.measures.char * 30, self.look.measures.control)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        measures = self.look.measures
        box, radius = QRectF(self.rect()).adjusted(1, 1, -1, -1), measures.step(1.25)
        focused = self.edit.hasFocus()
        painter.setPen(Qt.PenStyle.NoPen if focused else QPen(self.look.colours.outline, 1))
        painter.setBrush(self.look.colours.field)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if focused:
            draw_focus(painter, box, radius, self.look)
        if self._icon:
            pixmap = self.look.pixmap(self._icon, colour=self.look.colours.secondary, on=self)
            painter.drawPixmap(measures.step(2), (self.height() - measures.icon) // 2, pixmap)
