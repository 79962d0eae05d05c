"""The command palette: type what you want to do or whom you look for; the likeliest comes first.

Promises: what can be done now is found by its words, records by the same search as everywhere; Enter takes what answers
the words that stand typed, and waits for the answer where it is on its way still; Esc gives the keyboard back. May not
know: any noun; it is given a function for actions and one for records.

Why Enter waits: a quick hand types a name and Enter before any record is found, and the first line then is whatever
action has these letters somewhere in its words.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_list import WHOLE, Choice, ChoiceList, likeness
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import Overlay

_SHOWN = 9
_LIKELIEST = 4  # records that come before actions of which only a further word fits
_TOLD = 40  # letters of what was typed, said again


def _nothing() -> None:
    """A line that only says something."""


class CommandPalette(Overlay):
    """A search field over a list of choices; `asked` tells the words to find records by, `show_records` answers."""

    asked = Signal(str)

    def __init__(
        self, *, look: Look, window: QWidget, actions: Callable[[], Sequence[tuple[Choice, str]]]
    ) -> None:
        super().__init__(look=look, name=_("Search or do"), window=window)
        self._actions = actions
        self._text = ""
        self._certain = True  # whether the first line stays first, whatever is still found
        self._led = False  # an arrow key led to the line that is current
        self._enter_waits = False
        self._none: Choice | None = None  # the line that says that nothing was found
        self._offers: Sequence[Choice] = ()
        self._names_action = False  # whether what is typed begins the name of what can be done
        self.field = Field(
            _("Search or do"),
            look=look,
            icon="search",
            hint=_("Type a name, a number, or what you want to do"),
        )
        self.list = ChoiceList(look=look, name=_("What was found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        step = look.measures.step
        layout.setContentsMargins(step(2), step(2), step(2), step(2))
        layout.setSpacing(step(1.5))
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.edit.stepped.connect(self._step)
        self.field.edit.entered.connect(self._enter)
        self.field.edit.escaped.connect(self.close_overlay)
        self.field.edit.textChanged.connect(self._typed)
        self.list.taken.connect(self._take)

    def open(self) -> None:
        """Opens at the top of the window, empty."""
        self.field.edit.clear()
        self._typed("")
        self.open_at(self._top, focus=self.field.edit)

    def show_records(self, text: str, records: Sequence[Choice], *, offers: Sequence[Choice] = ()) -> None:
        """Shows the records found for `text`, unless something else was typed since; the line led to stays current.
        What is offered comes last, and not to who types the name of an action.
        """
        if text != self._text:
            return
        self._offers = () if self._names_action else offers
        self._show(records, keep=self.list.current if self._led else None)
        self._certain = True
        if self.list.choices.rowCount() == len(self._offers):
            self._say_none()
        if self._enter_waits:
            self.list.take_current()

    def sizeHint(self) -> QSize:
        """Overrides QWidget."""
        measures = self.look.measures
        width = min(measures.char * 78, self.window().width() - measures.step(16))
        return QSize(width, measures.row * _SHOWN + measures.control + measures.step(6))

    def hideEvent(self, event: QHideEvent) -> None:
        """Overrides QWidget: nothing is taken any more."""
        super().hideEvent(event)
        self._enter_waits = False

    def _top(self) -> QPoint:
        return QPoint((self.window().width() - self.width()) // 2, self.look.measures.step(14))

    def _typed(self, text: str) -> None:
        self._text, self._led, self._enter_waits, self._offers = text.strip(), False, False, ()
        self._show(())
        first = self.list.current
        self._names_action = first is not None and likeness(self._text, first.title) == WHOLE
        self._certain = not self._text or self._names_action
        if self._text:
            self.asked.emit(self._text)

    def _show(self, records: Sequence[Choice], *, keep: Choice | None = None) -> None:
        choices = [*_in_order(self._text, self._actions(), records), *self._offers]
        same = [at for at, one in enumerate(choices) if keep is not None and one.words == keep.words]
        self.list.show_choices(choices, current=same[0] if same else 0)

    def _say_none(self) -> None:
        """Nothing is called so: that is said, and what can be done stands below; Enter takes none of it by itself."""
        self._enter_waits = False
        words = _("Nothing is called “{words}”. Here is what you can do:").format(words=self._text[:_TOLD])
        self._none = Choice(words, "info", _nothing)
        actions = (choice for choice, _words in self._actions())
        self.list.show_choices([self._none, *self._offers, *actions], current=None)

    def _step(self, rows: int) -> None:
        self._led, self._enter_waits = True, False
        self.list.step(rows)

    def _enter(self) -> None:
        """Takes the line that is current, once that is the answer to what was typed."""
        if self._certain or self._led:
            self.list.take_current()
        else:
            self._enter_waits = True

    def _take(self, choice: Choice) -> None:
        if choice is self._none:
            return
        self.close_overlay()
        choice.take()


def _in_order(text: str, actions: Sequence[tuple[Choice, str]], records: Sequence[Choice]) -> list[Choice]:
    """Actions whose name begins with the words, the likeliest records, actions with such words, whatever else fits."""
    if not text:
        return [choice for choice, _words in actions]
    fits: dict[int, list[Choice]] = {0: [], 1: [], 2: [], WHOLE: []}
    for choice, words in actions:
        fits[likeness(text, f"{choice.title} {words}")].append(choice)
    return [*fits[WHOLE], *records[:_LIKELIEST], *fits[2], *records[_LIKELIEST:], *fits[1]]
