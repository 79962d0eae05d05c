"""What came before this program knew it takes its place once the declarations do (WIRE section 4, unknown).

Promises: rows of a collection that was unknown become rows of its table, or the shadow of one; values kept beside a
row's columns go into the columns that exist now. One transaction, once for each version of the declarations and of the
file, at the first opening; a start that is cut off does it again.
May not know: what a migration does; tables and columns are there already.

Why not in the migration itself: a frozen migration cannot encode rows by declarations that have moved on since, and
what follows from rows (search, amounts, what hangs beneath a pending delete) is not made in SQL.

Why the version of the file counts as well: of several migrations within one version of the declarations, the later ones
add columns to files that have heard of their values already.
"""

from typing import TYPE_CHECKING

from onetool_desktop import changes, store
from onetool_desktop.domain.collections import COLLECTIONS, SCHEMA
from onetool_desktop.store import columns, meta, migrate
from onetool_desktop.store.codec import codec, from_json
from onetool_desktop.store.engine import Db

if TYPE_CHECKING:
    from onetool_desktop.store.pages import Page, WireRow
    from onetool_desktop.store.transaction import Transaction

_DECLARED = "declared"
_NOW = f"{SCHEMA}.{migrate.VERSION}"


def is_due(db: Db) -> bool:
    """Whether the declarations have changed since this file was last gone through."""
    return meta.read(db, _DECLARED) != _NOW


def replay(tx: "Transaction") -> None:
    """Puts in its place what is known by now."""
    known = [
        c
        for (c,) in tx.db.execute("SELECT DISTINCT c FROM unknown ORDER BY c").fetchall()
        if c in COLLECTIONS
    ]
    page = _page({c: _unknown(tx, c) for c in known})
    store.intake.take(tx, page)
    tx.db.executemany("DELETE FROM unknown WHERE c=?", [(c,) for c in known])
    for c in columns.CODES:
        store.intake.write_again(tx, c, _set_apart(tx, c))
    meta.write(tx.db, **{_DECLARED: _NOW})


def _page(rows: "dict[str, list[WireRow]]") -> "Page":
    return store.pages.Page(rows=rows, cursor=None, more=False, head="", epoch="")


def _unknown(tx: "Transaction", c: str) -> "list[WireRow]":
    return [from_json(row) for (row,) in tx.db.execute("SELECT row FROM unknown WHERE c=?", (c,))]


def _set_apart(tx: "Transaction", c: str) -> "list[WireRow]":
    """Rows that keep a value beside their columns, whole; those never sent have no place in the cloud's order yet."""
    found = tx.db.execute(f"{codec(c).select} WHERE extra IS NOT NULL").fetchall()
    return [changes.wire.row_to_wire(codec(c).decode(record)) for record in found]
