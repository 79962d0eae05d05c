"""The replica's tables: one per collection, derived from its declaration, and the ones that keep track of
changes.

Promises: nothing here is stated that a declaration states already. A collection's table holds visible rows
only; a tombstone stands in `tombstones`. The migrations of `migrations/replica` lead to exactly this, which a
test proves.

Why: `shadow` holds the whole last row of the cloud rather than fields, because existence is a register too
and a fold needs the row. Local tables keep no foreign keys between synced rows: a parent may be out of scope
or still to come. The search index is one FTS5 table for all collections, keyed by rowid and collection, so
that a save touches one index.
"""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import CreateIndex, CreateTable

from onetool_desktop.domain.collections import ALL
from onetool_desktop.domain.declare import Collection
from onetool_desktop.store import columns
from onetool_desktop.store.engine import Db
from onetool_desktop.store.search import SEARCH_BY_HAND, SEARCH_DDL

metadata = MetaData()


def _collection(collection: Collection) -> Table:
    name = collection.name
    local = [Column(column, Text, nullable=column in {"seq", "extra"}) for column in columns.LOCAL]
    typed = [
        Column(f.name, Integer if columns.storage(f) == "INTEGER" else Text)
        for f in columns.stored_fields(name)
    ]
    cached = [Column(column, Integer) for column in columns.CACHED.get(name, ())]
    rid = Column("rid", Integer, primary_key=True)
    unique = UniqueConstraint("id", name=f"uq_{name}_id")
    table = Table(name, metadata, rid, *local, *typed, *cached, unique)
    for index, names in columns.indexes(name).items():
        of = [text(column) if columns.is_expression(column) else table.c[column] for column in names]
        Index(index, *of, _table=table)
    return table


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _open(*names: str) -> list[Column[str | None]]:
    return [Column(name, Text) for name in names]


for _one in ALL:
    _collection(_one)

meta = Table(
    "meta", metadata, Column("key", Text, primary_key=True), *_text("value"), sqlite_with_rowid=False
)
tombstones = Table(
    "tombstones",
    metadata,
    *_text("c", "id", "gid", "clk"),
    *_open("seq", "was"),
    PrimaryKeyConstraint("c", "id"),
    Index("ix_tombstones_gid", "gid"),
    sqlite_with_rowid=False,
)
outbox = Table(
    "outbox",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("gid", Text, nullable=False, unique=True),
    *_text("action", "action_id", "label"),
    Column("made_at", Integer, nullable=False),
    *_text("h", "body", "state"),
    *_open("seq", "code", "detail"),
    Column("restamped", Integer, nullable=False, server_default="0"),
    Column("size", Integer, nullable=False),
    # Waiting groups are found in order of n; leaving them out spares every save a page of this index.
    Index("ix_outbox_answered", "state", "n", sqlite_where=text("state<>'waiting'")),
)
outbox_rows = Table(
    "outbox_rows",
    metadata,
    *_text("c", "id", "gid"),
    PrimaryKeyConstraint("c", "id", "gid"),
    Index("ix_outbox_rows_gid", "gid"),
    sqlite_with_rowid=False,
)
shadow = Table(
    "shadow",
    metadata,
    *_text("c", "id"),
    *_open("row"),
    PrimaryKeyConstraint("c", "id"),
    sqlite_with_rowid=False,
)
settled = Table(
    "settled",
    metadata,
    Column("gid", Text, primary_key=True),
    Column("n", Integer, nullable=False),
    *_text("seq", "action", "action_id", "label"),
    Column("made_at", Integer, nullable=False),
    *_text("h", "body"),
    Column("settled_at", Integer, nullable=False, server_default="0"),
    Index("ix_settled_seq", "seq"),
    Index("ix_settled_at", "settled_at"),
)
kept_past = Table(
    "kept_past",
    metadata,
    *_text("c", "id", "gid", "h", "op", "f"),
    PrimaryKeyConstraint("c", "id", "gid"),
    sqlite_with_rowid=False,
)
stage = Table("stage", metadata, Column("n", Integer, primary_key=True), *_text("page"))
arrived = Table(
    "arrived", metadata, *_text("c", "id"), PrimaryKeyConstraint("c", "id"), sqlite_with_rowid=False
)
unknown = Table(
    "unknown", metadata, *_text("c", "id", "row"), PrimaryKeyConstraint("c", "id"), sqlite_with_rowid=False
)
transfers = Table(
    "transfers",
    metadata,
    *_text("way", "id", "sha"),
    *[Column(name, Integer, nullable=False) for name in ("size", "position", "asked", "tried", "next_at")],
    *_text("state", "words"),
    PrimaryKeyConstraint("way", "id", "sha"),
    sqlite_with_rowid=False,
)
kept_offline = Table("kept_offline", metadata, Column("id", Text, primary_key=True), sqlite_with_rowid=False)
half_typed = Table(
    "half_typed",
    metadata,
    *_text("place", "field", "text", "opener"),
    Column("at", Integer, nullable=False),
    PrimaryKeyConstraint("place", "field"),
    sqlite_with_rowid=False,
)
counters = Table(
    "counters",
    metadata,
    *_text("kind", "series"),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("kind", "series"),
    sqlite_with_rowid=False,
)


def statements() -> list[str]:
    """The whole schema as SQL, in order, as a fresh file gets it."""
    from sqlalchemy.dialects.sqlite import dialect

    sqlite = dialect()
    found: list[str] = []
    for table in metadata.sorted_tables:
        found.append(str(CreateTable(table).compile(dialect=sqlite)).strip())
        found += [
            str(CreateIndex(index).compile(dialect=sqlite)).strip()
            for index in sorted(table.indexes, key=lambda index: str(index.name))
        ]
    return [*found, SEARCH_DDL, SEARCH_BY_HAND]


def create_all(db: Db) -> None:
    """Creates every table, inside the caller's transaction."""
    for statement in statements():
        db.execute(statement)
