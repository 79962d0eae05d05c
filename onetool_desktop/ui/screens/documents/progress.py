"""The steps of a document, done from its workplace: send, answer, revise, pay, void.

Promises: a step first takes over what is typed; each says what became of the document it was taken for, whichever is
open by then; what has an undo can be undone.
May not know: the grid, how a step is decided.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from onetool_desktop.domain.ids import InvoiceId, PaymentId, QuoteId
from onetool_desktop.domain.translate import _
from onetool_desktop.services import invoices, payments, quotes, records
from onetool_desktop.services.saving import Created, Saved
from onetool_desktop.services.schedule import Part, give_schedule
from onetool_desktop.store.numbers_wait import numbers_wait
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.documents.payment import Payment, PaymentForm
from onetool_desktop.ui.screens.documents.schedule_form import ScheduleForm
from onetool_desktop.ui.screens.documents.sheet import DocumentSheet
from onetool_desktop.ui.screens.screen import Place
from onetool_desktop.ui.widgets.typed_confirm import TypedConfirm

if TYPE_CHECKING:
    from onetool_desktop.ui.screens.documents.workplace import DocumentWorkplace

T = TypeVar("T")
_UNDOABLE, _FINAL = True, False


class Progress:
    """The steps of whichever document the workplace shows."""

    def __init__(self, place: "DocumentWorkplace") -> None:
        self._place = place
        self._finality = place.finality
        self._form: PaymentForm | None = None
        self._schedule: ScheduleForm | None = None
        self._sure: TypedConfirm | None = None
        self._voided = InvoiceId("")  # the one that is asked about

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What each action does."""
        if self._place.scope == "quote":
            return {
                "quote.send": self.send,
                "quote.approve": lambda: self._quote(quotes.approve_quote, _("Quote approved.")),
                "quote.decline": lambda: self._quote(quotes.decline_quote, _("Quote declined.")),
                "quote.revise": lambda: self._quote(quotes.revise_quote, _("The quote is a draft again.")),
                "quote.reopen": lambda: self._quote(quotes.reopen_quote, _("The quote is a draft again.")),
                "quote.delete": self.delete,
            }
        return {
            "invoice.issue": self.issue,
            "invoice.payment": self.record_payment,
            "invoice.schedule": self.give_schedule,
            "invoice.void": self.void,
            "invoice.delete": self.delete,
        }

    def send(self) -> None:
        """Gives the quote its number and freezes it."""
        if self._place.ready_to_close():
            quote = self._quote_id
            self._close(
                lambda day, online: quotes.send_quote(self._replica, id=quote, day=day, online=online)
            )

    def issue(self) -> None:
        """Makes the invoice due."""
        if self._place.ready_to_close():
            invoice = InvoiceId(self._place.document)
            self._close(
                lambda day, online: invoices.issue_invoice(self._replica, id=invoice, day=day, online=online)
            )

    def record_payment(self) -> None:
        """Asks what came in."""
        place, sheet = self._place, self._place.sheet
        if sheet is None:
            return
        if self._form is None:
            work = place.work
            self._form = PaymentForm(look=work.look, formats=work.formats, window=place, take=self._paid)
        currency = sheet.head.get("currency") or place.work.currency
        self._form.open(sheet.id, owed=sheet.owed, currency=currency)

    def take_payment_back(self, payment: str) -> None:
        """Takes a payment back whole, by another below zero."""
        replica, today = self._replica, self._today

        def recorded(created: Created[PaymentId]) -> None:
            self._place.work.undo.remember(created.saved.undo)
            self._place.said.emit(_("Payment taken back."), _FINAL)
            self._place.refresh()

        self._write(lambda: payments.reverse_payment(replica, id=PaymentId(payment), day=today), recorded)

    def give_schedule(self) -> None:
        """Asks in which parts the invoice is to be paid."""
        place, sheet = self._place, self._place.sheet
        if sheet is None or not place.ready_to_close():
            return
        if self._schedule is None:
            self._schedule = ScheduleForm(work=place.work, window=place)
            self._schedule.given.connect(self._scheduled)
        totals = place.model.totals
        self._schedule.open_for(sheet.id, sheet.schedule, total=totals.total, currency=totals.currency)

    def _scheduled(self, parts: list[Part]) -> None:
        replica, invoice = self._replica, InvoiceId(self._place.document)
        words = _("Payment schedule saved.") if parts else _("Payment schedule removed.")
        self._write(
            lambda: give_schedule(replica, id=invoice, parts=parts), lambda saved: self._done(saved, words)
        )

    def void(self) -> None:
        """Asks for the number to be typed: a voided invoice stays void."""
        place, sheet = self._place, self._place.sheet
        if sheet is None:
            return
        if self._sure is None:
            self._sure = TypedConfirm(_("Void invoice"), look=place.work.look, window=place)
            self._sure.confirmed.connect(self._void)
        self._voided = InvoiceId(sheet.id)
        word = str(sheet.head.get("number") or _("void"))
        sentence = _("It stays void for good, and its number stays taken. Type {word} to void it.")
        words = [self._came_in(sheet), sentence.format(word=word)]
        self._sure.open_for(word, " ".join(part for part in words if part))

    def _came_in(self, sheet: DocumentSheet) -> str:
        """What was paid for it and is to be given back once it is void, if anything."""
        if sheet.paid <= 0:
            return ""
        currency = sheet.head.get("currency") or self._place.work.currency
        amount = self._place.work.formats.money(sheet.paid, currency)
        return _("{amount} came in for it; once it is void, that is to be given back.").format(amount=amount)

    def _void(self) -> None:
        invoice = self._voided
        self._write(
            lambda: invoices.void_invoice(self._replica, id=invoice),
            lambda saved: self._done(saved, _("Invoice voided.")),
        )

    def delete(self) -> None:
        """Deletes the draft and goes back to the list."""
        place, document = self._place, self._place.document

        def gone(saved: Saved) -> None:
            self._done(saved, _("{record} deleted.").format(record=_(place.scope.capitalize())))
            if document == place.document:
                place.step_back.emit()

        self._write(lambda: records.delete(self._replica, c=place.collection, id=document), gone)

    def _paid(self, payment: Payment) -> None:
        invoice, place, words = InvoiceId(self._place.document), self._place, self._paid_words(payment)

        def recorded(created: Created[PaymentId]) -> None:
            place.work.undo.remember(created.saved.undo)
            if self._form is not None:
                self._form.panel.clear(of=invoice)
            place.said.emit(words, _FINAL)
            place.refresh()

        def failed(error: BaseException) -> None:
            form = self._form.panel if self._form is not None and invoice == place.document else None
            place.work.errors.tell(error, beside=form)

        place.work.operations.write(
            place,
            lambda: payments.record_payment(
                self._replica,
                invoice_id=invoice,
                amount=payment.amount,
                day=payment.day,
                method=payment.method,
                note=payment.note,
            ),
            then=recorded,
            failed=failed,
        )

    def _paid_words(self, payment: Payment) -> str:
        """That it is recorded, and what is still owed or was paid too much."""
        place, sheet = self._place, self._place.sheet
        left = sheet.owed - payment.amount if sheet is not None else 0
        amount = place.work.formats.money(abs(left), place.model.totals.currency)
        if left < 0:
            return _("Payment recorded. It is {amount} more than was owed.").format(amount=amount)
        if left > 0:
            return _("Payment recorded. {amount} is still owed.").format(amount=amount)
        return _("Payment recorded.")

    def _quote(self, verb: Callable[..., Saved], words: str) -> None:
        quote, client = self._quote_id, self._client
        self._write(
            lambda: verb(self._replica, id=quote),
            lambda saved: self._done(saved, _with_client(words, saved, client)),
        )

    def _close(self, verb: Callable[[str, bool], Saved]) -> None:
        place, today = self._place, self._today
        document, client = (
            place.document,
            self._client,
        )  # another one may be open once the numbers were asked for

        def close() -> None:
            waits = numbers_wait(self._replica.reads().db, self._replica.identity)
            online = place.work.online() and not waits  # the bar has said which number it gets instead
            self._write(lambda: verb(today, online), closed)

        def closed(saved: Saved) -> None:
            place.work.undo.remember(saved.undo)
            row = place.work.replica.reads().row(place.collection, document)
            number = row.f.get("number") if row else ""
            noun = _(place.scope.capitalize())
            if number:
                words = _("{record} {number} is final. Print it, mail it or save it as a PDF.")
                said = _with_client(words.format(record=noun, number=number), saved, client)
                place.offered.emit(said, _("Save as PDF"), partial(self._keep, document))
            else:
                words = _("{record} is final; its number follows from the cloud.").format(record=noun)
                place.said.emit(_with_client(words, saved, client), _FINAL)
            place.refresh()

        self._finality.check(close)

    def _keep(self, document: str) -> None:
        """Saves a document as a PDF, wherever the person has gone meanwhile."""
        self._place.go.emit(Place(self._place.collection, document))
        self._place.save_as()

    def _done(self, saved: Saved, words: str) -> None:
        self._place.work.undo.remember(saved.undo)
        self._place.said.emit(words, _UNDOABLE if saved.undo and not saved.undo.never else _FINAL)
        self._place.refresh()

    def _write(self, call: Callable[[], T], then: Callable[[T], None]) -> None:
        self._place.work.operations.write(self._place, call, then=then)

    @property
    def _replica(self) -> Replica:
        return self._place.work.replica

    @property
    def _client(self) -> str:
        return self._place.sheet.client if self._place.sheet is not None else ""

    @property
    def _quote_id(self) -> QuoteId:
        return QuoteId(self._place.document)

    @property
    def _today(self) -> str:
        return self._place.work.formats.today().isoformat()


def _with_client(words: str, saved: Saved, client: str) -> str:
    """And that the client is a lead no more, if that came of it."""
    if "clients" not in saved.changes.collections:
        return words
    return words + " " + _("{client} is an active client now.").format(client=client)
