"""The job sheet of a visit as PDF: where, when, how to get in, what to do, and room for a pen.

Promises: equal values give equal bytes; any text prints as itself and flows on where it is long; what is known is
printed and what is not is a line to write on, so one layout serves the office before the day and the customer after it;
a box to sign in is never cut. No amount is on it. Takes milliseconds and no lock: run it in the paper lane.
May not know: stores, screens, how values came about.
"""

from dataclasses import dataclass, replace
from functools import cached_property

from PIL import Image

from onetool_desktop.documents.frame import PageFrame, draw_pages, pen_for
from onetool_desktop.documents.head import letterhead
from onetool_desktop.documents.job import (
    BODY,
    DETAIL,
    GAP,
    HAIR,
    INK,
    LABEL,
    SIDE,
    SOFT,
    STRONG,
    Headed,
)
from onetool_desktop.documents.job_sheet_words import JobSheetWords, job_sheet_words
from onetool_desktop.documents.pen import Pen, open_picture
from onetool_desktop.documents.sheet import Part, Sheet, SheetMaker
from onetool_desktop.documents.text import Style, one_line
from onetool_desktop.domain.job_sheet import JobSheet
from onetool_desktop.domain.paper import PaperSize, Seller

_LARGE = Style("regular", 11.5, 16, INK)  # read at arm's length, on a dashboard
_LARGE_STRONG = replace(_LARGE, face="bold")
_WRITTEN = 20.0  # from line to line where a pen writes
_FEW, _MANY = 2, 3  # lines to write on, below a text and where there is none
_MATERIALS = 4
_BOX = 78.0
_HEAD = 60.0  # no window of an envelope to keep clear of
_LABELS = 22 * 72 / 25.4


@dataclass(frozen=True)
class _Order(Headed):
    """A job sheet to be drawn."""

    sheet: JobSheet
    locale: str
    paper_size: PaperSize
    logo: Image.Image | None = None

    @property
    def seller(self) -> Seller:
        """Overrides Headed."""
        return self.sheet.seller

    @property
    def customer_name(self) -> str:
        """Overrides Headed."""
        return self.sheet.client

    @property
    def day(self) -> str:
        """Overrides Headed: the day of the visit."""
        return self.sheet.day

    @property
    def currency(self) -> str:
        """Overrides Headed: any will do, since no amount is written."""
        return "EUR"

    @property
    def chosen_accent(self) -> str:
        """Overrides Headed."""
        return ""

    @property
    def name(self) -> str:
        """Overrides Headed: `Work order P-2041`."""
        return f"{self.own.kind} {self.sheet.number}".strip()

    @property
    def stamp(self) -> str:
        """Overrides Headed: none."""
        return ""

    @cached_property
    def own(self) -> JobSheetWords:
        """The words of a job sheet."""
        return job_sheet_words(self.formats.locale)


@dataclass(frozen=True, slots=True)
class _Whole:
    """A sheet that is never cut, since what is to be written on it belongs together; with boxes around some of it.

    Why its own: a sheet is cut between lines of text, and there is none between lines that are still to be written.
    """

    sheet: Sheet
    boxes: tuple[tuple[float, float, float], ...] = ()  # left, top and width of each

    @property
    def height(self) -> float:
        """The sheet's."""
        return self.sheet.height

    def split(self, room: float, page: float) -> tuple[Part, Part | None] | None:
        """Whole, or overleaf."""
        return (self, None) if self.height <= room or room >= page else None

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """The boxes, then the sheet."""
        for left, top, width in self.boxes:
            pen.frame(x + left, y + top, width, _BOX, colour=SOFT, weight=0.6)
        self.sheet.draw(pen, x, y)


def render_job_sheet(sheet: JobSheet, *, logo: bytes | None = None) -> bytes:
    """The job sheet as a PDF file. `logo` is a PNG or JPEG; ValueError with a sentence if it is neither."""
    order = _Order(sheet, sheet.locale, sheet.paper_size, open_picture(logo) if logo else None)
    frame = PageFrame(order)
    pen = pen_for(order, title=order.name)
    texts = ((order.own.access, sheet.access), (order.own.what, sheet.what))
    draw_pages(
        pen,
        frame,
        [
            letterhead(order, height=_HEAD),
            _title(order),
            _place_and_facts(order),
            *(_titled(order, title, text) for title, text in texts if text),
            _times(order),
            _materials(order),
            *_notes(order),
            _signatures(order),
            *frame.rest(),
        ],
    )
    return pen.finish()


def _title(order: _Order) -> Sheet:
    """Kind and number as the page's headline, then what the visit is called."""
    maker = SheetMaker()
    big = Style("bold", 19, 25, order.accent)
    kind = one_line(order.own.kind, big)
    maker.put(kind, big, x=0, y=0)
    plain = replace(big, face="regular", colour=INK)
    number = one_line(order.sheet.number, plain, width=order.width - kind.width - 7)
    y = maker.put(number, plain, x=kind.width + 7, y=0) + 1
    maker.text(order.sheet.title, _LARGE_STRONG, x=0, y=y, width=order.width)
    return maker.done(after=GAP, least=3 * big.leading)


