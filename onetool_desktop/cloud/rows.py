"""Rows in their tables: read one, read children, insert, update.

Promises: every statement names the organisation; the stored body is the row exactly as it is sent; statements are
made once for each collection from its declaration.
May not know: sequence, rights, sums.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from onetool_desktop.changes.merge import apply_delete
from onetool_desktop.changes.values import Row
from onetool_desktop.changes.wire import dumps, loads, row_to_wire
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.tables import columns, snake, table_name


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it stands in its table, with the client it hangs on."""

    row: Row
    root: str


@dataclass(frozen=True, slots=True)
class _Statements:
    get: str
    insert: str
    update: str
    refresh: str  # an update that touches no index
    names: tuple[str, ...]


@cache
def _statements(c: str) -> _Statements:
    table, kept = table_name(c), columns(c)
    own = ("seq", "root", "del", "body", "was", *(column for _, column in kept))
    return _Statements(
        get=f"SELECT body, root, was, del FROM {table} WHERE org_id = ? AND id = ?",
        insert=f"INSERT INTO {table} ({', '.join(own)}, org_id, id) VALUES ({', '.join('?' * (len(own) + 2))})",
        update=f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in own)} WHERE org_id = ? AND id = ?",
        refresh=f"UPDATE {table} SET seq = ?, del = ?, body = ?, was = ? WHERE org_id = ? AND id = ?",
        names=tuple(name for name, _ in kept),
    )


def row_of(body: str, was: str | None = None) -> Row:
    """The row that a stored body holds."""
    m: dict[str, Any] = loads(body)
    return Row(m["id"], m["f"], m["clk"], m["seq"], m.get("del"), None if was is None else loads(was))


def get(connection: Connection, org: str, c: str, row_id: str) -> Stored | None:
    """The row, live or dead; one that fell and still waits for its tombstone is dead."""
    stored, fell = get_written(connection, org, c, row_id)
    return stored if stored is None or fell is None else Stored(apply_delete(stored.row, fell), stored.root)


def get_written(connection: Connection, org: str, c: str, row_id: str) -> tuple[Stored | None, str | None]:
    """The row as its body has it, and the delete group with which it fell."""
    found = connection.one(_statements(c).get, (org, row_id))
    return (None, None) if found is None else (Stored(row_of(found[0], found[2]), found[1]), found[3])


def fell(connection: Connection, org: str, c: str, row_id: str, gid: str) -> None:
    """Makes the row dead to every query; its body follows by `burying`."""
    connection.run(f"UPDATE {table_name(c)} SET del = ? WHERE org_id = ? AND id = ?", (gid, org, row_id))


def told(body: str, deleted: str | None) -> str:
    """The body as others are told it: of a row that fell and waits for its tombstone, already as deleted."""
    if deleted is None or "del" in (row := loads(body)):
        return body
    return dumps({**row, "f": {}, "del": deleted}).decode()


def children(connection: Connection, org: str, c: str, field: str, row_id: str) -> list[Stored]:
    """The live rows whose reference `field` is `row_id`, in the order of their ids.

    They are few and sorted here: asked for in order, SQLite walks the whole organisation by its key instead.
    """
    found = connection.all(
        f"SELECT body, root FROM {table_name(c)} WHERE org_id = ? AND {snake(field)} = ? AND del IS NULL",
        (org, row_id),
    )
    return sorted((Stored(row_of(body), root) for body, root in found), key=lambda stored: stored.row.id)


def count(connection: Connection, org: str, c: str, field: str, row_id: str) -> int:
    """How many live rows refer to `row_id`."""
    return connection.one(
        f"SELECT count(*) FROM {table_name(c)} WHERE org_id = ? AND {snake(field)} = ? AND del IS NULL",
        (org, row_id),
    )[0]


def cluster(connection: Connection, org: str, c: str, root: str) -> list[Row]:
    """The live rows of `c` that hang on `root`."""
    found = connection.all(
        f"SELECT body FROM {table_name(c)} WHERE org_id = ? AND root = ? AND del IS NULL", (org, root)
    )
    return [row_of(body) for (body,) in found]


def move(connection: Connection, org: str, c: str, row_id: str, root: str) -> None:
    """Hangs a row on another client; the row itself stays as it is."""
    connection.run(f"UPDATE {table_name(c)} SET root = ? WHERE org_id = ? AND id = ?", (root, org, row_id))


def write(
    connection: Connection, org: str, c: str, before: Stored | None, after: Stored, barred: Mapping[str, None]
) -> None:
    """Stores the row, whose `seq` is set; columns named in `barred` stay empty."""
    statements, row = _statements(c), after.row
    was = None if row.was is None else dumps(dict(row.was)).decode()
    body, seq = dumps(row_to_wire(row)).decode(), int(row.seq or 0)
    if before is not None and _same_columns(statements.names, before, after):
        connection.run(statements.refresh, (seq, row.deleted, body, was, org, row.id))
        return
    kept = [None if name in barred else row.f.get(name) for name in statements.names]
    values = (seq, after.root, row.deleted, body, was, *kept, org, row.id)
    connection.run(statements.insert if before is None else statements.update, values)


def _same_columns(names: tuple[str, ...], before: Stored, after: Stored) -> bool:
    was, now = before.row.f, after.row.f
    return before.root == after.root and all(was.get(name) == now.get(name) for name in names)
