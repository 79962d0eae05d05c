"""What a list is made of: columns, ready-made cells, the question it asks, and the source that answers.

Promises: everything here is frozen and plain; a source formats a row once, when its page is read. May not know: Qt
widgets, SQL. A list of the fortieth noun is one more source and one more tuple of columns.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.translate import _
from onetool_desktop.store.giving_up import Asked
from onetool_desktop.ui.runtime.colours import Tone

RowIds = array  # of 'q': local row numbers in the order shown


class ColumnKind(StrEnum):
    """How a column is drawn."""

    NAME = "name"  # the row's name: strongest, takes the room that is left
    TEXT = "text"
    QUIET = "quiet"  # secondary
    NUMBER = "number"  # right-aligned, figures of one width
    BADGE = "badge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; `width` in average characters, `sort` the word its source sorts by ("" cannot).

    `widest` are the words of a badge column, not yet translated, so that its badges are of one width. An `extra`
    column is hidden until the person wants it.
    """

    key: str
    title: str
    width: int
    sort: str = ""
    kind: ColumnKind = ColumnKind.TEXT
    widest: tuple[str, ...] = ()
    extra: bool = False

    @property
    def heading(self) -> str:
        """What stands over the column."""
        return _(self.title)


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as a word, an icon and a colour."""

    word: str
    icon: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, ready to draw: a text for each column; the badge stands for the text of the badge column.

    `tones` colours single cells (a due day that has passed); `tips` are fuller texts for the pointer; `copies` are what
    a spreadsheet takes where that is another text, as *Today* is no date there; `waiting` says that the row has
    something not synced yet.
    """

    rid: int
    id: str
    texts: tuple[str, ...]
    badge: Badge | None = None
    tones: dict[int, Tone] = field(default_factory=dict[int, Tone])
    tips: dict[int, str] = field(default_factory=dict[int, str])
    copies: dict[int, str] = field(default_factory=dict[int, str])
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What a list shows: which tab, what was typed, in which order."""

    tab: str = ""
    search: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved filter, shown with the count of its rows."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What a selection comes to: an amount in minor units; `unknown` of its rows have none that can be known.

    `void` of them are not counted; where that is all of them, there is no amount.
    """

    what: str
    currency: str
    minor: int | None
    unknown: int = 0
    void: int = 0


class ListSource(Protocol):
    """Answers a list's questions. `page` is bounded and runs on the GUI thread; the others run in the read pool."""

    @property
    def collection(self) -> str:
        """The collection whose rows these are."""
        ...

    @property
    def watches(self) -> frozenset[str]:
        """Every collection that a cell is made from."""
        ...

    def ids(self, question: ListQuestion, limit: int | None = None, *, asked: Asked) -> "array[int]":
        """Row numbers in order, all or the first `limit`; ends early where the question is given up."""
        ...

    def counts(self, search: str, *, asked: Asked) -> dict[str, int]:
        """How many rows each tab has."""
        ...

    def page(self, rids: Sequence[int]) -> list[Cells]:
        """The rows with these numbers, in any order; those that are gone are left out."""
        ...

    def amounts(self, rids: Sequence[int]) -> list[Amount]:
        """What these rows come to, by currency."""
        ...

    def row_ids(self, rids: Sequence[int]) -> list[str]:
        """The ids of these rows, in their order; those that are gone are left out."""
        ...


def touches(changes: Changes, watched: frozenset[str]) -> bool:
    """Whether changes can alter what is shown from these collections."""
    return bool(changes.collections & watched)
