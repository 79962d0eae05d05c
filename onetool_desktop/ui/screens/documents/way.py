"""The way of a document as steps: where it is, where it was, and what has to happen before the next one.

Why not is a sentence at each step that is still closed. May not know: widgets' drawing, the store.
"""

from datetime import date

from onetool_desktop.domain.translate import _
from onetool_desktop.ui.runtime.colours import Tone
from onetool_desktop.ui.screens.documents.sheet import DocumentSheet
from onetool_desktop.ui.screens.states import quote_state
from onetool_desktop.ui.widgets.steps import Step


def steps_of(sheet: DocumentSheet, *, c: str, today: date) -> list[Step]:
    """The way of the document, and where it is."""
    return _invoice_steps(sheet) if c == "invoices" else _quote_steps(sheet, today)


def review_words(sheet: DocumentSheet, *, noun: str) -> str:
    """Why the paper stands in Number review, and what to do; nothing if it does not."""
    number = str(sheet.head.get("number") or "")
    remedy = (
        _("Void one of the two and make it anew; its number stays taken.")
        if noun == "invoice"
        else _("Duplicate one of the two, send the copy, and tell the client which one holds.")
    )
    if sheet.review == "number":
        return _("The number {number} stands on another paper as well. {remedy}").format(
            number=number, remedy=remedy
        )
    if sheet.review == "document":
        return _("It was put on paper twice, on two devices, under two numbers. {remedy}").format(
            remedy=remedy
        )
    return ""


def _quote_steps(sheet: DocumentSheet, today: date) -> list[Step]:
    status, invoiced = sheet.status, bool(sheet.invoices)
    return [
        Step(_("Draft"), done=status != "draft", here=status == "draft"),
        _sent(sheet, today),
        _answer(sheet),
        Step(
            _("Partly invoiced") if invoiced and sheet.left else _("Invoiced"),
            here=invoiced,
            tone=Tone.WARN if sheet.left else Tone.GOOD,
            why=_invoiced_why(sheet),
        ),
    ]


def _sent(sheet: DocumentSheet, today: date) -> Step:
    if quote_state(sheet.head, today) == "expired":
        why = _("Its last day has passed. Revise it to give it another one; it can be approved all the same.")
        return Step(_("Expired"), here=True, tone=Tone.WARN, why=why)
    sent = sheet.status != "draft"
    why = "" if sent else _("Send the quote to give it its number.")
    return Step(_("Sent"), done=sent, here=sheet.status == "sent", why=why)


def _answer(sheet: DocumentSheet) -> Step:
    status, invoiced = sheet.status, bool(sheet.invoices)
    if status == "declined":
        return Step(_("Declined"), here=True, tone=Tone.BAD)
    why = _("Send the quote first; then the client can approve it.") if status == "draft" else ""
    here = status == "approved" and not invoiced
    return Step(_("Approved"), done=invoiced, here=here, tone=Tone.GOOD, why=why)


def _invoiced_why(sheet: DocumentSheet) -> str:
    if not sheet.invoices:
        return _("An approved quote becomes an invoice.")
    return _("Some of its lines are not invoiced yet.") if sheet.left else ""


def _invoice_steps(sheet: DocumentSheet) -> list[Step]:
    status, paid = sheet.status, sheet.status == "sent" and sheet.owed <= 0
    due = status in ("sent", "cancelled")
    part = status == "sent" and not paid and sheet.paid > 0
    if status == "cancelled":
        last = Step(_("Void"), here=True, tone=Tone.MUTED)
    else:
        word = _("Partly paid") if part else _("Overpaid") if paid and sheet.owed < 0 else _("Paid")
        why = "" if paid else _("Record the payments that came in to close it.")
        last = Step(word, here=paid or part, tone=Tone.GOOD if paid else Tone.WARN, why=why)
    return [
        Step(_("Draft"), done=due, here=status == "draft"),
        Step(
            _("Issued"),
            done=due,
            here=status == "sent" and not paid and not part,
            why="" if due else _("Issue it to give it its number."),
        ),
        last,
    ]
