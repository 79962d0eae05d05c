"""Needs attention as one table: per reason of the cloud a title, a sentence, and the ways out in order.

Promises: every code of `changes.values.Code`, being held, a merging that came too late, and waiting for a number that
is not given has a row; the
first way out that is possible is the one to offer first. May not know: how a way out is gone, how it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from onetool_desktop.changes.values import Code
from onetool_desktop.domain.translate import N_

HELD = "held"
MERGED = "merged"  # a record that somebody else merged first
NUMBERS = "numbers"  # a paper that was refused its number, since none is given just now


class Remedy(StrEnum):
    """One way out; a screen gives it its words."""

    MEND = "mend"  # put the values right and send it as a new change
    REVISE = "revise"  # open the quote again, as its next revision, with the change in it
    DRAFT = "draft"  # a new draft that says what the document says, with the change in it
    RESTORE = "restore"  # bring back what it belongs to, then send it again
    ISSUE = "issue"  # issue the document as it is now
    CAUSE = "cause"  # try again with what it waits for
    RELEASE = "release"  # say above which number they go on
    RETRY = "retry"
    OPEN = "open"
    COPY = "copy"
    HAND_OVER = "hand_over"  # a readable file for somebody who may
    DISCARD = "discard"


@dataclass(frozen=True, slots=True)
class Said:
    """One row of the table: texts not yet translated."""

    title: str
    sentence: str
    remedies: tuple[Remedy, ...]


_KEEP = (Remedy.OPEN, Remedy.COPY, Remedy.DISCARD)
TABLE: Mapping[str, Said] = MappingProxyType(
    {
        Code.VALIDATION: Said(
            N_("A value was not accepted"),
            N_("A value in it makes no sense to the cloud. Put it right; then it is sent."),
            (Remedy.MEND, Remedy.RETRY, *_KEEP),
        ),
        Code.LOCKED: Said(
            N_("The document is closed"),
            N_(
                "The document was sent, billed or closed in the meantime, so its content can no longer be changed."
            ),
            (Remedy.REVISE, Remedy.DRAFT, Remedy.ISSUE, Remedy.RETRY, *_KEEP),
        ),
        Code.STEP: Said(
            N_("The status has moved on"),
            N_("Somebody took it another step in the meantime, and this step does not follow from there."),
            (Remedy.RETRY, *_KEEP),
        ),
        MERGED: Said(
            N_("One of the two was merged already"),
            N_(
                "Somebody merged one of these records first, so nothing of this merging was done. Open it: it leads to "
                "the one that stands for it now. If they are one all the same, merge that one."
            ),
            (Remedy.OPEN, Remedy.RETRY, Remedy.COPY, Remedy.DISCARD),
        ),
        Code.PARENT_DELETED: Said(
            N_("What it belongs to was deleted"),
            N_("What it belongs to was deleted in the meantime. Bring that back, and this comes with it."),
            (Remedy.RESTORE, Remedy.RETRY, *_KEEP),
        ),
        Code.FORBIDDEN: Said(
            N_("Your role does not allow it"),
            N_(
                "Your role does not allow this. Hand it to somebody who may, or ask for the right and try again."
            ),
            (Remedy.HAND_OVER, Remedy.RETRY, *_KEEP),
        ),
        Code.NOT_FOUND: Said(
            N_("The record is not available to you"),
            N_("The record is not available to you any more. What you entered is kept here whole."),
            (Remedy.HAND_OVER, Remedy.RETRY, *_KEEP),
        ),
        Code.QUOTA: Said(
            N_("The space is used up"),
            N_(
                "The space of the organisation is used up. Make room or ask an administrator, then try again."
            ),
            (Remedy.RETRY, *_KEEP),
        ),
        Code.CHANGED: Said(
            N_("It was changed before it was issued"),
            N_(
                "Somebody changed the document before it could be issued. Nothing was printed. Look at it again."
            ),
            (Remedy.ISSUE, *_KEEP),
        ),
        Code.INTERNAL: Said(
            N_("The cloud could not take it"),
            N_("The cloud could not take it; its operator has been told. Try again later."),
            (Remedy.RETRY, Remedy.HAND_OVER, *_KEEP),
        ),
        NUMBERS: Said(
            N_("It waits for its number"),
            N_(
                "The cloud was restored from a backup and gives no numbers until an administrator releases them. "
                "It gets its number then by itself."
            ),
            (Remedy.RELEASE, Remedy.RETRY, *_KEEP),
        ),
        HELD: Said(
            N_("It waits for another change"),
            N_("It was made on top of another change that needs attention, and goes with it."),
            (Remedy.CAUSE, *_KEEP),
        ),
    }
)
OTHER = Said(
    N_("The cloud did not accept it"),
    N_("The cloud did not accept it, for a reason this program does not know."),
    (Remedy.RETRY, Remedy.HAND_OVER, *_KEEP),
)
