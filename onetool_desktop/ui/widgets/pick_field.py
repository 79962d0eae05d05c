"""A field that takes one record by a few letters of its name: what fits stands under it, Enter takes the first.

Promises: the keyboard stays in the field; ↓ shows what there is, Esc puts the list away before anything else; what
was typed and names no record stays typed with the reason. May not know: what is picked, where it is looked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.field import Field
from onetool_desktop.ui.widgets.overlay import host_of
from onetool_desktop.ui.widgets.suggestions import Suggestion, Suggestions


@dataclass(frozen=True, slots=True)
class Picked:
    """A record by its name, with a remark that tells it from others of that name."""

    id: str
    words: str
    remark: str = ""


Told = Callable[[Sequence[Picked]], None]
Find = Callable[[str, Told], None]  # what was typed, and who is told; the answer may come later


class PickField(Field):
    """One record. `picked` tells its id, or nothing when the field was emptied."""

    picked = Signal(str)
    entered = Signal()
    escaped = Signal()
    stepped = Signal(int)

    def __init__(self, name: str, *, look: Look, find: Find, icon: str) -> None:
        super().__init__(name, look=look, icon=icon)
        self._find, self._icon_shown = find, icon
        self._asked = Generation()
        self._list: Suggestions | None = None
        self._found: tuple[Picked, ...] = ()
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

    def reason(self) -> str:
        """Why what stands in the field is no record; nothing where it is one or empty."""
        text = self.edit.text().strip()
        if not text or (self.chosen is not None and text == self.chosen.words):
            return ""
        return _("Nothing here is called “{words}”. Choose from the list, or empty the field.").format(
            words=text[:60]
        )

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._list is not None and self._list.isVisible()

    def hideEvent(self, event: QHideEvent) -> None:
        """Overrides QWidget: the list goes with its field."""
        super().hideEvent(event)
        self._put_away()

    def look_for(self, text: str) -> None:
        """Shows what fits to a text; everything there is for none."""
        current = self._asked.next()

        def told(found: Sequence[Picked]) -> None:
            if current() and self.edit.hasFocus():
                self._offer(found)

        self._find(text.strip(), told)

    def _offer(self, found: Sequence[Picked]) -> None:
        self._found = tuple(found)
        if self._list is None:
            self._list = Suggestions(
                look=self.look, window=self.window(), name=self.edit.accessibleName(), icon=self._icon_shown
            )
            host = host_of(self)
            if host is not None:
                host.admit(self._list)
        shown = [Suggestion(one.words, one.remark, lambda one=one: self._take(one)) for one in found]
        self._list.offer(shown, at=self)

    def _take(self, picked: Picked) -> None:
        changed = self.chosen is None or picked.id != self.chosen.id
        self.show_picked(picked)
        if changed:
            self.picked.emit(picked.id)

    def _settle(self) -> None:
        """What was typed is a record by its whole name, or the field was emptied."""
        text = self.edit.text().strip()
        if not text and self.chosen is not None:
            self.show_picked(None)
            self.picked.emit("")
        fits = [one for one in self._found if one.words.casefold() == text.casefold()]
        if len(fits) == 1 and self.reason():
            self._take(fits[0])

    def _step(self, rows: int) -> None:
        if self.is_open and self._list is not None:
            self._list.list.step(rows)
        elif rows == 1:
            self.look_for("" if not self.reason() else self.edit.text())
        else:
            self.stepped.emit(rows)

    def _enter(self) -> None:
        if self.is_open and self._list is not None:
            self._list.list.take_current()
        else:
            self._settle()
            self.entered.emit()

    def _escape(self) -> None:
        if self.is_open:
            self._put_away()
        else:
            self.escaped.emit()

    def _focus_moved(self) -> None:
        if self.edit.hasFocus():
            self.edit.selectAll()
        elif self.isVisible():
            self._put_away()
            self._settle()

    def _put_away(self) -> None:
        self._asked.next()
        if self._list is not None:
            self._list.hide()


def matching(records: Sequence[Picked], text: str) -> list[Picked]:
    """Those of a short list whose words begin with each word typed; the first eight."""
    wanted = text.casefold().split()

    def fits(one: Picked) -> bool:
        words = f"{one.words} {one.remark}".casefold().split()
        return all(any(word.startswith(part) for word in words) for part in wanted)

    return [one for one in records if fits(one)][:8]
