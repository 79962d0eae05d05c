"""Quotes and invoices as PDF: a frozen paper in, the bytes of the document out.

Promises: the same paper, number and status give the same bytes on every device; any text prints as itself; nothing
on the paper is left out; a paper without a number says so and asks for no payment. Preview, print, mail and archive
use these bytes. Takes milliseconds and no lock: run it in the paper lane.
May not know: stores, screens, how values came about.

Why: one layout serves quote and invoice, since they differ in five words and the closing; two declarations would
have to be kept alike by hand. Language and paper size are part of the frozen paper: a copy printed elsewhere is the
same copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, cast

from onetool_desktop.documents.frame import PageFrame, draw_pages, pen_for
from onetool_desktop.documents.head import head
from onetool_desktop.documents.items import line_table
from onetool_desktop.documents.job import Job, Status
from onetool_desktop.documents.pen import Pen, open_picture
from onetool_desktop.documents.sums import closing, sums
from onetool_desktop.documents.text import missing_glyphs
from onetool_desktop.domain.paper import Paper, PaperSize


@dataclass(frozen=True, slots=True)
class Print:
    """One document of a batch, as the arguments of `render`."""

    paper: Paper
    number: str | None
    status: Status = "issued"
    reference: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A document as bytes, and on which page each of its lines begins, counted from 0."""

    pdf: bytes
    places: Mapping[str, int]


def render(
    paper: Paper,
    *,
    number: str | None,
    status: Status = "issued",
    reference: str = "",
    locale: str | None = None,
    paper_size: PaperSize | None = None,
    logo: bytes | None = None,
) -> bytes:
    """The document as a PDF file.

    `number` is as `numbering.format_number` writes it; None prints a draft (status `draft`) or a pro forma, named by
    `reference`. `locale` and `paper_size` are the paper's own unless given. `logo` is a PNG or JPEG; ValueError with a
    sentence if it is neither, or if the paper's currency is unknown.
    """
    return render_placed(
        paper,
        number=number,
        status=status,
        reference=reference,
        locale=locale,
        paper_size=paper_size,
        logo=logo,
    ).pdf


def render_placed(
    paper: Paper,
    *,
    number: str | None,
    status: Status = "issued",
    reference: str = "",
    locale: str | None = None,
    paper_size: PaperSize | None = None,
    logo: bytes | None = None,
) -> Placed:
    """The same file, with the pages of its lines."""
    job = Job(
        paper=paper,
        number=number,
        reference=reference,
        status=status,
        locale=locale or paper.locale,
        paper_size=paper_size or paper.paper_size,
        logo=open_picture(logo) if logo else None,
    )
    pen = pen_for(job, title=job.name)
    _draw(pen, job)
    return Placed(pen.finish(), pen.places)


def render_batch(prints: Sequence[Print], *, title: str, paper_size: PaperSize = "A4") -> bytes:
    """Many documents as one file, pages counted for each by itself; ValueError if there are none."""
    if not prints:
        raise ValueError("There is nothing to print. Choose at least one document.")
    pen: Pen | None = None
    for item in prints:
        logo = open_picture(item.logo) if item.logo else None
        job = Job(item.paper, item.number, item.reference, item.status, item.paper.locale, paper_size, logo)
        pen = pen or pen_for(job, title=title)
        pen.bookmark(f"{job.name} · {item.paper.customer.name}")
        _draw(pen, job)
    return cast("Pen", pen).finish()


def paper_missing_glyphs(paper: Paper) -> set[str]:
    """The characters on a paper that no font has: to be asked before issue, for they print as marks."""
    return missing_glyphs("\n".join(_texts(paper)))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in cast("tuple[object, ...]", value) for text in _texts(item)]
    if is_dataclass(value):
        return [text for item in fields(value) for text in _texts(getattr(value, item.name))]
    return []


def _draw(pen: Pen, job: Job) -> None:
    """The document's pages, drawn one after another."""
    frame = PageFrame(job)
    parts: list[Any] = [*head(job), line_table(job, sums(job)), *closing(job), *frame.rest()]
    draw_pages(pen, frame, parts)
