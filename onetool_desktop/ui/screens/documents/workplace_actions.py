"""What can be done at a quote or an invoice, as a table: the steps of the document, and the keys of its lines.

Each reason why not is a sentence about the very document that is open. May not know: widgets, services.
"""

from collections.abc import Callable

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context


def _there(context: Context) -> str:
    return "" if context.ids else "This document is not available here any more."


def _draft(context: Context) -> str:
    if not context.ids:
        return _there(context)
    f = context.fields
    if f.get("status") == "draft":
        return ""
    noun = f.get("noun", "document")
    if noun == "invoice":
        return f"This invoice was made due{f.get('sentWords', '')}. Void it and make a new one to change its lines."
    return (
        f"This quote was {f.get('stateWords', 'sent')}. {_way_back(f.get('status'))} it to change its lines."
    )


_SOME = 2  # lines from which there is something to choose


def _way_back(status: object) -> str:
    return "Revise" if status == "sent" else "Reopen"


def _ready(context: Context) -> str:
    reason = _draft(context)
    if reason:
        return reason.partition(". ")[0] + "."
    return "" if context.fields.get("lineCount") else "Write a line first."


def _only(status: str, sentence: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        return _there(context) or ("" if context.fields.get("status") == status else sentence)

    return why_not


def _reopens(context: Context) -> str:
    if context.fields.get("status") not in ("approved", "declined"):
        return _there(context) or _("Only a quote that was answered is reopened.")
    if context.fields.get("wasInvoiced"):
        return _("This quote was invoiced, so that it stays as it is. Duplicate it to offer something else.")
    return ""


def _bills(context: Context) -> str:
    f = context.fields
    if f.get("status") != "approved":
        return _there(context) or _("This quote was not approved yet.")
    if f.get("invoices") and not f.get("left"):
        return _("This quote was invoiced already. Open that invoice.")
    return ""


def _bills_some(context: Context) -> str:
    why = _bills(context)
    few = _("Only one line is left. Make the invoice of it.")
    return why or (few if context.fields.get("left", 0) < _SOME else "")


def _plans(context: Context) -> str:
    if context.fields.get("project"):
        return _("This quote belongs to a project already. Open that project.")
    if context.fields.get("status") != "approved":
        return _there(context) or _("This quote was not approved yet. Its work is planned once it is.")
    return ""


def _planned(context: Context) -> str:
    return "" if context.fields.get("project") else _("It belongs to no project.")


def _invoiced(context: Context) -> str:
    return "" if context.fields.get("invoices") else _("This quote was not invoiced yet.")


def _of_a_quote(context: Context) -> str:
    return "" if context.fields.get("quoteId") else _("This invoice was not made from a quote.")


def _mails(context: Context) -> str:
    if context.fields.get("status") == "draft":
        return _("It is still a draft. Make it final first, then mail it.")
    return _there(context)


def _schedules(context: Context) -> str:
    if context.fields.get("status") != "draft":
        return _there(context) or _("This invoice was made due. How it is to be paid is on paper already.")
    return ""


def _pays(context: Context) -> str:
    f = context.fields
    if f.get("status") == "draft":
        return "This invoice is still a draft. Issue it first."
    if f.get("status") == "cancelled":
        return "This invoice was voided."
    return _there(context)


def _voids(context: Context) -> str:
    f = context.fields
    if f.get("status") == "draft":
        return "This invoice is still a draft. Delete it instead."
    return "This invoice was voided already." if f.get("status") == "cancelled" else _there(context)


def _deletes(context: Context) -> str:
    f = context.fields
    if f.get("issuedId") or f.get("number") or f.get("status") != "draft":
        return _there(context) or "Only a draft that never had a number is deleted."
    return ""


def _lines(scope: str) -> tuple[ActionSpec, ...]:
    def spec(action_id: str, label: str, icon: str, keys: str, words: str = "") -> ActionSpec:
        return ActionSpec(
            id=f"{scope}.{action_id}",
            label=label,
            icon=icon,
            scope=scope,
            shortcut=keys,
            words=words,
            why_not=_draft,
        )

    return (
        spec("line-up", "Move line up", "sort-up", "Alt+Up"),
        spec("line-down", "Move line down", "sort-down", "Alt+Down"),
        spec("line-double", "Double line", "copy", "Ctrl+D", "duplicate copy"),
        spec("line-insert", "Insert line above", "plus", "Ctrl+Ins", "new row"),
        spec(
            "line-book", N_("Add line to the price book"), "tag", "Ctrl+Shift+B", N_("item sku product save")
        ),
        spec("line-heading", "Heading of a section", "note", "Ctrl+Shift+H", "title section"),
        spec("line-remove", "Remove line", "discard", "Ctrl+Backspace", "delete row"),
        spec("line-remove-also", "Remove line, the other key", "discard", "Ctrl+Del"),
    )


def _common(scope: str, noun: str) -> tuple[ActionSpec, ...]:
    def spec(action_id: str, label: str, icon: str, keys: str = "", words: str = "") -> ActionSpec:
        return ActionSpec(
            id=f"{scope}.{action_id}",
            label=label,
            icon=icon,
            scope=scope,
            shortcut=keys,
            words=words,
            why_not=_there,
        )

    return (
        spec("client", "Open client", "clients", "Ctrl+L"),
        spec("print", N_("Print…"), "print", "Ctrl+P", N_("paper printer")),
        ActionSpec(
            id=f"{scope}.mail",
            label=N_("Mail to the client…"),
            icon="mail",
            scope=scope,
            shortcut="Ctrl+E",
            words=N_("e-mail send attach"),
            why_not=_mails,
        ),
        spec("pdf", "Save as PDF", "print", "Ctrl+Shift+S", "file paper export print"),
        spec("page", "Show or hide the page", "look", "F8", "preview paper"),
        spec("larger", N_("Larger page"), "plus", "Ctrl++", N_("zoom in")),
        spec("smaller", N_("Smaller page"), "minus", "Ctrl+-", N_("zoom out")),
        spec("fitting", N_("Page as wide as there is room"), "look", "Ctrl+0", N_("zoom fit")),
        spec("duplicate", N_("Duplicate it as a draft"), "copy", "Ctrl+Shift+D", N_("copy again template")),
        ActionSpec(
            id=f"{scope}.delete",
            label=f"Delete this {noun}",
            icon="discard",
            scope=scope,
            words="throw away",
            why_not=_deletes,
        ),
    )


def _step(
    scope: str,
    name: str,
    label: str,
    icon: str,
    why_not: Callable[[Context], str],
    keys: str = "",
    words: str = "",
) -> ActionSpec:
    return ActionSpec(
        id=f"{scope}.{name}", label=label, icon=icon, scope=scope, shortcut=keys, words=words, why_not=why_not
    )


QUOTE_ACTIONS: tuple[ActionSpec, ...] = (
    _step("quote", "send", "Send quote", "sent", _ready, "Ctrl+Return", "issue number final"),
    _step(
        "quote", "approve", "Approve quote", "check", _only("sent", "Send the quote first."), "Ctrl+Shift+A"
    ),
    _step("quote", "decline", "Decline quote", "x-circle", _only("sent", "Send the quote first.")),
    _step(
        "quote",
        "revise",
        "Revise quote",
        "edit",
        _only("sent", "Only a quote that was sent is revised."),
        "Ctrl+R",
    ),
    _step("quote", "reopen", "Reopen quote", "edit", _reopens),
    _step("quote", "invoice", "Make invoice", "invoices", _bills, "Ctrl+I", "bill convert"),
    _step(
        "quote", "invoice-some", N_("Invoice some lines…"), "invoices", _bills_some, words=N_("part progress")
    ),
    _step("quote", "invoiced", "Open its invoice", "invoices", _invoiced),
    _step("quote", "plan", N_("Create project"), "projects", _plans, "Ctrl+J", words=N_("work job plan")),
    _step("quote", "project", N_("Open its project"), "projects", _planned),
    *_common("quote", "quote"),
    *_lines("quote"),
)
INVOICE_ACTIONS: tuple[ActionSpec, ...] = (
    _step("invoice", "issue", "Issue invoice", "sent", _ready, "Ctrl+Return", "make due send number final"),
    _step("invoice", "payment", "Record payment", "check-circle", _pays, "Ctrl+Shift+P", "money paid"),
    _step(
        "invoice",
        "schedule",
        N_("Payment schedule…"),
        "schedule",
        _schedules,
        words=N_("instalments deposit parts"),
    ),
    _step("invoice", "void", "Void invoice", "slash-circle", _voids, words="cancel storno"),
    _step("invoice", "quote", N_("Open its quote"), "quotes", _of_a_quote),
    _step("invoice", "project", N_("Open its project"), "projects", _planned),
    *_common("invoice", "invoice"),
    *_lines("invoice"),
)
# by state: the one primary button, then the others that are in sight
SHOWN: dict[str, tuple[str, ...]] = {
    "quote draft": ("quote.send",),
    "quote sent": ("quote.approve", "quote.decline", "quote.revise", "quote.mail"),
    "quote approved": ("quote.invoice", "quote.plan", "quote.reopen"),
    "quote approved planned": ("quote.invoice", "quote.project", "quote.reopen"),
    "quote partly invoiced": ("quote.invoice", "quote.invoiced", "quote.plan"),
    "quote partly invoiced planned": ("quote.invoice", "quote.invoiced", "quote.project"),
    "quote invoiced": ("quote.invoiced", "quote.plan"),
    "quote invoiced planned": ("quote.invoiced", "quote.project"),
    "quote declined": ("quote.reopen", "quote.duplicate"),
    "invoice draft": ("invoice.issue", "invoice.schedule"),
    "invoice sent": ("invoice.payment", "invoice.mail", "invoice.print"),
    "invoice paid": ("invoice.print", "invoice.pdf"),
    "invoice cancelled": ("invoice.duplicate",),
}
