"""Prints documents through the system's own dialog: the very PDF's pages, as pictures at the printer's resolution.

Promises: one band of a page is in memory at a time, whatever the printer's resolution; a printer that is not there, is
gone or gives up, and a print that is stopped, are a sentence; the window goes on meanwhile. May not know: how paper is
made, lists.

Why pictures: what comes out of the printer is drawn by the same code as the page on the screen, so that no font is
replaced and no line breaks differently. Above 600 dots an inch nobody sees more and the spooler chokes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QDialog

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services.any_paper import file_of
from onetool_desktop.services.paper_files import PaperFile
from onetool_desktop.ui.screens.paper.run import Job, PaperRun, Piece, Stop
from onetool_desktop.ui.screens.screen import Screen

if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

    from PySide6.QtPrintSupport import QPrinter

MOST_DPI = 600
BAND_ROWS = 64  # drawn between two frames of the window; of an A4 page at 600 dots an inch about 1.3 MB
_POINTS = 72

Make = Callable[[], PaperFile]


class Printing:
    """The print dialog of one screen, and the job behind it."""

    def __init__(self, screen: Screen, run: PaperRun) -> None:
        self._screen, self._run = screen, run

    def documents(self, c: str, ids: Sequence[str]) -> None:
        """Asks for the printer, then prints the documents one after another."""
        replica = self._screen.work.replica
        self.ask([partial(file_of, replica, c=c, id=row_id) for row_id in ids])

    def ask(self, makes: Sequence[Make]) -> None:
        """The same for documents that are made when their turn comes."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo  # here: read on first use

        if not QPrinterInfo.availablePrinterNames():
            self._screen.work.errors.tell(no_printer())
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._screen)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Print"))
        dialog.accepted.connect(lambda: self.to(printer, makes))
        QDialog.open(dialog)  # its own asks for a slot by name

    def to(self, printer: "QPrinter", makes: Sequence[Make]) -> None:
        """Prints on a printer that was chosen."""
        self._run.start(print_job(printer, makes))


def no_printer() -> SentenceError:
    """There is nothing to print on."""
    return SentenceError(
        _("No printer is set up on this computer."),
        safe=_("Nothing was printed."),
        next_step=_("Set one up in the system's settings, or save the document as PDF."),
    )


def print_job(printer: "QPrinter", makes: Sequence[Make]) -> Job:
    """Prints documents as one print job; answers what is said at its end."""
    sheet = _Sheets(printer)
    try:
        for at, make in enumerate(makes):
            words = _("Printing {at} of {count}").format(at=at + 1, count=len(makes))
            file: PaperFile = yield Piece(make, words, at, len(makes))
            yield from _pages(sheet, file, words, at, len(makes))
    except Stop:
        sheet.abort()
        return _("Printing was stopped.")
    except BaseException:
        sheet.abort()
        raise
    sheet.end()
    sent = ngettext(
        "{count} page was sent to {printer}.", "{count} pages were sent to {printer}.", sheet.printed
    )
    return sent.format(count=sheet.printed, printer=printer.printerName() or _("the printer"))


@dataclass(frozen=True, slots=True)
class _Band:
    """Where a band of a page stands: its first row and how many there are, of pixels at `dpi`."""

    page: int
    top: int
    rows: int
    dpi: int


def _pages(
    sheets: "_Sheets", file: PaperFile, words: str, done: int, of: int
) -> "Generator[Piece, Any, None]":
    """The bands of each page that is wanted, made beside the window and drawn here."""
    from onetool_desktop.documents.pages_image import page_count, page_size, render_band

    for page in range((yield Piece(partial(page_count, file.pdf), words, done, of))):
        if not sheets.wants_next():
            continue
        size = yield Piece(partial(page_size, file.pdf, page), words, done, of)
        sheets.begin(size)
        for band in _bands(page, size, sheets.dpi):
            call = partial(render_band, file.pdf, page, dpi=band.dpi, top=band.top, rows=band.rows)
            image = yield Piece(call, words, done, of)
            sheets.draw(QImage(image.rgba, image.width, image.height, image.width * 4, _RGB), band)


def _bands(page: int, size: tuple[float, float], dpi: int) -> Iterator[_Band]:
    rows = ceil(size[1] * dpi / _POINTS)
    for top in range(0, rows, BAND_ROWS):
        yield _Band(page, top, min(BAND_ROWS, rows - top), dpi)


_RGB = (
    QImage.Format.Format_RGBX8888
)  # a page has no see-through parts, and a printer would be sent a mask of them


class _Sheets:
    """One print job on one printer: sheets begun, bands drawn on them."""

    def __init__(self, printer: "QPrinter") -> None:
        self._printer = printer
        self._painter = QPainter()
        self._seen = 0
        self._scale = 1.0
        self.printed = 0
        if printer.resolution() > MOST_DPI:
            printer.setResolution(MOST_DPI)
        self.dpi = min(printer.resolution(), MOST_DPI)

    def wants_next(self) -> bool:
        """Whether the dialog asked for the next page: counted over all documents."""
        self._seen += 1
        first, last = self._printer.fromPage(), self._printer.toPage()
        return not first or first <= self._seen <= (last or self._seen)

    def begin(self, size: tuple[float, float]) -> None:
        """Begins a sheet for a page of `size` points, scaled down where the printer has smaller paper."""
        if self._painter.isActive():
            if not self._printer.newPage():
                raise self._gone()
        else:
            self._printer.setFullPage(True)
            paper = QPageSize(QSizeF(*size), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
            self._printer.setPageSize(paper)
            self._printer.setPageOrientation(QPageLayout.Orientation.Portrait)
            if not self._painter.begin(self._printer):
                raise self._gone()
        self.printed += 1
        dots = self._printer.resolution()
        room = self._printer.pageLayout().fullRectPixels(dots)
        fits = min(room.width() * _POINTS / (size[0] * dots), room.height() * _POINTS / (size[1] * dots), 1.0)
        self._scale = dots / self.dpi * (fits if fits < _NEARLY else 1.0)

    def draw(self, image: QImage, band: _Band) -> None:
        """Draws a band where it belongs."""
        scale = self._scale
        target = QRectF(0, band.top * scale, image.width() * scale, image.height() * scale)
        self._painter.drawImage(target, image)

    def end(self) -> None:
        """Hands the job over to the system."""
        from PySide6.QtPrintSupport import QPrinter

        if self._painter.isActive() and not self._painter.end():
            raise self._gone()
        if self._printer.printerState() in (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error):
            raise self._gone()

    def abort(self) -> None:
        """Nothing more is printed, and what has not left the computer is not printed either."""
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()

    def _gone(self) -> SentenceError:
        name = self._printer.printerName()
        return SentenceError(
            _("The printer {name} does not answer.").format(name=name)
            if name
            else _("The printer does not answer."),
            safe=_("The document is unchanged; nothing more is printed."),
            next_step=_("Check that it is on and connected, or save the document as PDF."),
        )


_NEARLY = 0.995  # rounding of a paper's size is no smaller paper
