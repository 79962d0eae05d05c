"""The rows that a record's facts name: people, and the properties of its client; as words, and as what to choose from.

Promises: a row that is not here reads as such and keeps its place. May not know: which record it is.
"""

from collections.abc import Callable, Sequence

from onetool_desktop.changes import merged
from onetool_desktop.changes.values import Row
from onetool_desktop.domain.declare import Field
from onetool_desktop.domain.translate import _
from onetool_desktop.store.queries.people import people
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.value_words import Option, Words

PLACE = "propertyId"


class NamedRows:
    """Those of one record, whose client `client` tells."""

    def __init__(self, work: Workplace, client: Callable[[], str]) -> None:
        self._work, self._client = work, client

    def words(self, *persons: str) -> Words:
        """The words of a screen whose fields `persons` name people, beside the property."""
        return Words(
            formats=self._work.formats,
            currency=self._work.currency,
            named=frozenset({PLACE, *persons}),
            options=self._options,
            name_of=self._name,
        )

    def _options(self, field: Field) -> Sequence[Option]:
        reads = self._work.replica.reads()
        if field.name != PLACE:
            return [Option(person.id, person.name) for person in people(reads.db)]
        rows = merged.children(reads, "clientProperties", "clientId", self._client())
        return [Option(row.id, _address(row)) for row in rows]

    def _name(self, field: Field, row_id: str) -> str:
        reads = self._work.replica.reads()
        if field.name != PLACE:
            person = reads.row("users", row_id)
            return str(person.f.get("name") or "") if person else _("somebody not known here")
        place = reads.row("clientProperties", row_id)
        return _address(place) if place else _("not available here")


def _address(row: Row) -> str:
    words = [str(row.f.get(name) or "") for name in ("propertyName", "streetAddress", "city")]
    return words[0] or ", ".join(word for word in words[1:] if word) or _("Property without an address")
