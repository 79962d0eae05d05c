"""Pages of a PDF as pictures, and their text: for preview, print and tests, by PDFium.

Promises: bytes in, bytes out; a file that is no PDF is a ValueError with a sentence.
May not know: what the file is about.

PDFium is not thread-safe, not even with one document per thread: call this from one lane only, the paper lane.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from typing import Any

import pypdfium2 as pdfium  # pyright: ignore[reportMissingTypeStubs]


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: `width` × `height` × 4 bytes, red, green, blue, alpha, top row first, no padding."""

    width: int
    height: int
    rgba: bytes


@contextmanager
def _opened(pdf: bytes) -> Generator[Any]:
    try:
        document: Any = pdfium.PdfDocument(pdf)
    except pdfium.PdfiumError:
        raise ValueError("This file cannot be read as a PDF.") from None
    try:
        yield document
    finally:
        document.close()


@contextmanager
def _page(document: Any, page: int) -> Generator[Any]:
    """A page by its place, from 0; ValueError if there is none."""
    if not 0 <= page < len(document):
        raise ValueError(f"This document has no page {page + 1}.")
    found = document[page]
    try:
        yield found
    finally:
        found.close()


def page_count(pdf: bytes) -> int:
    """How many pages the file has."""
    with _opened(pdf) as document:
        return len(document)


def page_text(pdf: bytes, page: int) -> str:
    """The text of a page, counted from 0, in the order in which it was drawn."""
    with _opened(pdf) as document, _page(document, page) as found:
        text = found.get_textpage()
        try:
            return str(text.get_text_range())
        finally:
            text.close()


def render_page(pdf: bytes, page: int, *, dpi: float) -> PageImage:
    """A page, counted from 0, as pixels on white."""
    with _opened(pdf) as document, _page(document, page) as found:
        picture = found.render(scale=dpi / 72).to_pil().convert("RGBA")
        return PageImage(picture.width, picture.height, picture.tobytes())


def page_size(pdf: bytes, page: int) -> tuple[float, float]:
    """Width and height of a page, counted from 0, in points."""
    with _opened(pdf) as document, _page(document, page) as found:
        return found.get_width(), found.get_height()


def render_band(pdf: bytes, page: int, *, dpi: float, top: int, rows: int) -> PageImage:
    """`rows` rows of pixels of a page from row `top` on, as `render_page` has them: for pages larger than memory."""
    with _opened(pdf) as document, _page(document, page) as found:
        scale = dpi / 72
        whole = ceil(found.get_height() * scale)
        # a quarter of a pixel less, since what is cut off is rounded up to whole pixels
        edges = (max(whole - top - rows, 0), max(top, 0))
        below, above = (max(edge - 0.25, 0) / scale for edge in edges)
        picture = found.render(scale=scale, crop=(0, below, 0, above)).to_pil().convert("RGBA")
        return PageImage(picture.width, picture.height, picture.tobytes())


def render_page_png(pdf: bytes, page: int, *, dpi: float) -> bytes:
    """A page, counted from 0, as a PNG file."""
    with _opened(pdf) as document, _page(document, page) as found:
        target = BytesIO()
        found.render(scale=dpi / 72).to_pil().save(target, format="PNG")
        return target.getvalue()
