"""The beginning: a table for each collection, and the cloud's own.

Frozen: these are the tables as they were at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None

# Table → its references, `column>table`.
_REFERENCES: dict[str, str] = {
    "c_organizations": "",
    "c_users": "",
    "c_memberships": "user_id>c_users",
    "c_devices": "user_id>c_users",
    "c_skus": "",
    "c_clients": (
        "primary_contact_id>c_client_contacts primary_property_id>c_client_properties merged_into>c_clients"
    ),
    "c_client_contacts": "client_id>c_clients",
    "c_client_properties": "client_id>c_clients",
    "c_projects": "client_id>c_clients property_id>c_client_properties",
    "c_tasks": (
        "client_id>c_clients project_id>c_projects property_id>c_client_properties assignee_user_id>c_users"
    ),
    "c_quotes": (
        "client_id>c_clients project_id>c_projects "
        "property_id>c_client_properties contact_id>c_client_contacts"
    ),
    "c_quote_line_items": "quote_id>c_quotes sku_id>c_skus",
    "c_invoices": (
        "client_id>c_clients project_id>c_projects "
        "property_id>c_client_properties contact_id>c_client_contacts quote_id>c_quotes"
    ),
    "c_invoice_line_items": "invoice_id>c_invoices sku_id>c_skus",
    "c_installments": "invoice_id>c_invoices",
    "c_payments": "invoice_id>c_invoices reverses>c_payments",
    "c_issued": "quote_id>c_quotes invoice_id>c_invoices",
    "c_notices": "user_id>c_users",
}
# Table → columns that rows are looked up by.
_LOOKUPS: dict[str, str] = {
    "c_tasks": "date status",
    "c_quotes": "status",
    "c_invoices": "status",
    "c_issued": "kind series no",
}
# Table → what is indexed with the organisation, besides the references.
_INDEXES: dict[str, str] = {
    "c_clients": "root",
    "c_client_contacts": "root",
    "c_client_properties": "root",
    "c_projects": "root",
    "c_tasks": "root date",
    "c_quotes": "root status",
    "c_quote_line_items": "root",
    "c_invoices": "root status",
    "c_invoice_line_items": "root",
    "c_installments": "root",
    "c_payments": "root",
    "c_issued": "root kind+series+no",
}
_WHOLE = frozenset({"no"})


def upgrade() -> None:
    """Makes the tables."""
    metadata = MetaData()
    for name, references in _REFERENCES.items():
        _collection(metadata, name, [tuple(ref.split(">")) for ref in references.split()])
    _own_tables(metadata)
    metadata.create_all(op.get_bind())


def _collection(metadata: MetaData, name: str, references: list[tuple[str, ...]]) -> None:
    lookups = [
        Column(column, BigInteger() if column in _WHOLE else Text())
        for column in _LOOKUPS.get(name, "").split()
    ]
    Table(
        name,
        metadata,
        _text("org_id"),
        _text("id"),
        _whole("seq"),
        _text("root"),
        Column("del", Text()),
        _text("body"),
        Column("was", Text()),
        *(Column(column, Text()) for column, _ in references),
        *lookups,
        PrimaryKeyConstraint("org_id", "id"),
        *(
            ForeignKeyConstraint(
                ["org_id", column],
                [f"{target}.org_id", f"{target}.id"],
                name=f"fk_{name}_{column}",
                deferrable=True,
                initially="DEFERRED",
            )
            for column, target in references
        ),
        *(_reference_index(name, column) for column, _ in references),
        *(
            Index(f"ix_{name}_{parts.replace('+', '_')}", "org_id", *parts.split("+"))
            for parts in _INDEXES.get(name, "").split()
        ),
    )


def _reference_index(table: str, column: str) -> Index:
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", "org_id", column, sqlite_where=there, postgresql_where=there)


def _text(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger(), nullable=False)


def _own(
    metadata: MetaData,
    name: str,
    key: str,
    *parts: Column[str] | Column[int] | Index | UniqueConstraint,
    long: bool = False,
) -> None:
    Table(name, metadata, *parts, PrimaryKeyConstraint(*key.split()), sqlite_with_rowid=long)


def _own_tables(metadata: MetaData) -> None:
    _people(metadata)
    _organisations(metadata)
    _records(metadata)


def _people(metadata: MetaData) -> None:
    _own(metadata, "settings", "name", _text("name"), _text("value"))
    _own(
        metadata,
        "accounts",
        "id",
        _text("id"),
        _text("email"),
        _text("name"),
        _text("password"),
        UniqueConstraint("email"),
    )
    _own(metadata, "sessions", "id", _text("id"), _text("account"), _text("device_name"), _whole("dead"))
    _own(
        metadata,
        "refresh_tokens",
        "hash",
        _text("hash"),
        _text("session"),
        _whole("made"),
        Column("used", BigInteger()),
    )
    _own(
        metadata,
        "attempts",
        "key",
        _text("key"),
        _whole("failures"),
        _whole("until"),
        _whole("hour"),
        _whole("in_hour"),
    )
    _own(
        metadata,
        "answers",
        "caller rid",
        _text("caller"),
        _text("rid"),
        _text("path"),
        _whole("made"),
        _text("body"),
        Index("ix_answers_made", "made"),
        long=True,
    )


def _organisations(metadata: MetaData) -> None:
    _own(
        metadata,
        "orgs",
        "org_id",
        _text("org_id"),
        _text("name"),
        _whole("seq"),
        _text("epoch"),
        _text("stamp"),
        Column("importing", Integer(), nullable=False),
        _whole("scoped"),
        _whole("next_series"),
        _text("sums"),
    )
    _own(
        metadata,
        "members",
        "org_id account",
        _text("org_id"),
        _text("account"),
        _text("user_id"),
        _text("role"),
        _text("permissions"),
        _whole("version"),
        Index("ix_members_account", "account"),
    )
    _own(
        metadata,
        "invites",
        "hash",
        _text("hash"),
        _text("org_id"),
        _text("email"),
        _text("user_id"),
        _text("role"),
        _whole("until"),
    )
    _devices(metadata)


def _devices(metadata: MetaData) -> None:
    _own(
        metadata,
        "devices",
        "org_id device",
        _text("org_id"),
        _text("device"),
        _text("author"),
        _text("series"),
        _text("account"),
        _text("user_id"),
        _whole("last_n"),
        Column("last_gid", Text()),
        _whole("confirmed"),
        UniqueConstraint("org_id", "author"),
        UniqueConstraint("org_id", "series"),
    )


def _records(metadata: MetaData) -> None:
    _own(
        metadata,
        "outcomes",
        "org_id device n",
        _text("org_id"),
        _text("device"),
        _whole("n"),
        _text("gid"),
        _text("user_id"),
        _text("result"),
        _text("body"),
        Index("ix_outcomes_gid", "org_id", "gid"),
        long=True,
    )
    _own(
        metadata,
        "log",
        "org_id seq",
        _text("org_id"),
        _whole("seq"),
        _text("gid"),
        _text("user_id"),
        _whole("at"),
        _text("body"),
    )
    _own(metadata, "row_index", "org_id seq c id", _text("org_id"), _whole("seq"), _text("c"), _text("id"))
    _own(metadata, "burials", "org_id gid c id", _text("org_id"), _text("gid"), _text("c"), _text("id"))
    _own(
        metadata,
        "counters",
        "org_id kind series",
        _text("org_id"),
        _text("kind"),
        _text("series"),
        _whole("last"),
    )
    _own(metadata, "sums", "org_id user_id", _text("org_id"), _text("user_id"), _text("body"))
    _own(
        metadata,
        "grants",
        "org_id user_id id c",
        _text("org_id"),
        _text("user_id"),
        _text("c"),
        _text("id"),
        _whole("gseq"),
        _whole("live"),
        Index("ix_grants_gseq", "org_id", "user_id", "gseq"),
    )
