"""Facts edited in place: a click, F2 or typing turns a value into its field, Enter or leaving saves, Esc lets it be.

Promises: label, accessible name, editor and checks come from the field's declaration; what is being typed survives
any change that arrives and any refusal; *Saved here* shows for a moment, a dot stays until it is synced. Nothing typed
is lost: the first letter on a fact opens its editor and stands in it, as in a cell. Tab goes on to the next fact from
an editor too, and a refusal never calls back a person who went on: the text and its reason wait where they are. May
not know: how a value is saved; it tells `edited` and hears `saved` or `refused`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QHideEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QVBoxLayout, QWidget

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.declare import Collection, Field
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.actions import UNDO, keys_text
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import draw_focus
from onetool_desktop.ui.widgets.fact_editors import Editor, begins_text, editor_for
from onetool_desktop.ui.widgets.fact_values import parsed, shown
from onetool_desktop.ui.widgets.scrolling import into_sight
from onetool_desktop.ui.widgets.text import plain_tip
from onetool_desktop.ui.widgets.value_words import Words

_SAVED_MS = 2_500
LABEL_CHARS = 17
_LONGEST_LABEL = 30
_SHORT_VALUE = 24  # never cut
_TIP = 2_000  # characters of a value that a tip shows
_ADD = "–"
_BEGIN = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)


class Fact(QWidget):
    """One field of a record: its label, its value, its editor while it is edited."""

    edited = Signal(str, object)  # field, value

    def __init__(self, field: Field, *, look: Look, name: str = "", words: Words | None = None) -> None:
        super().__init__()
        self.field = field
        self._look = look
        self._words = words
        self._label = name or _(field.label)
        self._value: Any = None
        self._saving: Any = None
        self._on_its_way = False
        self._before: Any = None  # what stood there when the save began
        self._arrived: Any = None  # what was to be shown meanwhile
        self._remark = ""
        self._problem = ""
        self._locked = ""
        self._label_room = 0
        self.waiting = False
        self.editor: Editor | None = None
        self._begun = ""  # what stood in the editor when it was opened
        self._given_up = ""  # what was typed into it last and given up
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        self.setProperty(ADDRESS, field.name)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._remark_timer = QTimer(self, singleShot=True, interval=_SAVED_MS)
        self._remark_timer.timeout.connect(lambda: self._say(""))
        look.changed.connect(self.update)
        look.resized.connect(self.updateGeometry)
        self._tell_readers()

    # --- values -------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The value as it is shown."""
        if self._words is not None:
            return self._words.shown(self.field, self._value)
        return shown(self.field, self._value)

    def show_value(self, value: Any, *, waiting: bool) -> None:
        """Shows a value; what is being typed is left alone, and so is what is being saved."""
        self.waiting = waiting
        if self._on_its_way:
            self._arrived = value
        else:
            self._value = value
        self._tell_readers()
        self.updateGeometry()
        self.update()

    def saved(self, remark: str = "") -> None:
        """The edit stands on this computer, or where `remark` says, unless another arrived while it was saved."""
        self._on_its_way = False
        if self._arrived != self._before:  # else it was read before the save
            self._value = self._arrived
        self._say(remark or _("Saved here"))
        self._remark_timer.start()

    def refused(self, sentence: str) -> None:
        """The edit cannot stand: the editor opens again with what was typed, the reason under it. The keyboard
        comes back only where the person did not go on.
        """
        self._on_its_way = False
        self._value = self._arrived
        stayed = self.window().focusWidget() is self
        self._open("" if self._saving is None else self._saving)
        self._complain(sentence)
        if self.editor is not None and stayed:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            into_sight(self)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is typed, said to be wrong, or on its way to be saved."""
        return self.editor is None and not self._problem and not self._on_its_way

    def begin_anew(self) -> None:
        """Is the fact of another record from now on, while it is at rest; what it is locked for stays."""
        self._value = self._saving = self._before = self._arrived = None
        self._given_up = ""
        self._remark_timer.stop()
        self._remark = ""

    def lock(self, reason: str) -> None:
        """Shows the value only; the reason is told in place of the editor. No reason opens it again."""
        self._locked = reason
        self.setCursor(Qt.CursorShape.ArrowCursor if reason else Qt.CursorShape.IBeamCursor)
        self._tell_readers()

    def offer(self, choices: Sequence[str]) -> None:
        """Narrows a choice to these words."""
        self.field = replace(self.field, choices=tuple(choices))

    # --- editing ------------------------------------------------------------------------------------

    def edit(self, value: Any = None) -> None:
        """Turns the value into its field, unless it is locked: then it says why."""
        self._open(value)
        if self.editor is not None:
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            into_sight(self)

    def reopen(self, text: str) -> QWidget | None:
        """Opens the editor with a text that was being typed; the keyboard stays where it is, and nothing is saved."""
        self._open(None)
        return self.editor.retype(text) if self.editor is not None else None

    def _open(self, value: Any) -> None:
        if self._locked:
            self._complain(self._locked)
        if self.editor is not None or self._locked:
            return
        self.editor = editor_for(self.field, look=self._look, parent=self, words=self._words)
        self.editor.setAccessibleName(self._label)
        self.editor.begin(self._value if value is None else value)
        self._begun = self.editor.raw()
        self.editor.done.connect(self._finish)
        self.editor.left.connect(lambda: self._finish(stay=False))
        self.editor.given_up.connect(self._give_up)
        # Not by a focus proxy: Qt would move this fact to the end of the window, where a new editor stands.
        QWidget.setTabOrder(self, self.editor.typed_into)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self._place_editor()
        self.editor.show()

    def _finish(self, *, stay: bool = True) -> None:
        if self.editor is None:
            return
        try:
            value = self._typed_value(self.editor.text())
        except Invalid as problem:
            self._complain(problem.message)
            return
        self._close_editor(stay=stay)
        if value != self._value and (value or self._value):
            self._before = self._arrived = self._value
            self._saving, self._value, self._on_its_way = value, value, True
            self._given_up = ""
            self.update()
            self.edited.emit(self.field.name, value)

    def _typed_value(self, text: str) -> Any:
        """What a text says; one that stands already is left as it stands, by whatever rule it came."""
        if text == self._value:
            return text
        return parsed(self.field, text) if self._words is None else self._words.parsed(self.field, text)

    def _give_up(self) -> None:
        """The value stands again; what was typed can be had again."""
        text = self.editor.raw() if self.editor is not None else ""
        self._close_editor(stay=True)
        if text.strip() and text != self._begun:
            self._given_up = text
            self._say(_("{keys} brings back what you typed").format(keys=keys_text(UNDO)))
            self._remark_timer.start()

    def _retype_given_up(self) -> None:
        text, self._given_up = self._given_up, ""
        self.edit()
        if self.editor is not None:
            self.editor.retype(text)

    def _close_editor(self, *, stay: bool) -> None:
        editor, self.editor = self.editor, None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._problem = ""
        if editor is not None:
            if stay:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()
        self.updateGeometry()
        self.update()

    def _complain(self, sentence: str) -> None:
        self._problem = sentence
        if self.editor is not None:
            self.editor.setAccessibleDescription(sentence)
        self.updateGeometry()
        self.update()

    def _begin_with(self, event: QKeyEvent | QInputMethodEvent) -> None:
        """Opens the editor and lets it have what was typed."""
        self.edit()
        if self.editor is not None:
            QApplication.sendEvent(self.editor.typed_into, event)

    # --- what Qt calls ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        return QSize(self._look.measures.char * 40, self._value_height() + self._problem_height())

    def event(self, event: QEvent) -> bool:
        """Overrides QWidget: undo means the text that was given up here before it means the last action, and a letter
        begins a text before it is a shortcut.
        """
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self.editor is None
            and (begins_text(event) or (event.matches(QKeySequence.StandardKey.Undo) and self._given_up))
        ):
            event.accept()
            return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Overrides QWidget: out of sight, undo means the last action again."""
        super().hideEvent(event)
        self._given_up = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: F2 or Enter begins with the value, a letter with itself."""
        if event.matches(QKeySequence.StandardKey.Undo) and self._given_up:
            self._retype_given_up()
        elif event.key() in _BEGIN:
            self.edit()
        elif begins_text(event):
            self._begin_with(event)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Overrides QWidget: a letter that is composed of several keys begins too."""
        if event.commitString() or event.preeditString():
            self._begin_with(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.edit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Overrides QWidget: a choice that was pressed shows its list."""
        if self.editor is not None and event.button() is Qt.MouseButton.LeftButton:
            self.editor.offer_all()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Overrides QWidget."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Overrides QWidget."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Overrides QWidget."""
        super().focusInEvent(event)
        if self.editor is not None:
            self.editor.setFocus(event.reason())
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Overrides QWidget."""
        del event
        self.updateGeometry()
        self._place_editor()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Overrides QWidget."""
        del event
        look, step = self._look, self._look.measures.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self._value_box()
        focused = self.hasFocus() or (self.editor is not None and self.editor.typed_into.hasFocus())
        if self.editor is not None or self.underMouse() or focused:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colours.field)
            painter.drawRoundedRect(box, step(1), step(1))
        if focused:
            draw_focus(painter, box, step(1), look)
        self._draw_words(painter)
        if self._problem:
            painter.setFont(look.fonts.caption)
            painter.setPen(look.tone(Tone.BAD))
            below = box.adjusted(step(2), box.height(), 0, self._problem_height())
            painter.drawText(below, _WRAPPED, self._problem)

    # --- drawing ------------------------------------------------------------------------------------

    @property
    def wanted_label_width(self) -> int:
        """The room of the whole label."""
        measures = self._look.measures
        words = QFontMetrics(self._look.fonts.body).horizontalAdvance(self._label) + measures.step(3)
        return min(max(words, measures.char * LABEL_CHARS), measures.char * _LONGEST_LABEL)

    def give_label(self, width: int) -> None:
        """Leaves so much room for the label, so that values stand in one column."""
        self._label_room = width
        self._place_editor()

    def _label_width(self) -> int:
        return self._label_room or self.wanted_label_width

    def _value_height(self) -> int:
        measures = self._look.measures
        if self.editor is not None:
            return self.editor.wanted_height()
        lines = 1
        if "\n" in self.text or self.field.limit > 1_000:
            width = max(self.width() - self._label_width() - measures.step(4), measures.char * 10)
            flags = int(Qt.TextFlag.TextWordWrap)
            box = QFontMetrics(self._look.fonts.body).boundingRect(
                0, 0, width, 9_999, flags, self.text[:4_000]
            )
            lines = min(max(round(box.height() / measures.line), 1), 8)
        return measures.line * lines + measures.step(2.5)

    def _problem_height(self) -> int:
        """The room of the whole reason, in as many lines as it needs."""
        if not self._problem:
            return 0
        measures = self._look.measures
        room = max(self.width() - self._label_width() - measures.step(2), measures.char * 10)
        metrics = QFontMetrics(self._look.fonts.caption)
        return max(
            metrics.boundingRect(0, 0, room, 9_999, _WRAPPED, self._problem).height() + measures.step(0.5),
            measures.line,
        )

    def _value_box(self) -> QRectF:
        width = self.width() - self._label_width()
        return QRectF(self._label_width() + 1, 1, width - 2, self._value_height() - 2)

    def _place_editor(self) -> None:
        if self.editor is not None:
            self.editor.setGeometry(self._value_box().toRect())

    def _draw_words(self, painter: QPainter) -> None:
        look, step = self._look, self._look.measures.step
        top = step(1.25)
        line = look.measures.line
        painter.setFont(look.fonts.body)
        painter.setPen(look.colours.secondary)
        room = self._label_width() - step(2)
        label = painter.fontMetrics().elidedText(self._label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(0, top, room, line, int(Qt.AlignmentFlag.AlignVCenter), label)
        if self.editor is None:
            self._draw_value(painter, self._value_box().adjusted(step(2), top - 1, -step(2), 0))

    def _draw_value(self, painter: QPainter, inner: QRectF) -> None:
        look = self._look
        inner = self._draw_remark(painter, inner)
        painter.setFont(look.fonts.body)
        painter.setPen(look.colours.text if self.text else look.colours.secondary)
        text = self.text or _ADD
        if inner.height() > look.measures.line * 2:
            painter.drawText(inner, _WRAPPED, text[:4_000])
            return
        whole = " ".join(text[:2_000].split())
        shown_text = painter.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignTop), shown_text)

    def _draw_remark(self, painter: QPainter, inner: QRectF) -> QRectF:
        look = self._look
        if self.waiting:
            size = look.measures.step(1.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.tone(Tone.WARN))
            painter.drawEllipse(
                QRectF(inner.right() - size, inner.top() + (look.measures.line - size) / 2, size, size)
            )
            inner = inner.adjusted(0, 0, -size * 2, 0)
        if self._remark:
            painter.setFont(look.fonts.caption)
            painter.setPen(look.colours.secondary)
            width = painter.fontMetrics().horizontalAdvance(self._remark)
            painter.drawText(
                inner, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), self._remark
            )
            inner = inner.adjusted(0, 0, -width - look.measures.step(2), 0)
        return inner

    def _say(self, remark: str) -> None:
        self._remark = remark
        self._tell_readers()
        self.update()

    def _tell_readers(self) -> None:
        state = f", {_('not synced yet')}" if self.waiting else ""
        self.setAccessibleName(f"{self._label}: {self.text or _('empty')}{state}")
        self.setAccessibleDescription(self._remark or self._locked)
        tip = _("Saved on this computer, not synced yet.") + " " if self.waiting else ""
        said = self.text[:_TIP] + "\n" if len(self.text) > _SHORT_VALUE else ""
        self.setToolTip(plain_tip(said + tip + (self._locked or _("F2 or a click edits"))))


