"""Values, fields and records of any kind in the user's words: what notices and the history speak with.

Promises: labels come from the declarations, statuses are the words of their badges, references are names; text is cut
to what a line holds. Reads by key. May not know: what is told with the words.
"""

from collections.abc import Callable, Mapping
from typing import Any

from onetool_desktop.changes.merge import element_value
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.domain.declare import Field, Kind, Merge
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.store.replica import Reads
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.states import badge_of
from onetool_desktop.ui.widgets.fact_values import shown

_SHORT = 120
_BLOCKS = {
    "address": N_("Address"),
    "price": N_("Price"),
    "discount": N_("Discount"),
    "tax": N_("Tax"),
    "schedule": N_("Days"),
    "when": N_("Day and time"),
    "place": N_("Place"),
    "number": N_("Number"),
}
_PEOPLE = "assignedUserIds"


class RecordWords:
    """The words of one reading."""

    def __init__(self, work: Workplace, reads: Reads) -> None:
        self._formats, self._currency, self._reads = work.formats, work.currency, reads

    def field(self, c: str, name: str) -> str:
        """What a field, or an element of a set, is called."""
        return _(COLLECTIONS[c].by_name[name.partition(":")[0]].label)

    def register(self, c: str, register: str) -> str:
        """What a register is called: its field, or its block."""
        names = COLLECTIONS[c].registers.get(register, ())
        if len(names) > 1:
            return _(_BLOCKS.get(register, register.capitalize()))
        return self.field(c, names[0] if names else register)

    def value(self, c: str, name: str, value: Any, *, currency: str = "") -> str:
        """A value as people read it; nothing for none."""
        field = COLLECTIONS[c].by_name[name.partition(":")[0]]
        if ":" in name:
            word = element_value(name)
            return self._person(word) if field.name == _PEOPLE else word
        if value in (None, "", [], ()):
            return ""
        if field.kind is Kind.REF and field.ref is not None:
            return self.record(field.ref.collection, str(value))
        if field.name == _PEOPLE:
            return ", ".join(self._person(one) for one in value)
        return self._plain(c, field, value, currency or self._currency)

    def _plain(self, c: str, field: Field, value: Any, currency: str) -> str:
        """A value that names no other record."""
        badge = badge_of(c, str(value)) if field.merge is Merge.STEP else None
        if badge is not None:
            return badge.word
        formats = self._formats
        ways: dict[Kind, Callable[[], str]] = {
            Kind.DAY: lambda: formats.day(value),
            Kind.MONEY: lambda: formats.money(value, currency),
            Kind.INSTANT: lambda: formats.instant(value),
            Kind.DECIMAL: lambda: str(value).replace(".", formats.locale.decimalPoint()),
            Kind.JSON: lambda: "…",
            Kind.FLAG: lambda: _("Yes") if value else _("No"),
        }
        return ways.get(field.kind, lambda: cut(shown(field, value)))()

    def values(self, c: str, fields: Mapping[str, Any]) -> str:
        """Several values in a row, in their declared order."""
        names = [name for name in COLLECTIONS[c].by_name if name in fields]
        found = [self.value(c, name, fields[name]) for name in names]
        return cut(", ".join(word for word in found if word))

    def record(self, c: str, row_id: str) -> str:
        """How a record is called; deleted ones by what they were."""
        row = self._reads.get(c, row_id)
        if row is None:
            return _("not available here")
        fields = row.f or row.was or {}
        words = [str(fields[name]) for name in COLLECTIONS[c].title if fields.get(name)]
        if c in ("clientProperties", "quotes", "invoices"):
            words = words[:1]
        return cut(" ".join(words)) or _(COLLECTIONS[c].label)

    def _person(self, user_id: str) -> str:
        row = self._reads.row("users", user_id)
        return str(row.f.get("name") or "") if row is not None else _("somebody not known here")


def cut(text: str) -> str:
    """A text in one line, cut to what a sentence holds."""
    whole = " ".join(text[: _SHORT * 4].split())
    return whole if len(whole) <= _SHORT else f"{whole[:_SHORT]}…"
