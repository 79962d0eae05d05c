"""What can be done with all the selected quotes or invoices: print, save as PDF, issue, settle.

Promises: paper is made beside the window and can be stopped; what cannot be taken back asks for its day first, with how
many it is about. May not know: how a list selects.
"""

from collections.abc import Callable, Sequence

from onetool_desktop.domain.declare import Field
from onetool_desktop.domain.declare import Kind as FieldKind
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many
from onetool_desktop.services.together import how_many_lack, issue_many, settle_invoices
from onetool_desktop.ui.runtime.errors import Kind, told
from onetool_desktop.ui.screens.bulk import Bulk, bulk_spec, said_of
from onetool_desktop.ui.screens.documents.payment import ASK_DAY, ASK_METHOD, usual_payment
from onetool_desktop.ui.screens.list_screen import ListScreen
from onetool_desktop.ui.screens.paper.printing import Printing
from onetool_desktop.ui.screens.paper.run import PaperRun
from onetool_desktop.ui.screens.paper.save_pdf import SavePdf
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

Ids = Sequence[str]
_FINAL = False
_ISSUE_DAY = Ask("day", Field(name="day", kind=FieldKind.DAY, label=N_("Day")), needed=True)


def paper_actions(c: str) -> tuple[Bulk, ...]:
    """Print and save, for `quotes` or `invoices`."""
    printing = bulk_spec(c, "print", N_("Print…"), "print", words=N_("paper printer"), keys="Ctrl+Shift+P")
    each = bulk_spec(c, "pdf", N_("Save as PDF…"), "print", words=N_("files export"), keys="Ctrl+Shift+S")
    whole = bulk_spec(c, "pdf-together", N_("Save as one PDF…"), "print", words=N_("file join merge"))
    return (
        Bulk(spec=printing, run=lambda screen: _with_ids(screen, Printing(screen, _run(screen)).documents)),
        Bulk(spec=each, run=lambda screen: _with_ids(screen, SavePdf(screen, _run(screen)).many)),
        Bulk(spec=whole, run=lambda screen: _with_ids(screen, SavePdf(screen, _run(screen)).together)),
    )


def issuing(c: str) -> Bulk:
    """Send the quotes, or issue the invoices, that are drafts."""
    label = N_("Send quotes…") if c == "quotes" else N_("Issue invoices…")
    spec = bulk_spec(c, "issue", label, "sent", words=N_("make due number final"))
    return Bulk(spec=spec, run=_ask_to_issue)


def settling() -> Bulk:
    """Record for the invoices what is still owed on each."""
    spec = bulk_spec("invoices", "settle", N_("Record payment…"), "check-circle", words=N_("mark paid money"))
    return Bulk(spec=spec, run=_ask_to_settle)


def _run(screen: ListScreen) -> PaperRun:
    """The one run of a screen."""
    return screen.findChild(PaperRun) or PaperRun(screen)


def _with_ids(screen: ListScreen, call: Callable[[str, Ids], None]) -> None:
    """Hands over the ids of everything selected, in the order shown."""
    rids, source = screen.table.selected_rids(), screen.model.source
    screen.work.operations.read(
        screen, lambda: source.row_ids(rids), then=lambda ids: call(screen.plan.section, ids)
    )


def _ask_to_issue(screen: ListScreen) -> None:
    c, count = screen.plan.section, screen.table.selected_count()
    if c == "quotes":
        title = ngettext("Send {count} quote", "Send {count} quotes", count)
        said = N_("{count} quote is final."), N_("{count} quotes are final.")
    else:
        title = ngettext("Issue {count} invoice", "Issue {count} invoices", count)
        said = N_("{count} invoice is final."), N_("{count} invoices are final.")
    replica, online = screen.work.replica, screen.work.online()

    def take(ids: Ids, values: dict[str, str]) -> Many:
        return issue_many(replica, c=c, ids=ids, day=values["day"], online=online)

    form = FormPanel(
        title.format(count=screen.work.formats.count(count)),
        asks=(_ISSUE_DAY,),
        button=_("Send") if c == "quotes" else _("Issue"),
        look=screen.work.look,
        window=screen,
        formats=screen.work.formats,
    )
    _tell_what_lacks(screen, form)
    _ask(screen, form, take, lambda done: ngettext(*said, done).format(count=done))


def _tell_what_lacks(screen: ListScreen, form: FormPanel) -> None:
    """Says in the form how many of what was selected lack something, as soon as it is known."""
    rids, source, c = screen.table.selected_rids(), screen.model.source, screen.plan.section
    replica, day = screen.work.replica, screen.work.formats.today().isoformat()

    def tell(count: int) -> None:
        words = ngettext(
            "{count} of them lacks something its reader looks for, such as an address. Open it to see what.",
            "{count} of them lack something their readers look for, such as an address. Open them to see what.",
            count,
        )
        if count:
            form.explain(words.format(count=screen.work.formats.count(count)))

    screen.work.operations.read(
        form, lambda: how_many_lack(replica, c=c, ids=source.row_ids(rids), day=day), then=tell
    )


def _ask_to_settle(screen: ListScreen) -> None:
    count, replica = screen.table.selected_count(), screen.work.replica
    title = ngettext("All that is owed on {count} invoice", "All that is owed on {count} invoices", count)

    def take(ids: Ids, values: dict[str, str]) -> Many:
        return settle_invoices(replica, ids=ids, day=values["day"], method=values["method"])

    def said(done: int) -> str:
        return ngettext("{count} payment recorded.", "{count} payments recorded.", done).format(count=done)

    form = FormPanel(
        title.format(count=screen.work.formats.count(count)),
        asks=(ASK_DAY, ASK_METHOD),
        button=_("Record payments"),
        look=screen.work.look,
        window=screen,
        formats=screen.work.formats,
    )
    _ask(screen, form, take, said)


def _ask(
    screen: ListScreen,
    form: FormPanel,
    take: Callable[[Ids, dict[str, str]], Many],
    said: Callable[[int], str],
) -> None:
    """Opens the form with today, and does it to everything that was selected then."""
    rids, source = screen.table.selected_rids(), screen.model.source

    def done(many: Many) -> None:
        screen.work.undo.remember(many.saved.undo)
        screen.said.emit(said_of(many, said), _FINAL)
        form.deleteLater()

    def failed(error: BaseException) -> None:
        words = told(error)
        if words.kind is Kind.USER:
            form.refuse(words.text, words.field)
        else:
            screen.work.errors.tell(error)

    def given(values: dict[str, str]) -> None:
        screen.work.operations.write(
            screen, lambda: take(source.row_ids(rids), values), then=done, failed=failed
        )

    form.given.connect(given)
    usual = usual_payment(screen.work.formats)
    form.fill({key: value for key, value in usual.items() if key in form.edits})
    form.open()
    form.edits["day"].setFocus()
    form.edits["day"].selectAll()
