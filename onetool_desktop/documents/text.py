"""People's text on its way to the page: made safe, broken into lines, put in the order it is read.

Promises: this is the only way text reaches a page. Any text prints as itself and no text fails: markup is letters,
control characters show as a visible mark, a word longer than its column is broken, right-to-left text stands in its
right order. No text is parsed, so none can name a file, an address or a colour.
Rules: line and paragraph separators break the line; a tab is four spaces; other control characters and the two
overrides that reverse letters become `REPLACEMENT`; format characters that show nothing by nature (joiners,
embeddings, variation selectors, soft hyphens) are neither printed nor obeyed; direction marks are obeyed.
May not know: documents, pages.

Why: text is drawn as it is, not through ReportLab's Paragraph. That one reads XML, which has to be escaped
everywhere and was a way in more than once; it cannot change fonts inside a word or directions inside a line; and it
costs ten times as much per line. Wrapping is sixty lines here.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onetool_desktop.documents.arabic import join_arabic
from onetool_desktop.documents.bidi import MARKS, base_level, has_right_to_left, levels, visual_order
from onetool_desktop.documents.fonts import (
    REPLACEMENT,
    Face,
    Runs,
    font_runs,
    runs_width,
    text_width,
    uncovered,
)

_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_OVERRIDES = "\N{LEFT-TO-RIGHT OVERRIDE}\N{RIGHT-TO-LEFT OVERRIDE}"
# Kept through cleaning, used by the joining of letters, the order of a line and the breaking of words.
_USED = frozenset(MARKS + "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH SPACE}")
_UNPRINTED = re.compile("[\u200b-\u200f\u061c]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
# Where a line may break: at spaces, around wide characters, after a hyphen or a slash between two letters.
_PIECES = re.compile(
    rf" +|\u200b|[{_WIDE}]|[^ \u200b{_WIDE}]+?(?:(?<=[^\W\d_][-/])(?=[^\W\d_])|(?=[ \u200b{_WIDE}])|\Z)"
)
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: face, size and distance of lines in points, colour as `#rrggbb`."""

    face: Face = "regular"
    size: float = 9.0
    leading: float = 12.5
    colour: str = "#1c1f23"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line ready to draw: runs from left to right, width in points, and whether it belongs to the right edge."""

    runs: Runs
    width: float
    rtl: bool = False


def clean(text: str) -> str:
    """The text as it will be printed, in logical order, a newline at each line break; the rules stand above."""
    if text.isprintable() and text.isascii():
        return text
    text = unicodedata.normalize("NFC", _BREAKS.sub("\n", text).replace("\t", "    "))
    if text.replace("\n", "").isprintable():
        return _SELECTORS.sub("", text)
    return "".join([_cleaned(char) for char in _SELECTORS.sub("", text)])


def _cleaned(char: str) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Cs") and char != "\n":
        return REPLACEMENT
    if category == "Cf" and char not in _USED:
        return REPLACEMENT if char in _OVERRIDES else ""
    return " " if category == "Zs" and char not in "\xa0\u202f" else char


def missing_glyphs(text: str) -> set[str]:
    """The characters of a text that no font has; each of them prints as a visible mark."""
    return {char for char in uncovered(clean(text)) if char != "\n" and char not in _USED}


def one_line(text: str, style: Style, *, width: float | None = None) -> TextLine:
    """A text on one line, line breaks as spaces; cut with an ellipsis if it is wider than `width`."""
    flat = clean(text).replace("\n", " ")
    line = _line(flat, style)
    if width is None or line.width <= width:
        return line
    low, high = 0, len(flat)
    while low < high:
        middle = (low + high + 1) // 2
        if _line(flat[:middle].rstrip() + _ELLIPSIS, style).width <= width:
            low = middle
        else:
            high = middle - 1
    return _line(flat[:low].rstrip() + _ELLIPSIS, style)


def wrap(text: str, style: Style, width: float) -> list[TextLine]:
    """The lines a text takes in a column; none for an empty text."""
    if not text:
        return []
    cleaned = clean(text).strip("\n").rstrip()
    if cleaned.isascii() and "\n" not in cleaned:
        measured = text_width(cleaned, style.face, style.size)
        if measured <= width:
            return [TextLine(font_runs(cleaned, style.face), measured)] if cleaned else []
    return [line for paragraph in cleaned.split("\n") for line in _wrapped(paragraph.rstrip(), style, width)]


def _line(logical: str, style: Style) -> TextLine:
    """One cleaned line, whatever its width."""
    shaped, found, base = _directed(logical)
    return _drawn(shaped, found, base, style)


def _directed(paragraph: str) -> tuple[str, list[int] | None, int]:
    """A paragraph with its letters joined, its levels where it needs them, and its direction."""
    if not has_right_to_left(paragraph):
        return paragraph, None, 0
    shaped = join_arabic(paragraph)
    base = base_level(shaped)
    return shaped, levels(shaped, base), base


def _drawn(text: str, found: Sequence[int] | None, base: int, style: Style) -> TextLine:
    """The drawable line of a stretch of a paragraph."""
    if not text.isascii():
        # Levels and letters run in parallel, so what is not printed goes only once the order is settled.
        text = _UNPRINTED.sub("", visual_order(text, found, base) if found is not None else text)
    runs = font_runs(text, style.face)
    return TextLine(runs, runs_width(runs, style.size), bool(base))


def _wrapped(paragraph: str, style: Style, width: float) -> Iterator[TextLine]:
    shaped, found, base = _directed(paragraph)
    for start, end in _stretches(shaped, style, width):
        yield _drawn(shaped[start:end], found[start:end] if found is not None else None, base, style)


def _stretches(text: str, style: Style, width: float) -> Iterator[tuple[int, int]]:
    """Start and end of each line; spaces at a break belong to no line."""
    start, used = 0, 0.0
    for piece in _PIECES.finditer(text):
        at, end = piece.span()
        if text[at] in " \u200b":
            used += text_width(text[at:end].replace("\u200b", ""), style.face, style.size)
            continue
        measured = text_width(text[at:end], style.face, style.size)
        if used + measured > width and at > start:
            if text[start:at].strip(" "):
                yield start, start + len(text[start:at].rstrip(" "))
            start, used = at, 0.0
        while measured > width:
            cut = _cut(text, start, end, style, width)
            if cut >= end:
                break
            yield start, cut
            start, measured = cut, text_width(text[cut:end], style.face, style.size)
        used += measured
    yield start, len(text)


def _cut(text: str, start: int, end: int, style: Style, width: float) -> int:
    """Where to break a word that is wider than its column: at least one character on, never before a mark."""
    # No letter is narrower than an eighth of its size, so what is searched does not grow with the word.
    low, high = start + 1, min(end, start + 1 + int(8 * width / style.size))
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[start:middle], style.face, style.size) <= width:
            low = middle
        else:
            high = middle - 1
    while low < end and unicodedata.combining(text[low]):
        low += 1
    return low
