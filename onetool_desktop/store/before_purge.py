"""The copy that is kept before records go that the cloud does not send any more.

Promises: before the end of an arrival beside the data that purges more than a mass delete is asked about, and before a
restored cloud is followed, the whole replica is copied beside the others (`backup`), once a day; the first of a day
stays, for what came after it holds less. Where it was needed, after a restored cloud for a single record already, it
is named for as long as it is kept. Where no copy can be made, nothing is purged. It may be made ahead, beside the write
lane, where saves would wait for it: fifty megabytes take three seconds. May not know: why the cloud does not send them,
how a person is told.

Why a copy and no question: a smaller role takes most of a replica rightly, and nobody can be asked about what he is not
to see. A cloud that names other scopes and then sends next to nothing does the same to it: what others made goes, and
is had back from the copy alone. What this person may not see any more lies in it no longer than in the daily ones.
"""

from collections.abc import Mapping

from onetool_desktop.store import arrival, backup, columns, meta
from onetool_desktop.store.engine import Db
from onetool_desktop.store.pages import Page
from onetool_desktop.store.replica import Replica

DELETES, SHARE = 50, 5
"""More rows than this, and more than one in `SHARE` of a collection, are much at once."""
_KEPT, _FOLLOWED = "kept_before", "followed"


def is_much(count: int, have: int) -> bool:
    """Whether so many rows, of so many in their collection, are much at once."""
    return count > DELETES and count * SHARE > have


def copy_ahead(replica: Replica, page: Page | None) -> None:
    """Makes the copy that the step to come would make first: taking this page, or following a restored cloud."""
    if page is None or (page.ends and _takes_much(replica.reads().db, page)):
        _copy(replica)


def keep_before_following(replica: Replica) -> None:
    """Keeps a copy before a restored cloud is followed; in the write lane. Raises as `keep_before_end`."""
    _copy(replica)
    replica.write(lambda tx: meta.write(tx.db, **{_FOLLOWED: 1}))


def keep_before_end(replica: Replica, page: Page) -> None:
    """Keeps a copy, and its name, where this page ends an arrival that takes much away; in the write lane. Raises
    DamagedError or OSError where none can be made.
    """
    if page.ends and replica.at_rest(lambda db: _takes_much(db, page)):
        name, now_ms = _copy(replica), replica.clock.now_ms()
        replica.write(lambda tx: meta.write(tx.db, **{_KEPT: f"{now_ms} {name}"}))


def ended(db: Db) -> None:
    """The arrival is over, in whose end it was kept."""
    meta.write(db, **{_FOLLOWED: None})


def kept(facts: Mapping[str, str], now_ms: int) -> str:
    """The name of the copy that was needed, while it lies here; "" where there is none."""
    made_ms, _space, name = facts.get(_KEPT, "").partition(" ")
    return name if made_ms and now_ms - int(made_ms) < backup.DAYS * backup.DAY_MS else ""


def _copy(replica: Replica) -> str:
    now_ms = replica.clock.now_ms()
    return backup.before_purge(replica.reads().db, replica.path, key=replica.key, now_ms=now_ms).name


def _takes_much(db: Db, page: Page) -> bool:
    if meta.read(db, "arriving") != arrival.BESIDE or meta.read(db, "purged"):  # it goes already
        return False
    followed = bool(meta.read(db, _FOLLOWED))
    for c in columns.CODES:
        count = arrival.missing(db, c, page)
        if followed and count:
            return True
        if count and is_much(count, db.execute(f'SELECT count(*) FROM "{c}"').fetchone()[0]):
            return True
    return False
