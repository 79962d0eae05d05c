"""The fonts of paper: registered once, embedded always, chosen for each character.

Promises: every character is drawn by the first font of its face that has it; one that no font has is drawn as a
visible mark and reported by `missing_glyphs`, never dropped. No font outside `resources/fonts` is used, so
Helvetica, which a PDF does not embed, appears in no output. Thread-safe by the interpreter's lock alone: use from
the paper lane.
May not know: layout, documents.

Why: the font is chosen per character and not per document, because one Hebrew customer on a Latin invoice printed
boxes in a program that chose per document. Noto Sans comes first for its even digits and its reach over Latin, Greek
and Cyrillic; DejaVu Sans stands behind it for symbols, Hebrew and Arabic; Symbola last, for the pictures people type.
Further scripts are fonts added to the tables.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeAlias

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics, ttfonts

from onetool_desktop.platform.resources import resource_path

Face: TypeAlias = Literal["regular", "bold", "italic", "bold_italic"]
Run: TypeAlias = tuple[str, str]
Runs: TypeAlias = tuple[Run, ...]

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_FILES: dict[str, tuple[str, str]] = {
    "NotoSans": ("noto", "NotoSans-Regular.ttf"),
    "NotoSans-Bold": ("noto", "NotoSans-Bold.ttf"),
    "NotoSans-Italic": ("noto", "NotoSans-Italic.ttf"),
    "NotoSans-BoldItalic": ("noto", "NotoSans-BoldItalic.ttf"),
    "DejaVuSans": ("dejavu", "DejaVuSans.ttf"),
    "DejaVuSans-Bold": ("dejavu", "DejaVuSans-Bold.ttf"),
    "Symbola": ("symbola", "Symbola.ttf"),
}
_FACES: dict[Face, tuple[str, ...]] = {
    "regular": ("NotoSans", "DejaVuSans", "Symbola"),
    "bold": ("NotoSans-Bold", "DejaVuSans-Bold", "Symbola"),
    "italic": ("NotoSans-Italic", "DejaVuSans", "Symbola"),
    "bold_italic": ("NotoSans-BoldItalic", "DejaVuSans-Bold", "Symbola"),
}


@dataclass(frozen=True, slots=True)
class _Font:
    """A registered font: the characters it has, and the width of a text at a size, in points."""

    name: str
    covers: frozenset[str]
    width: Callable[[str, float], float]


@cache
def _font(name: str) -> _Font:
    """Registers a font at its first use."""
    # Named as the canvas's first font, so that no page begins with Helvetica.
    rl_config.canvas_basefontname = "NotoSans"
    made: Any = ttfonts.TTFont(name, str(resource_path("fonts", *_FILES[name])))
    pdfmetrics.registerFont(made)  # pyright: ignore[reportUnknownMemberType]
    return _Font(name, frozenset(map(chr, made.face.charToGlyph)), made.stringWidth)


def font_name(face: Face) -> str:
    """The first font of a face, registered."""
    return _font(_FACES[face][0]).name


def font_runs(text: str, face: Face) -> Runs:
    """The text as runs of (font, text); what no font has is replaced by a visible mark."""
    first = _font(_FACES[face][0])
    if first.covers.issuperset(text):
        return ((first.name, text),)
    runs: list[Run] = []
    for char in text:
        font = next((font for font in map(_font, _FACES[face]) if char in font.covers), None)
        name, drawn = (font.name, char) if font else (first.name, REPLACEMENT)
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1] + drawn)
        else:
            runs.append((name, drawn))
    return tuple(runs)


def text_width(text: str, face: Face, size: float) -> float:
    """The width of a text in points, over all the fonts it takes."""
    first = _font(_FACES[face][0])
    if first.covers.issuperset(text):
        return first.width(text, size)
    return runs_width(font_runs(text, face), size)


def runs_width(runs: Runs, size: float) -> float:
    """The width of runs in points."""
    return sum([_font(name).width(text, size) for name, text in runs])


@cache
def _covered() -> frozenset[str]:
    """What every face can draw."""
    faces = [frozenset[str]().union(*[_font(name).covers for name in names]) for names in _FACES.values()]
    return faces[0].intersection(*faces[1:])


def uncovered(text: str) -> set[str]:
    """The characters of a prepared text that some face cannot draw."""
    return set(text) - _covered()
