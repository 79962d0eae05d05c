"""Puts text of both directions into the order in which it stands on paper (Unicode Standard Annex 9).

Promises: letters, numbers, brackets and spaces come out where a reader of the script expects them, `INV-2026` and
`1,234.50` inside Hebrew or Arabic included; text of one direction is untouched. Levels belong to a paragraph, order
to a line of it, so lines are broken between the two.
May not know: fonts, widths, documents.

Why: written here instead of taken as a dependency, since what is at hand is under the LGPL or compiled, and
embedding, override and isolate characters are no concern: `text` never lets them through, as they would let a name
rewrite the sum beside it. What is left of the annex is two hundred lines, checked against an independent
implementation.
"""

import re
import unicodedata
from collections.abc import Sequence

MARKS = "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\N{ARABIC LETTER MARK}"
_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u200f\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_PAIRS = "()[]{}<>«»‹›⁅⁆⁽⁾₍₎≤≥≪≫〈〉⟨⟩⟪⟫⟦⟧〈〉《》「」『』【】〔〕〖〗（）［］｛｝"
_TWINS = [(_PAIRS[at], _PAIRS[at + 1]) for at in range(0, len(_PAIRS), 2)]
_MIRROR = {one: other for left, right in _TWINS for one, other in ((left, right), (right, left))}
_OPEN = {left: right for left, right in _TWINS if unicodedata.category(left) == "Ps"}
_CLOSE = frozenset(_OPEN.values())
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def has_right_to_left(text: str) -> bool:
    """Whether a text needs this module at all."""
    return _RIGHT.search(text) is not None


def base_level(text: str) -> int:
    """The paragraph's direction by its first strong character: 0 left to right, 1 right to left (P2, P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("L", "R", "AL"):
            return int(kind != "L")
    return 0


def levels(text: str, base: int) -> list[int]:
    """The embedding level of each character of a paragraph."""
    kinds = [unicodedata.bidirectional(char) or "L" for char in text]
    start = "R" if base else "L"
    _weak(kinds, start)
    _brackets(text, kinds, start)
    _neutrals(kinds, start)
    return [base + _raise(kind, base) for kind in kinds]


def _raise(kind: str, base: int) -> int:
    """I1 and I2."""
    if base:
        return int(kind in ("L", "EN", "AN"))
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], start: str) -> None:
    """W1 to W7, in place."""
    strong = previous = start
    for at, kind in enumerate(kinds):
        now = previous if kind == "NSM" else kind
        if now in ("L", "R", "AL"):
            strong = now
        elif now == "EN" and strong == "AL":
            now = "AN"
        kinds[at] = previous = now
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    _separators(kinds)
    _terminators(kinds)
    strong = start
    for at, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
        elif kind in ("ES", "ET", "CS", "BN"):
            kinds[at] = "ON"


def _separators(kinds: list[str]) -> None:
    """W4: one separator between two numbers of a kind belongs to them."""
    for at in range(1, len(kinds) - 1):
        around = kinds[at - 1]
        if around == kinds[at + 1] and (
            (kinds[at] == "CS" and around in ("EN", "AN")) or (kinds[at] == "ES" and around == "EN")
        ):
            kinds[at] = around


def _terminators(kinds: list[str]) -> None:
    """W5: currency and percent signs beside a number belong to it."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] == "ET":
            end += 1
        if end > at and ((at and kinds[at - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")):
            kinds[at:end] = ["EN"] * (end - at)
        at = max(end, at + 1)


def _brackets(text: str, kinds: list[str], start: str) -> None:
    """N0: both brackets of a pair take one direction."""
    for left, right in _bracket_pairs(text, kinds):
        inside = {_STRONG[kind] for kind in kinds[left + 1 : right] if kind in _STRONG}
        if start in inside:
            found = start
        elif inside:
            before = next((_STRONG[kind] for kind in reversed(kinds[:left]) if kind in _STRONG), start)
            found = before if before in inside else start
        else:
            continue
        kinds[left] = kinds[right] = found


def _bracket_pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: the places of matching brackets, by the place of the first."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if kinds[at] != "ON":
            continue
        if char in _OPEN:
            if len(stack) == 63:
                return []
            stack.append((_OPEN[char], at))
        elif char in _CLOSE:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == char:
                    pairs.append((stack[depth][1], at))
                    del stack[depth:]
                    break
    return sorted(pairs)


def _neutrals(kinds: list[str], start: str) -> None:
    """N1 and N2: neutrals between equal directions take it, the others the paragraph's."""
    at = 0
    while at < len(kinds):
        end = at
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        if end > at:
            before = _STRONG[kinds[at - 1]] if at else start
            after = _STRONG[kinds[end]] if end < len(kinds) else start
            kinds[at:end] = [before if before == after else start] * (end - at)
        at = max(end, at + 1)


def visual_order(text: str, found: Sequence[int], base: int) -> str:
    """A line's characters from left to right, mirrored where they run the other way (L1 to L4), marks left out."""
    line = list(found)
    for at in range(len(text) - 1, -1, -1):
        if unicodedata.bidirectional(text[at]) not in ("WS", "B", "S"):
            break
        line[at] = base
    order = list(range(len(text)))
    for level in range(max(line, default=0), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    chars = [_MIRROR.get(text[at], text[at]) if line[at] % 2 else text[at] for at in order]
    return _marks_after_letters("".join(chars))


def _marks_after_letters(text: str) -> str:
    """L3: accents of reversed letters stand after them again, since fonts place them over what came before."""
    out: list[str] = []
    waiting: list[str] = []
    for char in text:
        if unicodedata.category(char) == "Mn" and _RIGHT.match(char):
            waiting.append(char)
        elif char not in MARKS:
            out.append(char)
            out.extend(reversed(waiting))
            waiting.clear()
    return "".join(out + waiting)
