"""Blocks of cells as spreadsheets copy and paste them: tabs between cells, line ends between rows, quotes around both.

Promises: what is written is read back the same; any text is some block. Pure.
"""

from collections.abc import Sequence

MOST_ROWS = 2_000


def written(block: Sequence[Sequence[str]]) -> str:
    """A block as text for the clipboard."""
    return "\n".join("\t".join(_quoted(cell) for cell in row) for row in block)


def read(text: str) -> list[list[str]]:
    """The rows of a text from the clipboard; a line end at the end makes no further row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text) and len(rows) <= MOST_ROWS:
        cell, at = _quoted_cell(text, at) if text[at : at + 1] == '"' else _plain_cell(text, at)
        rows[-1].append(cell)
        if text[at : at + 1] == "\n":
            rows.append([])
        at += 1
    return [row for row in rows[:MOST_ROWS] if row]


def is_block(text: str) -> bool:
    """Whether a text has more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _plain_cell(text: str, at: int) -> tuple[str, int]:
    ends = [end for end in (text.find("\t", at), text.find("\n", at)) if end >= 0]
    end = min(ends, default=len(text))
    return text[at:end], end


def _quoted_cell(text: str, at: int) -> tuple[str, int]:
    """A cell in quotes; one whose quote is not closed, or goes on after it, is taken as it stands."""
    end = at + 1
    while True:
        end = text.find('"', end)
        if end < 0:
            return _plain_cell(text, at)
        if text[end + 1 : end + 2] != '"':
            break
        end += 2
    if text[end + 1 : end + 2] not in ("", "\t", "\n"):
        return _plain_cell(text, at)
    return text[at + 1 : end].replace('""', '"'), end + 1
