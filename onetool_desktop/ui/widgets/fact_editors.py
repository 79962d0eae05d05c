"""The editors a fact opens: a line, a box of lines, a choice, a day, one of some rows.

Promises: Enter is done, Esc gives up, leaving is done too; each keeps what was typed until it is told to go. In a
choice, letters and arrows only move; one taken from its open list is done at once. May not know: records, saving.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.declare import Field, Kind, Needed
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.day_field import DayField
from onetool_desktop.ui.widgets.fact_values import typed
from onetool_desktop.ui.widgets.scrolling import slim
from onetool_desktop.ui.widgets.value_words import Option, Words

_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})
_COMMAND = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_LONG = 1_000
_INSET = 2  # what Qt leaves of its own at both ends of a line edit without a frame


def begins_text(event: QKeyEvent) -> bool:
    """Whether a key is the first letter of a text; a space begins none."""
    text, held = event.text(), event.modifiers() & _COMMAND
    letters = held in (Qt.KeyboardModifier.NoModifier, _COMMAND)  # both together: AltGr on Windows
    return letters and bool(text) and text.isprintable() and not text.isspace()


class Editor(QWidget):
    """The base of every editor of a fact."""

    done = Signal()
    left = Signal()
    given_up = Signal()

    def __init__(self, field: Field, *, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.look = look

    def begin(self, value: Any) -> None:
        """Starts with a value."""
        raise NotImplementedError

    def text(self) -> str:
        """What is typed now."""
        raise NotImplementedError

    def raw(self) -> str:
        """What is typed now, whatever it is worth; nothing where nothing is typed."""
        return ""

    def offer_all(self) -> None:
        """Shows what there is to choose, where something is."""

    def retype(self, text: str) -> QWidget | None:
        """Shows a text that was being typed; what it is typed into, None where nothing is typed."""
        del text
        return None

    def wanted_height(self) -> int:
        """The room it needs."""
        return self.look.measures.line + self.look.measures.step(2.5)

    @property
    def typed_into(self) -> QWidget:
        """The widget that takes the keyboard in its place."""
        widget: QWidget = self
        while (inner := widget.focusProxy()) is not None:
            widget = inner
        return widget

    def hold(self, widget: QWidget) -> None:
        """Fills itself with the widget that is typed into."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(widget)
        palette = widget.palette()  # the fact draws the ground and the ring, as it does while it is only read
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        widget.setPalette(palette)
        widget.setObjectName("editor")
        self.setFocusProxy(widget)
        widget.installEventFilter(self)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Overrides QObject: the keys that end editing, and leaving."""
        del watched
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self.key_ends(event)
        if isinstance(event, QFocusEvent):
            fact = self.parentWidget()
            if fact is not None:
                fact.update()  # it draws the ring
            if event.type() == QEvent.Type.FocusOut:
                self._lost_focus(event.reason())
        return False

    def _lost_focus(self, reason: Qt.FocusReason) -> None:
        """Leaving ends editing; a list that opens over the editor, or another window, is no leaving.

        Qt gives the keyboard to the list of a box as it would to any other widget, once the list has opened.
        """
        if QApplication.activePopupWidget() is None and reason not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.left.emit()

    def key_ends(self, event: QKeyEvent) -> bool:
        """Whether a key ended editing."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return True
        if event.key() in _ENTER:
            self.done.emit()
            return True
        return False

    def setAccessibleName(self, name: str) -> None:
        """Overrides QWidget: the name belongs to the widget that is typed into."""
        super().setAccessibleName(name)
        inner = self.findChild(QWidget, "editor")
        if inner is not None:
            inner.setAccessibleName(name)


class LineEditor(Editor):
    """One line."""

    def __init__(self, field: Field, *, look: Look, parent: QWidget, words: Words | None = None) -> None:
        super().__init__(field, look=look, parent=parent)
        self._words = words

    def begin(self, value: Any) -> None:
        """Overrides Editor."""
        self._edit = QLineEdit(self)
        self._edit.setFrame(False)
        text = typed(self.field, value) if self._words is None else self._words.typed(self.field, value)
        self._edit.setText(text)
        self._edit.setTextMargins(
            self.look.measures.step(2) - _INSET, 0, _INSET, 0
        )  # the words stay where they stood
        self._edit.selectAll()
        self.hold(self._edit)
        self.setAccessibleName(self.accessibleName())

    def text(self) -> str:
        """Overrides Editor."""
        return self._edit.text()

    def raw(self) -> str:
        """Overrides Editor."""
        return self._edit.text()

    def retype(self, text: str) -> QWidget | None:
        """Overrides Editor."""
        self._edit.setText(text)
        return self._edit


