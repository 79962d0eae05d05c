"""A quote or an invoice as it stands on paper: the very bytes that are printed, page by page.

Promises: the page is made in the paper lane and shown when it is there; an answer for another document is void;
what is saved as a file is what is shown. May not know: how paper is drawn.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from onetool_desktop.changes.values import Row
from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.services.paper import OnPaper, paper_of, pdf_of
from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.store.queries import lists
from onetool_desktop.ui.runtime.actions import ActionSpec, Context
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.states import badge_of, invoice_state, quote_state
from onetool_desktop.ui.widgets.badge import BadgeLabel
from onetool_desktop.ui.widgets.buttons import Button, action_button
from onetool_desktop.ui.widgets.page_view import PageView
from onetool_desktop.ui.widgets.text import Text, Voice

_NO_UNDO = False
_PAGES = 20  # shown; a longer document is whole in its file
_PARTS = {"quotes": "quoteLineItems", "invoices": "invoiceLineItems"}


def _here(context: Context) -> str:
    return "" if context.ids else "This document is not available here any more."


def actions_of(scope: str) -> tuple[ActionSpec, ...]:
    """What can be done with a document."""
    return (
        ActionSpec(
            id=f"{scope}.client",
            label="Open client",
            icon="clients",
            scope=scope,
            shortcut="Ctrl+L",
            why_not=_here,
        ),
        ActionSpec(
            id=f"{scope}.pdf",
            label="Save as PDF",
            icon="print",
            scope=scope,
            shortcut="Ctrl+Shift+S",
            words="file paper export",
            why_not=_here,
        ),
    )


QUOTE_ACTIONS = actions_of("quote")
INVOICE_ACTIONS = actions_of("invoice")


@dataclass(frozen=True, slots=True)
class _Paper:
    """A document as bytes and as pictures."""

    name: str
    pdf: bytes
    pages: tuple[QImage, ...]
    count: int


def quote_record(work: Workplace) -> "DocumentScreen":
    """A quote."""
    return DocumentScreen(work, collection="quotes", scope="quote", actions=QUOTE_ACTIONS)


def invoice_record(work: Workplace) -> "DocumentScreen":
    """An invoice."""
    return DocumentScreen(work, collection="invoices", scope="invoice", actions=INVOICE_ACTIONS)


class DocumentScreen(Screen):
    """One document."""

    def __init__(
        self, work: Workplace, *, collection: str, scope: str, actions: tuple[ActionSpec, ...]
    ) -> None:
        super().__init__(work, title="")
        self._collection = collection
        self._id = ""
        self._row: Row | None = None
        self._paper: _Paper | None = None
        self._generation = Generation()
        handlers = {f"{scope}.client": self._open_client, f"{scope}.pdf": self._save_as}
        self._set = self.bind(actions, dict(handlers))
        self._title = Text("", look=work.look, voice=Voice.TITLE)
        self._badge = BadgeLabel(look=work.look)
        self._line = Text("", look=work.look, voice=Voice.QUIET)
        self._count = Text("", look=work.look, voice=Voice.CAPTION)
        self.pages = PageView(look=work.look, name="Pages")
        self._lay_out()
        work.bus.changed.connect(self._changed)

    def show_record(self, record_id: str) -> None:
        """Overrides Screen."""
        self._id = record_id
        self._show()

    def focus_start(self) -> None:
        """Overrides Screen."""
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def context(self) -> Context:
        """Overrides Screen."""
        return Context() if self._row is None else Context((self._id,), self._row.f)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        look, step = self.work.look, self.work.look.measures.step
        back = Button(self._collection.capitalize(), look=look, icon="back", flush=True)
        back.clicked.connect(self.step_back)
        head = QHBoxLayout()
        head.setSpacing(step(2.5))
        head.addWidget(self._title)
        head.addWidget(self._badge)
        head.addStretch(1)
        for spec in self._set.specs:
            head.addWidget(action_button(self._set.actions[spec.id], look=look, icon=spec.icon))
        below = QHBoxLayout()
        below.addWidget(self._line, 1)
        below.addWidget(self._count)
        page = QVBoxLayout(self)
        page.setContentsMargins(step(6), step(3), 0, 0)
        page.setSpacing(step(1))
        page.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        for line in (head, below):
            line.setContentsMargins(0, 0, step(6), 0)
            page.addLayout(line)
        page.addSpacing(step(2))
        page.addWidget(self.pages, 1)

    def _changed(self, changes: Changes) -> None:
        if (
            self._id
            and self.isVisible()
            and changes.collections & {self._collection, _PARTS[self._collection], "payments"}
        ):
            self._show()

    def _show(self) -> None:
        self._row = self.work.replica.reads().row(self._collection, self._id)
        self.refresh_actions()
        if self._row is None:
            self._title.setText("Not available here any more")
            self.pages.show_pages((), spoken="")
            return
        self._show_head(self._row)
        call = self._making(self.pages.page_width, self.devicePixelRatioF())
        current = self._generation.next()
        self.work.operations.paper(self, call, then=self._show_paper, current=current)

    def _show_head(self, row: Row) -> None:
        shape = documents.QUOTES if self._collection == "quotes" else documents.INVOICES
        db = self.work.replica.reads().db
        rid = lists.rid_of(db, shape.table, row.id)
        line = documents.page(db, shape, [rid or 0])[0]
        formats, today = self.work.formats, self.work.formats.today()
        quote = self._collection == "quotes"
        state = (
            quote_state(row.f, today)
            if quote
            else invoice_state(row.f, paid=line.paid, owed=line.owed, today=today)
        )
        noun = "Quote" if quote else "Invoice"
        self.title = f"{noun} {line.number or line.title}".strip()
        self._title.setText(self.title)
        self._badge.show_badge(badge_of(self._collection, state))
        day = f"{'Valid until' if quote else 'Due'} {formats.day(line.day)}" if line.day else ""
        total = "" if line.total is None else formats.money(line.total, line.currency or self.work.currency)
        words = (line.client, total, day, "" if not line.number else line.title)
        self._line.setText(" · ".join(word for word in words if word))

    def _making(self, width: int, ratio: float) -> "_Make":
        return _Make(self.work, self._collection, self._id, width, ratio)

    def _show_paper(self, paper: _Paper) -> None:
        self._paper = paper
        pages = "1 page" if paper.count == 1 else f"{paper.count} pages"
        self._count.setText(pages)
        self.pages.show_pages(paper.pages, spoken=pages)

    def _open_client(self) -> None:
        if self._row is not None and self._row.f.get("clientId"):
            self.go.emit(Place("clients", self._row.f["clientId"]))

    def _save_as(self) -> None:
        paper = self._paper
        if paper is None:
            return
        dialog = QFileDialog(self, "Save as PDF", f"{paper.name}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(partial(self._write, paper.pdf))
        dialog.open()

    def _write(self, pdf: bytes, name: str) -> None:
        path = Path(name)
        try:
            path.write_bytes(pdf)
        except OSError:
            self.work.errors.tell(
                SentenceError(
                    f"The file could not be written to {path.parent}.",
                    safe="The document is unchanged.",
                    next_step="Choose another folder, or make room on the drive.",
                )
            )
            return
        self.said.emit(f"Saved {path.name}.", _NO_UNDO)


@dataclass(frozen=True, slots=True)
class _Make:
    """Makes the pages of a document; called in the paper lane."""

    work: Workplace
    collection: str
    id: str
    width: int
    ratio: float

    def __call__(self) -> _Paper:
        from onetool_desktop.documents.pages_image import page_count, render_page

        reads = self.work.replica.reads()
        today = self.work.formats.today().isoformat()
        on_paper: OnPaper = paper_of(
            reads, self.work.replica.identity, c=self.collection, id=self.id, today=today
        )
        pdf = pdf_of(on_paper)
        count = page_count(pdf)
        dpi = 72 * self.width * self.ratio / _WIDTHS.get(on_paper.paper.paper_size, 595)
        images: list[QImage] = []
        for number in range(min(count, _PAGES)):
            page = render_page(pdf, number, dpi=dpi)
            stride = page.width * 4
            image = QImage(page.rgba, page.width, page.height, stride, QImage.Format.Format_RGBA8888).copy()
            image.setDevicePixelRatio(self.ratio)
            images.append(image)
        return _Paper(on_paper.name, pdf, tuple(images), count)


_WIDTHS = {"A4": 595.3, "Letter": 612.0}  # points
