"""How a whole business is taken in: which way it goes, what of it has come, and what has not by its end.

Promises: an arrival goes one way from its first page to its last, also after a crash; `coming` says which before it has
begun. Each way ends with the same tables. A cloud that is being brought a business, and does not give back what it
took, takes nothing away here. All but `coming` runs in the caller's transaction.
May not know: how pages are fetched, how a row is written.

Why in bulk also where own work waits: a person who saves a client before the first page has come would else pay for
every row that follows what an index, the search and the sums of a page cost, four times the rest of it. Rows that
pending work touches go one by one either way.

Why what did not come goes in parts: of a large firm nearly everything goes when an administrator becomes a technician,
and a save would wait for all of it. The place reached is a fact of the replica, so that nothing is looked at twice.
"""

from collections.abc import Iterator, Mapping, Sequence

from onetool_desktop.domain.translate import _
from onetool_desktop.store import bulk, columns, meta, outbox
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.engine import Db
from onetool_desktop.store.errors import NotGivenBackError
from onetool_desktop.store.pages import Page
from onetool_desktop.store.transaction import Transaction

BULK, BESIDE, AFTER, BY_SEQ = "bulk", "beside", "after", "seq"
"""Into a file without a record of the cloud's; beside its records; what changed while the bulk came; from a cursor."""

_CAME = "EXISTS (SELECT 1 FROM arrived a WHERE a.c=:c AND a.id=t.id)"

GIVEN_ANEW = "memberships"
"""What no cloud is brought: each lets its own members in."""

FEW = 1_000
"""Pending rows of one's own above which no bulk begins: what is here is listed and found by what a bulk takes down."""


LOOKED, PART = 4_000, 100
"""Rows looked at, and rows that go, in one part of what did not come: so much that a save waits some 30 ms."""
_DONE = "done"


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
        meta.write(tx.db, purged=None)
    if how == BULK:
        bulk.begin(tx.db)
    return how


def note(tx: Transaction, page: Page) -> None:
    """Remembers what a page brought, where what did not come is to go."""
    if meta.read(tx.db, "arriving") == BESIDE:
        keys = [(c, row["id"]) for c, rows in page.rows.items() for row in rows]
        tx.db.executemany("INSERT OR IGNORE INTO arrived(c, id) VALUES (?, ?)", keys)


def missing_part(tx: Transaction, page: Page) -> dict[str, list[str]] | None:
    """The next part of what the cloud has sent before and not this time, with `page`, its last; None after the last.

    Those are rows that were acknowledged and did not come.
    """
    place = meta.read(tx.db, "purged")
    if place == _DONE:
        return None
    at, after = from_json(place) if place else (0, "")
    sources = list(_sources())
    while at < len(sources):
        c, source = sources[at]
        found = tx.db.execute(source, {"c": c, "after": after, "looked": LOOKED}).fetchall()
        here = {row["id"] for row in page.rows.get(c, ())}
        gone = [row_id for row_id, came in found if not came and row_id not in here][:PART]
        last = gone[-1] if len(gone) == PART else found[-1][0] if len(found) == LOOKED else ""
        at, after = (at, last) if last else (at + 1, "")
        if gone or last:
            meta.write(tx.db, purged=to_json([at, after]))
            return {c: gone}
    meta.write(tx.db, purged=_DONE)
    return None


def _sources() -> Iterator[tuple[str, str]]:
    """Where rows of the cloud stand, live and dead: how those behind a place are asked for, and whether they came."""
    behind = "seq IS NOT NULL AND id>:after ORDER BY id LIMIT :looked"
    for c in columns.CODES:
        yield c, f'SELECT id, {_CAME} FROM "{c}" t WHERE {behind}'
        yield c, f"SELECT id, {_CAME} FROM tombstones t WHERE c=:c AND {behind}"


def missing(db: Db, c: str, page: Page) -> int:
    """How many of the live rows of a collection are to go, with `page`, the last; what pending work touches is kept."""
    come = to_json([row["id"] for row in page.rows.get(c, ())])
    sql = f"""SELECT count(*) FROM "{c}" t WHERE seq IS NOT NULL AND id NOT IN (SELECT value FROM json_each(:come))
        AND NOT {_CAME} AND NOT EXISTS (SELECT 1 FROM shadow s WHERE s.c=:c AND s.id=t.id)"""
    (count,) = db.execute(sql, {"c": c, "come": come}).fetchone()
    return int(count)


def gone_while_brought(db: Db, part: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Those of a part of what did not come that go though the business is only just being brought, and withdrawn from
    nobody yet: what pending work has deleted or brings back, and what each cloud gives anew. Tombstones stay; raises a
    sentence for any row that lives here and lived at the cloud that is left.
    """
    shadowed = outbox.shadowed_among(db, part)
    dead = {key for key in shadowed if (row := outbox.shadow(db, *key)) is None or not row.live}
    goes = {
        c: [row_id for row_id in ids if c == GIVEN_ANEW or (c, row_id) in shadowed] for c, ids in part.items()
    }
    for c, ids in part.items():
        rest = to_json([row_id for row_id in ids if c != GIVEN_ANEW and (c, row_id) not in dead])
        here = f'SELECT 1 FROM "{c}" WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1'
        if db.execute(here, (rest,)).fetchone():
            raise NotGivenBackError(
                _("The cloud took this business and does not give all of its records back."),
                safe=_("Nothing was deleted on this computer."),
                next_step=_(
                    "Ask whoever runs the cloud. Under Settings, Backups lies the business as it was before."
                ),
            )
    return goes


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
