"""The writings of a row that can be known: what this device itself wrote, and the form in which others' are told.

Promises: every group of this device that stands or is on its way, oldest first; refused ones are not part of it. Reads
only. May not know: what a history is, how the cloud is asked.

Why a text search in the log: an index by row would cost every save a page for a question that is rarely asked, and
ninety days of one device's groups are a few megabytes.
"""

from dataclasses import dataclass, field

from onetool_desktop.changes.values import NOTHING, Fields, Group, Op, Stamps
from onetool_desktop.store import outbox
from onetool_desktop.store.engine import Db


@dataclass(frozen=True, slots=True)
class Write:
    """One writing of a row: its stamp, what it did, the fields as they were afterwards (None for a cleared one)."""

    h: str
    op: Op
    f: Fields = field(default_factory=lambda: NOTHING)
    gid: str = ""
    created: bool = False
    b: Stamps = field(
        default_factory=lambda: NOTHING
    )  # the registers' stamps before it, as far as they are told


def groups_of(db: Db, c: str, row_id: str) -> list[Group]:
    """The groups that name a row."""
    settled = db.execute("SELECT body FROM settled WHERE instr(body, ?) ORDER BY n", (row_id,))
    found = [outbox.group_of(body) for (body,) in settled]
    return [*found, *outbox.pending_groups(db, c, row_id)]


def dead_of(db: Db, c: str, field: str, parent: str) -> list[str]:
    """The ids of deleted rows of `c` whose `field` led to `parent`."""
    found = db.execute(
        "SELECT id FROM tombstones WHERE c=? AND json_extract(was, '$.' || ?)=?", (c, field, parent)
    )
    return [row_id for (row_id,) in found]
