"""What typed text means while suggestions stand under it: one rule for every field that completes.

Promises: what was typed stays, unless the person chose a suggestion with an arrow key or the mouse, or typed the whole
of a name, whatever its case; a field that has to name something there is (`must_name`) also takes the only name that
begins so, or the only one that fits where each word typed begins a word of it. Nothing is chosen when suggestions
appear, and the mouse resting on them chooses nothing. May not know: what is suggested, where it comes from.

Why: a suggestion that Tab takes by itself turns *Tap* into *Tap for the garden* under the hand of a person who looks at
the paper on the desk; and one that Tab leaves although it was chosen is typed twice. So the same keys mean the same
everywhere, and what is chosen can be seen before the key that takes it.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.overlay import host_of
from onetool_desktop.ui.widgets.suggestions import Suggestion, Suggestions

_TOLD = 60  # characters of what was typed that a sentence repeats
_NAMED = 3  # names that a sentence lists


class TypeAhead:
    """The suggestions of one field; `take` is called with the place of the one that was clicked."""

    def __init__(
        self,
        *,
        look: Look,
        name: str,
        icon: str,
        take: Callable[[int], None],
        must_name: bool = False,
        hint: str = "",
    ) -> None:
        self._look, self._name, self._icon, self._hint = look, name, icon, hint
        self._take, self._must_name = take, must_name
        self._list: Suggestions | None = None
        self._offered: tuple[Suggestion, ...] = ()

    def offer(self, suggestions: Sequence[Suggestion], *, at: QWidget) -> None:
        """Shows what fits, best first, none of it chosen."""
        self._offered = tuple(suggestions)
        if self._list is None:
            if not suggestions:
                return
            self._list = self._made(at)
        self._list.offer(self._offered, at=at)

    def know(self, suggestions: Sequence[Suggestion]) -> None:
        """Judges by these what is typed, without showing them."""
        self._offered = tuple(suggestions)

    @property
    def is_open(self) -> bool:
        """Whether suggestions are shown."""
        return self._list is not None and self._list.isVisible()

    def step(self, rows: int) -> None:
        """Chooses the next (1) or last (−1); the step before the first leads back to what was typed."""
        if self._list is not None:
            self._list.step(rows)

    def hide(self) -> None:
        """Shows nothing; what fitted is known still."""
        if self._list is not None:
            self._list.hide()

    def dismiss(self) -> None:
        """Shows nothing, and what is typed is meant as it stands."""
        self.hide()
        self._offered = ()

    @property
    def chosen(self) -> int | None:
        """The place of the suggestion that an arrow key led to."""
        return self._list.chosen if self._list is not None and self._list.isVisible() else None

    def meant(self, text: str) -> int | None:
        """The place of the suggestion that is chosen or named; None where what was typed stands for itself."""
        if self.chosen is not None:
            return self.chosen
        return meant_by(text, self._offered, must_name=self._must_name)

    def why_none(self, text: str) -> str:
        """Why a text names nothing there is."""
        told = text.strip()[:_TOLD]
        several = [one.name for one in self._offered if _begins(one, text)]
        if len(several) > 1:
            names = ", ".join(several[:_NAMED]) + ("…" if len(several) > _NAMED else "")
            return _("“{words}” may be {names}. Type more of it, or choose with ↓.").format(
                words=told, names=names
            )
        return _("Nothing here is called “{words}”. Choose from the list, or empty the field.").format(
            words=told
        )

    def _made(self, at: QWidget) -> Suggestions:
        made = Suggestions(
            look=self._look, window=at.window(), name=self._name, icon=self._icon, hint=self._hint
        )
        made.taken.connect(self._take)
        host = host_of(at)
        if host is not None:
            host.admit(made)
        return made


def meant_by(text: str, suggestions: Sequence[Suggestion], *, must_name: bool) -> int | None:
    """The place of the one that a text names whole, or, where it must name one, of the only one that it can mean."""
    typed = _plain(text)
    if not typed:
        return None
    whole = [at for at, one in enumerate(suggestions) if typed in map(_plain, (one.name, *one.also))]
    if len(whole) == 1:
        return whole[0]
    if whole or not must_name:
        return None
    begun = [at for at, one in enumerate(suggestions) if _begins(one, text)]
    only = len(suggestions) == 1 and _begins_words(suggestions[0], text)
    return begun[0] if len(begun) == 1 else 0 if only else None


def _begins(one: Suggestion, text: str) -> bool:
    return _plain(one.name).startswith(_plain(text))


def _begins_words(one: Suggestion, text: str) -> bool:
    words = _plain(one.name).split()
    return all(any(word.startswith(part) for word in words) for part in _plain(text).split())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
