"""What repeats on every page: the word across it, the short header from page two on, and the footer.

Promises: `Page X of Y` on every page; the footer's height is the same on all pages of a document and bounded, so
that any legal note leaves room for lines; a note too long for the footer is printed whole at the end of the document
as well.
May not know: lines, totals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onetool_desktop.documents.flow import Frame, paginate
from onetool_desktop.documents.job import (
    BOTTOM,
    CAPTION,
    DETAIL,
    GAP,
    GHOST,
    HAIR,
    LEFT,
    SIZES,
    TOP,
    Headed,
)
from onetool_desktop.documents.pen import Pen
from onetool_desktop.documents.sheet import Part, Sheet, SheetMaker
from onetool_desktop.documents.sums import grouped_iban
from onetool_desktop.documents.text import Style, TextLine, one_line, wrap
from onetool_desktop.domain.tax_ids import is_vat_id

_NOTE_LINES = 3
_BLOCK_LINES = 4
_SMALL = CAPTION


@dataclass(frozen=True)
class PageFrame:
    """Decorates the pages of one document."""

    job: Headed

    @cached_property
    def _footer(self) -> Sheet:
        """The seller's legal block, without the page's number."""
        sheet = SheetMaker()
        width = (self.job.width - 2 * GAP) / 3
        bottom = 0.0
        for place, block in enumerate(self._blocks()):
            y = 5.0
            for text in block[:_BLOCK_LINES]:
                line = one_line(text, _SMALL, width=width)
                y = sheet.put(line, _SMALL, x=place * (width + GAP), y=y, width=width)
            bottom = max(bottom, y)
        for line in self._note()[:_NOTE_LINES]:
            bottom = sheet.put(line, _SMALL, x=0, y=bottom, width=self.job.width)
        sheet.rule(0, 0, self.job.width, colour=HAIR)
        return sheet.done(after=3)

    def _blocks(self) -> list[list[str]]:
        """Three columns: who, how to reach them, bank and tax."""
        seller, words = self.job.seller, self.job.words
        labelled = [
            (words.vat_number if is_vat_id(seller.tax_number) else words.tax_number, seller.tax_number),
            (words.bank, seller.bank),
            ("IBAN", grouped_iban(seller.iban)),
            ("BIC", seller.bic),
        ]
        blocks = [
            [seller.name, *seller.address],
            [seller.phone, seller.email, seller.web],
            [f"{label} {value}" for label, value in labelled if value],
        ]
        return [[text for text in block if text] for block in blocks]

    def _note(self) -> list[TextLine]:
        return wrap(self.job.seller.footer, _SMALL, self.job.width)

    def rest(self) -> list[Part]:
        """The legal note, where the footer cannot hold it."""
        if len(self._note()) <= _NOTE_LINES:
            return []
        sheet = SheetMaker()
        sheet.text(self.job.seller.footer, _SMALL, x=0, y=6, width=self.job.width)
        return [sheet.done(after=GAP)]

    @property
    def _foot(self) -> float:
        """Where the footer begins."""
        return SIZES[self.job.paper_size][1] - BOTTOM - self._footer.height - _SMALL.leading

    @property
    def first(self) -> Frame:
        """Where parts stand on page one."""
        return Frame(TOP, self._foot - GAP / 2)

    @property
    def later(self) -> Frame:
        """Where they stand on the pages after it."""
        return Frame(TOP + DETAIL.leading + GAP, self._foot - GAP / 2)

    def before(self, pen: Pen, page: int) -> None:
        """What comes first on a page, counted from 1: the word across it and the short header."""
        self._stamp(pen)
        if page > 1:
            self._continuation().draw(pen, LEFT, TOP)

    def _stamp(self, pen: Pen) -> None:
        if self.job.stamp:
            style = Style("bold", 104, 104, GHOST)
            longest = SIZES[self.job.paper_size][0] * 1.05
            line = one_line(self.job.stamp, style)
            if line.width > longest:
                style = Style("bold", 104 * longest / line.width, 104, GHOST)
                line = one_line(self.job.stamp, style)
            pen.across(line, style, width=SIZES[self.job.paper_size][0])

    def after(self, pen: Pen, page: int, pages: int) -> None:
        """The footer of a page, counted from 1."""
        self._footer.draw(pen, LEFT, self._foot)
        sheet = SheetMaker()
        label = self.job.words.page.format(page, pages)
        sheet.word(label, _SMALL, x=0, y=0, width=self.job.width, align="right")
        sheet.put(one_line(self.job.name, _SMALL, width=self.job.width * 0.7), _SMALL, x=0, y=0)
        sheet.done().draw(pen, LEFT, self._foot + self._footer.height)

    def _continuation(self) -> Sheet:
        """Seller, document, customer and day on one line."""
        sheet = SheetMaker()
        day = one_line(self.job.formats.day(self.job.day), DETAIL)
        sheet.put(day, DETAIL, x=0, y=0, width=self.job.width, align="right")
        room = self.job.width - day.width - GAP
        names = [one_line(text, DETAIL, width=room / 3) for text in (self.job.seller.name, self.job.name)]
        x = 0.0
        for line in names:
            sheet.put(line, DETAIL, x=x, y=0)
            x += line.width + 9
        sheet.put(one_line(self.job.customer_name, DETAIL, width=room - x), DETAIL, x=x, y=0)
        sheet.rule(0, DETAIL.leading + 2, self.job.width, colour=HAIR)
        return sheet.done()


def pen_for(job: Headed, *, title: str) -> Pen:
    """The pen for a file of this title that begins with this document."""
    width, height = SIZES[job.paper_size]
    language = str(job.formats.locale).replace("_", "-")
    return Pen(width=width, height=height, title=title, author=job.seller.name, language=language)


def draw_pages(pen: Pen, frame: PageFrame, parts: Sequence[Part]) -> None:
    """Draws the parts of one document on its pages, one after another."""
    pages = paginate(parts, first=frame.first, later=frame.later)
    for at, page in enumerate(pages, start=1):
        frame.before(pen, at)
        for y, part in page:
            part.draw(pen, LEFT, y)
        frame.after(pen, at, len(pages))
        pen.end_page()
