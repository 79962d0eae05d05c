"""Rows as text that a spreadsheet takes: cells apart by tabs, rows by line ends.

Promises: no cell becomes a formula where it is put in, whatever somebody typed into a name; a cell stays one cell. May
not know: where the text goes.

Why: a client called `=HYPERLINK(…)` would run in the spreadsheet of whoever pastes the list. An apostrophe before it
makes it text there, which is the usual guard; a number may keep its sign, as it can be nothing else.
"""

import re
from collections.abc import Iterable, Sequence

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?\d[\d.,' \u00a0\u202f]*")


def cell(text: str) -> str:
    """One text as one harmless cell."""
    plain = text.replace("−", "-") if text.startswith("−") else text
    if _NUMBER.fullmatch(plain):
        return plain
    one_line = " ".join(plain.split())
    return (
        f"'{one_line}"
        if plain.startswith(_BEGINS_FORMULA) or one_line.startswith(_BEGINS_FORMULA)
        else one_line
    )


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as a spreadsheet takes them."""
    return "\n".join("\t".join(map(cell, row)) for row in rows)