def _place_and_facts(order: _Order) -> Sheet:
    """Where it is, large, and whom to ask for; beside it when, who and for which project."""
    sheet, words = order.sheet, order.own
    maker = SheetMaker()
    room = order.width - SIDE - GAP
    maker.rule(0, 0, order.width, colour=HAIR)
    y = maker.word(words.place, LABEL, x=0, y=6)
    y = maker.text(sheet.client, _LARGE_STRONG, x=0, y=y, width=room)
    name = "" if sheet.place_name == sheet.client else sheet.place_name
    for text in (name, *sheet.place):
        y = maker.text(text, _LARGE, x=0, y=y, width=room)
    reach = " · ".join(text for text in (sheet.contact, sheet.phone) if text)
    if reach:
        y = maker.word(words.contact, LABEL, x=0, y=y + 6)
        maker.text(reach, _LARGE, x=0, y=y, width=room)
    _put_facts(order, maker)
    return maker.done(after=GAP)


def _put_facts(order: _Order, maker: SheetMaker) -> None:
    """Labels and values at the right, those without a value left out."""
    sheet, words, formats = order.sheet, order.own, order.formats
    printed = " ".join((formats.day(sheet.printed_day), formats.time(sheet.printed_time))).strip()
    span = " – ".join(formats.time(text) for text in (sheet.start, sheet.end) if text)
    x, y = order.width - SIDE, 6.0
    for label, value, style in (
        (words.day, formats.day(sheet.day), STRONG),
        (words.time, span, STRONG),
        (words.technician, sheet.person, BODY),
        (words.project, sheet.project, BODY),
        (words.printed, printed, DETAIL),
    ):
        if value:
            maker.word(label, LABEL, x=x, y=y)
            y = maker.text(value, style, x=x + _LABELS, y=y, width=SIDE - _LABELS) + 2


def _titled(order: _Order, title: str, text: str) -> Sheet:
    """A heading and a text that may flow on."""
    maker = SheetMaker()
    maker.rule(0, 0, order.width, colour=HAIR)
    y = maker.word(title, STRONG, x=0, y=6) + 1
    maker.text(text, BODY, x=0, y=y, width=order.width)
    return maker.done(after=GAP, least=6 + STRONG.leading + 3 * BODY.leading)


def _times(order: _Order) -> _Whole:
    """When it began and ended: as it is known, else lines to write on."""
    words, sheet = order.own, order.sheet
    maker = SheetMaker()
    maker.rule(0, 0, order.width, colour=HAIR)
    top = maker.word(words.worked, STRONG, x=0, y=6) + 4
    width = (order.width - 2 * GAP) / 3
    for at, (label, known) in enumerate(
        ((words.began, sheet.began), (words.ended, sheet.ended), (words.pause, ""))
    ):
        x = at * (width + GAP)
        words_of_it = one_line(label, LABEL)
        maker.put(words_of_it, LABEL, x=x, y=top)
        maker.word(order.formats.time(known), BODY, x=x + words_of_it.width + 8, y=top)
        maker.rule(x + words_of_it.width + 6, top + 13, width - words_of_it.width - 6, colour=SOFT)
    return _Whole(maker.done(after=GAP))


def _materials(order: _Order) -> _Whole:
    """A table to write in."""
    words, width = order.own, order.width
    maker = SheetMaker()
    maker.rule(0, 0, width, colour=HAIR)
    top = maker.word(words.materials, STRONG, x=0, y=6) + 1
    columns = ((0.0, 0.68, words.material), (0.70, 0.14, words.quantity), (0.86, 0.14, words.unit))
    for left, share, label in columns:
        maker.word(label, LABEL, x=left * width, y=top)
        for line in range(1, _MATERIALS + 1):
            maker.rule(left * width, top + LABEL.leading + line * _WRITTEN, share * width, colour=SOFT)
    return _Whole(maker.done(after=GAP))


def _notes(order: _Order) -> list[Part]:
    """The report as far as there is one, and lines to write on."""
    report = order.sheet.report
    maker = SheetMaker()
    maker.rule(0, 0, order.width, colour=HAIR)
    y = maker.word(order.own.notes, STRONG, x=0, y=6) + 1
    maker.text(report, BODY, x=0, y=y, width=order.width)
    parts: list[Part] = [maker.done(least=6 + STRONG.leading + 2 * _WRITTEN)]
    for _line in range(_FEW if report else _MANY):
        line = SheetMaker()
        line.rule(0, _WRITTEN, order.width, colour=SOFT)
        parts.append(_Whole(line.done()))
    return [*parts, Sheet(GAP + 4)]


def _signatures(order: _Order) -> _Whole:
    """Where the customer and the technician sign."""
    words = order.own
    maker = SheetMaker()
    top = maker.word(words.accepted, BODY, x=0, y=0) + 4
    width = (order.width - GAP) / 2
    foot = top + _BOX - DETAIL.leading - 4
    for x, who in ((0.0, words.customer), (width + GAP, words.technician)):
        maker.word(who, STRONG, x=x + 6, y=top + 4)
        maker.rule(x + 6, foot - 2, width - 12, colour=HAIR)
        for share, label in ((0.0, words.name), (0.36, words.date), (0.6, words.signature)):
            maker.word(label, DETAIL, x=x + 6 + share * (width - 12), y=foot)
    return _Whole(maker.done(height=top + _BOX, after=4), ((0.0, top, width), (width + GAP, top, width)))
