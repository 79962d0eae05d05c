"""How a whole business is taken in: which way it goes, what of it has come, and what has not by its end.

Promises: an arrival goes one way from its first page to its last, also after a crash; `coming` says which before it has
begun. Each way ends with the same tables. All but `coming` runs in the caller's transaction.
May not know: how pages are fetched, how a row is written.

Why in bulk also where own work waits: a person who saves a client before the first page has come would else pay for
every row that follows what an index, the search and the sums of a page cost, four times the rest of it. Rows that
pending work touches go one by one either way.
"""

from onetool_desktop.store import bulk, columns, meta
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import Page
from onetool_desktop.store.transaction import Transaction

BULK, BESIDE, AFTER, BY_SEQ = "bulk", "beside", "after", "seq"
"""Into a file without a record of the cloud's; beside its records; what changed while the bulk came; from a cursor."""

FEW = 1_000
"""Pending rows of one's own above which no bulk begins: what is here is listed and found by what a bulk takes down."""


def coming(db: Db) -> str:
    """The way of the arrival under way, else of one that began now."""
    under_way = meta.read(db, "arriving")
    if under_way:
        return under_way
    if meta.read(db, "cursor"):
        return BY_SEQ
    return BULK if _holds_little_of_its_own(db) else BESIDE


def begin(tx: Transaction) -> str:
    """Opens an arrival; its way.

    Only an arrival from null brings everything there is, so only at its end may what did not come be purged.
    """
    how = coming(tx.db)
    meta.write(tx.db, arriving=how)
    if how != BY_SEQ:
        tx.db.execute("DELETE FROM arrived")
    if how == BULK:
        bulk.begin(tx.db)
    return how


def note(tx: Transaction, page: Page) -> None:
    """Remembers what a page brought, where what did not come is to go."""
    if meta.read(tx.db, "arriving") == BESIDE:
        keys = [(c, row["id"]) for c, rows in page.rows.items() for row in rows]
        tx.db.executemany("INSERT OR IGNORE INTO arrived(c, id) VALUES (?, ?)", keys)


def missing(db: Db) -> dict[str, list[str]]:
    """What the cloud has sent before and not this time: rows that were acknowledged and did not come."""
    gone: dict[str, list[str]] = {}
    missing = "NOT EXISTS (SELECT 1 FROM arrived a WHERE a.c=? AND a.id=t.id)"
    for c in columns.CODES:
        live = db.execute(f'SELECT id FROM "{c}" t WHERE seq IS NOT NULL AND {missing}', (c,)).fetchall()
        dead = db.execute(
            f"SELECT id FROM tombstones t WHERE c=? AND seq IS NOT NULL AND {missing}", (c, c)
        ).fetchall()
        if live or dead:
            gone[c] = [row_id for (row_id,) in [*live, *dead]]
    return gone


def build_up(tx: Transaction) -> str:
    """Brings up at once what a bulk did without; the way from then on."""
    bulk.finish(tx)
    return built(tx)


def built(tx: Transaction) -> str:
    """What changed while the bulk came is applied as any other change from now on."""
    tx.whole.update(columns.CODES)
    meta.write(tx.db, arriving=AFTER)
    return AFTER


def _holds_little_of_its_own(db: Db) -> bool:
    """Whether nothing here is the cloud's, and few rows are pending: such as are not the cloud's have a shadow each."""
    own = db.execute("SELECT count(*) FROM (SELECT 1 FROM shadow LIMIT ?)", (FEW + 1,)).fetchone()[0]
    tables = [f'"{c}"' for c in columns.CODES]
    return (
        own <= FEW
        and not db.execute('SELECT 1 FROM shadow WHERE "row" IS NOT NULL LIMIT 1').fetchone()
        and not any(
            db.execute(f"SELECT 1 FROM {table} WHERE seq IS NOT NULL LIMIT 1").fetchone()
            for table in [*tables, "tombstones"]
        )
    )
