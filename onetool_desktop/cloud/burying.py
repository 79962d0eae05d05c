"""What falls with a deleted row, where it is too much for one group: buried by a job, in steps (WIRE section 7).

Promises: the group strikes every row at once, so that it is dead to every query from that commit on, in sums and grants
too; the job gives each its tombstone, at most so many in one transaction, under the delete group's name, so that one
restore brings all of them back, whatever the job has done so far. A cloud that ends between two steps goes on at its
next start.
May not know: rules, when the job runs (`burial_job`).

Why: what costs in a delete is not to mark a row but to write it anew, with its history and its place in the order, and
while one organisation's counter is locked nobody else of it can save. A mark that every query sees leaves nothing in
between that anybody could meet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onetool_desktop.changes.values import RowKey
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.grants import Touched
from onetool_desktop.cloud.ledger import Ledger

AT_ONCE = 500
"""Rows that a delete takes along in its own group, and that the job buries in one step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How a step stands in the log: an id of its own, the stamp and the user of the delete, when it was taken."""

    gid: str
    h: str
    user_id: str
    now_ms: int


def note(connection: Connection, ledger: Ledger, gid: str, key: RowKey) -> None:
    """A row that waits for its tombstone."""
    connection.run(
        "INSERT INTO burials (org_id, gid, c, id, due) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (org_id, gid, c, id) DO UPDATE SET due = excluded.due",
        (ledger.org, gid, *key, ledger.seq),
    )


def forget(connection: Connection, org: str, touched: Mapping[RowKey, Touched]) -> None:
    """What was brought back waits for no tombstone any more; a restore brings back all that its delete took."""
    back = {t.before.row.deleted for t in touched.values() if t.before is not None and t.after.row.live}
    for gid in sorted(filter(None, back)):
        done(connection, org, gid, None)


def done(connection: Connection, org: str, gid: str, keys: Iterable[RowKey] | None) -> None:
    """These rows of a delete, or all, wait no more."""
    which = "UPDATE burials SET due = NULL WHERE org_id = ? AND gid = ? AND due IS NOT NULL"
    if keys is None:
        connection.run(which, (org, gid))
    else:
        connection.run_many(f"{which} AND c = ? AND id = ?", [(org, gid, *key) for key in keys])
