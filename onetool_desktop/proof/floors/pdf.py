"""The floor of paper: a bare ReportLab canvas that wraps the same text in the same fonts onto as many pages.

Promises: every text of the paper is measured, wrapped and drawn once, right-aligned where it is a number, and the file
is compressed and embeds its fonts as the product's does. There are no rules, no carried sums, no kept rows, no fallback
fonts, no right-to-left text; numbers come formatted.
May not know: the product's layout. It is the one module outside `documents` that imports ReportLab, as a floor has to.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT, _LEFT, _FOOT, _TOP = 595.0, 842.0, 68.0, 80.0, 60.0
_NUMBERS = (430.0, 460.0, 500.0, 538.0)


@dataclass(frozen=True, slots=True)
class BareLine:
    """A line's texts: wrapped ones, and numbers for the columns at the right."""

    wrapped: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BarePaper:
    """A document's texts: above the lines, the lines, below them, and on every page; `bold` are drawn in bold."""

    above: Sequence[str]
    lines: Sequence[BareLine]
    below: Sequence[str]
    foot: Sequence[str]
    bold: frozenset[str]


def bare_pdf(paper: BarePaper, *, regular: str, strong: str) -> bytes:
    """The file; `regular` and `strong` are names of registered fonts."""
    return bare_batch([paper], regular=regular, strong=strong)


def bare_batch(papers: Sequence[BarePaper], *, regular: str, strong: str) -> bytes:
    """Many documents in one file."""
    target = BytesIO()
    canvas: Any = Canvas(target, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1)
    for paper in papers:
        _document(canvas, paper, regular, strong)
    canvas.save()
    return target.getvalue()


def _document(canvas: Any, paper: BarePaper, regular: str, strong: str) -> None:
    y = _TOP
    for text in (*paper.above, *paper.lines, *paper.below):
        is_line = isinstance(text, BareLine)
        font = strong if text in paper.bold else regular
        width = 300.0 if is_line else _WIDTH - 2 * _LEFT
        parts = text.wrapped if is_line else (text,)
        lines = [line for part in parts for line in _wrapped(part, font, width)]
        if y > _HEIGHT - _FOOT - 12.5 * len(lines):
            _end_page(canvas, paper, regular)
            y = _TOP
        canvas.setFont(font, 9)
        if is_line:
            for number, right in zip(text.numbers, _NUMBERS, strict=False):
                canvas.drawRightString(right, _HEIGHT - y, number)
        for line in lines:
            canvas.drawString(_LEFT, _HEIGHT - y, line)
            y += 12.5
        y += 11 if is_line else 1
    _end_page(canvas, paper, regular)


def _end_page(canvas: Any, paper: BarePaper, font: str) -> None:
    canvas.setFont(font, 7)
    for at, text in enumerate(paper.foot):
        canvas.drawString(_LEFT, _FOOT - 9 * at, text)
    canvas.showPage()


def _wrapped(text: str, font: str, width: float) -> Iterator[str]:
    """Words onto lines, each measured once."""
    line, used = "", 0.0
    space: float = stringWidth(" ", font, 9)
    for word in text.split():
        taken: float = stringWidth(word, font, 9)
        if line and used + space + taken > width:
            yield line
            line, used = word, taken
        else:
            line, used = (f"{line} {word}", used + space + taken) if line else (word, taken)
    if line:
        yield line
