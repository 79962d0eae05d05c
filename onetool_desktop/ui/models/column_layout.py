"""How a person has arranged the columns of a list: their order, which are shown, how wide.

Promises: pure and plain; a layout that was kept reads the same on a later version: columns it does not know are left
out, new ones stand where their list has them. The name stays in sight, since a row without it is nobody's. Widths are
in average characters, so that they hold at any text size. May not know: widgets, where layouts are kept.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from onetool_desktop.ui.models.listing import Column, ColumnKind

NARROWEST, WIDEST = 5, 90


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Keys of all columns in order, those that are hidden, and the widths that were chosen by hand."""

    order: tuple[str, ...]
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = field(default_factory=dict[str, int])

    def toggled(self, column: Column) -> "ColumnLayout":
        """Shown if it was hidden, hidden if it was shown; the name stays."""
        if column.kind is ColumnKind.NAME:
            return self
        return replace(self, hidden=self.hidden ^ {column.key})

    def moved(self, key: str, by: int) -> "ColumnLayout":
        """The column some places on."""
        order = [other for other in self.order if other != key]
        order.insert(min(max(self.order.index(key) + by, 0), len(order)), key)
        return replace(self, order=tuple(order))

    def sized(self, key: str, width: int) -> "ColumnLayout":
        """The column so many characters wide."""
        return replace(self, widths={**self.widths, key: min(max(width, NARROWEST), WIDEST)})

    def as_text(self) -> str:
        """The layout as it is kept."""
        return json.dumps({"order": self.order, "hidden": sorted(self.hidden), "widths": dict(self.widths)})


def usual(columns: Sequence[Column]) -> ColumnLayout:
    """The arrangement a list comes with."""
    hidden = frozenset(column.key for column in columns if column.extra)
    return ColumnLayout(tuple(column.key for column in columns), hidden)


def read(text: str, columns: Sequence[Column]) -> ColumnLayout:
    """A layout that was kept, for the columns there are now; the usual one where it cannot be read."""
    start = usual(columns)
    try:
        kept = json.loads(text)
        order = _texts(kept["order"])
        hidden, widths = _texts(kept["hidden"]), {str(k): int(w) for k, w in kept["widths"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return start
    by_key = {column.key: column for column in columns}
    order = [key for key in dict.fromkeys(order) if key in by_key]
    for at, key in enumerate(start.order):
        if key not in order:
            order.insert(at, key)
    stays = {column.key for column in columns if column.kind is ColumnKind.NAME}
    unseen = {key for key in start.hidden if key not in _texts(kept["order"])}
    found = ColumnLayout(tuple(order), frozenset(set(hidden) & set(by_key) - stays | unseen))
    for key, width in widths.items():
        found = found.sized(key, width) if key in by_key else found
    return found


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return [str(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # JSON
