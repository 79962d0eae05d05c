"""The form for a payment that came in: how much, when, how.

Promises: it offers what is still owed, today and the way used last; what makes no sense is said beside its field, and
more than was owed is asked about there once: money that came in is recorded as it came. May not know: how it is saved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.arithmetic import evaluate
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.money import to_minor
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.formats import Formats, mark_of
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.choice_field import ChoiceField
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

_FIELDS = COLLECTIONS["payments"].by_name
ASK_DAY = Ask("day", _FIELDS["day"], needed=True, past=True)
ASK_METHOD = Ask("method", _FIELDS["method"], needed=True)
_ASKS = (
    Ask("amount", Field(name="amount", kind=Kind.TEXT, label=N_("Amount"), limit=40), needed=True),
    ASK_DAY,
    ASK_METHOD,
    Ask("note", _FIELDS["note"]),
)
_USUAL_METHOD = "transfer"


@dataclass(frozen=True, slots=True)
class Payment:
    """What was typed: `amount` in minor units, `day` as YYYY-MM-DD."""

    amount: int
    day: str
    method: str
    note: str


class PaymentForm:
    """Asks once for one payment and hands it to `take`, which clears the form or says why it cannot be."""

    def __init__(
        self, *, look: Look, formats: Formats, window: QWidget, take: Callable[[Payment], None]
    ) -> None:
        self.panel = FormPanel(
            _("Record a payment"),
            asks=_ASKS,
            button=_("Record payment"),
            look=look,
            window=window,
            formats=formats,
        )
        self._formats, self._take = formats, take
        self._currency, self._owed = "", 0
        self._asked_about = 0  # more than was owed, and told so
        self.panel.given.connect(self._given)

    def open(self, invoice: str, *, owed: int, currency: str) -> None:
        """Opens with what is still owed, and what was typed for this invoice and put away over it."""
        self._currency, self._owed, self._asked_about = currency, owed, 0
        amount = self._formats.amount(owed, currency) if owed > 0 else ""
        self.panel.open(of=invoice, values={"amount": amount, **usual_payment(self._formats)})
        self.panel.edits["amount"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.panel.edits["amount"].selectAll()

    def _given(self, values: dict[str, Any]) -> None:
        try:
            amount = self._amount(values["amount"])
        except ValueError as error:
            self.panel.refuse(str(error), "amount")
            return
        if amount > max(self._owed, 0) and amount != self._asked_about:
            self._asked_about = amount
            self.panel.refuse(self._too_much(amount), "amount")
            return
        self._take(Payment(amount, values["day"], values["method"], values["note"] or ""))

    def _amount(self, typed: str) -> int:
        amount = to_minor(evaluate(typed, mark=mark_of(self._formats.locale)), self._currency)
        if amount <= 0:
            raise ValueError(_("A payment is more than nothing."))
        return amount

    def _too_much(self, amount: int) -> str:
        if self._owed <= 0:
            return _("Nothing is owed on this invoice any more. Press Enter again to record it all the same.")
        over, owed = (self._formats.money(one, self._currency) for one in (amount - self._owed, self._owed))
        sentence = _("This is {over} more than the {owed} owed. Press Enter again to record it all the same.")
        return sentence.format(over=over, owed=owed)


def usual_payment(formats: Formats) -> dict[str, str]:
    """What a form about payments begins with: today, and the way used last."""
    return {
        "day": formats.today().isoformat(),
        "method": ChoiceField.last.get("method", _USUAL_METHOD),
    }
