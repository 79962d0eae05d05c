"""Filters that a person saved under a name: a tab, a search and an order, kept as text.

Promises: pure; what was kept by another version reads as far as its list still knows the words, the rest is left out.
May not know: widgets, where they are kept.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

from onetool_desktop.ui.models.listing import ListQuestion, Tab

_SAVED = "saved:"


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A question with a name."""

    title: str
    question: ListQuestion

    @property
    def tab(self) -> Tab:
        """It as a tab."""
        return Tab(f"{_SAVED}{self.title}", self.title)

    def shows_as(self, question: ListQuestion) -> bool:
        """Whether a question shows the rows of this filter, in whatever order."""
        return (self.question.tab, self.question.search) == (question.tab, question.search)


def of_key(key: str, filters: Iterable[SavedFilter]) -> SavedFilter | None:
    """The filter whose tab has this key; None for a list's own tab."""
    return next((one for one in filters if one.tab.key == key), None)


def as_text(filters: Sequence[SavedFilter]) -> str:
    """Filters as they are kept."""
    return json.dumps([asdict(one) for one in filters])


def read(text: str, *, tabs: Collection[str], sorts: Collection[str]) -> tuple[SavedFilter, ...]:
    """Filters that were kept; those about tabs or orders that are no more are left out."""
    try:
        found = [SavedFilter(str(one["title"]), _question(one["question"])) for one in json.loads(text)]
    except (ValueError, TypeError, KeyError):
        return ()
    return tuple(one for one in found if one.question.tab in tabs and one.question.sort in sorts)


def _question(kept: dict[str, object]) -> ListQuestion:
    words = {name: str(kept[name]) for name in ("tab", "search", "sort")}
    return ListQuestion(**words, descending=bool(kept["descending"]))
