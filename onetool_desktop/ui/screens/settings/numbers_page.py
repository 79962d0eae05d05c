"""Numbers on paper: which comes next in each series, and what happens without a network.

Promises: numbers are shown, and a series only ever set on: one given twice could not be told from a mistake later. A
firm whose earlier paper was made elsewhere says from which number the main series counts; where the cloud was restored,
whoever may says here above which it goes on.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from onetool_desktop.changes.values import NOTHING, Fields
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.numbering import MAIN, following, format_number
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.queries.numbers import LastNumber, last_numbers
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.settings.organisation_page import OrganisationPage
from onetool_desktop.ui.screens.settings.releasing import Releasing
from onetool_desktop.ui.widgets.rows import Row
from onetool_desktop.ui.widgets.text import Paragraph, Voice

_KINDS = {"quote": N_("Next quote"), "invoice": N_("Next invoice")}


class NumbersPage(OrganisationPage):
    """The fields, and below them the series."""

    def more(self) -> None:
        """Overrides OrganisationPage."""
        super().more()
        self._asked = Generation()
        self.releasing = Releasing(self.work, page=self)
        self.column.insertWidget(self.column.indexOf(self.facts), self.releasing)
        self.column.addWidget(self.heading(_("Next numbers")))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(self.work.look.measures.step(1))
        self.column.addLayout(self._rows)
        self._said = Paragraph(self._words(), look=self.work.look, voice=Voice.CAPTION)
        self.column.addWidget(self._said)

    def show_now(self) -> None:
        """Overrides OrganisationPage."""
        super().show_now()
        self.releasing.show_now()
        self._said.setText(self._words())
        read, replica = self.work.operations.read, self.work.replica
        read(self, lambda: last_numbers(replica.reads().db), then=self._show_next, current=self._asked.next())

    def _show_next(self, known: Sequence[LastNumber]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget: QWidget | None = item.widget()
            if widget is not None:
                widget.deleteLater()
        row = self.work.replica.reads().row("organizations", self.work.replica.identity.org)
        settings = NOTHING if row is None else row.f
        for label, number in next_numbers(self._series(), known, settings):
            self._rows.addWidget(Row(label, number, look=self.work.look))

    def apply(self, changes: Changes) -> None:
        """Overrides OrganisationPage."""
        if changes.collections & {"organizations", "issued", "quotes", "invoices", "memberships"}:
            self.show_now()

    def _words(self) -> str:
        identity = self.work.replica.identity
        if identity.closed:
            return _(
                "The data of this computer came from a backup or a copy, so it gives no numbers of its own until it "
                "has met its cloud. Paper issued before that is pro forma and gets its number from the cloud."
            )
        if identity.connected:
            return _(
                "With a network the cloud gives the next number. Without one this computer counts on in its own "
                "series {series}, so that no number is given twice."
            ).format(series=identity.series)
        return _("Numbers go on without a gap; none is ever given twice, also after a backup was restored.")

    def _series(self) -> Sequence[str]:
        identity = self.work.replica.identity
        return (MAIN, identity.series) if identity.connected and not identity.closed else (MAIN,)


def next_numbers(
    series: Sequence[str], known: Sequence[LastNumber], settings: Fields = NOTHING
) -> list[tuple[str, str]]:
    """What comes next in each series, kind by kind and by the settings: what to call it, and the number."""
    last = {(one.kind, one.series): one.last for one in known}
    found: list[tuple[str, str]] = []
    for kind, label in _KINDS.items():
        for name in series:
            given = last.get((kind, name), 0)
            no = following(kind, given, settings) if name == MAIN else given + 1
            number = format_number(kind, name, no)
            where = "" if name == MAIN else _(" without network")
            found.append((_(label) + where, number))
    return found
