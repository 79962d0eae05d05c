"""Settings of the organisation: fields of its row, the same on every device of the firm.

Promises: each saves when it is left and can be undone; what was given once (the currency) is shown and says why it
stays. A person whose role may not change settings reads them. May not know: what a field means.
"""

from functools import partial
from typing import Any

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Merge
from onetool_desktop.domain.translate import _
from onetool_desktop.services.organisation import edit_settings
from onetool_desktop.ui.runtime.drafts import ADDRESS
from onetool_desktop.ui.screens.fact_saving import save_fact
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.settings.logo_field import LogoField
from onetool_desktop.ui.screens.settings.page import FactsPage
from onetool_desktop.ui.screens.settings.table import ORGANISATION, Group
from onetool_desktop.ui.screens.unsettled import unsettled_fields
from onetool_desktop.ui.widgets.facts import Facts
from onetool_desktop.ui.widgets.text import Paragraph, Voice


class OrganisationPage(FactsPage):
    """The fields of one group."""

    def __init__(self, work: Workplace, group: Group) -> None:
        super().__init__(work, group)
        self.facts = Facts(COLLECTIONS[ORGANISATION], group.synced, look=work.look)
        self.facts.setProperty(ADDRESS, ORGANISATION)
        self.facts.edited.connect(self._edited)
        for fact in self.facts.facts.values():
            if fact.field.merge is Merge.ONCE:
                fact.lock(_("Given once: every amount of this business is counted in it."))
            elif not work.replica.principal.may("settings", "modify"):
                fact.lock(_("Only an owner or administrator changes the settings of the organisation."))
        self.column.addWidget(self.facts)
        self.logo = LogoField(work) if group.picture else None
        if self.logo is not None:
            self.column.addWidget(self.logo)
        self.more()
        self.column.addStretch(1)
        self.show_now()

    def more(self) -> None:
        """What stands below the fields."""
        if not self.work.replica.principal.may("settings", "modify"):
            words = _("Only an owner or administrator changes the settings of the organisation.")
            self.column.addWidget(Paragraph(words, look=self.work.look, voice=Voice.CAPTION))

    def show_now(self) -> None:
        """Overrides Page."""
        replica = self.work.replica
        row = replica.reads().row(ORGANISATION, replica.identity.org)
        waiting = unsettled_fields(self.work, ORGANISATION, replica.identity.org)
        self.show_fields({} if row is None else row.f, waiting=waiting)

    def apply(self, changes: Changes) -> None:
        """Overrides Page."""
        if ORGANISATION in changes.collections:
            self.show_now()
        if self.logo is not None:
            self.logo.apply(changes)

    def _edited(self, name: str, value: Any) -> None:
        call = partial(edit_settings, self.work.replica, fields={name: value})
        save_fact(self.work, self.facts.facts[name], call)
