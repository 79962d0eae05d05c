"""The line table of paper: its header on every page, sums carried from page to page, totals never alone.

Promises, for any number of rows of any height: each row stands once and in order; what is carried forward on a page
is brought forward on the next and is the sum of all rows above it; the totals have a row above them on their page,
two where they fit; a section's heading has a row below it, its sum one above it; a row is cut only if it is taller
than half a page, and its amounts stay with its first piece.
May not know: documents, money's format, page sizes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onetool_desktop.documents.pen import Pen
from onetool_desktop.documents.sheet import Part, Sheet

_CLOSE = 0.01


@dataclass(frozen=True, slots=True)
class Row:
    """A line, a section's heading or its sum, measured; `amount` is what it adds to the sum carried, in minor units.

    `id` is told to the pen where the row begins.
    """

    sheet: Sheet
    amount: int = 0
    heading: bool = False
    closing: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Carry:
    """Makes the rows that carry sums over a page break from an amount in minor units."""

    forward: Callable[[int], Sheet]
    brought: Callable[[int], Sheet]


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table or the rest of one: header, what was brought forward, rows, and `tail`: the totals or what is carried.

    `carry` is None where the document shows no sums.
    """

    header: Sheet
    rows: Sequence[Row]
    tail: Sheet
    carry: Carry | None = None
    brought: int = 0
    top: Sheet | None = None

    @property
    def height(self) -> float:
        """All of it."""
        return self._head + sum([row.sheet.height for row in self.rows]) + self.tail.height

    @property
    def _head(self) -> float:
        return self.header.height + (self.top.height if self.top else 0)

    def split(self, room: float, page: float) -> tuple[Part, Part | None] | None:
        """As `Part` says."""
        if self.height <= room + _CLOSE:
            return self, None
        fresh = room >= page
        space = room - self._head - self._foot(self.brought)
        count, used = self._fitting(space)
        whole = min(count, len(self.rows) - self._kept(page))
        whole = self._without_loose_heading(whole, fresh=fresh)
        cut = self._cut_next(whole, space, page) if whole == count else None
        if cut is None and whole == 0 and fresh:
            cut = self._forced(space - used if count == 0 else space)
        if cut is not None:
            return self._broken(whole, cut)
        if whole > 0 or (fresh and not self.rows):
            return self._parted(self.rows[:whole], self.rows[whole:])
        return None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        above = [Row(self.header), *([Row(self.top)] if self.top else [])]
        for row in (*above, *self.rows, Row(self.tail)):
            if row.id:
                pen.place(row.id)
            row.sheet.draw(pen, x, y)
            y += row.sheet.height

    def _foot(self, amount: int) -> float:
        return self.carry.forward(amount).height if self.carry else 0

    def _fitting(self, space: float) -> tuple[int, float]:
        """How many rows fit, and the height they take."""
        used = 0.0
        for at, row in enumerate(self.rows):
            if used + row.sheet.height > space + _CLOSE:
                return at, used
            used += row.sheet.height
        return len(self.rows), used

    def _kept(self, page: float) -> int:
        """How many rows go over with the totals: two, or as many as they leave room for on one page."""
        taken = self.header.height + (self.carry.brought(0).height if self.carry else 0) + self.tail.height
        kept = 0
        for row in list(self.rows)[: -3 if len(self.rows) > 2 else None : -1]:
            taken += row.sheet.height
            if taken > page:
                break
            kept += 1
        return kept

    def _without_loose_heading(self, whole: int, *, fresh: bool) -> int:
        """Fewer rows, so that no heading is the last on the page, and no section's sum the first on the next."""
        fewer = whole
        while 0 < fewer < len(self.rows) and (self.rows[fewer - 1].heading or self.rows[fewer].closing):
            fewer -= 1
        return whole if fewer == 0 and fresh else fewer

    def _cut_next(self, whole: int, space: float, page: float) -> tuple[Row, Row] | None:
        """The first row that does not fit, cut, if it is so tall that it may be."""
        if whole >= len(self.rows) or self.rows[whole].sheet.height <= page / 2:
            return None
        room = space - sum([row.sheet.height for row in self.rows[:whole]])
        return _cut(self.rows[whole], room) if room > page / 8 else None

    def _forced(self, space: float) -> tuple[Row, Row] | None:
        """The first row, cut wherever it can be: on an empty page something has to be drawn."""
        if not self.rows:
            return None
        first = self.rows[0].sheet
        return _cut(
            self.rows[0], max(min(space, first.height - 1), min([text.bottom for text in first.texts]))
        )

    def _broken(self, whole: int, cut: tuple[Row, Row]) -> tuple[Part, Part | None]:
        return self._parted([*self.rows[:whole], cut[0]], [cut[1], *self.rows[whole + 1 :]])

    def _parted(self, above: Sequence[Row], below: Sequence[Row]) -> tuple[Part, Part | None]:
        """Two tables of these rows; the sum goes with the break."""
        if not below:
            return replace(self, rows=above, tail=Sheet(0)), self.tail
        carried = self.brought + sum([row.amount for row in above])
        foot = self.carry.forward(carried) if self.carry else Sheet(0)
        top = self.carry.brought(carried) if self.carry else None
        return replace(self, rows=above, tail=foot), replace(self, rows=below, brought=carried, top=top)


def _cut(row: Row, room: float) -> tuple[Row, Row] | None:
    """A row in two; the amount belongs to the first piece."""
    parts = row.sheet.cut(room)
    if parts is None or parts[1] is None:
        return None
    return replace(row, sheet=parts[0]), Row(parts[1])
