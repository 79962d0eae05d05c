"""The sections of the window, in order. A new one is one row here."""

from onetool_desktop.ui.screens.attention.screen import attention_screen
from onetool_desktop.ui.screens.clients.list import clients_list
from onetool_desktop.ui.screens.clients.record import client_record
from onetool_desktop.ui.screens.documents.list import invoices_list, quotes_list
from onetool_desktop.ui.screens.documents.record import invoice_record, quote_record
from onetool_desktop.ui.screens.projects.list import projects_list
from onetool_desktop.ui.screens.projects.record import project_record
from onetool_desktop.ui.screens.section import Section

SECTIONS: tuple[Section, ...] = (
    Section(
        key="clients", title="Clients", icon="clients", make_list=clients_list, make_record=client_record
    ),
    Section(
        key="projects", title="Projects", icon="projects", make_list=projects_list, make_record=project_record
    ),
    Section(key="quotes", title="Quotes", icon="quotes", make_list=quotes_list, make_record=quote_record),
    Section(
        key="invoices", title="Invoices", icon="invoices", make_list=invoices_list, make_record=invoice_record
    ),
    Section(key="attention", title="Needs attention", icon="attention", make_list=attention_screen),
)
