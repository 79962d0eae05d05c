"""The rows of a reader with a group's own rows laid over them, while the group is decided."""

from collections.abc import Mapping, Sequence

from onetool_desktop.changes.reader import Reader
from onetool_desktop.changes.values import Row, RowKey


class Draft:
    """A reader that answers with the group's rows first; `rows` are those it has touched, in order."""

    def __init__(self, beneath: Reader) -> None:
        self._beneath = beneath
        self._rows: dict[RowKey, Row] = {}
        self.author_user = beneath.author_user
        self.rights_of = beneath.rights_of
        self.written_by = beneath.written_by
        self.next_number = beneath.next_number
        self.numbered = beneath.numbered

    @property
    def rows(self) -> Mapping[RowKey, Row]:
        """The rows touched, by key."""
        return self._rows

    def put(self, c: str, row: Row) -> None:
        """Lay a row over."""
        self._rows[c, row.id] = row

    def get(self, c: str, id: str) -> Row | None:
        """The row as the group leaves it."""
        return self._rows.get((c, id)) or self._beneath.get(c, id)

    def sees(self, c: str, id: str) -> bool:
        """A row the group made is seen by its author."""
        return (c, id) in self._rows or self._beneath.sees(c, id)

    def buried(self, gid: str) -> Sequence[tuple[str, Row]]:
        """What the delete group took and the group being decided has not brought back yet."""
        rows = [(c, self._rows.get((c, row.id), row)) for c, row in self._beneath.buried(gid)]
        return [(c, row) for c, row in rows if row.deleted == gid]

    def children(self, c: str, field: str, id: str) -> Sequence[Row]:
        """Live rows of `c` whose `field` is `id`, the group's own among them."""
        found = {row.id: row for row in self._beneath.children(c, field, id)}
        found |= {row.id: row for (name, _), row in self._rows.items() if name == c}
        return [row for row in found.values() if row.live and row.f.get(field) == id]

    def count(self, c: str, field: str, id: str) -> int:
        """How many children there are."""
        if any(name == c for name, _ in self._rows):
            return len(self.children(c, field, id))
        return self._beneath.count(c, field, id)
