"""How the values of one screen read where the value alone does not say it: days, amounts, the names behind ids.

Promises: what is shown and typed again gives the same value; a name that fits nobody, or more than one, is refused in
a sentence and stays typed. May not know: collections by name, where names come from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.declare import Field, Kind
from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.formats import Formats, decimal_in, mark_of
from onetool_desktop.ui.widgets.fact_values import parsed, shown, typed

_NAMED = 6  # names that a sentence offers


@dataclass(frozen=True, slots=True)
class Option:
    """A row that a field can name."""

    id: str
    name: str


def _no_options(_field: Field) -> Sequence[Option]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one screen. `named` are the fields whose values are ids: references, and sets of people; `priced`
    the decimals that are prices.
    """

    formats: Formats
    currency: str = ""
    priced: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    options: Callable[[Field], Sequence[Option]] = _no_options
    name_of: Callable[[Field, str], str] = lambda _field, row_id: row_id

    def shown(self, field: Field, value: Any) -> str:
        """The value as it stands on the screen."""
        if value in (None, "", [], ()):
            return ""
        if field.name in self.named:
            ids = value if field.kind is Kind.SET else (value,)
            return ", ".join(self.name_of(field, row_id) for row_id in ids)
        if field.kind is Kind.DAY:
            return self.formats.day(value)
        if field.kind is Kind.MONEY:
            return self.formats.money(value, self.currency)
        if field.kind is Kind.DECIMAL:
            price = field.name in self.priced
            return self.formats.price(value, self.currency) if price else self.formats.decimal(value)
        if field.kind is Kind.INSTANT:
            return self.formats.instant(value)
        return shown(field, value)

    def typed(self, field: Field, value: Any) -> str:
        """The value as it stands in its editor."""
        if field.kind is Kind.DECIMAL and value:
            return decimal_in(self.formats.locale, value, grouped=False)
        return self.shown(field, value) if field.name in self.named else typed(field, value)

    def parsed(self, field: Field, text: str) -> Any:
        """What was typed as a value; None clears. Raises Invalid with a sentence."""
        if field.name not in self.named:
            return parsed(field, text, mark=mark_of(self.formats.locale))
        found = [self._id(field, word.strip()) for word in text.split(",") if word.strip()]
        if field.kind is Kind.SET:
            return sorted(set(found))
        return found[0] if found else None

    def _id(self, field: Field, word: str) -> str:
        """The row of a whole name, or of a beginning that fits one alone."""
        options, wanted = self.options(field), word.casefold()
        whole = [one for one in options if wanted in (one.name.casefold(), one.id)]
        fits = whole or [one for one in options if one.name.casefold().startswith(wanted)]
        if len(fits) == 1:
            return fits[0].id
        names = ", ".join(one.name for one in (fits or options)[:_NAMED])
        sentence = (
            _("More than one is called “{word}”: {names}. Type more of the name.")
            if fits
            else _("Nobody here is called “{word}”. There are: {names}.")
        )
        raise Invalid(field.name, sentence.format(word=word[:60], names=names))