class Facts(QWidget):
    """The facts of one record of a collection, in the order of their names."""

    edited = Signal(str, object)

    def __init__(
        self, collection: Collection, names: tuple[str, ...], *, look: Look, words: Words | None = None
    ) -> None:
        super().__init__()
        self.facts = {name: Fact(collection.by_name[name], look=look, words=words) for name in names}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.measures.step(0.5))
        for fact in self.facts.values():
            fact.edited.connect(self.edited)
            layout.addWidget(fact)
        self._align()
        look.resized.connect(self._align)

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Opens the editor of one of them with a text that was being typed; that editor."""
        fact = self.facts.get(field)
        return None if fact is None else fact.reopen(text)

    @property
    def at_rest(self) -> bool:
        """Whether all of them are."""
        return all(fact.at_rest for fact in self.facts.values())

    def begin_anew(self) -> None:
        """They are the facts of another record from now on."""
        for fact in self.facts.values():
            fact.begin_anew()

    def _align(self) -> None:
        widest = max((fact.wanted_label_width for fact in self.facts.values()), default=0)
        for fact in self.facts.values():
            fact.give_label(widest)

    def show_fields(
        self, fields: Mapping[str, Any], *, waiting: frozenset[str], only: frozenset[str] | None = None
    ) -> None:
        """Shows a record; `waiting` are the fields that are not synced yet. `only` these are shown where they are
        named, and what is being edited.
        """
        for name, fact in self.facts.items():
            fact.show_value(fields.get(name), waiting=name in waiting)
            fact.setVisible(only is None or name in only or fact.editor is not None)
