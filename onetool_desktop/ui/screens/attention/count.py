"""How many things need this person: read often, so it stands apart from the screen that shows them."""

from onetool_desktop.store import outbox, transfers
from onetool_desktop.store.queries import sync as queries
from onetool_desktop.store.queries.number_review import in_review
from onetool_desktop.store.replica import Replica


def count_of(replica: Replica) -> int:
    """Changes the cloud did not take, files that are stuck, numbers that stand twice, and open notices."""
    db = replica.reads().db
    counts = outbox.counts(db)
    stuck = counts.get(outbox.REFUSED, 0) + counts.get(outbox.HELD, 0)
    stuck += transfers.counts(db).stuck + len(in_review(db))
    return stuck + len(queries.open_notices(db, user_id=replica.identity.user_id))
