"""How the changes of one action are cut into groups: as many as one may hold, in their order.

May not know: what is saved.
"""

from collections.abc import Sequence

from onetool_desktop.changes import wire
from onetool_desktop.changes.values import Change

GROUP_CHANGES = 200  # of the 250 that a group may hold
GROUP_BYTES = 200 * 1024  # of the 256 kB; what a group holds beside its fields fits into the rest
_CHANGE_BYTES = 300  # ids, bases and names around the fields of one change


def parts(changes: Sequence[Change]) -> list[list[Change]]:
    """The changes in their order, cut into what one group may hold."""
    found: list[list[Change]] = []
    room = 0
    for change in changes:
        size = len(wire.dumps(dict(change.f))) + _CHANGE_BYTES
        if not found or size > room or len(found[-1]) >= GROUP_CHANGES:
            found.append([])
            room = GROUP_BYTES
        found[-1].append(change)
        room -= size
    return found
