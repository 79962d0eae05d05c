"""The page beside the grid: the very PDF, made from what is typed and not yet saved, a moment after the hand rests.

Promises: pages are made in the paper lane, one at a time, and the newest wording wins; what was shown stays until the
next is there; typing never waits for it. It follows the line that the hand is on to its page; of a long document only
the pages in sight are pictures, the others are drawn when they come into sight. May not know: the grid's widgets, how
paper is drawn.

Why: the paper is built by the same function that freezes a document when it is sent; only its lines come from the grid
instead of the store. So what is seen while typing is what will be printed, to the byte.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from onetool_desktop.changes.draft_paper import LINES_OF, Rows, build_paper
from onetool_desktop.changes.values import ROW, Fields, Row
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.services.line_work import Line
from onetool_desktop.services.paper import OnPaper, headed, paper_of, pdf_of, placed_pdf_of
from onetool_desktop.services.paper_files import PaperFile
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.widgets.buttons import IconButton
from onetool_desktop.ui.widgets.page_view import PageView
from onetool_desktop.ui.widgets.text import Text, Voice

if TYPE_CHECKING:
    from onetool_desktop.store.replica import Reads

REST_MS = 45  # the hand rests
_LATEST_S = 0.3  # a page is made at least so often while keys keep coming
_KEPT_PAGES = 12  # pictures, those nearest to what is seen
_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_POINTS = {"A4": 595.3, "Letter": 612.0}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be seen: a document, the grid's lines in place of the saved ones (None: as it is saved), and the line
    that the hand is on.
    """

    c: str
    id: str
    lines: tuple[Line, ...] | None = None
    line: str = ""


@dataclass(frozen=True, slots=True)
class MadePages:
    """A document as bytes and as pictures of some of its `count` pages; `places` are the pages of its lines."""

    wanted: Wanted
    name: str
    pdf: bytes
    pages: dict[int, QImage]
    count: int
    places: Mapping[str, int]
    dpi: float


class LivePage(QWidget):
    """Shows the newest page of one document."""

    shown = Signal(object)  # MadePages

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._ask: Callable[[], Wanted] | None = None
        self._asked_at: float | None = None
        self._busy = False
        self._followed = ("", -1)  # the line that was brought into sight last, and its page
        self.made: MadePages | None = None
        self.pages = PageView(look=work.look, name=_("The page as it will be printed"))
        self.pages.looked.connect(self._fill)
        self._count = Text("", look=work.look, voice=Voice.CAPTION)
        self._timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._timer.timeout.connect(self._make)
        self.zoom = 1.0
        self._share = Text("100 %", look=work.look, voice=Voice.CAPTION)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages, 1)
        layout.addLayout(self._foot())

    def follow(self, ask: Callable[[], Wanted]) -> None:
        """Shows what `ask` answers when the hand rests; ask again with `touch`."""
        self._ask = ask
        self.touch()

    def forget(self) -> None:
        """Shows nothing."""
        self._ask = None
        self.made, self._followed = None, ("", -1)
        self.pages.show_pages({}, count=0, spoken="")
        self._count.setText("")

    def zoom_by(self, steps: int) -> None:
        """Shows the pages larger or smaller by so many steps; 0 as wide as there is room."""
        at = min(range(len(_ZOOMS)), key=lambda one: abs(_ZOOMS[one] - self.zoom))
        self.zoom = _ZOOMS[min(max(at + steps, 0), len(_ZOOMS) - 1)] if steps else 1.0
        self._share.setText(f"{round(self.zoom * 100)} %")
        self.pages.zoom, self._followed = self.zoom, ("", -1)
        self.touch()

    def file_now(self, then: Callable[[PaperFile], None]) -> None:
        """Makes the document as it stands now, also where no page is shown, and hands it to `then`."""
        ask = self._ask
        if ask is not None:
            making = _Making(self._work, ask(), 0, 1.0, ())
            self._work.operations.paper(self, making.file, then=then)

    def touch(self) -> None:
        """Something changed."""
        now = monotonic()
        if self._asked_at is None:
            self._asked_at = now
        if not self._timer.isActive() or now - self._asked_at < _LATEST_S:
            self._timer.start(REST_MS)

    @property
    def settled(self) -> bool:
        """Whether what is shown is the newest."""
        return not self._busy and not self._timer.isActive()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Overrides QWidget: pages are made as wide as there is room."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.touch()

    def _foot(self) -> QHBoxLayout:
        look, step = self._work.look, self._work.look.measures.step
        foot = QHBoxLayout()
        foot.setContentsMargins(step(4), step(0.5), step(4), step(0.5))
        foot.setSpacing(step(1))
        foot.addWidget(self._count, 1)
        smaller = IconButton(_("Smaller page"), icon="minus", look=look)
        smaller.clicked.connect(lambda: self.zoom_by(-1))
        larger = IconButton(_("Larger page"), icon="plus", look=look)
        larger.clicked.connect(lambda: self.zoom_by(1))
        for widget in (smaller, self._share, larger):
            foot.addWidget(widget)
        return foot

    def _make(self) -> None:
        if self._busy or self._ask is None or not self.isVisible():
            return
        self._busy, self._asked_at = True, None
        look = self._work.look
        width = max(self.pages.viewport().width() - look.measures.step(12), look.measures.char * 20)
        width = round(min(width, self.pages.page_width) * self.zoom)
        making = _Making(self._work, self._ask(), width, self.devicePixelRatioF(), self.pages.in_sight())
        self._work.operations.paper(self, making, then=self._show)

    def _show(self, made: MadePages | BaseException) -> None:
        self._busy = False
        if self._asked_at is not None:
            self._timer.start(REST_MS)
        if isinstance(made, BaseException):
            if not isinstance(made, KeyError):
                self._work.errors.tell(made)
            return
        ask = self._ask
        if ask is None or (made.wanted.c, made.wanted.id) != _key(ask()):
            return
        self.made = made
        words = ngettext("{count} page", "{count} pages", made.count).format(count=made.count)
        self._count.setText(words)
        self.pages.show_pages(made.pages, count=made.count, spoken=words)
        self.shown.emit(made)
        self.follow_line(made.wanted.line)
        self._fill()

    def follow_line(self, line: str) -> None:
        """Brings the page of a line into sight, once for each time that the hand comes to it or it changes its page."""
        page = self.made.places.get(line, -1) if self.made is not None else -1
        if page >= 0 and (line, page) != self._followed:
            self._followed = (line, page)
            self.pages.go_to(page)

    def _fill(self) -> None:
        """Draws the pages that came into sight, in the paper lane."""
        made, missing = self.made, self.pages.missing()
        if made is None or self._busy or self._timer.isActive() or not missing or not self.isVisible():
            return
        self._busy = True
        self._work.operations.paper(
            self,
            lambda: _pictures(made.pdf, missing, dpi=made.dpi, ratio=self.devicePixelRatioF()),
            then=lambda found: self._add(made, found),
        )

    def _add(self, made: MadePages, found: dict[int, QImage]) -> None:
        self._busy = False
        if self.made is made:
            middle = self.pages.in_sight()[0]
            made.pages.update(found)
            for at in sorted(made.pages, key=lambda at: abs(at - middle))[_KEPT_PAGES:]:
                del made.pages[at]
            self.pages.show_pages(made.pages, count=made.count, spoken=self._count.text())
        if self._asked_at is not None:
            self._timer.start(REST_MS)
        else:
            self._fill()


