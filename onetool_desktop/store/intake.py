"""Rows of the cloud into the replica: into the shadow where work is pending, else into what is visible.

Promises: a pulled row is kept whole, with fields, values and collections that are not known here; a tombstone
keeps what the row was; what comes beneath a delete that is still pending stays hidden; what this person may not see any
more leaves the file, its words in the index and its bytes. Everything is written in the caller's transaction, and what
follows from the rows is marked for its end.
May not know: cursors, outcomes, when to stop.
"""

from collections.abc import Collection as Group_, Mapping, Sequence
from dataclasses import replace

from onetool_desktop.changes.values import Row, RowKey
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.store import (
    columns,
    derived,
    many,
    outbox,
    projection,
    redacting,
    search,
    transfers,
)
from onetool_desktop.store.codec import codec, to_json
from onetool_desktop.store.pages import Page, WireRow
from onetool_desktop.store.transaction import Transaction

_SINGLY = frozenset({"organizations", "users", "memberships", "devices"})
_MANY = 4
_ANY = "g"  # above every stamp


def take(tx: Transaction, page: Page, *, bulk: bool = False, beside: bool = False) -> None:
    """Applies one page. With `bulk`, search, some indexes and what clients owe are left to `bulk.step`; with `beside`,
    most of what comes is expected to stand here as it comes, and is left alone.
    """
    redacting.hear(tx, page)
    shadowed = _shadowed(tx, page)
    pending: list[RowKey] = []
    folded = _with_pending_work(tx, page, shadowed) if bulk else set[RowKey]()
    tx.rows.before.update({key: tx.rows.get(*key) for key in folded})
    for c in sorted(page.rows, key=lambda c: columns.CODES.get(c, -1)):
        rows = page.rows[c]
        if c not in COLLECTIONS:
            _keep_unknown(tx, c, rows)
            continue
        free = rows
        if shadowed:
            pending += _shadow(tx, c, [row for row in rows if (c, row["id"]) in shadowed])
            free = [row for row in rows if (c, row["id"]) not in shadowed]
        _write(tx, page, c, free, bulk=bulk, beside=beside)
    if bulk:
        derived.refresh_arrived(tx.rows, page.rows, folded, org=tx.identity.org)
    pending += _purge(tx, page.gone, shadowed)
    projection.recompute(tx.rows, pending, org=tx.identity.org)
    if _deletes_pending(tx):
        projection.hide_beneath(tx.rows, _free(page, shadowed), org=tx.identity.org)


def _write(tx: Transaction, page: Page, c: str, rows: Sequence[WireRow], *, bulk: bool, beside: bool) -> None:
    """Rows that no pending work touches, the live ones of them at once where there are many."""
    live = [row for row in rows if "del" not in row]
    if len(live) < _MANY or c in _SINGLY:
        _write_singly(tx, c, rows)
        return
    whole = c in columns.LINES or _parents_come_too(page, c)
    _write_many(tx, c, _news(tx, c, live) if beside else live, bulk=bulk, whole=whole)
    _write_singly(tx, c, [row for row in rows if "del" in row])


def highest_stamp(page: Page, below: str = _ANY) -> str:
    """The highest stamp in the page below this one, "" where there is none."""
    every = [h for rows in page.rows.values() for row in rows for h in row["clk"].values()]
    highest = max(every, default="")
    return highest if highest < below else max((h for h in every if h < below), default="")


def row_of(message: WireRow) -> Row:
    """The row of its wire form."""
    return Row(message["id"], message["f"], message["clk"], message["seq"], message.get("del"))


def write_again(tx: Transaction, c: str, rows: Sequence[WireRow]) -> None:
    """Encodes rows anew that are visible already."""
    if rows:
        _write_many(tx, c, rows, bulk=False, whole=False)


def _shadowed(tx: Transaction, page: Page) -> set[RowKey]:
    """The rows a page brings or takes that pending work touches."""
    ids = {c: [row["id"] for row in rows] for c, rows in page.rows.items()}
    for c, gone in page.gone.items():
        ids[c] = [*ids.get(c, ()), *gone]
    return outbox.shadowed_among(tx.db, ids)


def _with_pending_work(tx: Transaction, page: Page, shadowed: Group_[RowKey]) -> set[RowKey]:
    """The documents of a page whose amounts do not follow from it alone: pending work touches them, or a part of them
    that stands here or comes along.
    """
    touched = {key for key in shadowed if key[0] in columns.LINES}
    for c, (document, field) in columns.PARTS.items():
        if page.rows.get(document):
            here = f'SELECT t."{field}" FROM shadow s CROSS JOIN "{c}" t ON t.id=s.id WHERE s.c=?'
            touched |= {(document, row_id) for (row_id,) in tx.db.execute(here, (c,))}
            come = (row for row in page.rows.get(c, ()) if (c, row["id"]) in shadowed)
            touched |= {(document, columns.document_of(row["f"], field)) for row in come}
    return {(c, row["id"]) for c in columns.LINES for row in page.rows.get(c, ())} & touched


