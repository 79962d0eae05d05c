"""Files: the table of their rows, the blobs each organisation keeps, and which row's bytes were sent.

Frozen: these are the tables as they were at this revision, whatever the declarations have become since.
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

revision = "0003"
down_revision = "0002"

_HOMES = {
    "client_id": "c_clients",
    "property_id": "c_client_properties",
    "project_id": "c_projects",
    "task_id": "c_tasks",
    "quote_id": "c_quotes",
    "invoice_id": "c_invoices",
}


def upgrade() -> None:
    """Makes the tables."""
    metadata = MetaData()
    for target in _HOMES.values():  # there already; named so that keys can lead to them
        Table(target, metadata, _text("org_id"), _text("id"))
    made = [_attachments(metadata), _blobs(metadata), _blob_rows(metadata)]
    metadata.create_all(op.get_bind(), tables=made)


def _attachments(metadata: MetaData) -> Table:
    return Table(
        "c_attachments",
        metadata,
        _text("org_id"),
        _text("id"),
        _whole("seq"),
        _text("root"),
        Column("del", Text()),
        _text("body"),
        Column("was", Text()),
        *(Column(column, Text()) for column in _HOMES),
        PrimaryKeyConstraint("org_id", "id"),
        *(
            ForeignKeyConstraint(
                ["org_id", column],
                [f"{target}.org_id", f"{target}.id"],
                name=f"fk_c_attachments_{column}",
                deferrable=True,
                initially="DEFERRED",
            )
            for column, target in _HOMES.items()
        ),
        Index("ix_c_attachments_root", "org_id", "root"),
        *(_reference_index(column) for column in _HOMES),
    )


def _blobs(metadata: MetaData) -> Table:
    return Table(
        "blobs",
        metadata,
        _text("org_id"),
        _text("sha"),
        _whole("size"),
        _whole("made"),
        Column("idle_since", BigInteger()),
        PrimaryKeyConstraint("org_id", "sha"),
        sqlite_with_rowid=False,
    )


def _blob_rows(metadata: MetaData) -> Table:
    return Table(
        "blob_rows",
        metadata,
        _text("org_id"),
        _text("id"),
        _text("sha"),
        PrimaryKeyConstraint("org_id", "id", "sha"),
        Index("ix_blob_rows_sha", "org_id", "sha"),
        sqlite_with_rowid=False,
    )


def _reference_index(column: str) -> Index:
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_c_attachments_{column}", "org_id", column, sqlite_where=there, postgresql_where=there)


def _text(name: str) -> Column[str]:
    return Column(name, Text(), nullable=False)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger(), nullable=False)
