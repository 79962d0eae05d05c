"""What the keys of the grid do to lines, as steps: double, move, paste.

Promises: pure; a move writes one line; a paste reads each cell by itself, and what makes no sense is answered with its
sentence instead of being lost. May not know: Qt, how steps are saved.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.services.line_work import AddLine, Line, LineStep, MoveLine, PutLine
from onetool_desktop.ui.models.grid_cells import NUMBERS, Cell, CellWords, Fields, is_blank


@dataclass(frozen=True, slots=True)
class Problem:
    """What was typed into a cell and why it cannot stand."""

    text: str
    sentence: str


@dataclass(slots=True)
class Pasted:
    """The steps of a paste, cells that could not be read, and lines that hold nothing but such cells; how many lines
    that were, without the titles above them, and how many columns had no place.
    """

    steps: list[LineStep] = field(default_factory=list[LineStep])
    refused: dict[tuple[str, Cell], Problem] = field(default_factory=dict[tuple[str, Cell], Problem])
    unread: list[AddLine] = field(default_factory=list[AddLine])
    lines: int = 0
    titles: bool = False
    left_out: int = 0


def counts_of(lines: Sequence[Line]) -> dict[str, str]:
    """The printed count of each line by id; headings and texts are not counted."""
    counted = [row_id for row_id, fields in lines if is_counted(fields)]
    return {row_id: str(at) for at, row_id in enumerate(counted, 1)}


def doubled(lines: Sequence[Line], first: int, last: int, new_id: Callable[[], str]) -> list[LineStep]:
    """Copies of lines `first` to `last`, below them in the same order."""
    after = lines[last][0]
    steps: list[LineStep] = []
    for _, fields in lines[first : last + 1]:
        copy = AddLine(new_id(), after, {name: value for name, value in fields.items() if name != "position"})
        steps.append(copy)
        after = copy.id
    return steps


def moved(lines: Sequence[Line], first: int, last: int, by: int) -> MoveLine | None:
    """Lines `first` to `last` one up (−1) or down (1); None where there is no room.

    A single line moves itself; round a block its neighbour goes to the other side, which is one line as well.
    """
    to = first - 1 if by < 0 else last + 1
    if not 0 <= to < len(lines):
        return None
    if first == last:
        return MoveLine(lines[first][0], id_before(lines, to) if by < 0 else lines[to][0])
    return MoveLine(lines[to][0], lines[last][0] if by < 0 else id_before(lines, first))


def id_before(lines: Sequence[Line], row: int) -> str | None:
    """The id of the line before a place, None at the beginning."""
    return lines[row - 1][0] if row else None


def pasted(
    lines: Sequence[Line],
    row: int,
    cell: Cell,
    block: Sequence[Sequence[str]],
    *,
    words: CellWords,
    fresh: Fields,
    cells: Sequence[Cell],
    new_id: Callable[[], str],
) -> Pasted:
    """A block laid over the `cells` from a place on; below the last line it makes lines that begin as `fresh`."""
    columns = [column for column in cells if column >= cell] or [Cell.ITEM]
    titles = has_titles(words, columns, block)
    block = block[1:] if titles else block
    wide = max((len(_trimmed(texts)) for texts in block), default=0)
    found = Pasted(lines=len(block), titles=titles, left_out=max(wide - len(columns), 0))
    after = lines[-1][0] if lines else None
    for at, texts in enumerate(block, row):
        row_id = lines[at][0] if at < len(lines) else new_id()
        fields, problems = _read(words, dict(zip(columns, texts, strict=False)))
        found.refused |= {(row_id, column): problem for column, problem in problems.items()}
        if at < len(lines):
            found.steps.append(PutLine(row_id, fields))
        elif not is_blank(fields):
            given = {name: value for name, value in {**fresh, **fields}.items() if value is not None}
            found.steps.append(AddLine(row_id, after, given))
            after = row_id
        elif problems:
            found.unread.append(AddLine(row_id, after, {}))
    return found


def has_titles(words: CellWords, columns: Sequence[Cell], block: Sequence[Sequence[str]]) -> bool:
    """Whether a block begins with the titles of its columns: words where all rows below have numbers."""
    figures = [at for at, column in enumerate(columns) if column in NUMBERS]
    told = [at for at in figures if any(row[at : at + 1] and row[at].strip() for row in block)]
    if len(block) < 2 or not told:
        return False
    first, below = block[0], block[1:]
    worded = all(at < len(first) and not any(c.isdigit() for c in first[at]) for at in told)
    return worded and any(first[at].strip() for at in told) and _all_read(words, columns, told, below)


def _all_read(
    words: CellWords, columns: Sequence[Cell], places: Sequence[int], rows: Sequence[Sequence[str]]
) -> bool:
    try:
        for row in rows:
            for at in places:
                words.read(columns[at], row[at] if at < len(row) else "")
    except ValueError:
        return False
    return True


def _trimmed(texts: Sequence[str]) -> Sequence[str]:
    """The cells of a row without the empty ones at its end."""
    end = len(texts)
    while end and not texts[end - 1].strip():
        end -= 1
    return texts[:end]


def _read(words: CellWords, texts: dict[Cell, str]) -> tuple[dict[str, Any], dict[Cell, Problem]]:
    fields: dict[str, Any] = {}
    problems: dict[Cell, Problem] = {}
    for cell, text in texts.items():
        try:
            fields |= words.read(cell, text)
        except ValueError as error:
            problems[cell] = Problem(text, str(error))
    return fields, problems
