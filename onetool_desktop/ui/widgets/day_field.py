"""A day to be typed: T today, + and − a day, W or K the week, M or H the month, `15`, `15/3`, `next fri`; F4 opens the
calendar, F5 takes the day that was typed last, in whichever field.

Promises: it reads *Fri 11 Dec* until the keyboard is in it, then the whole date; what is no day stays typed with the
reason; a shorthand key acts at once, and where the next letter makes it the beginning of a name, as the T of *tomorrow*
or the M of *mon*, the name stands there instead. May not know: what the day is for.
"""

import re
from datetime import date
from typing import ClassVar

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QVBoxLayout, QWidget

from onetool_desktop.domain.day_words import day_of_key, read_day
from onetool_desktop.domain.named_days import begins_a_name
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay, host_of


class DayField(Field):
    """One day. `given` tells a new one as `YYYY-MM-DD`, or nothing when it was cleared."""

    given = Signal(str)
    last: ClassVar[date | None] = None  # the day that was typed last
    refused = Signal(str)  # why what was typed is no day; nothing once it is one
    rested = Signal()  # what was typed is taken over, or given up

    def __init__(self, name: str, *, look: Look, formats: Formats, past: bool = False) -> None:
        """`past` where the day has been: `15` is the last fifteenth, not the next."""
        super().__init__(name, look=look, icon="schedule")
        self._formats, self._past = formats, past
        short = formats.locale.dateFormat(formats.locale.FormatType.ShortFormat)
        self._format = re.sub("y+", "yyyy", short)
        self._day: date | None = None
        self._calendar: _Calendar | None = None
        self._letters = ""  # the shorthand keys pressed in a row, which may begin a name
        self.reason = ""
        self._retyped = False
        self.edit.installEventFilter(self)
        self.edit.focused.connect(self._focus_moved)
        self.edit.entered.connect(self.finish)
        self.edit.escaped.connect(self._give_up)
        self.setToolTip(
            _(
                "T today, + and − a day, W K the week, M H the month, 15 or 15/3, sat, last mon or next fri. F4 "
                "opens the calendar, F5 takes the day typed last."
            )
        )

    def show_day(self, day: str | None) -> None:
        """Shows a day, unless one is being typed."""
        self._day = date.fromisoformat(day) if day else None
        if not self.edit.hasFocus():
            if self.is_half_typed:
                self._say("")
            self._show()

    def forget(self) -> None:
        """Gives up what was refused: it belongs to a record that is shown no more."""
        if self.is_half_typed:
            self._say("")
            self._show()
            self.rested.emit()

    def retype(self, text: str) -> None:
        """Shows a text that was being typed; it is taken over once the keyboard has been in it."""
        self.edit.setText(text)
        self._retyped = True

    @property
    def is_half_typed(self) -> bool:
        """Whether what stands in the field is a text that is no day yet, or was never taken over."""
        return bool(self.reason) or self._retyped

    @property
    def shown_day(self) -> str:
        """The day whose words stand in the field; nothing where something else was typed over it."""
        words = (self._formats.day(self.day), self._whole(self._day)) if self._day else ()
        return self.day if self.edit.text() in words else ""

    @property
    def day(self) -> str:
        """The day that stands, as `YYYY-MM-DD`, or nothing."""
        return self._day.isoformat() if self._day else ""

    def finish(self) -> bool:
        """Takes over what is typed; whether it is a day."""
        text = self.edit.text().strip()
        try:
            day = self._read(text) if text else None
        except ValueError as error:
            self._say(str(error))
            return False
        self._say("")
        changed, self._day = day != self._day, day
        self._show()
        if changed and day is not None:
            DayField.last = day
        if changed:
            self.given.emit(day.isoformat() if day else "")
        self.rested.emit()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Overrides QObject: the shorthand keys."""
        if watched is not self.edit or not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_F5:
            event.accept()  # here it is the last day; elsewhere it syncs
            return True
        return event.type() == QEvent.Type.KeyPress and self._key(event)

    def offer(self) -> None:
        """Overrides Field: the calendar."""
        self.open_calendar()

    def open_calendar(self) -> None:
        """Opens the calendar under the field."""
        if self._calendar is None:
            self._calendar = _Calendar(look=self.look, window=self.window())
            self._calendar.chosen.connect(self._take)
            host = host_of(self)
            if host is not None:
                host.admit(self._calendar)
        self._calendar.open_under(self, self._typed_day() or self._formats.today())

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
            return True
        if event.key() == Qt.Key.Key_F5:
            if DayField.last is not None:
                self.edit.setText(self._whole(DayField.last))
                self.edit.selectAll()
            return True
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier or not event.text():
            return False
        return self._letter(event.text())

    def _letter(self, letter: str) -> bool:
        """A shorthand key acts at once; the letter after it may show that a name was begun."""
        letters = self._letters + letter
        current = self._typed_day()
        if current is None and self.edit.text().strip():
            self._letters = ""
            return False
        day = day_of_key(letter, current=current or self._day, today=self._formats.today())
        if day is not None:
            self._letters = letters if letter.isalpha() else ""
            self.edit.setText(self._whole(day))
            self.edit.selectAll()
            return True
        begun = bool(self._letters) and letter.isalpha() and begins_a_name(letters)
        if begun:
            self.edit.setText(letters)
        self._letters = ""
        return begun

    def _typed_day(self) -> date | None:
        """The day in the field if it stands there whole."""
        locale = self._formats.locale
        found = locale.toDate(self.edit.text(), self._format)
        return (
            date(found.year(), found.month(), found.day())
            if found.isValid() and found.year() > 1900
            else None
        )

    def _read(self, text: str) -> date:
        if self._day is not None and text == self._formats.day(self._day.isoformat()):
            return self._day
        month_first = self._format.lower().startswith("m")
        return self._typed_day() or read_day(
            text, today=self._formats.today(), month_first=month_first, past=self._past
        )

    def _whole(self, day: date) -> str:
        return self._formats.locale.toString(QDate(day.year, day.month, day.day), self._format)

    def _show(self) -> None:
        day = self._day
        if self.edit.hasFocus():
            self.edit.setText(self._whole(day) if day else "")
            self.edit.selectAll()
        else:
            self.edit.setText(self._formats.day(day.isoformat()) if day else "")
        self.edit.setToolTip(self._formats.full_day(day.isoformat()) if day else self.toolTip())

    def _focus_moved(self) -> None:
        self._letters = ""
        if self.edit.hasFocus():
            if not self.is_half_typed:
                self._show()
        elif self.finish():
            self._show()

    def _give_up(self) -> None:
        """In a panel Esc puts the panel away, with what was typed; elsewhere the day stands again."""
        if host_of(self) is None:
            self._say("")
            self.edit.restore(self._whole(self._day) if self._day else "")
            self.rested.emit()

    def _take(self, day: date) -> None:
        self.edit.setText(self._whole(day))
        self.finish()

    def _say(self, reason: str) -> None:
        self.reason, self._retyped = reason, False
        self.edit.setAccessibleDescription(reason)
        self.refused.emit(reason)


class _Calendar(Overlay):
    """A month to choose a day from."""

    chosen = Signal(object)  # a date

    def __init__(self, *, look: Look, window: QWidget) -> None:
        super().__init__(look=look, name=_("Calendar"), window=window)
        self._month = QCalendarWidget()
        self._month.setGridVisible(False)
        self._month.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calm()
        look.changed.connect(self._calm)
        self._month.activated.connect(self._take)
        self._month.clicked.connect(self._take)
        layout = QVBoxLayout(self)
        pad = look.measures.step(2)
        layout.setContentsMargins(pad, pad, pad, pad)
        layout.addWidget(self._month)

    def _calm(self) -> None:
        """Qt paints the month's bar in the accent and weekends red; here colour means what can be done now."""
        colours, role = self.look.colours, QPalette.ColorRole
        palette = QPalette(self._month.palette())
        for name, colour in ((role.Text, colours.text), (role.ButtonText, colours.text)):
            palette.setColor(name, colour)
        bar = self._month.findChild(QWidget, "qt_calendar_navigationbar")
        if bar is not None:
            palette.setColor(role.Highlight, colours.page)
            palette.setColor(role.HighlightedText, colours.text)
            bar.setPalette(palette)
            bar.setBackgroundRole(role.Base)
            for button, icon in (("qt_calendar_prevmonth", "back"), ("qt_calendar_nextmonth", "forward")):
                one = bar.findChild(QToolButton, button)
                if one is not None:
                    one.setIcon(self.look.icon(icon))
            for one in bar.findChildren(QToolButton):
                one.setPalette(palette)
        plain, quiet = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(colours.text)
        quiet.setForeground(colours.secondary)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._month.setWeekdayTextFormat(weekday, plain)
        self._month.setHeaderTextFormat(quiet)

    def open_under(self, field: QWidget, day: date) -> None:
        """Opens below a field, on the month of a day."""
        self._month.setSelectedDate(QDate(day.year, day.month, day.day))
        window = self.window()

        def place() -> QPoint:
            corner = field.mapTo(window, QPoint(0, field.height() + 2))
            return QPoint(max(min(corner.x(), window.width() - self.width() - 4), 4), corner.y())

        self.open_at(place, focus=self._month)

    def _take(self, day: QDate) -> None:
        self.close_overlay()
        self.chosen.emit(date(day.year(), day.month(), day.day()))
