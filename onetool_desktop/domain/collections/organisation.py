"""The organisation and its people: settings printed on paper, users, memberships, devices."""

from onetool_desktop.domain.collections.fields import (
    address,
    choice,
    currency,
    decimal,
    note,
    plain,
    reached_by,
    ref,
    text,
)
from onetool_desktop.domain.declare import Collection, Delete, Kind, Merge, Needed, Personal, Scope
from onetool_desktop.domain.numbering import COUNTS_FROM

_ROUNDED = (("group", "Once for each tax rate"), ("line", "Line by line"))
_OFFLINE = (
    ("device", "From the computer's own series"),
    ("provisional", "Later, when there is a network"),
)

NUMBERS_WAIT = "numbersWait"
"""The field by which everyone hears that the main series are closed, since the cloud came from a backup."""
ORGANIZATIONS = Collection(
    name="organizations",
    label="Organisation",
    permission="settings",
    scope=Scope.EVERYONE,
    delete=Delete.NEVER,
    title=("name",),
    fields=(
        text("name", "Name", needed=Needed.CREATE),
        *reached_by(),
        text("website", "Website"),
        *address(),
        currency(),
        text("timezone", "Time zone", 64, needed=Needed.CREATE),
        text("language", "Language of paper", 16, default="en"),
        choice("paperSize", "Paper", "A4 Letter", default="A4"),
        text("taxNumber", "Tax number", 40),
        text("taxLabel", "Name of the tax", 20, default="VAT"),
        decimal("defaultTaxRate", "Usual tax rate", 4),
        choice("taxRounding", "Tax is rounded", "group line", default="group", spoken=_ROUNDED),
        text("iban", "IBAN", 34),
        text("bank", "Bank", 80),
        plain("paymentDays", Kind.INT, "Days to pay", default=14),
        choice(
            "offlineIssue", "Numbers without network", "device provisional", default="device", spoken=_OFFLINE
        ),
        note("quoteTerms", "Terms on quotes"),
        note("invoiceTerms", "Terms on invoices"),
        text("footer", "Footer", 400),
        # Of the main series: the first number to be given here, by a firm whose earlier ones were given elsewhere.
        plain(COUNTS_FROM["quote"], Kind.INT, "Quotes count from", since=2),
        plain(COUNTS_FROM["invoice"], Kind.INT, "Invoices count from", since=2),
        plain("logoSha256", Kind.SHA, "Logo", since=2),
        plain(NUMBERS_WAIT, Kind.FLAG, "Numbers wait to be released", merge=Merge.CLOUD, since=2),
    ),
)
LARGEST_LOGO = 44_000
"""Bytes of a logo's picture, which make 58,668 letters: a field holds at most 64 kB."""
PICTURE = "picture"
"""The register of what a logo is."""
LOGOS = Collection(
    name="logos",
    label="Logo",
    permission="settings",
    scope=Scope.EVERYONE,
    delete=Delete.NEVER,
    since=2,
    fields=(
        plain("sha256", Kind.SHA, "SHA-256", needed=Needed.CREATE, register=PICTURE, merge=Merge.ONCE),
        text("picture", "Picture", 60_000, needed=Needed.CREATE, register=PICTURE, merge=Merge.ONCE),
    ),
)
USERS = Collection(
    name="users",
    label="Person",
    permission="people",
    scope=Scope.EVERYONE,
    delete=Delete.NEVER,
    title=("name",),
    fields=(
        text("name", "Name", needed=Needed.CREATE, personal=Personal.CONTACT),
        *reached_by(personal=Personal.CONTACT),
        plain("active", Kind.FLAG, "Works here", default=True),
    ),
)
MEMBERSHIPS = Collection(
    name="memberships",
    label="Membership",
    permission="people",
    scope=Scope.EVERYONE,
    given=True,
    delete=Delete.NEVER,
    fields=(
        ref("userId", "Person", "users", merge=Merge.CLOUD),
        text("role", "Role", 40, merge=Merge.CLOUD),
        plain("permissions", Kind.JSON, "Rights", merge=Merge.CLOUD),
    ),
)
DEVICES = Collection(
    name="devices",
    label="Device",
    permission="people",
    scope=Scope.EVERYONE,
    given=True,
    delete=Delete.NEVER,
    title=("name",),
    fields=(
        ref("userId", "Person", "users", merge=Merge.CLOUD),
        text("name", "Name"),
        text("series", "Series", 8, merge=Merge.CLOUD),
        text("author", "Author part of its stamps", 8, merge=Merge.CLOUD),
        plain("withdrawnAt", Kind.INSTANT, "Access withdrawn at", merge=Merge.CLOUD, since=2),
        plain("withdrawnBy", Kind.TEXT, "Access withdrawn by", limit=36, merge=Merge.CLOUD, since=2),
    ),
)
NOTICES = Collection(
    name="notices",
    label="Notice",
    permission="",
    scope=Scope.OWN,
    given=True,
    delete=Delete.NEVER,
    fields=(
        ref("userId", "Person", "users", merge=Merge.CLOUD),
        text("c", "Collection", 40, merge=Merge.CLOUD),
        text("rowId", "Record", 36, merge=Merge.CLOUD),
        text("r", "Register", 300, merge=Merge.CLOUD),
        plain("lost", Kind.JSON, "Value that lost", merge=Merge.CLOUD),
        text("lostH", "Its stamp", 24, merge=Merge.CLOUD),
        plain("won", Kind.JSON, "Value that won", merge=Merge.CLOUD),
        text("wonH", "Its stamp", 24, merge=Merge.CLOUD),
        text("gid", "Change that lost", 36, merge=Merge.CLOUD),
        plain("settled", Kind.FLAG, "Answered", default=False),
    ),
)
