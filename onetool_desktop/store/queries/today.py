"""The numbers of the first screen: what is due today, late, or waiting for an answer or for money."""

from onetool_desktop.domain.dataclass import dataclass
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """Counts as of a day; `owed` and `overdue_sum` in minor units of the organisation's currency."""

    visits: int
    visits_done: int
    late: int
    quotes_waiting: int
    invoices_open: int
    invoices_overdue: int
    owed: int
    overdue_sum: int


def counts(db: Db, today: str) -> TodayCounts:
    """The numbers for `today` (YYYY-MM-DD, the organisation's day)."""
    found = db.execute(
        """SELECT
        (SELECT count(*) FROM tasks WHERE date=?1 AND status<>'cancelled'),
        (SELECT count(*) FROM tasks WHERE date=?1 AND status='completed'),
        (SELECT count(*) FROM tasks WHERE date<?1 AND status IN ('pending', 'in-progress')),
        (SELECT count(*) FROM quotes WHERE status='sent' AND coalesce("validUntil", ?1)>=?1),
        count(*), coalesce(sum("dueDate"<?1), 0), coalesce(sum(balance), 0),
        coalesce(sum(CASE WHEN "dueDate"<?1 THEN balance ELSE 0 END), 0)
        FROM invoices WHERE status='sent' AND coalesce(balance, 1)>0""",
        (today,),
    ).fetchone()
    return TodayCounts(*found)
