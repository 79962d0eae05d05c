"""The lists of quotes and of invoices."""

from onetool_desktop.domain.ids import ClientId, InvoiceId, QuoteId
from onetool_desktop.domain.translate import N_, _
from onetool_desktop.services.invoices import create_invoice
from onetool_desktop.services.quotes import create_quote
from onetool_desktop.services.saving import Created
from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.screens.columns import document_columns, document_page
from onetool_desktop.ui.screens.documents.bulk import OPENING, documents_bulk
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.new_work import Kind
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace

_CLIENT = frozenset({"clients"})


def _new_quote(work: Workplace) -> Kind:
    def make(replica: Replica, client: ClientId, _title: str) -> Created[QuoteId]:
        return create_quote(replica, client_id=client, today=work.formats.today().isoformat())

    return Kind(section="quotes", title=N_("New quote"), words=_("add create offer estimate"), make=make)


def _new_invoice(work: Workplace) -> Kind:
    def make(replica: Replica, client: ClientId, _title: str) -> Created[InvoiceId]:
        return create_invoice(replica, client_id=client, today=work.formats.today().isoformat())

    return Kind(section="invoices", title=N_("New invoice"), words=_("add create bill"), make=make)


def quotes_list(work: Workplace) -> ListScreen:
    """The quotes."""
    plan = ListPlan(
        section="quotes",
        title=_("Quotes"),
        icon="quotes",
        columns=document_columns("quotes", day=_("Valid until"), client=True, currency=work.currency),
        tabs=(
            Tab("all", _("All")),
            Tab("draft", _("Draft")),
            Tab("sent", _("Sent")),
            Tab("approved", _("Approved")),
            Tab("declined", _("Declined")),
            Tab("expired", _("Expired")),
        ),
        sort="newest",
        descending=True,
        find=_("Find a quote"),
        none_title=_("No quotes yet"),
        none_sentence=_("A quote tells a client what a job will cost, line by line."),
        new=_new_quote(work),
        first_action="quotes.new",
        actions=OPENING["quotes"],
        bulk=documents_bulk("quotes"),
        sums={"total": "{amount}"},
    )
    shape = documents.QUOTES
    source = ReplicaSource(
        work,
        shape=shape,
        page=document_page(work, shape, client=True),
        also=_CLIENT | {"quoteLineItems"},
    )
    return ListScreen(work, plan=plan, source=source, handlers={})


def invoices_list(work: Workplace) -> ListScreen:
    """The invoices."""
    plan = ListPlan(
        section="invoices",
        title=_("Invoices"),
        icon="invoices",
        columns=document_columns("invoices", day=_("Due"), client=True, currency=work.currency),
        tabs=(
            Tab("all", _("All")),
            Tab("draft", _("Draft")),
            Tab("open", _("To collect")),
            Tab("overdue", _("Overdue")),
            Tab("paid", _("Paid")),
            Tab("void", _("Void")),
        ),
        sort="newest",
        descending=True,
        find=_("Find an invoice"),
        none_title=_("No invoices yet"),
        none_sentence=_(
            "An invoice asks for payment. It gets its number when it is made due, with or without a network."
        ),
        new=_new_invoice(work),
        first_action="invoices.new",
        actions=OPENING["invoices"],
        bulk=documents_bulk("invoices"),
        sums={"total": "{amount}", "open": N_("{amount} open")},
    )
    shape = documents.INVOICES
    source = ReplicaSource(
        work,
        shape=shape,
        page=document_page(work, shape, client=True),
        also=_CLIENT | {"invoiceLineItems", "payments"},
    )
    return ListScreen(work, plan=plan, source=source, handlers={})
