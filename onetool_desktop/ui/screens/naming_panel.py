"""The form in which new work of a client is given its title; after a crash it comes back with whom it is for.

May not know: which kind of work.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.drafts import STANDS_FOR
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel
from onetool_desktop.ui.widgets.pick_field import Picked

_TITLE = "title"
_CLIENT = "client"  # what is kept comes back in the order of its names: whom it is for before what was typed


class NamingPanel(FormPanel):
    """Asks for the title; `whom` is the client, without an id one that is made with the work. `brought` tells that the
    form is back as it was.
    """

    brought = Signal()

    def __init__(self, title: str, *, asked: Field, look: Look, window: QWidget) -> None:
        super().__init__(
            title, asks=[Ask(_TITLE, asked, needed=True)], button=title, look=look, window=window
        )
        self.whom = Picked("", "")

    def open_for(self, whom: Picked) -> None:
        """Opens for a client."""
        self.whom = whom
        self.explain(_("For {name}.").format(name=whom.words))
        self.open(of=whom.id or whom.words)  # what was typed for another client is kept for that one

    def standing(self) -> dict[str, str | None]:
        """Whom it is for, to come back with what is typed."""
        return {_CLIENT: f"{self.whom.words}{STANDS_FOR}{self.whom.id}"}

    def bring_back(self, field: str, text: str) -> QWidget | None:
        """Overrides FormPanel: opens for whom it was."""
        if field != _CLIENT:
            return super().bring_back(field, text)
        words, _mark, row_id = text.partition(STANDS_FOR)
        self.brought.emit()
        self.open_for(Picked(row_id, words))
        return self.edits[_TITLE]
