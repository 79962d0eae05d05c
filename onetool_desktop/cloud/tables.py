"""The tables of the cloud: one for each collection, derived from its declaration, and the cloud's own.

Promises: a collection's table holds the row as it is sent (`body`, JSON), its `seq`, the client it hangs on (`root`),
and one column for each reference, with a foreign key that includes the organisation, so that no row can lead into
another one. Nothing else of a row is a column, but for the few that are looked up by (`LOOKUPS`).
May not know: how rows are written or read.

Why: the body is sent verbatim to most readers, which makes a page of a thousand rows a join of texts. Columns for all
fields would have to be kept equal to it and would be asked for by nobody here. What the database must itself be able
to refuse or to find is a column.
"""

import re
from functools import cache

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

from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Collection, Field, Kind, Scope

# Fields that are looked up by: today's work, open documents, who has a number.
LOOKUPS: dict[str, tuple[str, ...]] = {
    "tasks": ("date", "status"),
    "quotes": ("status",),
    "invoices": ("status",),
    "issued": ("kind", "series", "no"),
}
_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "tasks": (("date",),),
    "quotes": (("status",),),
    "invoices": (("status",),),
    "issued": (("kind", "series", "no"),),
}
_DUE = "due IS NOT NULL"
metadata = MetaData()


@cache
def snake(name: str) -> str:
    """`clientContacts` → `client_contacts`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m[1].lower(), name)


@cache
def table_name(collection: str) -> str:
    """The table of a collection; the prefix keeps it apart from the cloud's own."""
    return f"c_{snake(collection)}"


@cache
def columns(collection: str) -> tuple[tuple[str, str], ...]:
    """(field, column) of what is kept beside the body: references and lookups."""
    declared = COLLECTIONS[collection]
    names = (*(f.name for f in declared.refs), *LOOKUPS.get(collection, ()))
    return tuple((name, snake(name)) for name in names)


def _column(field: Field) -> Column[str] | Column[int]:
    whole = field.kind in {Kind.INT, Kind.MONEY, Kind.INSTANT}
    return Column(snake(field.name), BigInteger()) if whole else Column(snake(field.name), Text())


def _reference_index(table: str, column: str) -> Index:
    """Every reference is indexed: children are found by it, and the database itself asks for them."""
    there = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", "org_id", column, sqlite_where=there, postgresql_where=there)


def _collection_table(declared: Collection) -> None:
    name = table_name(declared.name)
    keys = [
        ForeignKeyConstraint(
            ["org_id", snake(f.name)],
            [f"{table_name(f.ref.collection)}.org_id", f"{table_name(f.ref.collection)}.id"],
            name=f"fk_{name}_{snake(f.name)}",
            deferrable=True,
            initially="DEFERRED",
        )
        for f in declared.refs
        if f.ref
    ]
    Table(
        name,
        metadata,
        Column("org_id", Text(), nullable=False),
        Column("id", Text(), nullable=False),
        Column("seq", BigInteger(), nullable=False),
        Column("root", Text(), nullable=False),
        Column("del", Text()),
        Column("body", Text(), nullable=False),
        Column("was", Text()),
        *(_column(declared.by_name[field]) for field, _ in columns(declared.name)),
        PrimaryKeyConstraint("org_id", "id"),
        *keys,
        *([Index(f"ix_{name}_root", "org_id", "root")] if declared.scope is Scope.CLUSTER else []),
        *(_reference_index(name, snake(f.name)) for f in declared.refs),
        *(
            Index(f"ix_{name}_{'_'.join(map(snake, fields))}", "org_id", *map(snake, fields))
            for fields in _INDEXES.get(declared.name, ())
        ),
    )


for _declared in ALL:
    _collection_table(_declared)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text(), nullable=null)


def _whole(name: str) -> Column[int]:
    return Column(name, BigInteger(), nullable=False)


def _own(
    name: str, key: str, *parts: Column[str] | Column[int] | Index | UniqueConstraint, long: bool = False
) -> None:
    """A table of the cloud's own; `long` rows lie beside their key in SQLite, short ones in it."""
    Table(name, metadata, *parts, PrimaryKeyConstraint(*key.split()), sqlite_with_rowid=long)


_own("settings", "name", _text("name"), _text("value"))
_own(
    "accounts", "id", _text("id"), _text("email"), _text("name"), _text("password"), UniqueConstraint("email")
)
_own("sessions", "id", _text("id"), _text("account"), _text("device_name"), _whole("dead"))
_own("refresh_tokens", "hash", _text("hash"), _text("session"), _whole("made"), Column("used", BigInteger()))
_own("attempts", "key", _text("key"), _whole("failures"), _whole("until"), _whole("hour"), _whole("in_hour"))
_own(
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
_own(
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
    "invites",
    "hash",
    _text("hash"),
    _text("org_id"),
    _text("email"),
    _text("user_id"),
    _text("role"),
    _whole("until"),
)
_own(
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
    Column("session", Text()),  # under which it last came
    Column("withdrawn", BigInteger()),  # when its access was, in ms UTC
    UniqueConstraint("org_id", "author"),
    UniqueConstraint("org_id", "series"),
)
_own("sightings", "org_id device", _text("org_id"), _text("device"), _whole("at"))
_own(
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
    long=True,  # beside its key: with the rows in the key, SQLite would search it by organisation alone
)
_own(
    "log",
    "org_id seq",
    _text("org_id"),
    _whole("seq"),
    _text("gid"),
    _text("user_id"),
    _whole("at"),
    _text("body"),
)
_own(
    "history",
    "org_id c id seq",
    _text("org_id"),
    _text("c"),
    _text("id"),
    _whole("seq"),
    _text("op"),
    _text("f"),
    long=True,
)
_own(
    "former_members", "org_id account", _text("org_id"), _text("account"), _text("user_id"), _whole("removed")
)
_own(
    "surrendered",
    "org_id gid",
    _text("org_id"),
    _text("gid"),
    _text("device"),
    _text("user_id"),
    _whole("at"),
    _text("body"),
    long=True,
)
_own("closed_series", "org_id", _text("org_id"), _whole("since"))
_own("row_index", "org_id seq c id", _text("org_id"), _whole("seq"), _text("c"), _text("id"))
_own(
    "burials",
    "org_id gid c id",
    _text("org_id"),
    _text("gid"),
    _text("c"),
    _text("id"),
    Column("due", BigInteger()),  # the seq of the delete, until the row has its tombstone
    Index("ix_burials_due", "org_id", "due", sqlite_where=text(_DUE), postgresql_where=text(_DUE)),
)
_own(
    "redactions",
    "org_id c id register",
    _text("org_id"),
    _text("c"),
    _text("id"),
    _text("register"),
    _text("h"),
    _whole("at"),
    _text("reason"),
)
_own("counters", "org_id kind series", _text("org_id"), _text("kind"), _text("series"), _whole("last"))
_own("sums", "org_id user_id", _text("org_id"), _text("user_id"), _text("body"))
_own(
    "blobs",
    "org_id sha",
    _text("org_id"),
    _text("sha"),
    _whole("size"),
    _whole("made"),
    Column("idle_since", BigInteger()),
)
_own(
    "blob_rows",
    "org_id id sha",
    _text("org_id"),
    _text("id"),
    _text("sha"),
    Index("ix_blob_rows_sha", "org_id", "sha"),
)
_own(
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
