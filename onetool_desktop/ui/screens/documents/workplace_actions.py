"""What can be done at a quote or an invoice, as a table: the steps of the document, and the keys of its lines.

Each reason why not is a sentence about the very document that is open. May not know: widgets, services.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.ui.runtime.actions import ActionSpec, Context, MenuPart


def _there(context: Context) -> str:
    return "" if context.ids else _("This document is not available here any more.")


def _closed(fields: Mapping[str, Any]) -> str:
    """What became of the document, and when, in one sentence."""
    day, status = fields.get("sentDay"), fields.get("status")
    if fields.get("noun") == "invoice":
        when = _("This invoice was made due on {day}.") if day else _("This invoice was made due.")
        return when.format(day=day)
    answered = {"approved": _("This quote was approved."), "declined": _("This quote was declined.")}
    sent = _("This quote was sent on {day}.") if day else _("This quote was sent.")
    return answered.get(str(status)) or sent.format(day=day)


def _way_back(fields: Mapping[str, Any]) -> str:
    if fields.get("noun") == "invoice":
        return _("Void it and make a new one to change its lines.")
    if fields.get("status") == "sent":
        return _("Revise it to change its lines.")
    return _("Reopen it to change its lines.")


def _draft(context: Context) -> str:
    f = context.fields
    if not context.ids or f.get("status") == "draft":
        return _there(context)
    return f"{_closed(f)} {_way_back(f)}"


_SOME = 2  # lines from which there is something to choose


def _ready(context: Context) -> str:
    if not context.ids or context.fields.get("status") != "draft":
        return _there(context) or _closed(context.fields)
    return "" if context.fields.get("lineCount") else _("Write a line first.")


def _only(status: str, sentence: str) -> Callable[[Context], str]:
    def why_not(context: Context) -> str:
        return _there(context) or ("" if context.fields.get("status") == status else _(sentence))

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


def _offers(context: Context) -> str:
    return "" if context.fields.get("options") else _there(context) or _("It offers nothing to choose from.")


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
        return _("This invoice is still a draft. Issue it first.")
    if f.get("status") == "cancelled":
        return _("This invoice was voided.")
    return _there(context)


def _voids(context: Context) -> str:
    f = context.fields
    if f.get("status") == "draft":
        return _("This invoice is still a draft. Delete it instead.")
    return _("This invoice was voided already.") if f.get("status") == "cancelled" else _there(context)


def _deletes(context: Context) -> str:
    f = context.fields
    if f.get("issuedId") or f.get("number") or f.get("status") != "draft":
        return _there(context) or _("Only a draft that never had a number is deleted.")
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

    remove = spec("line-remove", N_("Remove line"), "discard", "Ctrl+Backspace", N_("delete row"))
    return (
        spec("line-up", N_("Move line up"), "sort-up", "Alt+Up"),
        spec("line-down", N_("Move line down"), "sort-down", "Alt+Down"),
        spec("line-double", N_("Double line"), "copy", "Ctrl+D", N_("duplicate copy")),
        spec("line-insert", N_("Insert line above"), "plus", "Ctrl+Ins", N_("new row")),
        spec(
            "line-book", N_("Add line to the price book"), "tag", "Ctrl+Shift+B", N_("item sku product save")
        ),
        spec("line-heading", N_("Heading of a section"), "note", "Ctrl+Shift+H", N_("title section")),
        spec("line-text", N_("Text between lines"), "note", "Ctrl+Shift+X", N_("comment remark note")),
        spec("line-discount", N_("Discount on this line"), "tag", "Ctrl+Shift+R", N_("reduce percent off")),
        replace(remove, also="Ctrl+Del"),
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
        spec("client", N_("Open client"), "clients", "Ctrl+L"),
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
        spec("pdf", N_("Save as PDF"), "print", "Ctrl+Shift+S", N_("file paper export print")),
        spec("page", N_("Show or hide the page"), "look", "F8", N_("preview paper")),
        spec("larger", N_("Larger page"), "plus", "Ctrl++", N_("zoom in")),
        spec("smaller", N_("Smaller page"), "minus", "Ctrl+-", N_("zoom out")),
        spec("fitting", N_("Page as wide as there is room"), "look", "Ctrl+0", N_("zoom fit")),
        spec("duplicate", N_("Duplicate it as a draft"), "copy", "Ctrl+Shift+D", N_("copy again template")),
        ActionSpec(
            id=f"{scope}.delete",
            label=N_("Delete this invoice") if noun == "invoice" else N_("Delete this quote"),
            icon="discard",
            scope=scope,
            words=N_("throw away"),
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
    _step("quote", "send", N_("Send quote"), "sent", _ready, "Ctrl+Return", N_("issue number final")),
    _step(
        "quote",
        "approve",
        N_("Approve quote"),
        "check",
        _only("sent", N_("Send the quote first.")),
        "Ctrl+Shift+A",
    ),
    _step("quote", "decline", N_("Decline quote"), "x-circle", _only("sent", N_("Send the quote first."))),
    _step(
        "quote",
        "revise",
        N_("Revise quote"),
        "edit",
        _only("sent", N_("Only a quote that was sent is revised.")),
        "Ctrl+R",
    ),
    _step("quote", "reopen", N_("Reopen quote"), "edit", _reopens),
    _step("quote", "options", N_("Choose options…"), "tasks", _offers, "Ctrl+Shift+O", N_("optional")),
    _step("quote", "invoice", N_("Make invoice"), "invoices", _bills, "Ctrl+I", N_("bill convert")),
    _step(
        "quote", "invoice-some", N_("Invoice some lines…"), "invoices", _bills_some, words=N_("part progress")
    ),
    _step("quote", "invoiced", N_("Open its invoice"), "invoices", _invoiced),
    _step("quote", "plan", N_("Create project"), "projects", _plans, "Ctrl+J", words=N_("work job plan")),
    _step("quote", "project", N_("Open its project"), "projects", _planned),
    *_common("quote", "quote"),
    *_lines("quote"),
    _step(
        "quote",
        "line-optional",
        N_("Offer line as an option"),
        "circle-dashed",
        _draft,
        "Ctrl+Shift+U",
        N_("optional alternative"),
    ),
)
INVOICE_ACTIONS: tuple[ActionSpec, ...] = (
    _step(
        "invoice",
        "issue",
        N_("Issue invoice"),
        "sent",
        _ready,
        "Ctrl+Return",
        N_("make due send number final"),
    ),
    _step(
        "invoice", "payment", N_("Record payment"), "check-circle", _pays, "Ctrl+Shift+M", N_("money paid")
    ),
    _step(
        "invoice",
        "schedule",
        N_("Payment schedule…"),
        "schedule",
        _schedules,
        words=N_("instalments deposit parts"),
    ),
    _step("invoice", "service-day", N_("Day of service…"), "schedule", _draft, words=N_("supply work date")),
    _step("invoice", "void", N_("Void invoice"), "slash-circle", _voids, words=N_("cancel storno")),
    _step("invoice", "quote", N_("Open its quote"), "quotes", _of_a_quote),
    _step("invoice", "project", N_("Open its project"), "projects", _planned),
    *_common("invoice", "invoice"),
    *_lines("invoice"),
)


def _named(scope: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{scope}.{name}" for name in names)


def line_menu(scope: str) -> tuple[MenuPart, ...]:
    """What can be done to lines, for a menu on them."""
    kinds = _named(scope, "line-heading", "line-text", *(["line-optional"] if scope == "quote" else []))
    return (
        MenuPart(_named(scope, "line-insert", "line-double", "line-up", "line-down")),
        MenuPart((*kinds, *_named(scope, "line-discount", "line-book"))),
        MenuPart(_named(scope, "line-remove")),
    )


def document_menu(scope: str) -> tuple[MenuPart, ...]:
    """Everything that can be done to a document, for the menu at its head: few entries, the rest one step below."""
    lines = tuple(name for part in line_menu(scope) for name in part.ids)
    steps = {
        "quote": (
            MenuPart(
                _named(scope, "send", "approve", "options", "decline", "revise", "reopen"),
                N_("Step of the quote"),
                "sent",
            ),
            MenuPart(
                _named(scope, "invoice", "invoice-some", "invoiced", "plan", "project"),
                N_("Invoice and project"),
                "invoices",
            ),
        ),
        "invoice": (
            MenuPart(
                _named(scope, "issue", "service-day", "schedule", "payment", "void"),
                N_("Step of the invoice"),
                "sent",
            ),
            MenuPart(_named(scope, "quote", "project"), N_("Quote and project"), "quotes"),
        ),
    }
    return (
        *steps[scope],
        MenuPart(lines, N_("Lines"), "sort-down"),
        MenuPart(_named(scope, "page", "larger", "smaller", "fitting"), N_("Page"), "look"),
        MenuPart(_named(scope, "print", "mail", "pdf")),
        MenuPart(_named(scope, "client", "files", "history")),
        MenuPart(_named(scope, "duplicate", "delete")),
    )


# by state: the one primary button, then the others that are in sight
SHOWN: dict[str, tuple[str, ...]] = {
    "quote draft": ("quote.send",),
    "quote sent": ("quote.approve", "quote.decline", "quote.revise", "quote.mail"),
    "quote sent with options": (
        "quote.approve",
        "quote.options",
        "quote.decline",
        "quote.revise",
        "quote.mail",
    ),
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
