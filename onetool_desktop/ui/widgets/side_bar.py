"""The side bar: the sections, and at its foot the organisation and the person.

Promises: Tab never falls into it; F6 and Ctrl+1…9 reach it; folded it shows icons alone with names in tooltips. May
not know: what the sections hold; counts that need a person are given to it as text.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone, mix
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button, draw_focus
from onetool_desktop.ui.widgets.text import Text, Voice

_MIDDLE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class SideItem(QAbstractButton):
    """One section."""

    stepped = Signal(int)

    def __init__(self, title: str, *, icon: str, look: Look, tip: str) -> None:
        super().__init__()
        self._look = look
        self._icon = icon
        self._count = ""
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: str) -> None:
        """Shows how many wait for a person."""
        self._count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.update()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(
            self._look.measures.char * 20, self._look.measures.control + self._look.measures.step(0.5)
        )

    def minimumSizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.icon, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QAbstractButton."""
        del event
        look, colours, step = self._look, self._look.colours, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().adjusted(0, 1, 0, -1)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            ground = (
                mix(colours.accent, colours.side, share=0.13)
                if self.isChecked()
                else mix(colours.text, colours.side, share=0.05)
            )
            painter.setBrush(ground)
            painter.drawRoundedRect(box, step(1.25), step(1.25))
        if self.hasFocus():
            draw_focus(painter, box.toRectF().adjusted(1, 1, -1, -1), step(1.25), look)
        ink = colours.accent if self.isChecked() else colours.secondary
        left = step(2.5) if self.width() > step(12) else (self.width() - look.measures.icon) // 2
        painter.drawPixmap(
            left, (self.height() - look.measures.icon) // 2, look.pixmap(self._icon, colour=ink, on=self)
        )
        if self.width() > step(12):
            self._draw_words(
                painter, QRect(left + look.measures.icon + step(2.5), 0, self.width(), self.height())
            )

    def _draw_words(self, painter: QPainter, room: QRect) -> None:
        colours = self._look.colours
        room.setRight(self.width() - self._look.measures.step(2.5))
        painter.setFont(self._look.fonts.strong if self.isChecked() else self._look.fonts.body)
        painter.setPen(colours.text)
        painter.drawText(room, _MIDDLE, self.text())
        painter.setFont(self._look.fonts.caption)
        painter.setPen(self._look.tone(Tone.BAD))
        painter.drawText(room, _RIGHT, self._count)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Overrides QWidget."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QWidget."""
        super().leaveEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QAbstractButton: arrows walk, Enter goes."""
        steps = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
        if event.key() in steps:
            self.stepped.emit(steps[event.key()])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


_ROOM = 118  # characters: what sections with their words leave too little of


class SideBar(QWidget):
    """The sections in order; `chosen` tells the key of the one wanted."""

    chosen = Signal(str)
    foot_pressed = Signal(object)  # where its menu opens, a global point

    def __init__(
        self, sections: Sequence[tuple[str, str, str, str]], *, look: Look, organisation: str, person: str
    ) -> None:
        """`sections` are (key, title, icon, tooltip)."""
        super().__init__()
        self._look = look
        self.items: dict[str, SideItem] = {}
        self._organisation = Button("", look=look, icon="building")
        self._organisation.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._organisation.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._organisation.clicked.connect(self._press_foot)
        self._person = Text("", look=look, voice=Voice.CAPTION)
        self.name(organisation=organisation, person=person)
        layout = QVBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(3), step(3), step(3), step(3))
        layout.setSpacing(step(0.5))
        for key, title, icon, tip in sections:
            item = SideItem(title, icon=icon, look=look, tip=tip)
            item.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            item.stepped.connect(self._step)
            self.items[key] = item
            layout.addWidget(item)
        layout.addStretch(1)
        layout.addWidget(self._organisation)
        self._person.setContentsMargins(step(2.5), 0, 0, 0)
        layout.addWidget(self._person)
        look.changed.connect(self.update)
        self.folded = False  # as the person left it
        self._narrow = self._opened = False
        self._apply()

    def name(self, *, organisation: str, person: str) -> None:
        """Says at the foot whose business this is, and who works in it."""
        self._organisation.setText(organisation)
        self._organisation.setToolTip(organisation)
        whole = _("{organisation}: look, keys, quit").format(organisation=organisation)
        self._organisation.setAccessibleName(whole)
        self._person.setText(person)

    def mark(self, key: str) -> None:
        """Shows where the user is; no section where that is none of them."""
        for name, item in self.items.items():
            item.setAutoExclusive(False)
            item.setChecked(name == key)
            item.setAutoExclusive(True)

    def toggle_fold(self) -> None:
        """Folds to icons, or unfolds; in a narrow window until it is wide again."""
        if self._narrow:
            self._opened = not self._opened
        else:
            self.folded = not self.folded
        self._apply()

    def fit(self, width: int) -> None:
        """Folds by itself where a window of this width has more need of the room."""
        narrow = width < self._look.measures.char * _ROOM
        if narrow != self._narrow:
            self._narrow, self._opened = narrow, False
            self._apply()

    def focus_current(self) -> None:
        """Gives the keyboard to the section shown."""
        current = [item for item in self.items.values() if item.isChecked()]
        (current or list(self.items.values()))[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        QPainter(self).fillRect(self.rect(), self._look.colours.side)

    def _apply(self) -> None:
        folded = not self._opened if self._narrow else self.folded
        measures = self._look.measures
        self.setFixedWidth(measures.control + measures.step(6) if folded else measures.char * 26)
        self._person.setVisible(not folded)

    def _press_foot(self) -> None:
        self.foot_pressed.emit(self._organisation.mapToGlobal(QPoint(0, 0)))

    def _step(self, by: int) -> None:
        items = list(self.items.values())
        focused = next((at for at, item in enumerate(items) if item.hasFocus()), 0)
        items[(focused + by) % len(items)].setFocus(Qt.FocusReason.ShortcutFocusReason)
