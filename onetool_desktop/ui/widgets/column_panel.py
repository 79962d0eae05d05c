"""The panel in which a person arranges the columns of a list: which, in which order, how wide; by key or by pointer.

Promises: each step shows in the list at once; the list behind is never covered where the panel can stand beside it. May
not know: what the columns hold, where the arrangement is kept.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.models.column_layout import ColumnLayout, usual
from onetool_desktop.ui.models.listing import Column
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

_WIDER = {int(Qt.Key.Key_Right): 2, int(Qt.Key.Key_Left): -2}
_FURTHER = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}
_ALT = Qt.KeyboardModifier.AltModifier


class ColumnList(ChoiceList):
    """The columns in their order; tells what the keys ask for."""

    toggled = Signal()
    moved = Signal(int)
    widened = Signal(int)
    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides ChoiceList: Space shows or hides, Alt with an arrow moves, left and right widen, Enter is done."""
        key, alt = event.key(), bool(event.modifiers() & _ALT)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        elif key == Qt.Key.Key_Space:
            self.toggled.emit()
        elif alt and key in _FURTHER:
            self.moved.emit(_FURTHER[key])
        elif key in _WIDER and not alt:
            self.widened.emit(_WIDER[key])
        else:
            super().keyPressEvent(event)


class ColumnPanel(Overlay):
    """Shows a layout; `arranged` tells the new one after each step. `width_of` says how wide a column is now."""

    arranged = Signal(object)

    def __init__(
        self, columns: Sequence[Column], *, look: Look, window: QWidget, width_of: Callable[[str], int]
    ) -> None:
        super().__init__(look=look, name=_("Columns"), window=window)
        self._columns = {column.key: column for column in columns}
        self._width_of = width_of
        self._layout = usual(columns)
        self.list = ColumnList(look=look, name=_("Columns of this list"))
        self.list.taken.connect(self._toggle)  # by a click
        self.list.done.connect(self.close_overlay)
        self.list.toggled.connect(self._toggle)
        self.list.moved.connect(self._move)
        self.list.widened.connect(self._widen)
        self._back = Button(_("As it was"), look=look, icon="undo")
        self._back.clicked.connect(lambda: self._take(usual(columns)))
        done = Button(_("Done"), look=look, icon="check", primary=True)
        done.clicked.connect(self.close_overlay)
        step = look.measures.step
        buttons = QHBoxLayout()
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(4), step(4), step(4), step(3))
        layout.setSpacing(step(2))
        layout.addWidget(Text(_("Columns"), look=look, voice=Voice.SECTION))
        layout.addWidget(self.list, 1)
        layout.addWidget(Paragraph(_hint(), look=look, voice=Voice.CAPTION))
        layout.addLayout(buttons)

    def open(self, layout: ColumnLayout) -> None:
        """Opens at the right, beside the names."""
        self._layout = layout
        self._show(0)
        self.open_at(self._right, focus=self.list)

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        height = measures.row * len(self._columns) + measures.control + measures.line * 4 + measures.step(14)
        return QSize(measures.char * 40, min(height, self.window().height() - measures.step(16)))

    def _right(self) -> QPoint:
        step = self.look.measures.step
        parent = self.parentWidget() or self.window()
        return QPoint(max(parent.width() - self.width() - step(6), 0), step(24))

    def _show(self, row: int) -> None:
        self.list.show_choices([self._choice(key) for key in self._layout.order])
        self.list.setCurrentIndex(self.list.choices.index(row))

    def _choice(self, key: str) -> Choice:
        hidden = key in self._layout.hidden
        remark = _("Hidden") if hidden else _("Shown")
        return Choice(
            self._columns[key].heading, "circle" if hidden else "check-circle", _nothing, remark=remark
        )

    @property
    def _key(self) -> str:
        return self._layout.order[max(self.list.currentIndex().row(), 0)]

    def _toggle(self, _choice: object = None) -> None:
        self._take(self._layout.toggled(self._columns[self._key]))

    def _move(self, by: int) -> None:
        self._take(self._layout.moved(self._key, by))

    def _widen(self, by: int) -> None:
        key = self._key
        self._take(self._layout.sized(key, self._width_of(key) + by))

    def _take(self, layout: ColumnLayout) -> None:
        key = self._key
        self._layout = layout
        self.arranged.emit(layout)
        self._show(layout.order.index(key))


def _hint() -> str:
    return _("Space shows or hides, Enter is done. Alt with ↑ or ↓ moves, ← and → make narrower or wider.")


def _nothing() -> None:
    """A column is not taken, it is arranged."""
