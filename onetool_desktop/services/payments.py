"""Payments: what came in, and taking one back. A payment is never edited: its reversal is another payment.

Promises: money that came in is recorded as it came, also more than was asked for. May not know: how an invoice is made.
"""

from onetool_desktop.changes.values import Invalid
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.ids import InvoiceId, PaymentId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.days import today
from onetool_desktop.services.saving import Act, Created, Saved, commit, new_row, not_there
from onetool_desktop.store.replica import Replica, Transaction

PAYMENTS = "payments"
_STAYS = N_("Money that came in stays in the books. Take the payment back with a reversal.")


def record_payment(
    replica: Replica, *, invoice_id: InvoiceId, amount: int, day: str, method: str, note: str = ""
) -> Created[PaymentId]:
    """Money that came in for an issued invoice: `amount` in minor units, above zero.

    Raises `Invalid` for a day that is still to come.
    """
    check_day(replica, day)
    payment = PaymentId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        invoice = tx.get("invoices", invoice_id)
        if invoice is None or not invoice.live:
            raise not_there("invoices")
        if invoice.f.get("status") != "sent" or amount <= 0:
            raise _cannot_be_paid(draft=invoice.f.get("status") == "draft", amount=amount)
        fields = {"invoiceId": invoice_id, "amount": amount, "day": day, "method": method, "note": note}
        label = _("Record a payment for {number}").format(number=invoice.f.get("number") or _("an invoice"))
        act = Act(action="payments.create", label=label, never=_(_STAYS))
        return commit(tx, act, [new_row(PAYMENTS, payment, fields)])

    return Created(payment, replica.write(work))


def reverse_payment(replica: Replica, *, id: PaymentId, day: str, note: str = "") -> Created[PaymentId]:
    """Take a payment back whole: a payment of the same amount below zero that names it."""
    reversal = PaymentId(replica.ids.new_id())

    def work(tx: Transaction) -> Saved:
        payment = tx.get(PAYMENTS, id)
        if payment is None or not payment.live:
            raise not_there(PAYMENTS)
        if payment.f["amount"] <= 0 or tx.count(PAYMENTS, "reverses", id):
            raise SentenceError(
                _("This payment was taken back already."), safe=_("Nothing was changed."), next_step=""
            )
        taken = {name: payment.f.get(name) for name in ("invoiceId", "method")}
        fields = {**taken, "amount": -payment.f["amount"], "day": day, "note": note, "reverses": id}
        never = _("A reversal stays in the books. Record the payment anew.")
        act = Act(action="payments.reverse", label=_("Take a payment back"), never=never)
        return commit(tx, act, [new_row(PAYMENTS, reversal, fields)])

    return Created(reversal, replica.write(work))


def check_day(replica: Replica, day: str) -> None:
    """Money is in the books on the day it came in, which has been."""
    if day > today(replica):
        raise Invalid("day", _("This day is still to come. Money is recorded on the day it came in."))


def _cannot_be_paid(*, draft: bool, amount: int) -> SentenceError:
    if amount <= 0:
        return SentenceError(
            _("A payment is more than nothing."),
            safe=_("Nothing was saved."),
            next_step=_("To take one back, use Reverse."),
        )
    if draft:
        return SentenceError(
            _("This invoice is still a draft."),
            safe=_("Nothing was saved."),
            next_step=_("Issue it first, then record the payment."),
        )
    return SentenceError(
        _("This invoice was voided."),
        safe=_("Nothing was saved."),
        next_step=_("Choose the invoice that replaces it."),
    )
