"""What a replica needs beside its work: the log written back into the file after saves, and a backup a day.

Promises: both happen after what a person waits for, on lanes that are there already; they end with the lanes.

Why: writing the log back costs as much as twenty saves and would fall on every twentieth person who presses Save. Done
as a call of its own on the write lane, it comes after the save has answered, and after others that already wait.
"""

import contextlib

from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.replica import Replica


def keep_house(replica: Replica, lanes: Lanes) -> None:
    """Has the replica rest after its writes, and makes today's backup unless there is one."""

    def after_write() -> None:
        with contextlib.suppress(
            RuntimeError
        ):  # the lanes are closing: closing the file writes the log back too
            lanes.submit(Lane.WRITE, replica.rest)

    replica.listen(lambda _: after_write())
    lanes.submit(Lane.READ, replica.backup_daily)
