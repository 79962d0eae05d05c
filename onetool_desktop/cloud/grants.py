"""Grants: which rows an assigned-only member sees, kept as rows change (WIRE section 4, scope).

Promises: after a group, the clusters it touched are looked at again for each such member, and only there; a row that
comes into his sight, changes in it or leaves it gets the group's `seq` as `gseq`. A tombstone of a row he saw stays
granted, so that it reaches him. His sums move along.
May not know: how pages are made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onetool_desktop.changes import merged, stamp
from onetool_desktop.changes.references import CLIENTS
from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.cloud import rows
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.ledger import Ledger
from onetool_desktop.cloud.reader import CloudReader
from onetool_desktop.cloud.rows import Stored
from onetool_desktop.cloud.sums import Sums
from onetool_desktop.domain.collections import ALL, COLLECTIONS
from onetool_desktop.domain.declare import Scope
from onetool_desktop.domain.permissions import ROLES
from onetool_desktop.domain.scope import visible

CLUSTERED = tuple(c.name for c in ALL if c.scope is Scope.CLUSTER)
_CHUNK = 500
_BEGINNING = 1  # of the order


@dataclass(frozen=True, slots=True)
class Touched:
    """A row of an accepted group, before and after."""

    before: Stored | None
    after: Stored


def follow(
    connection: Connection, ledger: Ledger, reader: CloudReader, touched: Mapping[RowKey, Touched]
) -> None:
    """Brings every assigned-only member's grants up to date after a group."""
    clustered = {key: t for key, t in touched.items() if COLLECTIONS[key[0]].scope is Scope.CLUSTER}
    if not clustered:
        return
    roots = {t.after.root for t in clustered.values()}
    roots |= {t.before.root for t in clustered.values() if t.before}
    live = _live(connection, ledger.org, sorted(_seen_together(reader, clustered, roots)))
    for user_id in _scoped_users(connection, ledger.org):
        _Regrant(connection, ledger, user_id, clustered).run(live, reader)


def _seen_together(reader: CloudReader, touched: Mapping[RowKey, Touched], roots: set[str]) -> set[str]:
    """These clients and all whose sight hangs on theirs: what they were merged into, or led to until now."""
    for (c, _id), t in touched.items():
        if merged_into := COLLECTIONS[c].merged:
            states = [t.after.row, *([t.before.row] if t.before else [])]
            roots |= {row.f[merged_into] for row in states if row.f.get(merged_into)}
    ends = {merged.survivor(reader, CLIENTS, root) for root in roots}
    return roots.union(*(merged.together(reader, CLIENTS, end) for end in ends))


def grant_all(connection: Connection, ledger: Ledger, reader: CloudReader, user_id: str) -> None:
    """The grants of a member who is new or whose role is, over the whole organisation."""
    ledger.next_seq()
    live: dict[RowKey, Row] = {}
    for c in CLUSTERED:
        found = connection.all(
            f"SELECT body FROM {rows.table_name(c)} WHERE org_id = ? AND del IS NULL", (ledger.org,)
        )
        live |= {(c, row.id): row for row in (rows.row_of(body) for (body,) in found)}
    _Regrant(connection, ledger, user_id, {}).run(live, reader)


def note_seen(connection: Connection, ledger: Ledger, user_id: str) -> None:
    """Notes of a member who saw everything until now which rows he sees no more, dead ones too: what he himself wrote
    into them is on his computer still, and he is to hear when it is redacted. They stand before every place he has come
    to: told one by one that they are gone, all of them in one page, he could not read it where they are many.
    """
    for c in CLUSTERED:
        connection.run(
            "INSERT INTO grants (org_id, user_id, c, id, gseq, live)"
            f" SELECT org_id, ?, '{c}', id, {_BEGINNING}, 0 FROM {rows.table_name(c)} WHERE org_id = ?"
            " ON CONFLICT (org_id, user_id, c, id) DO NOTHING",
            (user_id, ledger.org),
        )


def forget(connection: Connection, ledger: Ledger, user_id: str) -> None:
    """Takes back all grants of a member who sees everything from now on, or nothing."""
    ledger.scoped -= 1
    connection.run("DELETE FROM grants WHERE org_id = ? AND user_id = ?", (ledger.org, user_id))
    ledger.sums_of(connection, user_id).drop(CLUSTERED)


class _Regrant:
    """One member's grants over some clusters, after a group."""

    def __init__(
        self, connection: Connection, ledger: Ledger, user_id: str, touched: Mapping[RowKey, Touched]
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._user_id = user_id
        self._touched = touched
        self._sums: Sums = ledger.sums_of(connection, user_id)

    def run(self, live: Mapping[RowKey, Row], reader: CloudReader) -> None:
        """Compares what he saw with what he sees."""

        def creator(row: Row) -> str | None:
            return reader.author_user(stamp.author(row.clk["row"]))

        seen = visible(((c, row) for (c, _), row in live.items()), self._user_id, creator)
        had = self._had({*live, *self._touched})
        for key in sorted(seen | had | set(self._touched)):
            self._settle(key, key in seen, key in had, live.get(key))

    def _settle(self, key: RowKey, sees: bool, had: bool, row: Row | None) -> None:  # noqa: FBT001
        touched = self._touched.get(key)
        if not (sees or had) or (sees and had and touched is None):
            return
        before = touched.before.row if touched and touched.before else (None if touched else row)
        if had and before is not None and before.live:
            self._sums.remove(*key, before.seq or "")
        if sees and row is not None:
            self._sums.add(*key, row.seq or "")
        buried = touched is not None and not touched.after.row.live
        self._connection.run(
            "INSERT INTO grants (org_id, user_id, c, id, gseq, live) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (org_id, user_id, c, id) DO UPDATE SET gseq = excluded.gseq, live = excluded.live",
            (self._ledger.org, self._user_id, *key, self._ledger.seq, int(sees or (had and buried))),
        )

    def _had(self, keys: Iterable[RowKey]) -> set[RowKey]:
        wanted = set(keys)
        ids = sorted({row_id for _, row_id in wanted})
        found: set[RowKey] = set()
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            found |= {
                (c, row_id)
                for c, row_id in self._connection.all(
                    "SELECT c, id FROM grants WHERE org_id = ? AND user_id = ? AND live = 1"
                    f" AND id IN ({', '.join('?' * len(part))})",
                    (self._ledger.org, self._user_id, *part),
                )
            }
        return found & wanted


def _live(connection: Connection, org: str, roots: list[str]) -> dict[RowKey, Row]:
    return {
        (c, row.id): row
        for root in roots
        for c in CLUSTERED
        for row in rows.cluster(connection, org, c, root)
    }


def _scoped_users(connection: Connection, org: str) -> list[str]:
    scoped = [name for name, role in ROLES.items() if not role.all_records]
    found = connection.all(
        f"SELECT user_id FROM members WHERE org_id = ? AND role IN ({', '.join('?' * len(scoped))}) ORDER BY user_id",
        (org, *scoped),
    )
    return [user_id for (user_id,) in found]
