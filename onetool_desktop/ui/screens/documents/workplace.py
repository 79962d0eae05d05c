"""The workplace of a quote or an invoice: a draft is written in its grid beside its page, a closed one is paper.

Promises: each cell is saved by itself, in the write lane, and typing never waits for it; what arrives patches around
the hand; the steps of the document are buttons that say why they are closed; sending first takes over what is typed.
May not know: how lines are drawn, how paper is made.

Why: the lines of a draft live in one model that shows what was typed at once and lays it over what is saved until both
agree. Waiting for each save before showing it would make a slow disk felt in every key; showing it and forgetting it
would lose a value that a colleague's sending had closed in the meantime.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from onetool_desktop.domain.changed import Changes
from onetool_desktop.domain.document_totals import is_counted
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import LineId, SkuId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import records
from onetool_desktop.services.line_work import save_lines
from onetool_desktop.services.price_book import book_line
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.store.queries import price_book
from onetool_desktop.ui.models.line_grid import LineGridModel
from onetool_desktop.ui.models.line_work import Doing
from onetool_desktop.ui.models.price_book import PriceBook
from onetool_desktop.ui.runtime.actions import Context
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.runtime.delivery import Generation
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.documents.finality import Finality
from onetool_desktop.ui.screens.documents.head import DocumentHead
from onetool_desktop.ui.screens.documents.ledger import Ledger
from onetool_desktop.ui.screens.documents.live_page import LivePage, Wanted
from onetool_desktop.ui.screens.documents.onward import Onward
from onetool_desktop.ui.screens.documents.past import DocumentPast
from onetool_desktop.ui.screens.documents.progress import Progress
from onetool_desktop.ui.screens.documents.service_day import ServiceDay
from onetool_desktop.ui.screens.documents.sheet import DocumentSheet, read_sheet
from onetool_desktop.ui.screens.documents.sides import Sides
from onetool_desktop.ui.screens.documents.way import review_words, steps_of
from onetool_desktop.ui.screens.documents.workplace_actions import (
    INVOICE_ACTIONS,
    QUOTE_ACTIONS,
    SHOWN,
    document_menu,
    line_menu,
)
from onetool_desktop.ui.screens.files.overlay import files_action
from onetool_desktop.ui.screens.history_action import history_action
from onetool_desktop.ui.screens.paper.printing import Printing
from onetool_desktop.ui.screens.paper.run import PaperRun
from onetool_desktop.ui.screens.paper.save_pdf import SavePdf, mail_job
from onetool_desktop.ui.screens.screen import Place, Screen, Workplace
from onetool_desktop.ui.screens.states import badge_of, invoice_state, quote_state
from onetool_desktop.ui.widgets.buttons import Button
from onetool_desktop.ui.widgets.form_panel import FormPanel
from onetool_desktop.ui.widgets.line_grid.totals import SumsPanel, sums_of
from onetool_desktop.ui.widgets.line_grid.view import LineGrid
from onetool_desktop.ui.widgets.text import Paragraph, Voice

_UNDOABLE = True
_PARTS = {"quotes": "quoteLineItems", "invoices": "invoiceLineItems"}
_ALSO = frozenset(
    {
        "clients",
        "clientProperties",
        "organizations",
        "logos",
        "payments",
        "installments",
        "notices",
        "invoices",
        "invoiceLineItems",
        "projects",
        "issued",
    }
)


def quote_workplace(work: Workplace) -> "DocumentWorkplace":
    """A quote."""
    return DocumentWorkplace(work, collection="quotes")


def invoice_workplace(work: Workplace) -> "DocumentWorkplace":
    """An invoice."""
    return DocumentWorkplace(work, collection="invoices")


class DocumentWorkplace(Screen):
    """One document."""

    def __init__(self, work: Workplace, *, collection: str) -> None:
        super().__init__(work, title="")
        self.collection = collection
        self.scope = "quote" if collection == "quotes" else "invoice"
        self.document = ""
        self.sheet: DocumentSheet | None = None
        self._generation = Generation()
        self.model = LineGridModel(
            formats=work.formats, ids=work.replica.ids, currency=work.currency, parent=self
        )
        self.grid = LineGrid(model=self.model, look=work.look)
        self.sums = SumsPanel(look=work.look)
        self.page = LivePage(work)
        self.ledger = Ledger(look=work.look, formats=work.formats)
        self._sides = Sides(
            look=work.look, grid=self.grid, sums=self.sums, page=self.page, ledger=self.ledger
        )
        self.finality = Finality(self)
        self.progress = Progress(self)
        self.onward = Onward(self)
        self.run = PaperRun(self)
        self._saving, self._printing = SavePdf(self, self.run), Printing(self, self.run)
        self.past = DocumentPast(self)
        self.service_day = ServiceDay(self)
        specs = QUOTE_ACTIONS if collection == "quotes" else INVOICE_ACTIONS
        actions = self.bind((*specs, history_action(self.scope), files_action(self.scope)), self._handlers())
        self.head = DocumentHead(
            look=work.look,
            formats=work.formats,
            actions=actions,
            shown=SHOWN,
            menu=document_menu(self.scope),
            client_action=f"{self.scope}.client",
            day_label=_("Valid until") if collection == "quotes" else _("Due"),
        )
        self._gone = Paragraph(
            _("This document is not available here any more."), look=work.look, voice=Voice.QUIET
        )
        self.review = Paragraph("", look=work.look)
        self.review.paint_tone(Tone.BAD)
        self._lay_out()
        self._connect()
        self._read_price_book()

    # --- for the window -----------------------------------------------------------------------------

    def show_record(self, record_id: str) -> None:
        """Overrides Screen."""
        if record_id != self.document:
            self.grid.finish()
            self._leave_fields()
            self._forget_refused()
            self.document, self.sheet = record_id, None
            self.finality.bar.put_away()
            self._generation.next()  # what is still being read is of the document before
            self.page.forget()
            self._take(self._read(), begin=True)  # by key: so that the first key finds its cell
        else:
            self.refresh()

    def focus_start(self) -> None:
        """Overrides Screen: the keyboard starts in the line that waits."""
        if self.sheet is not None and self.sheet.is_draft:
            self.grid.go_to_waiting_row()
        else:
            self.page.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Overrides QWidget: Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self.step_back.emit()
        else:
            super().keyPressEvent(event)

    def context(self) -> Context:
        """Overrides Screen: the document's fields, and what its actions depend on."""
        sheet = self.sheet
        if sheet is None:
            return Context()
        day = sheet.head.get("issuedDay")
        sent = self.work.formats.full_day(day).rpartition(" ")[0] if day else ""
        more: dict[str, Any] = {
            "noun": self.scope,
            "lineCount": len(self.model.lines_shown()),
            "invoices": sheet.invoices,
            "left": sum(is_counted(f) for _, f in sheet.left),
            "options": len(sheet.options),
            "wasInvoiced": sheet.was_invoiced,
            "project": sheet.project,
            "sentDay": sent,
        }
        return Context((sheet.id,), {**sheet.head, **more})

    # --- making -------------------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], None]]:
        scope = self.scope
        own: dict[str, Callable[[], None]] = {
            f"{scope}.client": self._open_client,
            f"{scope}.pdf": self.save_as,
            f"{scope}.print": self._print,
            f"{scope}.mail": self._mail,
            f"{scope}.page": self._sides.toggle_page,
            f"{scope}.larger": partial(self.page.zoom_by, 1),
            f"{scope}.smaller": partial(self.page.zoom_by, -1),
            f"{scope}.fitting": partial(self.page.zoom_by, 0),
        }
        lines = self.grid.line_keys.handlers(scope)
        of_parts = self.progress.handlers() | self.onward.handlers() | self.past.handlers()
        return own | lines | of_parts | self.service_day.handlers()

    def _lay_out(self) -> None:
        step = self.work.look.measures.step
        to = _("Quotes") if self.collection == "quotes" else _("Invoices")
        back = Button(to, look=self.work.look, icon="back", flush=True)
        back.setToolTip(_("Back to {place}  (Esc)").format(place=to))
        back.clicked.connect(self.step_back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(step(6), step(3), step(4), 0)
        layout.setSpacing(step(1.5))
        layout.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.head)
        layout.addWidget(self.finality.bar)
        layout.addWidget(self.review)
        layout.addWidget(self._gone)
        layout.addWidget(self.past.lost)
        layout.addSpacing(step(1))
        layout.addWidget(self._sides, 1)
        self._gone.hide()
        self.review.hide()

    def _connect(self) -> None:
        self.model.made.connect(self._save)
        self.model.totals_changed.connect(self._totals_changed)
        self.grid.said.connect(self.said)
        self.grid.line_keys.book_wanted.connect(self._book_line)
        self.grid.menu_wanted.connect(self._open_line_menu)
        self.grid.selectionModel().currentRowChanged.connect(self._hand_moved)
        self.sums.discount_typed.connect(self._discount_typed)
        self.head.subject_given.connect(self._subject_given)
        self.head.property_given.connect(self._property_given)
        self.head.day_given.connect(self._day_given)
        self.ledger.taken_back.connect(self.progress.take_payment_back)
        self.work.bus.changed.connect(self._changed)

    # --- reading ------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Reads the document again, in the read pool."""
        if self.document:
            call = partial(self._read_of, self.document, self.model.work.finished())
            self.work.operations.read(self, call, then=self._take, current=self._generation.next())

    def _read(self) -> DocumentSheet | None:
        return self._read_of(self.document, self.model.work.finished())

    def _read_of(self, document: str, finished: frozenset[int]) -> DocumentSheet | None:
        replica = self.work.replica
        return read_sheet(
            replica.reads(), org=replica.identity.org, c=self.collection, id=document, finished=finished
        )

    def _take(self, sheet: DocumentSheet | None, *, begin: bool = False) -> None:
        before, self.sheet = self.sheet, sheet
        self._gone.setVisible(sheet is None)
        self._sides.setVisible(sheet is not None)
        self.head.setVisible(sheet is not None)
        self.past.refresh()
        if sheet is None:
            self.refresh_actions()
            return
        if begin:
            self.model.start(sheet.head, sheet.lines, rounding=sheet.rounding, usual_tax=sheet.usual_tax)
            self.page.follow(self._wanted)
        else:
            self.model.take(
                sheet.head, sheet.lines, sheet.finished, rounding=sheet.rounding, usual_tax=sheet.usual_tax
            )
        closed = before is not None and before.is_draft != sheet.is_draft
        if closed:
            self._forget_refused()
        self._show(sheet)
        if closed:
            self.focus_start()

    def _changed(self, changes: Changes) -> None:
        if "skus" in changes.collections:
            self._read_price_book()
        if self.document and changes.collections & ({self.collection, _PARTS[self.collection]} | _ALSO):
            self.refresh()

    def _read_price_book(self) -> None:
        replica = self.work.replica

        def take(book: PriceBook) -> None:
            self.grid.completion.book = book

        self.work.operations.read(self, lambda: PriceBook(price_book.items(replica.reads().db)), then=take)

    # --- showing ------------------------------------------------------------------------------------

    def _show(self, sheet: DocumentSheet) -> None:
        today = self.work.formats.today()
        quote = self.collection == "quotes"
        state = (
            quote_state(sheet.head, today)
            if quote
            else invoice_state(sheet.head, paid=sheet.paid, owed=sheet.owed, today=today)
        )
        number = sheet.head.get("number") or ("" if sheet.is_draft else _("number follows"))
        self.title = f"{_(self.scope.capitalize())} {number}".strip()
        self.titled.emit()
        head = sheet.head
        self.head.show_title(self.title, badge_of(self.collection, state), sheet.client)
        self.head.show_facts(
            subject=head.get("title") or "",
            place=head.get("propertyId") or "",
            places=sheet.properties,
            day=head.get("validUntil" if quote else "dueDate"),
        )
        self.onward.show(sheet)
        self.head.show_state(
            steps_of(sheet, c=self.collection, today=today), self._state(sheet), editable=sheet.is_draft
        )
        self.review.setText(review_words(sheet, noun=self.scope))
        self.review.setVisible(bool(sheet.review))
        self._sides.show_state(draft=sheet.is_draft, billed=self.collection == "invoices")
        self.ledger.show_sheet(sheet, currency=self.model.totals.currency)
        self.sums.show_discount(self.model.words.discount_text(head))
        self.refresh_actions()
        self.finality.follow()
        self.page.touch()

    def _state(self, sheet: DocumentSheet) -> str:
        status = sheet.status
        if self.collection == "invoices":
            return f"{self.scope} {'paid' if status == 'sent' and sheet.owed <= 0 else status}"
        if sheet.options and status == "sent":
            return f"{self.scope} sent with options"
        if sheet.invoices and status == "approved":
            status = "partly invoiced" if sheet.left else "invoiced"
        planned = sheet.project and status in ("approved", "partly invoiced", "invoiced")
        return f"{self.scope} {status} planned" if planned else f"{self.scope} {status}"

    def _totals_changed(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        totals = self.model.totals
        self.sums.show_sums(
            sums_of(
                totals,
                formats=self.work.formats,
                words=self.model.words,
                tax_label=sheet.tax_label,
                inclusive=bool(sheet.head.get("pricesIncludeTax")),
            )
        )
        self.page.touch()

    def _wanted(self) -> Wanted:
        sheet = self.sheet
        typed = tuple(self.model.lines_shown()) if sheet is not None and sheet.is_draft else None
        return Wanted(self.collection, self.document, typed, self._line_in_hand if typed is not None else "")

    def _hand_moved(self) -> None:
        self.page.follow_line(self._line_in_hand)

    @property
    def _line_in_hand(self) -> str:
        return self.model.line(self.grid.place[0])[0]

    def _open_line_menu(self, at: QPoint) -> None:
        if self.actions_here is not None:
            menu = self.actions_here.parted_menu(self, line_menu(self.scope))
            menu.popup(at)

    # --- saving -------------------------------------------------------------------------------------

    def _save(self, doing: Doing) -> None:
        replica, c, document = self.work.replica, self.collection, self.document
        self.refresh_actions()

        def done(saved: Saved) -> None:
            doing.done = True
            self.work.undo.remember(saved.undo)
            self.refresh()

        def failed(error: BaseException) -> None:
            words = told(error)
            self.model.fail(doing, words.text)
            if words.kind is not Kind.USER:
                self.work.errors.tell(error)
            self.refresh()

        self.work.operations.write(
            self,
            lambda: save_lines(replica, c=c, document=document, steps=doing.steps, label=doing.label),
            then=done,
            failed=failed,
        )

    def _book_line(self, line: str) -> None:
        replica, c = self.work.replica, self.collection

        def booked(created: Created[SkuId]) -> None:
            self.work.undo.remember(created.saved.undo)
            self.said.emit(_("The line is in the price book now."), _UNDOABLE)

        self.work.operations.write(self, lambda: book_line(replica, c=c, line=LineId(line)), then=booked)

    def edit_head(self, fields: dict[str, Any], *, form: FormPanel | None = None) -> None:
        """Saves fields of the head; the form they were typed into keeps them until they stand."""
        replica, c, document = self.work.replica, self.collection, self.document

        def done(saved: Saved) -> None:
            self.work.undo.remember(saved.undo)
            if form is not None:
                form.clear(of=document)

        self.work.operations.write(
            self,
            lambda: records.edit(replica, c=c, id=document, fields=fields),
            then=done,
            failed=lambda error: self.work.errors.tell(
                error, beside=form if document == self.document else None
            ),
        )

    def _day_given(self, day: str) -> None:
        self.edit_head({"validUntil" if self.collection == "quotes" else "dueDate": day or None})

    def _subject_given(self, text: str) -> None:
        self.edit_head({"title": text or None})

    def _property_given(self, row_id: str) -> None:
        self.edit_head({"propertyId": row_id or None})

    def _discount_typed(self, text: str) -> None:
        try:
            fields = self.model.words.discount(text)
        except ValueError as error:
            self.sums.refuse(str(error))
            return
        self.sums.refuse("")
        self.edit_head(fields)

    def _forget_refused(self) -> None:
        """What made no sense in a draft stands neither in another one nor in the way of a paper."""
        self.head.forget()
        self.sums.forget()

    def ready_to_close(self) -> bool:
        """Takes over what is typed; false, with the hand on it, where something makes no sense."""
        if not self.grid.finish() or not self.head.finish() or not self.sums.finish():
            return False
        self._leave_fields()
        for (row_id, cell), problem in self.model.problems.items():
            row = self.model.row_of(row_id)
            if row >= 0:
                self.grid.go(row, cell)
                self.work.errors.tell(
                    SentenceError(
                        problem.sentence,
                        safe=_("Nothing was sent."),
                        next_step=_("Correct the marked cell first."),
                    )
                )
                return False
        return True

    def _leave_fields(self) -> None:
        """Takes over what is typed outside the grid, for the document that it was typed for."""
        focused = self.focusWidget()
        if focused in (self.sums.discount, self.head.subject, self.head.day.edit):
            focused.clearFocus()

    # --- going --------------------------------------------------------------------------------------

    def _open_client(self) -> None:
        if self.sheet is not None and self.sheet.head.get("clientId"):
            self.go.emit(Place("clients", self.sheet.head["clientId"]))

    def save_as(self) -> None:
        """Asks where the document is to be kept as a PDF."""
        if self.ready_to_close():
            self.page.file_now(self._saving.one)

    def _print(self) -> None:
        if self.ready_to_close():
            self.page.file_now(lambda file: self._printing.ask([lambda: file]))

    def _mail(self) -> None:
        self.run.start(mail_job(self.work.replica, self.collection, self.document))
