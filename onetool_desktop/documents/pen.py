"""What draws: lines of text, rules, tints and pictures on the pages of one PDF file.

Promises: equal calls give equal bytes (`invariant`); all coordinates are points from the top left corner of the
page; the file is titled, has a language and shows its title. Together with `fonts` it is all that knows ReportLab.
May not know: what is drawn.

Why: the canvas is used and platypus is not. With text drawn as it is and a line table of our own, all that was left
of platypus was counting heights, at the price of `LayoutError` where a flowable does not fit and of drawing each
page twice to learn `Page X of Y`. Pages are plain values first (`flow`), and drawn once.
"""

from functools import cache, lru_cache
from io import BytesIO
from math import prod
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas as pdfgen

from onetool_desktop.documents.fonts import font_name
from onetool_desktop.documents.text import Style, TextLine

MAX_LOGO_PIXELS = 16_000_000
_SMALL_PIXELS = 1_000_000  # of a logo that came from elsewhere; the program's own are at most 708 by 260


class Pen:
    """One PDF file being drawn, page by page."""

    def __init__(self, *, width: float, height: float, title: str, author: str, language: str) -> None:
        """`width` and `height` in points; `language` as a BCP 47 tag."""
        self._file = BytesIO()
        self._height = height
        font_name("regular")  # before the canvas: it begins with the font that registering names
        self._canvas: Any = pdfgen.Canvas(
            self._file, pagesize=(width, height), pageCompression=1, invariant=1, lang=language
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)
        self._canvas.setSubject(title)
        self._canvas.setCreator("OneTool Desktop")
        self._canvas.setProducer("OneTool Desktop")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._colour = ""
        self._stroke = ("", 0.0)
        self.places: dict[str, int] = {}

    def place(self, id: str) -> None:
        """Notes that what has this id begins on this page: `places` has it, counted from 0."""
        self.places.setdefault(id, self._canvas.getPageNumber() - 1)

    def text(self, x: float, y: float, line: TextLine, style: Style) -> None:
        """Draws a line whose baseline begins at (x, y)."""
        drawn = self._canvas.beginText(x, self._height - y)
        if style.colour != self._colour:
            self._fill(style.colour)
        for name, text in line.runs:
            drawn.setFont(name, style.size)
            drawn.textOut(text)
        self._canvas.drawText(drawn)

    def rule(self, x: float, y: float, width: float, *, colour: str, weight: float = 0.5) -> None:
        """Draws a horizontal rule."""
        self._line(colour, weight)
        self._canvas.line(x, self._height - y, x + width, self._height - y)

    def tint(self, x: float, y: float, width: float, height: float, *, colour: str) -> None:
        """Fills a rectangle whose top left corner is (x, y)."""
        self._fill(colour)
        self._canvas.rect(x, self._height - y - height, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, *, colour: str, weight: float) -> None:
        """Draws the outline of a rectangle whose top left corner is (x, y)."""
        self._line(colour, weight)
        self._canvas.rect(x, self._height - y - height, width, height, stroke=1, fill=0)

    def across(self, line: TextLine, style: Style, *, width: float) -> None:
        """Draws a line large and aslant over the middle of a page: to be called before anything else of it."""
        self._canvas.saveState()
        self._canvas.translate(width / 2, self._height / 2)
        self._canvas.rotate(52)
        self._colour = ""
        self.text(-line.width / 2, self._height + style.size / 3, line, style)
        self._canvas.restoreState()
        self._colour = ""

    def picture(self, x: float, y: float, picture: Image.Image, *, width: float, height: float) -> None:
        """Draws a picture whose top left corner is (x, y)."""
        self._canvas.drawImage(ImageReader(picture), x, self._height - y - height, width, height, mask="auto")

    def bookmark(self, title: str) -> None:
        """Names this page in the file's outline."""
        key = f"p{self._canvas.getPageNumber()}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(title, key)

    def end_page(self) -> None:
        """Closes the page; the next call draws on a new one."""
        self._canvas.showPage()
        self._colour = ""
        self._stroke = ("", 0.0)

    def finish(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._file.getvalue()

    def _line(self, colour: str, weight: float) -> None:
        if (colour, weight) != self._stroke:
            self._canvas.setStrokeColorRGB(*_rgb(colour))
            self._canvas.setLineWidth(weight)
            self._stroke = (colour, weight)

    def _fill(self, colour: str) -> None:
        self._canvas.setFillColorRGB(*_rgb(colour))
        self._colour = colour


@cache
def _rgb(colour: str) -> tuple[float, float, float]:
    """`#rrggbb` as three parts of one."""
    value = int(colour[1:], 16)
    return (value >> 16) / 255, (value >> 8 & 255) / 255, (value & 255) / 255


@lru_cache(maxsize=2)
def small_picture(data: bytes | None) -> bytes | None:
    """The picture if it is one, and small enough to be drawn while somebody types; else None."""
    try:
        if not data or prod(Image.open(BytesIO(data), formats=("PNG", "JPEG")).size) > _SMALL_PIXELS:
            return None
        open_picture(data)
    except (
        *(ValueError, OSError, SyntaxError),
        *(Image.DecompressionBombError, Image.DecompressionBombWarning),  # a warning where those are errors
    ):
        return None
    return data


def open_picture(data: bytes) -> Image.Image:
    """A PNG or JPEG as an sRGB picture; ValueError with a sentence for anything else or for one that is too large."""
    try:
        picture = Image.open(BytesIO(data), formats=("PNG", "JPEG"))
        if picture.width * picture.height > MAX_LOGO_PIXELS:
            raise ValueError("The logo is too large. Use a picture of at most 4,000 by 4,000 pixels.")
        return picture.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("The logo cannot be read as a picture. Use a PNG or JPEG file.") from None
