"""Answers kept for seven days, so that a mutation whose reply was lost is repeated at no cost (WIRE section 1).

Promises: the work of one `rid` of one caller is done once; asked again it is answered with the same words. Nothing
secret is kept: functions that give tokens keep what the tokens were for.
May not know: what the work is.

Why: pushes are not kept here. Their outcomes are kept for ever by number and by id, so a repeated push is answered
from that record, and one row less is written on the hottest path.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from onetool_desktop.changes.wire import dumps, loads
from onetool_desktop.cloud.context import Cloud
from onetool_desktop.cloud.database import Connection
from onetool_desktop.cloud.errors import invalid

KEPT_MS = 7 * 24 * 3_600_000
T = TypeVar("T", bound=dict[str, Any])


def once(
    cloud: Cloud, connection: Connection, *, caller: str, rid: str, path: str, work: Callable[[], T]
) -> T:
    """The answer kept for this `rid`, else that of `work`, which is then kept in the same transaction."""
    row = connection.one("SELECT path, body FROM answers WHERE caller = ? AND rid = ?", (caller, rid))
    if row is not None:
        if row[0] != path:
            raise invalid("This `rid` was used for another call. Please make a new one for each mutation.")
        return loads(row[1])
    answer = work()
    now = cloud.clock.now_ms()
    connection.run("DELETE FROM answers WHERE made < ?", (now - KEPT_MS,))
    connection.run(
        "INSERT INTO answers (caller, rid, path, made, body) VALUES (?, ?, ?, ?, ?)",
        (caller, rid, path, now, dumps(answer).decode()),
    )
    return answer
