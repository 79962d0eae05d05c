"""The lists of quotes and of invoices."""

from onetool_desktop.store.queries import document_list as documents
from onetool_desktop.ui.models.listing import Tab
from onetool_desktop.ui.screens.columns import document_columns, document_page
from onetool_desktop.ui.screens.list_screen import ListPlan, ListScreen
from onetool_desktop.ui.screens.replica_source import ReplicaSource
from onetool_desktop.ui.screens.screen import Workplace

_CLIENT = frozenset({"clients"})


def quotes_list(work: Workplace) -> ListScreen:
    """The quotes."""
    plan = ListPlan(
        section="quotes",
        title="Quotes",
        icon="quotes",
        columns=document_columns("quotes", day="Valid until", client=True, currency=work.currency),
        tabs=(
            Tab("all", "All"),
            Tab("draft", "Draft"),
            Tab("sent", "Sent"),
            Tab("approved", "Approved"),
            Tab("declined", "Declined"),
            Tab("expired", "Expired"),
        ),
        sort="newest",
        descending=True,
        find="Find a quote",
        none_title="No quotes yet",
        none_sentence="A quote tells a client what a job will cost, line by line.",
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
        title="Invoices",
        icon="invoices",
        columns=document_columns("invoices", day="Due", client=True, currency=work.currency),
        tabs=(
            Tab("all", "All"),
            Tab("draft", "Draft"),
            Tab("open", "To collect"),
            Tab("overdue", "Overdue"),
            Tab("paid", "Paid"),
            Tab("void", "Void"),
        ),
        sort="newest",
        descending=True,
        find="Find an invoice",
        none_title="No invoices yet",
        none_sentence="An invoice asks for payment. It gets its number when it is made due, with or without a network.",
    )
    shape = documents.INVOICES
    source = ReplicaSource(
        work,
        shape=shape,
        page=document_page(work, shape, client=True),
        also=_CLIENT | {"invoiceLineItems", "payments"},
    )
    return ListScreen(work, plan=plan, source=source, handlers={})
