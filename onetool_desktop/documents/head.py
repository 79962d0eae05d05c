"""The top of page one: letterhead, the customer's address, the facts, the title and what introduces the lines.

Promises: values of any length are wrapped and, where they would fill pages, flow on; nothing is cut away.
May not know: lines, totals, files.
"""

from dataclasses import dataclass, replace

from PIL import Image

from onetool_desktop.documents.job import (
    BODY,
    CAPTION,
    DETAIL,
    GAP,
    INK,
    LABEL,
    MM,
    SIDE,
    SOFT,
    STRONG,
    TOP,
    WINDOW,
    Headed,
    Job,
)
from onetool_desktop.documents.pen import Pen
from onetool_desktop.documents.sheet import Part, Sheet, SheetMaker
from onetool_desktop.documents.text import Style, one_line
from onetool_desktop.domain.tax_ids import is_vat_id

_LOGO = (60 * MM, 22 * MM)
_FACT = 27 * MM


@dataclass(frozen=True, slots=True)
class _Pictured:
    """A sheet with a picture in its top left corner."""

    sheet: Sheet
    picture: Image.Image
    size: tuple[float, float]

    @property
    def height(self) -> float:
        """The sheet's."""
        return self.sheet.height

    def split(self, room: float, page: float) -> tuple[Part, Part | None] | None:
        """The picture stays with what comes first."""
        found = self.sheet.split(room, page)
        return None if found is None else (replace(self, sheet=found[0]), found[1])

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """The picture, then the sheet."""
        pen.picture(x, y, self.picture, width=self.size[0], height=self.size[1])
        self.sheet.draw(pen, x, y)


def head(job: Job) -> list[Part]:
    """The parts above the lines."""
    parts: list[Part] = [letterhead(job), _address_and_facts(job), _title(job)]
    if job.paper.intro:
        sheet = SheetMaker()
        sheet.text(job.paper.intro, BODY, x=0, y=0, width=job.width)
        parts.append(sheet.done(after=GAP, least=2 * BODY.leading))
    return parts


def letterhead(job: Headed, *, height: float = WINDOW - TOP) -> Part:
    """The firm: its logo or name at the left, how to reach it at the right; at least down to where an envelope's window
    begins.
    """
    seller = job.seller
    sheet = SheetMaker()
    x = job.width - SIDE
    y = 0.0
    if job.logo is None:
        style = Style("bold", 15, 19, job.accent)
        sheet.text(seller.name, style, x=0, y=-2, width=x - GAP)
    else:
        y = sheet.text(seller.name, replace(DETAIL, face="bold", colour=INK), x=x, y=y, width=SIDE)
    for text in (*seller.address, seller.phone, seller.email, seller.web):
        y = sheet.text(text, DETAIL, x=x, y=y, width=SIDE)
    made = sheet.done(height=height, after=GAP)
    if job.logo is None:
        return made
    scale = min(_LOGO[0] / job.logo.width, _LOGO[1] / job.logo.height)
    return _Pictured(made, job.logo, (job.logo.width * scale, job.logo.height * scale))


def _address_and_facts(job: Job) -> Sheet:
    """The address in the envelope's window, the facts beside it."""
    paper = job.paper
    sheet = SheetMaker()
    room = job.width - SIDE - GAP
    sender = " · ".join((paper.seller.name, *paper.seller.address))
    sheet.put(one_line(sender, CAPTION, width=room), CAPTION, x=0, y=0, width=room)
    y = sheet.text(paper.customer.name, replace(STRONG, size=10, leading=14), x=0, y=16, width=room)
    for text in (paper.customer.attention, *paper.customer.address):
        y = sheet.text(text, replace(BODY, size=10, leading=14), x=0, y=y, width=room)
    y = 0.0
    for label, value in _facts(job):
        strong = value == job.number
        sheet.word(label, LABEL, x=job.width - SIDE, y=y)
        y = (
            sheet.text(value, STRONG if strong else BODY, x=job.width - SIDE + _FACT, y=y, width=SIDE - _FACT)
            + 2
        )
    return sheet.done(height=36 * MM, after=GAP)


def _facts(job: Job) -> list[tuple[str, str]]:
    """Labels and values, those without a value left out."""
    paper, words = job.paper, job.words
    number = job.number or " · ".join(part for part in (job.reference, words.follows) if part)
    due = words.valid if paper.kind == "quote" else words.due
    # German law (§ 14 Abs. 4 Nr. 6 UStG) wants the day of supply also where it is the day of the invoice.
    same = paper.service_day == paper.issue_day
    served = words.same_day if same else job.formats.day(paper.service_day)
    theirs = paper.customer.tax_number
    facts = [
        (words.number, number),
        (words.date, job.formats.day(paper.issue_day)),
        (due, job.formats.day(paper.due_day)),
        (words.service_day, served),
        (words.reference, paper.reference),
        (words.project, paper.project),
        (words.customer_vat if is_vat_id(theirs) else words.customer_tax, theirs),
    ]
    return [(label, value) for label, value in facts if value]


def _title(job: Job) -> Sheet:
    """Kind and number as the page's headline, then title and place of service."""
    paper = job.paper
    sheet = SheetMaker()
    big = Style("bold", 19, 25, job.accent)
    y = 0.0
    kind = one_line(job.kind, big)
    sheet.put(kind, big, x=0, y=y)
    beside = job.number or job.reference or job.words.follows
    style = replace(big, face="regular", colour=INK if job.number else SOFT)
    y = sheet.put(one_line(beside, style, width=job.width - kind.width - 7), style, x=kind.width + 7, y=y) + 1
    if job.pro_forma and paper.kind == "invoice":
        y = sheet.text(job.words.pro_forma_note, replace(DETAIL, face="bold"), x=0, y=y, width=job.width)
    y = sheet.text(paper.title, Style("bold", 11, 15, INK), x=0, y=y, width=job.width)
    if paper.service_address:
        place = f"{job.words.place}: {', '.join(paper.service_address)}"
        y = sheet.text(place, replace(DETAIL, size=8.5, leading=12), x=0, y=y + 1, width=job.width)
    return sheet.done(after=GAP, least=3 * big.leading)
