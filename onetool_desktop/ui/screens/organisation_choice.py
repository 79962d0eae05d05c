"""A panel in which a person who belongs to several organisations says which one is meant.

Promises: each is shown with its name and the person's role in it; the arrows walk, Enter takes, Esc takes none. May not
know: what is done with the one that was chosen.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.choice_list import Choice, ChoiceList
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.overlay import Overlay
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation

_SHOWN = 9


class OrganisationChoice(Overlay):
    """Asks for one of them; `words` say what is to be known about the others."""

    def __init__(self, words: str, *, look: Look, window: QWidget) -> None:
        title = _("Which organisation?")
        super().__init__(look=look, name=title, window=window)
        self.list = ChoiceList(look=look, name=title)
        self.list.taken.connect(self._take)
        away = Button(_("Not now"), look=look)
        away.clicked.connect(self.close_overlay)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(away)
        layout, step = QVBoxLayout(self), look.measures.step
        layout.setContentsMargins(step(6), step(5), step(6), step(4))
        layout.setSpacing(step(3))
        layout.addWidget(Text(title, look=look, voice=Voice.SECTION))
        layout.addWidget(Paragraph(words, look=look, voice=Voice.QUIET))
        layout.addWidget(self.list)
        layout.addLayout(buttons)

    def ask(self, organisations: "Sequence[Organisation]", choose: "Callable[[Organisation], None]") -> None:
        """Opens with these; `choose` hears of the one that was taken."""
        self.list.show_choices(
            [
                Choice(one.name, "building", partial(choose, one), remark=words_of(one.role))
                for one in sorted(organisations, key=lambda one: one.name.casefold())
            ]
        )
        rows = min(len(organisations), _SHOWN)
        self.list.setFixedHeight(self.look.measures.row * rows + 2 * self.list.frameWidth())
        self.open_at(self.upper_middle, focus=self.list)

    def sizeHint(self) -> QSize:
        """Overrides QWidget: as high as its sentences and lines need."""
        width, layout = min(self.look.measures.char * 66, self.window().width() - 40), self.layout()
        return QSize(width, layout.totalHeightForWidth(width) if layout is not None else 0)

    def _take(self, choice: Choice) -> None:
        self.close_overlay()
        choice.take()
