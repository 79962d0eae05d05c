"""Clients with their contacts and properties, and the price book."""

from onetool_desktop.domain import statuses
from onetool_desktop.domain.collections.fields import (
    address,
    choice,
    decimal,
    note,
    parent,
    plain,
    reached_by,
    ref,
    status,
    text,
)
from onetool_desktop.domain.declare import Collection, Delete, Kind, Merge, Needed, Personal, Scope

CLIENTS = Collection(
    name="clients",
    label="Client",
    permission="clients",
    delete=Delete.UNLESS_ISSUED,
    status=statuses.CLIENT,
    follows=("mergedInto",),
    natural_key=("companyName",),
    merged="mergedInto",
    title=("companyName",),
    fields=(
        text("companyName", "Name", needed=Needed.CREATE, search=5, personal=Personal.CONTACT),
        text("companyDescription", "Description", 2_000, search=1),
        status(statuses.CLIENT),
        choice(
            "leadSource",
            "Came through",
            "word-of-mouth website social-media referral advertising trade-show cold-outreach community-page other",
        ),
        choice("communicationPreference", "Prefers", "email phone both"),
        plain("tags", Kind.SET, "Tags", limit=50, merge=Merge.SET, search=2),
        note("notes", "Notes", search=1),
        text("taxNumber", "Tax number", 40),
        text("language", "Language of paper", 16),
        plain("paymentDays", Kind.INT, "Days to pay"),
        ref("primaryContactId", "Main contact", "clientContacts", along=True),
        ref("primaryPropertyId", "Main property", "clientProperties", along=True),
        # Whoever has one client has the other too; both must be his to delete.
        ref("mergedInto", "Merged into", "clients", along=True, level="delete"),
    ),
)
CLIENT_CONTACTS = Collection(
    name="clientContacts",
    label="Contact",
    permission="clients",
    parent="clientId",
    follows=("clientId",),
    roots=("clientId",),
    natural_key=("email",),
    title=("firstName", "lastName"),
    fields=(
        parent("clientId", "Client", "clients"),
        text("firstName", "First name", search=4, personal=Personal.CONTACT),
        text("lastName", "Last name", search=4, personal=Personal.CONTACT),
        *reached_by(search=2, personal=Personal.CONTACT),
        text("jobTitle", "Position", search=1),
        note("notes", "Notes"),
    ),
)
CLIENT_PROPERTIES = Collection(
    name="clientProperties",
    label="Property",
    permission="clients",
    parent="clientId",
    follows=("clientId",),
    roots=("clientId",),
    title=("propertyName", "streetAddress", "city"),
    fields=(
        parent("clientId", "Client", "clients"),
        text("propertyName", "Name", search=3),
        choice("propertyType", "Kind", "residential commercial industrial retail office mixed-use"),
        *address(),
        note("accessNotes", "Access"),
        text("timezone", "Time zone", 64),
    ),
)
SKUS = Collection(
    name="skus",
    label="Price-book item",
    permission="skus",
    scope=Scope.EVERYONE,
    natural_key=("name",),
    title=("name",),
    fields=(
        text("name", "Name", needed=Needed.CREATE, search=4),
        text("detail", "Detail", 2_000, search=1),
        text("unit", "Unit", 20),
        decimal("unitPrice", "Price", 4, read="prices"),
        decimal("taxRate", "Tax", 4),
        decimal("cost", "Cost", 4, read="costs"),
        text("code", "Code", 40, search=5, since=2),
        plain("isActive", Kind.FLAG, "In use", default=True),
    ),
)
