"""What a page or a head may not do unasked: the stop values.

Promises: a cloud that was emptied, restored or exchanged is noticed before anything here is deleted (`WIRE.md`
section 4: another epoch, a cursor going back, a mass delete). The replica counts what would be deleted, inside the
transaction that would delete it; the machine watches epoch and head. A stop that the cloud itself can take back is
looked at again, and is over when its cause is.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import SyncState


class Halt(StrEnum):
    """Why the engine stopped and asks."""

    EPOCH = "epoch"
    WENT_BACK = "went_back"
    MASS_DELETE = "mass_delete"
    ACCESS = "access"
    REMOVED = "removed"


# What the replica calls the reasons not to apply.
OF_STORE: Mapping[str, Halt] = {"epoch": Halt.EPOCH, "back": Halt.WENT_BACK, "deletes": Halt.MASS_DELETE}
HEAL: frozenset[Halt] = frozenset({Halt.EPOCH, Halt.WENT_BACK, Halt.ACCESS})  # the cloud may take them back
ASK: frozenset[Halt] = frozenset({Halt.EPOCH, Halt.WENT_BACK, Halt.MASS_DELETE})  # a person may let it go on


def halt_of(state: SyncState, *, highest: str, epoch: str, head: str) -> Halt | None:
    """Why what the cloud says of itself stops the engine; heads are ordered as text, `highest` was seen already."""
    if state.epoch and epoch != state.epoch:
        return Halt.EPOCH
    return Halt.WENT_BACK if head < highest else None


def other_epoch(data: Mapping[str, Any] | None) -> str | None:
    """The epoch of the restored cloud as its refusal names it."""
    epoch = (data or {}).get("epoch")
    return epoch if isinstance(epoch, str) else None
