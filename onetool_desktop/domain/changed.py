"""`Changes`: which rows an action or an arrival touched, so that screens refresh exactly those.

Services return it and sync emits it; a screen cannot tell a colleague's edit from its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids by collection, the action's name in the user's words, and collections to be read anew as a whole."""

    rows: Mapping[str, frozenset[str]]
    label: str = ""
    action: str = ""
    whole: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ids: Mapping[str, Iterable[str]], *, label: str = "", action: str = "") -> "Changes":
        """Changes of the rows with these ids, by collection."""
        return cls(MappingProxyType({c: frozenset(of_c) for c, of_c in ids.items()}), label, action)

    @property
    def collections(self) -> frozenset[str]:
        """Every collection touched."""
        return self.whole | frozenset(self.rows)

    def merged(self, other: "Changes") -> "Changes":
        """Both together; the later label and action stand."""
        names = {**self.rows, **other.rows}
        rows = {c: self.rows.get(c, frozenset()) | other.rows.get(c, frozenset()) for c in names}
        return Changes(
            MappingProxyType(rows),
            other.label or self.label,
            other.action or self.action,
            self.whole | other.whole,
        )


NO_CHANGES = Changes(MappingProxyType({}))
