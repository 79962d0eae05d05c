"""What a replica needs beside its work: the log written back into the file after saves, a backup a day, and what
lies beside it cleared away: copies that other programs were given, the bytes of files that no record names any more.

Promises: all of it happens after what a person waits for, on lanes that are there already, and ends with the lanes. The
bytes of a record that was deleted stay for thirty days, so that undo brings back a file and not its name alone; what
belongs to a change the cloud did not take stays for as long as that needs attention.

Why: writing the log back costs as much as twenty saves and would fall on every twentieth person who presses Save. Done
as a call of its own on the write lane, it comes after the save has answered, and after others that already wait.
"""

import contextlib

from onetool_desktop.store.lanes import Lane, Lanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.store.transfers import wanted_files

FILES_KEPT_S = 30 * 24 * 3_600


def keep_house(replica: Replica, lanes: Lanes) -> None:
    """Has the replica rest after its writes, makes today's backup unless there is one, clears away old bytes."""

    def rest() -> None:
        if replica.rest():
            after_write()

    def after_write() -> None:
        with contextlib.suppress(
            RuntimeError
        ):  # the lanes are closing: closing the file writes the log back too
            lanes.submit(Lane.WRITE, rest)

    replica.listen(lambda _: after_write())
    lanes.submit(Lane.READ, replica.backup_daily)
    lanes.submit(Lane.READ, replica.blobs.clear_copies)
    lanes.submit(Lane.READ, lambda: clear_files(replica))


def clear_files(replica: Replica) -> int:
    """Deletes bytes that nothing has named for thirty days; how many files went."""
    now_s = replica.clock.now_ms() / 1_000
    wanted = wanted_files(replica.reads().db)
    return replica.blobs.sweep(wanted, now_s=now_s, before_s=now_s - FILES_KEPT_S)
