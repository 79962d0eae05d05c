"""What can be done with all the selected quotes or invoices: print, save as PDF, issue, settle, delete.

Promises: what cannot be taken back asks for its day first, with how
many it is about. May not know: how a list selects.
"""

from collections.abc import Callable, Sequence

from onetool_desktop.domain.declare import Field, Kind as FieldKind
from onetool_desktop.domain.translate import N_, _, ngettext
from onetool_desktop.services.many import Many, delete_drafts
from onetool_desktop.services.together import how_many_lack, issue_many, settle_invoices
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.screens.bulk import Bulk, bulk_spec, verb
from onetool_desktop.ui.screens.bulk_form import give_to_all
from onetool_desktop.ui.screens.documents.payment import ASK_DAY, ASK_METHOD, usual_payment
from onetool_desktop.ui.screens.list_actions import opening
from onetool_desktop.ui.screens.listed_rows import ListedRows
from onetool_desktop.ui.screens.paper.bulk import paper_bulk
from onetool_desktop.ui.widgets.form_panel import Ask, FormPanel

Ids = Sequence[str]
_FINAL = False
OPENING = {
    "quotes": (opening("quotes", N_("Open quote")),),
    "invoices": (opening("invoices", N_("Open invoice")),),
}
_ISSUE_DAY = Ask("day", Field(name="day", kind=FieldKind.DAY, label=N_("Day")), needed=True)


def documents_bulk(c: str) -> tuple[Bulk, ...]:
    """All of it for `quotes` or `invoices`."""
    money = (_settling(),) if c == "invoices" else ()
    return (*money, *paper_bulk(c), _issuing(c), _deleting(c))


def _issuing(c: str) -> Bulk:
    """Send the quotes, or issue the invoices, that are drafts."""
    label = N_("Send quotes…") if c == "quotes" else N_("Issue invoices…")
    spec = bulk_spec(c, "issue", label, "sent", words=N_("make due number final"))
    return Bulk(spec=spec, run=_ask_to_issue)


def _settling() -> Bulk:
    """Record for the invoices what is still owed on each."""
    spec = bulk_spec("invoices", "settle", N_("Record payment…"), "check-circle", words=N_("mark paid money"))
    return Bulk(spec=spec, run=_ask_to_settle)


def _deleting(c: str) -> Bulk:
    """Deletes the drafts among what is selected; whatever had a number stays."""

    def call(replica: Replica, ids: Ids) -> Many:
        return delete_drafts(replica, c=c, ids=ids)

    def said(count: int) -> str:
        return ngettext("{count} draft deleted.", "{count} drafts deleted.", count).format(count=count)

    spec = bulk_spec(c, "delete-drafts", N_("Delete drafts"), "discard", words=_("throw away remove"))
    return verb(spec, call, said)


def _ask_to_issue(rows: ListedRows) -> None:
    c, count = rows.section, rows.count
    if c == "quotes":
        title = ngettext("Send {count} quote", "Send {count} quotes", count)
        said = N_("{count} quote is final."), N_("{count} quotes are final.")
    else:
        title = ngettext("Issue {count} invoice", "Issue {count} invoices", count)
        said = N_("{count} invoice is final."), N_("{count} invoices are final.")
    replica, online = rows.work.replica, rows.work.online()

    def take(ids: Ids, values: dict[str, str]) -> Many:
        return issue_many(replica, c=c, ids=ids, day=values["day"], online=online)

    form = FormPanel(
        title.format(count=rows.work.formats.count(count)),
        asks=(_ISSUE_DAY,),
        button=_("Send") if c == "quotes" else _("Issue"),
        look=rows.work.look,
        window=rows.screen,
        formats=rows.work.formats,
    )
    _tell_what_lacks(rows, form)
    _ask(rows, form, take, lambda done: ngettext(*said, done).format(count=done))


def _tell_what_lacks(rows: ListedRows, form: FormPanel) -> None:
    """Says in the form how many of what was selected lack something, as soon as it is known."""
    rids, source, c = rows.rids, rows.source, rows.section
    replica, day = rows.work.replica, rows.work.formats.today().isoformat()

    def tell(count: int) -> None:
        words = ngettext(
            "{count} of them lacks something its reader looks for, such as an address. Open it to see what.",
            "{count} of them lack something their readers look for, such as an address. Open them to see what.",
            count,
        )
        if count:
            form.explain(words.format(count=rows.work.formats.count(count)))

    rows.work.operations.read(
        form, lambda: how_many_lack(replica, c=c, ids=source.row_ids(rids), day=day), then=tell
    )


def _ask_to_settle(rows: ListedRows) -> None:
    count, replica = rows.count, rows.work.replica
    title = ngettext("All that is owed on {count} invoice", "All that is owed on {count} invoices", count)

    def take(ids: Ids, values: dict[str, str]) -> Many:
        return settle_invoices(replica, ids=ids, day=values["day"], method=values["method"])

    def said(done: int) -> str:
        return ngettext("{count} payment recorded.", "{count} payments recorded.", done).format(count=done)

    form = FormPanel(
        title.format(count=rows.work.formats.count(count)),
        asks=(ASK_DAY, ASK_METHOD),
        button=_("Record payments"),
        look=rows.work.look,
        window=rows.screen,
        formats=rows.work.formats,
    )
    _ask(rows, form, take, said)


def _ask(
    rows: ListedRows,
    form: FormPanel,
    take: Callable[[Ids, dict[str, str]], Many],
    said: Callable[[int], str],
) -> None:
    """Opens the form with today, and does it to everything that was selected then."""
    give_to_all(rows, form, take, said, undoable=_FINAL)
    usual = usual_payment(rows.work.formats)
    form.fill({key: value for key, value in usual.items() if key in form.edits})
    form.open()
    form.edits["day"].setFocus()
    form.edits["day"].selectAll()