def _parents_come_too(page: Page, c: str) -> bool:
    """Whether every line or payment of the page has its document in it."""
    if c not in columns.PARTS:
        return False
    parent, field = columns.PARTS[c]
    there = {row["id"] for row in page.rows.get(parent, ())}
    return all(row["f"].get(field) in there for row in page.rows[c])


def _free(page: Page, shadowed: Group_[RowKey]) -> list[RowKey]:
    """The live rows of a page that no pending work touches."""
    live = [
        (c, row["id"])
        for c, rows in page.rows.items()
        if c in COLLECTIONS
        for row in rows
        if "del" not in row
    ]
    return [key for key in live if key not in shadowed]


def _write_singly(tx: Transaction, c: str, rows: Sequence[WireRow]) -> None:
    for message in rows:
        row = row_of(message)
        if row.deleted is not None:
            row = replace(row, was=_last_fields(tx.rows.get(c, row.id)))
        tx.rows.write(c, row.id, row)


def _last_fields(old: Row | None) -> Mapping[str, object] | None:
    return None if old is None else old.f if old.live else old.was


def _news(tx: Transaction, c: str, rows: Sequence[WireRow]) -> Sequence[WireRow]:
    """Those of these rows that do not stand here as they come: to read and compare one costs a fifth of writing it."""
    one, ids = codec(c), [row["id"] for row in rows]
    if len(set(ids)) < len(ids):  # the last one of a row is to stand
        return rows
    found = tx.db.execute(f"{one.select} WHERE id IN (SELECT value FROM json_each(?))", (to_json(ids),))
    here = {record[0]: record for record in found}
    return [
        row
        for row in rows
        if row["id"] not in here or here[row["id"]] != one.record(row["id"], row["seq"], row["clk"], row["f"])
    ]


def _write_many(tx: Transaction, c: str, rows: Sequence[WireRow], *, bulk: bool, whole: bool) -> None:
    one, ids = codec(c), [row["id"] for row in rows]
    keys = [(c, row_id) for row_id in ids]
    if derived.follows_from(c) and not (bulk and (whole or c == "clients")):
        tx.rows.remember(c, ids, derived.read_of(c))
    tx.rows.forget(keys)
    tx.rows.touch(c, ids)
    if tx.db.execute("SELECT 1 FROM tombstones WHERE c=? LIMIT 1", (c,)).fetchone():
        tx.db.executemany("DELETE FROM tombstones WHERE c=? AND id=?", keys)
    many.write(tx.db, c, rows)
    if one.searched and not bulk:
        rids = many.rids(tx.db, c, ids)
        search.enter(tx.db, c, [(rids[row["id"]], one.search_text(row["f"])) for row in rows])


def _shadow(tx: Transaction, c: str, rows: Sequence[WireRow]) -> list[RowKey]:
    keys: list[RowKey] = []
    for message in rows:
        row, key = row_of(message), (c, message["id"])
        if row.deleted is not None:
            row = replace(row, was=_last_fields(outbox.shadow(tx.db, *key)))
        outbox.set_shadows(tx.db, [(key, row)])
        keys.append(key)
    return keys


def _purge(tx: Transaction, gone: Mapping[str, Sequence[str]], shadowed: Group_[RowKey]) -> list[RowKey]:
    """Takes out what is no longer granted; a row with pending work loses its shadow, and the work is kept."""
    pending: list[RowKey] = []
    if any(gone.values()):
        search.forget(tx.db)
    for c, ids in gone.items():
        for row_id in ids:
            if c == "attachments":
                _withdraw_file(tx, row_id)
            if c not in COLLECTIONS:
                tx.db.execute("DELETE FROM unknown WHERE c=? AND id=?", (c, row_id))
            elif (c, row_id) in shadowed:
                outbox.set_shadows(tx.db, [((c, row_id), None)])
                pending.append((c, row_id))
            else:
                tx.rows.write(c, row_id, None)
    return pending


def _withdraw_file(tx: Transaction, row_id: str) -> None:
    """Bytes that the cloud has go at once with their record; what was not sent stays, for whoever has it to send."""
    transfers.withdrawn(tx, row_id)
    row = tx.rows.get("attachments", row_id)
    for sha in transfers.hashes(row) if row is not None else ():
        if not (transfers.is_named_elsewhere(tx.db, sha, row_id) or transfers.is_to_be_sent(tx.db, sha)):
            tx.replica.blobs.remove(sha)


def _keep_unknown(tx: Transaction, c: str, rows: Sequence[WireRow]) -> None:
    tx.db.executemany(
        "INSERT OR REPLACE INTO unknown(c, id, row) VALUES (?, ?, ?)",
        [(c, row["id"], to_json(row)) for row in rows],
    )


def _deletes_pending(tx: Transaction) -> bool:
    """Whether a group that is not settled has deleted something."""
    found = tx.db.execute(
        "SELECT 1 FROM outbox WHERE EXISTS (SELECT 1 FROM tombstones WHERE tombstones.gid=outbox.gid) LIMIT 1"
    )
    return found.fetchone() is not None
