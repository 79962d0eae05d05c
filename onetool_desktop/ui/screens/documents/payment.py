"""The form for a payment that came in: how much, when, how.

Promises: it offers what is still owed, today and a transfer; what makes no sense is said beside its field. May not
know: how it is saved.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget

from onetool_desktop.domain.arithmetic import Mark, evaluate
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.day_words import read_day
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.money import to_minor
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.widgets.fact_values import words_of
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

METHODS = COLLECTIONS["payments"].by_name["method"].choices
ASK_DAY = Ask("day", Field(name="day", kind=Kind.TEXT, label=N_("Day"), limit=20), needed=True)
ASK_METHOD = Ask("method", Field(name="method", kind=Kind.TEXT, label=N_("Paid by"), limit=20), needed=True)
_ASKS = (
    Ask("amount", Field(name="amount", kind=Kind.TEXT, label=N_("Amount"), limit=40), needed=True),
    ASK_DAY,
    ASK_METHOD,
    Ask("note", Field(name="note", kind=Kind.TEXT, label=N_("Note"), limit=2_000)),
)


@dataclass(frozen=True, slots=True)
class Payment:
    """What was typed: `amount` in minor units, `day` as YYYY-MM-DD."""

    amount: int
    day: str
    method: str
    note: str


class PaymentForm:
    """Asks once for one payment and hands it to `take`."""

    def __init__(
        self, *, look: Look, formats: Formats, window: QWidget, take: Callable[[Payment], None]
    ) -> None:
        self.panel = FormPanel(
            _("Record a payment"), asks=_ASKS, button=_("Record payment"), look=look, window=window
        )
        self._formats, self._take = formats, take
        self._currency = ""
        self.panel.given.connect(self._given)

    def open(self, *, owed: int, currency: str) -> None:
        """Opens with what is still owed."""
        self._currency = currency
        amount = self._formats.amount(owed, currency) if owed > 0 else ""
        day = typed_today(self._formats)
        self.panel.fill({"amount": amount, "day": day, "method": words_of("transfer"), "note": ""})
        self.panel.open()
        self.panel.edits["amount"].setFocus(Qt.FocusReason.OtherFocusReason)
        self.panel.edits["amount"].selectAll()

    def _given(self, values: dict[str, str | None]) -> None:
        field = "amount"
        try:
            mark: Mark = "," if self._formats.locale.decimalPoint() == "," else "."
            amount = to_minor(evaluate(values["amount"] or "", mark=mark), self._currency)
            if amount <= 0:
                raise ValueError(_("A payment is more than nothing."))
            field = "day"
            day = read_typed_day(values["day"] or "", formats=self._formats)
            field = "method"
            method = read_method(values["method"] or "")
        except ValueError as error:
            self.panel.refuse(str(error), field)
            return
        self.panel.clear()
        self._take(Payment(amount, day, method, values["note"] or ""))


def typed_today(formats: Formats) -> str:
    """Today as it is typed into a field."""
    today = formats.today()
    return formats.locale.toString(QDate(today.year, today.month, today.day), _short(formats))


def read_typed_day(text: str, *, formats: Formats) -> str:
    """The day that was typed, as `YYYY-MM-DD`; ValueError with a sentence."""
    first = _short(formats).lower().startswith("m")
    return read_day(text, today=formats.today(), month_first=first).isoformat()


def read_method(typed: str) -> str:
    """The way of paying that was typed, whole or by its first letters; ValueError with a sentence."""
    found = [word for word in METHODS if word.startswith(typed.strip().lower())]
    if len(found) != 1 and typed.lower() not in found:
        ways = _("It is paid by {ways} or {last}.")
        raise ValueError(ways.format(ways=", ".join(METHODS[:-1]), last=METHODS[-1]))
    return typed.lower() if typed.lower() in found else found[0]


def _short(formats: Formats) -> str:
    """How the locale writes a day, with the year whole."""
    return re.sub("y+", "yyyy", formats.locale.dateFormat(formats.locale.FormatType.ShortFormat))
