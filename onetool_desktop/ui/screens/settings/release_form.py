"""The form that asks for the highest number that stands on paper, of each kind.

Promises: it opens with the highest that is known, and with what was typed and put away before. May not know: what is
known, what is done with it.
"""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_LIMIT = 40
_ASKS = (
    Ask("quote", Field(name="quote", kind=Kind.TEXT, label=N_("Highest quote on paper"), limit=_LIMIT)),
    Ask("invoice", Field(name="invoice", kind=Kind.TEXT, label=N_("Highest invoice on paper"), limit=_LIMIT)),
)


class ReleaseForm(FormPanel):
    """`given` tells what was typed, by kind of paper."""

    def __init__(self, *, look: Look, window: QWidget) -> None:
        super().__init__(_("Release numbers"), asks=_ASKS, button=_("Go on…"), look=look, window=window)
        self.explain(
            _(
                "Numbers go on above these. Type a higher one wherever you find it on paper; too high only leaves some "
                "out, too low gives one twice."
            )
        )

    def open_with(self, highest: Mapping[str, str]) -> None:
        """Opens with these where nothing was typed yet."""
        self.fill({kind: number for kind, number in highest.items() if not self.edits[kind].text()})
        self.open()
