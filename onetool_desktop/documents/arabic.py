"""Joins Arabic letters: each takes the form that its neighbours call for.

Promises: letters become Unicode presentation forms, lam and alef one ligature; what is not Arabic stays as it is;
digits are untouched. Works on text in logical order; the order on paper is `bidi`'s.
May not know: fonts, lines, documents.

Why: the forms are read from the character database that comes with Python, where each presentation form names its
letter. So there is no table to keep and no dependency. A shaping engine would place marks better; DejaVu Sans has
these forms.
"""

import unicodedata
from functools import cache
from typing import Literal, TypeAlias

_Form: TypeAlias = Literal["isolated", "final", "initial", "medial"]
_FORMS: tuple[_Form, ...] = ("isolated", "final", "initial", "medial")
_LAM = "\N{ARABIC LETTER LAM}"
_JOINERS = frozenset("\N{ARABIC TATWEEL}\N{ZERO WIDTH JOINER}")


@cache
def _table() -> dict[tuple[str, _Form], str]:
    """(letters, form) to presentation form, for single letters and lam with alef."""
    found: dict[tuple[str, _Form], str] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00)):
        tag, *points = unicodedata.decomposition(chr(code)).split() or [""]
        letters = "".join(chr(int(point, 16)) for point in points)
        for form in _FORMS:
            if tag == f"<{form}>" and (len(letters) == 1 or (len(letters) == 2 and _is_lam_alef(letters))):
                found.setdefault((letters, form), chr(code))
    return found


def _is_lam_alef(letters: str) -> bool:
    return letters[0] == _LAM and letters[1] in "\u0622\u0623\u0625\u0627"


def _joins_next(char: str) -> bool:
    """Whether a letter reaches out to the one after it."""
    return char in _JOINERS or (char, "initial") in _table()


def _joins_previous(char: str) -> bool:
    """Whether a letter can be reached by the one before it."""
    return char in _JOINERS or (char, "final") in _table()


def join_arabic(text: str) -> str:
    """The text with its Arabic letters joined, still in logical order."""
    if not any("\u0600" <= char <= "\u08ff" for char in text):
        return text
    # Marks are transparent: a letter joins over them.
    letters = [at for at, char in enumerate(text) if unicodedata.category(char) != "Mn"]
    out = list(text)
    for place, at in enumerate(letters):
        if not out[at]:
            continue
        before = text[letters[place - 1]] if place else ""
        taken = text[at]
        after_place = place + 1
        if taken == _LAM and after_place < len(letters) and letters[after_place] == at + 1:
            pair = taken + text[at + 1]
            if _is_lam_alef(pair):
                taken, out[at + 1] = pair, ""
                after_place += 1
        after = text[letters[after_place]] if after_place < len(letters) else ""
        out[at] = _formed(taken, before, after) or text[at]
    return "".join(out)


def _formed(letters: str, before: str, after: str) -> str | None:
    """The presentation form of a letter, or of lam with alef, between two neighbours; None if it has none."""
    reached = bool(before) and _joins_next(before) and _joins_previous(letters[0])
    reaches = bool(after) and _joins_next(letters[-1]) and _joins_previous(after)
    form: _Form = ("medial" if reaches else "final") if reached else ("initial" if reaches else "isolated")
    return _table().get((letters, form))
