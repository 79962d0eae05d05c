"""How many things need this person: read often, so it stands apart from the screen that shows them."""

from onetool_desktop.domain.team import release_barred
from onetool_desktop.store import outbox, transfers
from onetool_desktop.store.numbers_wait import numbers_wait
from onetool_desktop.store.queries import sync as queries
from onetool_desktop.store.queries.number_review import in_review
from onetool_desktop.store.regained import Regained, regained
from onetool_desktop.store.replica import Replica


def count_of(replica: Replica) -> int:
    """Changes the cloud did not take, files that are stuck, numbers that stand twice, those that wait to be released
    where this is his to do, access that is to be taken away once more, and open notices.
    """
    db = replica.reads().db
    counts = outbox.counts(db)
    stuck = counts.get(outbox.REFUSED, 0) + counts.get(outbox.HELD, 0)
    stuck += transfers.counts(db).stuck + len(in_review(db)) + releases_wait(replica)
    stuck += bool(access_regained(replica))
    return stuck + len(queries.open_notices(db, user_id=replica.identity.user_id))


def releases_wait(replica: Replica) -> bool:
    """Whether this person is to release numbers."""
    return release_barred(replica.principal) is None and numbers_wait(replica.reads().db, replica.identity)


def access_regained(replica: Replica) -> Regained:
    """Who has access again since the cloud was restored, where this person may take it away; else nobody."""
    db, may = replica.reads().db, replica.principal.may("people", "delete")
    return regained(db) if may and replica.identity.connected else Regained()
