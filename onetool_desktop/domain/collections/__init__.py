"""Every collection of the business, declared once, by its name on the wire."""

from collections.abc import Mapping
from types import MappingProxyType

from onetool_desktop.domain.collections import clients, documents, files, organisation, work
from onetool_desktop.domain.declare import Collection

ALL: tuple[Collection, ...] = (
    organisation.ORGANIZATIONS,
    organisation.USERS,
    organisation.MEMBERSHIPS,
    organisation.DEVICES,
    clients.SKUS,
    clients.CLIENTS,
    clients.CLIENT_CONTACTS,
    clients.CLIENT_PROPERTIES,
    work.PROJECTS,
    work.TASKS,
    documents.QUOTES,
    documents.QUOTE_LINE_ITEMS,
    documents.INVOICES,
    documents.INVOICE_LINE_ITEMS,
    documents.INSTALLMENTS,
    documents.PAYMENTS,
    documents.ISSUED,
    organisation.NOTICES,
    files.ATTACHMENTS,
    organisation.LOGOS,
)
COLLECTIONS: Mapping[str, Collection] = MappingProxyType({c.name: c for c in ALL})
SCHEMA = 2  # the version of these declarations, stated on each group and each pull


def falls_with(name: str) -> tuple[tuple[Collection, str], ...]:
    """What is deleted with a row of collection `name`: (collection, reference field) pairs."""
    return tuple(
        (c, f.name) for c in ALL for f in c.refs if f.ref and f.ref.collection == name and f.ref.cascade
    )
