"""The day of the work that an invoice is for, where it is not the invoice's own day.

Promises: it is asked in a form of one field, saved as one action that can be undone, and stands on the paper; without
one the paper says what the law of its language wants (§ 14 Abs. 4 Nr. 6 UStG, Art. 226 (7) of the VAT Directive).
May not know: paper.

Why a person says it and no rule: visits may be of other devices or other weeks, and a day on an invoice is evidence.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace

_FIELD = "serviceDay"


class ServiceDay:
    """Asks for the day of service of whichever invoice the workplace shows."""

    def __init__(self, place: "DocumentWorkplace") -> None:
        self._place = place

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What the action does; a quote has none."""
        return {"invoice.service-day": self.ask} if self._place.collection == "invoices" else {}

    @cached_property
    def form(self) -> FormPanel:
        """Where the day is typed."""
        declared = COLLECTIONS["invoices"].by_name[_FIELD]
        work = self._place.work
        form = FormPanel(
            _("Day of service"),
            asks=[Ask(_FIELD, declared, past=True)],
            button=_("Save day"),
            look=work.look,
            window=self._place,
            formats=work.formats,
        )
        form.explain(_("Leave it empty where the work was done on the day of the invoice."))
        form.given.connect(self._given)
        return form

    def ask(self) -> None:
        """Opens with the day that stands, or with what was typed for this invoice and put away."""
        sheet = self._place.sheet
        if sheet is not None:
            self.form.open(of=self._place.document, values={_FIELD: sheet.head.get(_FIELD) or ""})

    def _given(self, values: dict[str, Any]) -> None:
        self._place.edit_head({_FIELD: values[_FIELD] or None}, form=self.form)
