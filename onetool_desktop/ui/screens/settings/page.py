"""What every page of the settings stands on: a title, a remark, and facts that save when they are left.

Promises: a page shows what is there when it is opened and whenever it changes; what is being typed is left alone. May
not know: the other pages.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.table import Group
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.text import Paragraph, Text, Voice


class Page(QWidget):
    """One group of settings."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__()
        self.work = work
        self.group = group
        step = work.look.measures.step
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, step(3), step(4))
        self.column.setSpacing(step(1.5))
        self.column.addWidget(Text(_(group.title), look=work.look, voice=Voice.SECTION))
        if group.remark:
            self.column.addWidget(Paragraph(_(group.remark), look=work.look, voice=Voice.QUIET))
        self.column.addSpacing(step(1))

    def show_now(self) -> None:
        """Shows what is there now."""

    def apply(self, changes: Changes) -> None:
        """Hears of a change."""

    def focus_start(self) -> None:
        """Gives the keyboard to the first thing that takes it."""
        for widget in self.findChildren(QWidget):
            takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            if takes and widget.isVisibleTo(self) and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def heading(self, text: str) -> Text:
        """A heading within the page."""
        heading = Text(text, look=self.work.look, voice=Voice.STRONG)
        heading.setContentsMargins(0, self.work.look.measures.step(3), 0, 0)
        return heading


class FactsPage(Page):
    """A page of facts: `facts` is filled by who makes it."""

    facts: Facts

    def show_fields(self, fields: Mapping[str, Any], *, waiting: frozenset[str]) -> None:
        """Shows values, those a field has by itself where nobody gave any."""
        whole = {name: fact.field.default for name, fact in self.facts.facts.items()}
        whole |= {name: value for name, value in fields.items() if value is not None}
        self.facts.show_fields(whole, waiting=waiting)
