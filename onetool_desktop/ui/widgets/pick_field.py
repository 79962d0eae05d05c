"""A field that takes one record by a few letters of its name: what fits stands under it, ↓ chooses.

Promises: the keyboard stays in the field; what is typed means what `type_ahead` says, on Enter and on leaving alike,
and an answer that is still on its way is waited for; Esc puts the list away before anything else; what was typed and
names no record stays typed with the reason. May not know: what is picked, where it is looked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.suggestions import Suggestion
from onetool_desktop.ui.widgets.type_ahead import TypeAhead


@dataclass(frozen=True, slots=True)
class Picked:
    """A record by its name, with a remark that tells it from others of that name."""

    id: str
    words: str
    remark: str = ""


Told = Callable[[Sequence[Picked]], None]
Find = Callable[[str, Told], None]
"""What was typed, and who is told what fits, names that begin so first; the answer may come later."""


class PickField(Field):
    """One record. `picked` tells its id, or nothing when the field was emptied."""

    picked = Signal(str)
    refused = Signal(str)  # why what was typed is no record; nothing once it is one
    entered = Signal()
    escaped = Signal()
    stepped = Signal(int)

    def __init__(
        self, name: str, *, look: Look, find: Find, icon: str, list_icon: str = "", otherwise: str = ""
    ) -> None:
        """`otherwise`: what can be done where nothing is called so."""
        super().__init__(name, look=look, icon=icon)
        self._otherwise = otherwise
        self._find = find
        self._asked = Generation()
        self.ahead = TypeAhead(look=look, name=name, icon=list_icon or icon, take=self._take, must_name=True)
        self._found: tuple[Picked, ...] = ()
        self._answered: str | None = None  # the text that what was found is for
        self._then: Callable[[], None] | None = None  # what waits for the answer
        self.chosen: Picked | None = None
        self.edit.textEdited.connect(self.look_for)
        self.edit.stepped.connect(self._step)
        self.edit.entered.connect(self._enter)
        self.edit.escaped.connect(self._escape)
        self.edit.focused.connect(self._focus_moved)

    def show_picked(self, picked: Picked | None) -> None:
        """Shows a record as the one picked."""
        self.chosen = picked
        self.edit.setText(picked.words if picked else "")
        self._put_away()

    def open(self) -> None:
        """Shows everything there is."""
        self.look_for("")

    def offer(self) -> None:
        """Overrides Field: everything there is, or nothing any more."""
        if self.is_open:
            self._put_away()
        else:
            self.open()

    def reason(self) -> str:
        """Why what stands in the field is no record; nothing where it is one or empty."""
        if self._stands:
            return ""
        return " ".join(
            filter(None, (self.ahead.why_none(self._text), "" if self._found else self._otherwise))
        )

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self.ahead.is_open

    @property
    def is_asking(self) -> bool:
        """Whether it is not known yet what the text in the field means."""
        return not self._stands and self._answered != self._text

    def hideEvent(self, event: QHideEvent) -> None:
        """Overrides QWidget: the list goes with its field."""
        super().hideEvent(event)
        self._put_away()

    def look_for(self, text: str, *, stepping: bool = False) -> None:
        """Shows what fits to a text; everything there is for none. `stepping`: an arrow key asks, so the record that
        stands in the field is chosen, or the first.
        """
        current, asked = self._asked.next(), text.strip()

        def told(found: Sequence[Picked]) -> None:
            if current():
                self._answer(asked, found)
                if stepping and self.is_open:
                    self.ahead.step(self._found.index(self.chosen) + 1 if self.chosen in self._found else 1)

        self._find(asked, told)

    def settle(self, then: Callable[[], None] | None = None) -> None:
        """Makes of the text what it means, a record or a refusal, as soon as that is known; `then` comes after."""
        if self.is_asking:
            self._then = then or _nothing
            self.look_for(self._text)
            return
        self._decide()
        if then is not None:
            then()

    @property
    def _text(self) -> str:
        return self.edit.text().strip()

    @property
    def _stands(self) -> bool:
        return not self._text or (self.chosen is not None and self._text == self.chosen.words)

    def _answer(self, asked: str, found: Sequence[Picked]) -> None:
        self._answered, self._found = asked, tuple(found)
        shown = [Suggestion(one.words, one.remark) for one in found]
        then, self._then = self._then, None
        if then is not None:
            self.ahead.know(shown)
            self._decide()
            then()
        elif self.edit.hasFocus():
            self.ahead.offer(shown, at=self)

    def _decide(self) -> None:
        if not self._text and self.chosen is not None:
            self.show_picked(None)
            self.picked.emit("")
        meant = None if self._stands and self.ahead.chosen is None else self.ahead.meant(self._text)
        if meant is not None:
            self._take(meant)
        elif self._stands or not self.edit.hasFocus():
            self.ahead.hide()
        self.refused.emit(self.reason())

    def _take(self, place: int) -> None:
        picked = self._found[place]
        changed = self.chosen is None or picked.id != self.chosen.id
        self.show_picked(picked)
        self.refused.emit("")
        if changed:
            self.picked.emit(picked.id)

    def _step(self, rows: int) -> None:
        if self.is_open:
            self.ahead.step(rows)
        elif rows == 1:
            self.look_for("" if self._stands else self.edit.text(), stepping=True)
        else:
            self.stepped.emit(rows)

    def _enter(self) -> None:
        """With the list open, Enter is about the list; else it goes on."""
        if self.ahead.chosen is not None:
            self._decide()
        else:
            self.settle(None if self.is_open else self.entered.emit)

    def _escape(self) -> None:
        if self.is_open:
            self._put_away()
        else:
            self.escaped.emit()

    def _focus_moved(self) -> None:
        if self.edit.hasFocus():
            self.edit.selectAll()
        elif self.isVisible():
            if self.ahead.chosen is not None:
                self._decide()
            else:
                self.settle()

    def _put_away(self) -> None:
        self._asked.next()
        self._then = None
        self.ahead.hide()


def _nothing() -> None:
    """Nothing waits for the answer."""


def matching(records: Sequence[Picked], text: str) -> list[Picked]:
    """Those of a short list whose words begin with each word typed, names that begin so first; the first eight."""
    wanted = text.casefold().split()

    def fits(one: Picked) -> bool:
        words = f"{one.words} {one.remark}".casefold().split()
        return all(any(word.startswith(part) for word in words) for part in wanted)

    found = [one for one in records if fits(one)]
    return sorted(found, key=lambda one: not one.words.casefold().startswith(text.casefold()))[:8]
