"""Pieces of a page before it is drawn: lines of text and rules at their places, that can be cut to fit a page.

Promises: plain values, measured once; cutting a piece loses nothing, repeats nothing and never cuts through a line.
A piece knows its height; where it stands is decided by `flow`.
May not know: files, documents, page sizes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeAlias

from onetool_desktop.documents.pen import Pen
from onetool_desktop.documents.text import Style, TextLine, one_line, wrap

Align: TypeAlias = Literal["left", "right"]


class Part(Protocol):
    """Something that takes height on a page."""

    @property
    def height(self) -> float:
        """Points from its top to the next part's."""
        ...

    def split(self, room: float, page: float) -> "tuple[Part, Part | None] | None":
        """What fits into `room`, and the rest; None if it begins on the next page, which has `page` in all.

        With a whole page as room it never answers None, so pages always come to an end.
        """
        ...

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draws it with its top left corner at (x, y)."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of text: left end and baseline within its piece, and the top and bottom it must not be cut between."""

    x: float
    y: float
    top: float
    bottom: float
    line: TextLine
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal rule within a piece."""

    x: float
    y: float
    width: float
    colour: str
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Sheet:
    """Placed lines and rules. `least` is the height below which it is not begun at the foot of a page."""

    height: float
    texts: tuple[Placed, ...] = ()
    rules: tuple[Rule, ...] = ()
    least: float = 0.0

    def split(self, room: float, page: float) -> "tuple[Sheet, Sheet | None] | None":
        """As `Part` says; lines of several columns are cut at one height."""
        if self.height <= room or all(text.bottom <= room + 0.01 for text in self.texts):
            return replace(self, height=min(self.height, room)), None
        if room >= page:
            return self.cut(max(room, min([text.bottom for text in self.texts])))
        return None if room < self.least or self.height <= page / 3 else self.cut(room)

    def cut(self, room: float) -> "tuple[Sheet, Sheet | None] | None":
        """The lines that end within `room`, and the rest moved up; None if not one does."""
        below = [text for text in self.texts if text.bottom > room + 0.01]
        if not below:
            return self, None
        edge = min([text.top for text in below])
        above = [text for text in self.texts if text.bottom <= room + 0.01]
        if not above:
            return None
        first = Sheet(
            max([text.bottom for text in above]),
            tuple(above),
            tuple([rule for rule in self.rules if rule.y < edge]),
        )
        moved = [
            replace(text, y=text.y - edge, top=text.top - edge, bottom=text.bottom - edge) for text in below
        ]
        rules = [replace(rule, y=rule.y - edge) for rule in self.rules if rule.y >= edge]
        return first, Sheet(self.height - edge, tuple(moved), tuple(rules))

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draws the lines, then the rules."""
        for text in self.texts:
            pen.text(x + text.x, y + text.y, text.line, text.style)
        for rule in self.rules:
            pen.rule(x + rule.x, y + rule.y, rule.width, colour=rule.colour, weight=rule.weight)


@dataclass(frozen=True, slots=True)
class Together:
    """Sheets that stand on one page if they take less than half of it, one after another."""

    sheets: tuple[Sheet, ...]

    @property
    def height(self) -> float:
        """All of them."""
        return sum([sheet.height for sheet in self.sheets])

    def split(self, room: float, page: float) -> "tuple[Part, Part | None] | None":
        """As `Part` says: whole, or overleaf, or sheet by sheet where they are long."""
        if self.height <= room:
            return self, None
        if room < page and self.height <= page / 2:
            return None
        found = self.sheets[0].split(room, page)
        if found is None or len(self.sheets) == 1:
            return found
        rest = self.sheets[1:] if found[1] is None else (found[1], *self.sheets[1:])
        return found[0], Together(rest)

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draws them under one another."""
        for sheet in self.sheets:
            sheet.draw(pen, x, y)
            y += sheet.height


class SheetMaker:
    """Puts lines into a sheet; `y` is where the next one in a column begins."""

    def __init__(self) -> None:
        self._texts: list[Placed] = []
        self._rules: list[Rule] = []
        self._bottom = 0.0

    def put(
        self, line: TextLine, style: Style, *, x: float, y: float, width: float = 0, align: Align = "left"
    ) -> float:
        """Places one line with its top at y; right-to-left lines keep to the right. Returns where the next begins."""
        if align == "right" or (line.rtl and width):
            x += width - line.width
        baseline = y + (style.leading + style.size * 0.72) / 2
        self._texts.append(Placed(x, baseline, y, y + style.leading, line, style))
        self._bottom = max(self._bottom, y + style.leading)
        return y + style.leading

    def lines(
        self,
        lines: Sequence[TextLine],
        style: Style,
        *,
        x: float,
        y: float,
        width: float = 0,
        align: Align = "left",
    ) -> float:
        """Places lines under one another; returns where the next begins."""
        for line in lines:
            y = self.put(line, style, x=x, y=y, width=width, align=align)
        return y

    def text(
        self, text: str, style: Style, *, x: float, y: float, width: float, align: Align = "left"
    ) -> float:
        """Wraps a text into a column; returns where the next begins."""
        return self.lines(wrap(text, style, width), style, x=x, y=y, width=width, align=align)

    def word(
        self, text: str, style: Style, *, x: float, y: float, width: float = 0, align: Align = "left"
    ) -> float:
        """Places a text of our own on one line; returns where the next begins."""
        return self.put(one_line(text, style), style, x=x, y=y, width=width, align=align)

    def rule(self, x: float, y: float, width: float, *, colour: str, weight: float = 0.5) -> None:
        """Places a horizontal rule."""
        self._rules.append(Rule(x, y, width, colour, weight))
        self._bottom = max(self._bottom, y)

    def done(self, *, height: float | None = None, after: float = 0, least: float = 0) -> Sheet:
        """The sheet: as high as what is in it and `after`, or at least `height`."""
        return Sheet(max(self._bottom + after, height or 0), tuple(self._texts), tuple(self._rules), least)
