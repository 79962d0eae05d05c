"""Pages of a PDF as pictures, and their text: for preview, print and tests, by PDFium.

Promises: bytes in, bytes out; a file that is no PDF is a ValueError with a sentence.
May not know: what the file is about.

PDFium is not thread-safe, not even with one document per thread: call this from one lane only, the paper lane.
"""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
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


def render_page_png(pdf: bytes, page: int, *, dpi: float) -> bytes:
    """A page, counted from 0, as a PNG file."""
    with _opened(pdf) as document, _page(document, page) as found:
        target = BytesIO()
        found.render(scale=dpi / 72).to_pil().save(target, format="PNG")
        return target.getvalue()