class BoxEditor(Editor):
    """Several lines; Enter makes a new one, Ctrl+Enter is done."""

    def begin(self, value: Any) -> None:
        """Overrides Editor."""
        self._edit = QPlainTextEdit(self)
        slim(self._edit, look=self.look)
        self._edit.setTabChangesFocus(True)
        self._edit.setPlainText(typed(self.field, value))
        self._edit.document().setDocumentMargin(self.look.measures.step(1.75))
        self._edit.moveCursor(self._edit.textCursor().MoveOperation.End)
        self.hold(self._edit)
        self.setAccessibleName(self.accessibleName())

    def text(self) -> str:
        """Overrides Editor."""
        return self._edit.toPlainText()

    def raw(self) -> str:
        """Overrides Editor."""
        return self._edit.toPlainText()

    def retype(self, text: str) -> QWidget | None:
        """Overrides Editor."""
        self._edit.setPlainText(text)
        return self._edit

    def wanted_height(self) -> int:
        """Overrides Editor."""
        return self.look.measures.line * 6 + self.look.measures.step(2)

    def key_ends(self, event: QKeyEvent) -> bool:
        """Overrides Editor."""
        plain = event.modifiers() & Qt.KeyboardModifier.ControlModifier != Qt.KeyboardModifier.ControlModifier
        return False if event.key() in _ENTER and plain else super().key_ends(event)


class ChoiceBox(QComboBox):
    """A box that tells a choice `taken` from its open list; letters, arrows and the wheel only move.

    Why: Qt says `activated` of both, and what saved at the first letter of a word made *Social media* of *Stammkunde*.
    """

    taken = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._listed = False
        self.activated.connect(self._activated)

    def showPopup(self) -> None:
        """Overrides QComboBox."""
        self._listed = True
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QComboBox: keys come here while the list is shut; the one that opens it comes first."""
        self._listed = False
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Overrides QComboBox."""
        self._listed = False
        super().wheelEvent(event)

    def _activated(self) -> None:
        if self._listed:
            self.taken.emit()


class ChoiceEditor(Editor):
    """One of the declared words, or none."""

    def begin(self, value: Any) -> None:
        """Overrides Editor."""
        none = [] if self.field.needed is not Needed.NEVER else [("", "–")]
        self.offer([*none, *((c, _(self.field.word_of(c))) for c in self.field.choices)], current=value or "")

    def offer_all(self) -> None:
        """Overrides Editor."""
        self._box.showPopup()

    def offer(self, pairs: Sequence[tuple[str, str]], *, current: str) -> None:
        """Holds a box of (value, words)."""
        self._box = ChoiceBox(self)
        for value, words in pairs:
            self._box.addItem(words, value)
        self._box.setCurrentIndex(max(self._box.findData(current), 0))
        self._box.taken.connect(self.done)
        self.hold(self._box)
        self.setAccessibleName(self.accessibleName())

    def text(self) -> str:
        """Overrides Editor."""
        return str(self._box.currentData())


class RowEditor(ChoiceEditor):
    """One of the rows that a reference can lead to, or none."""

    def __init__(self, field: Field, *, look: Look, parent: QWidget, options: Sequence[Option]) -> None:
        super().__init__(field, look=look, parent=parent)
        self._options = options

    def begin(self, value: Any) -> None:
        """Overrides Editor."""
        self.offer([("", "–"), *((one.id, one.name) for one in self._options)], current=value or "")


class DayEditor(Editor):
    """A day, with its shorthand keys and its calendar."""

    def __init__(self, field: Field, *, look: Look, parent: QWidget, formats: Formats) -> None:
        super().__init__(field, look=look, parent=parent)
        self._formats = formats

    def begin(self, value: Any) -> None:
        """Overrides Editor."""
        self._box = DayField(_(self.field.label), look=self.look, formats=self._formats)
        self._box.show_day(value)
        self.hold(self._box)
        self._box.edit.installEventFilter(self)

    def text(self) -> str:
        """Overrides Editor: the day itself. Raises Invalid where what is typed is none."""
        if not self._box.finish():
            raise Invalid(self.field.name, self._box.reason)
        return self._box.day

    def raw(self) -> str:
        """Overrides Editor."""
        return self._box.edit.text()

    def retype(self, text: str) -> QWidget | None:
        """Overrides Editor."""
        self._box.edit.setText(text)
        return self._box.edit


def editor_for(field: Field, *, look: Look, parent: QWidget, words: Words | None = None) -> Editor:
    """The editor that suits a field; days and names need `words`."""
    if words is not None and field.name in words.named and field.kind is Kind.REF:
        return RowEditor(field, look=look, parent=parent, options=words.options(field))
    if words is not None and field.kind is Kind.DAY:
        return DayEditor(field, look=look, parent=parent, formats=words.formats)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(field, look=look, parent=parent)
    if field.kind is Kind.TEXT and field.limit > _LONG:
        return BoxEditor(field, look=look, parent=parent)
    return LineEditor(field, look=look, parent=parent, words=words)