def _key(wanted: Wanted) -> tuple[str, str]:
    return wanted.c, wanted.id


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes the pages; called in the paper lane. An error is an answer too, so that the next page can be made."""

    work: Workplace
    wanted: Wanted
    width: int
    ratio: float
    in_sight: Sequence[int]

    def __call__(self) -> MadePages | BaseException:
        try:
            return self._pages()
        except Exception as error:  # noqa: BLE001 - told by whoever asked
            return error

    def file(self) -> PaperFile:
        """The document alone, without pictures of it."""
        on_paper = self._on_paper()
        return PaperFile(on_paper.name, pdf_of(on_paper))

    def _pages(self) -> MadePages:
        from onetool_desktop.documents.pages_image import page_count

        on_paper = self._on_paper()
        placed = placed_pdf_of(on_paper)
        count = page_count(placed.pdf)
        dpi = 72 * self.width * self.ratio / _POINTS.get(on_paper.paper.paper_size, 595.3)
        line = placed.places.get(self.wanted.line)
        numbers = {at for at in (*self.in_sight, *(() if line is None else (line,))) if at < count}
        images = _pictures(placed.pdf, sorted(numbers or {count - 1}), dpi=dpi, ratio=self.ratio)
        return MadePages(self.wanted, on_paper.name, placed.pdf, images, count, placed.places, dpi)

    def _on_paper(self) -> OnPaper:
        replica, wanted = self.work.replica, self.wanted
        reads, today = replica.reads(), self.work.formats.today().isoformat()
        if wanted.lines is None:
            return paper_of(reads, replica.identity, c=wanted.c, id=wanted.id, today=today)
        rows = _TypedRows(reads, wanted)
        paper = build_paper(rows, org=replica.identity.org, c=wanted.c, id=wanted.id, day=today)
        return headed(reads, replica.identity.org, OnPaper(paper, None, "draft"))


def _pictures(pdf: bytes, numbers: Sequence[int], *, dpi: float, ratio: float) -> dict[int, QImage]:
    """Pages of a file as pictures; called in the paper lane."""
    from onetool_desktop.documents.pages_image import render_page

    images: dict[int, QImage] = {}
    for number in numbers:
        page = render_page(pdf, number, dpi=dpi)
        stride = page.width * 4
        image = QImage(page.rgba, page.width, page.height, stride, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(ratio)
        images[number] = image
    return images


class _TypedRows(Rows):
    """The store's rows with the grid's lines in place of the document's."""

    def __init__(self, reads: "Reads", wanted: Wanted) -> None:
        self._reads = reads
        self._wanted = wanted

    def get(self, c: str, id: str, /) -> Row | None:
        """As the store has it."""
        return self._reads.get(c, id)

    def children(self, c: str, field: str, id: str, /) -> Sequence[Row]:
        """The lines as they are typed; anything else as the store has it."""
        if c != LINES_OF[self._wanted.c][0] or id != self._wanted.id:
            return self._reads.children(c, field, id)
        lines = self._wanted.lines or ()
        return [Row(row_id, _placed(at, fields), {ROW: ""}) for at, (row_id, fields) in enumerate(lines)]


def _placed(at: int, fields: Fields) -> dict[str, Any]:
    return {**fields, "position": f"{at:06d}"}
