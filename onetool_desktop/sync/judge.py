"""What a page or a head may not do unasked: the stop values, as words and sentences.

Promises: a cloud that was emptied, restored or exchanged is noticed before anything here is deleted (`WIRE.md`
section 4: another epoch, a cursor going back, a mass delete). The replica counts what would be deleted, inside the
transaction that would delete it; the machine watches epoch and head.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Halt(StrEnum):
    """Why the engine stopped and asks."""

    EPOCH = "epoch"
    WENT_BACK = "went_back"
    MASS_DELETE = "mass_delete"
    ACCESS = "access"


# What the replica calls the reasons not to apply.
OF_STORE: Mapping[str, Halt] = {"epoch": Halt.EPOCH, "back": Halt.WENT_BACK, "deletes": Halt.MASS_DELETE}
SENTENCES: Mapping[Halt, str] = {
    Halt.EPOCH: (
        "The cloud was restored from a backup. Everything on this computer is kept and nothing was changed. "
        "If you go on, this computer offers again what the cloud no longer has, then fetches everything anew."
    ),
    Halt.WENT_BACK: (
        "The cloud knows less than it did before. Everything on this computer is kept and nothing was changed. "
        "Ask whoever runs the cloud before you go on."
    ),
    Halt.MASS_DELETE: (
        "The cloud would delete a large part of the records on this computer. Nothing was deleted yet. "
        "Go on if you expect this, or ask whoever runs the cloud."
    ),
    Halt.ACCESS: (
        "This sign-in no longer has access to the business. Everything you entered is kept on this computer. "
        "Ask an administrator of the business, then press Sync."
    ),
}


def went_back(known_head: str, head: str) -> bool:
    """Whether a head stands before one already seen; heads are ordered as text."""
    return head < known_head


def other_epoch(data: Mapping[str, Any] | None) -> str | None:
    """The epoch of the restored cloud as its refusal names it."""
    epoch = (data or {}).get("epoch")
    return epoch if isinstance(epoch, str) else None
