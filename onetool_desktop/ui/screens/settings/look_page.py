"""Settings of this computer that say how the program looks; kept in its own small file, never synced."""

from functools import partial
from typing import Any

from onetool_desktop.ui.runtime.look import Scheme
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.page import FactsPage
from onetool_desktop.ui.screens.settings.table import COMPUTER, Group
from onetool_desktop.ui.widgets.facts import Facts


class LookPage(FactsPage):
    """Colours at once; language and text size at the next start."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        self.facts = Facts(COMPUTER, group.local, look=work.look)
        self.facts.edited.connect(self._edited)
        self.column.addWidget(self.facts)
        self.column.addStretch(1)
        self.show_now()

    def show_now(self) -> None:
        """Overrides Page."""
        kept = {name: value for name, value in self.work.memory.load().items() if value}
        self.show_fields({**kept, "scheme": self.work.look.scheme.value}, waiting=frozenset())

    def _edited(self, name: str, value: Any) -> None:
        fact = self.facts.facts[name]
        if name == "scheme":
            self.work.look.choose(Scheme(value or Scheme.SYSTEM))

        def kept(_nothing: None) -> None:
            self.show_now()
            fact.saved()

        self.work.operations.write(self, partial(self.work.memory.keep, {name: value or ""}), then=kept)
