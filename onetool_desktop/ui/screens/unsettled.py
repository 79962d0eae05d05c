"""Which fields of a row are saved here and not synced yet."""

from onetool_desktop.changes.values import ROW
from onetool_desktop.domain.collections import COLLECTIONS
from onetool_desktop.store import outbox
from onetool_desktop.ui.screens.screen import Workplace


def unsettled_fields(work: Workplace, collection: str, row_id: str) -> frozenset[str]:
    """The fields that groups on their way to the cloud write; none for a business without a cloud."""
    replica = work.replica
    if not replica.identity.connected:
        return frozenset()
    groups = outbox.pending_groups(replica.reads().db, collection, row_id)
    changes = [c for group in groups for c in group.changes if c.c == collection and c.id == row_id]
    names = {name.partition(":")[0] for change in changes for name in change.f}
    known = COLLECTIONS[collection].by_name
    return frozenset(name for name in names if name in known and name != ROW)
