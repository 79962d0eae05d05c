"""The command palette of the window: what can be done now, and what the search finds.

Promises: the screen's own actions come before the window's, one of each name; what was found for other letters is never
shown; the palette is made when it is first opened. May not know: how anything is found, any noun.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from onetool_desktop import ui
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.actions import ActionSet
from onetool_desktop.ui.screens.screen import Screen, Workplace
from onetool_desktop.ui.screens.section import Section
from onetool_desktop.ui.surroundings import Found

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.choice_list import Choice
    from onetool_desktop.ui.widgets.palette import CommandPalette


class Commanding(QObject):
    """Fills the palette over `centre`; `here` answers the screen shown, `find` runs in the read pool."""

    go = Signal(object)  # a Place

    def __init__(
        self,
        work: Workplace,
        *,
        centre: QWidget,
        sections: Mapping[str, Section],
        actions: ActionSet,
        here: Callable[[], Screen],
        find: Callable[[str], Sequence[Found]],
    ) -> None:
        super().__init__(centre)
        self._work, self._centre, self._sections = work, centre, sections
        self._actions, self._here, self._find = actions, here, find

    @cached_property
    def palette(self) -> "CommandPalette":
        """The panel."""
        from onetool_desktop.ui.widgets.palette import CommandPalette

        palette = CommandPalette(look=self._work.look, window=self._centre, actions=self._choices)
        palette.asked.connect(self._find_records)
        return palette

    def _choices(self) -> "list[tuple[Choice, str]]":
        """What can be done now: the screen's own actions first."""
        from onetool_desktop.ui.widgets.choice_list import Choice

        pairs = [*self._here().possible(), *self._actions.possible()]
        found = {
            spec.label: (
                Choice(
                    spec.label,
                    spec.icon,
                    action.trigger,
                    keys=spec.keys_text,
                    remark=self._work.undo.why_not if spec.id == "window.undo" else "",
                ),
                _(spec.words),
            )
            for spec, action in reversed(pairs)
            if spec.in_palette and spec.id != "window.palette"
        }
        return list(reversed(found.values()))  # one of each name: where the screen has its own, that one

    def _find_records(self, text: str) -> None:
        def show(found: Sequence[Found]) -> None:
            choices = [self._choice_of(one) for one in found]
            offers = [
                self._choice_of(one) for one in ui.finder.begun_by(text, found, self._sections.values())
            ]
            self.palette.show_records(text, choices, offers=offers)

        def failed(error: BaseException) -> None:
            self.palette.show_records(text, ())
            self._work.errors.tell(error)

        self._work.operations.read(self.palette, lambda: self._find(text), then=show, failed=failed)

    def _choice_of(self, found: Found) -> "Choice":
        from onetool_desktop.ui.widgets.choice_list import Choice

        icon = "plus" if found.place.begin else self._sections[found.place.section].icon
        return Choice(found.title, icon, lambda: self.go.emit(found.place), remark=found.remark)
