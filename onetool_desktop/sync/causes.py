"""What a person is told about sync, by cause: one table of sentence and remedy.

Promises: every state in which sync does less than it should has a cause here, with a sentence in the user's words that
says what happened and what is safe, and the one remedy that is his. A cause holds exactly as long as what caused it.
May not know: how the engine came to it, how it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from onetool_desktop.domain.translate import N_, _


class Cause(StrEnum):
    """Why sync stands still, or what a person should know though it goes on."""

    CLOCK = "clock"  # this computer's clock is more than two minutes wrong
    RESTORED = "restored"  # this replica is a copy or came from a backup, and goes on as another device
    NUMBERS_WAIT = "numbers_wait"  # the main series are closed since the cloud was restored
    KEPT_BEFORE = "kept_before"  # much went that the cloud does not send any more, and a copy lies here
    CLOUD_OLDER = "cloud_older"
    CLOUD_NEWER = "cloud_newer"
    ACCESS = "access"
    REMOVED = "removed"
    EPOCH = "epoch"
    WENT_BACK = "went_back"
    MASS_DELETE = "mass_delete"
    PORTAL = "portal"
    OTHER_BUSINESS = "other_business"
    STRANGE = "strange"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    FAULT = "fault"
    REFUSED = "refused"
    THIS_COMPUTER = "this_computer"
    SIGN_IN = "sign_in"
    WITHDRAWN = "withdrawn"  # somebody took the access of this computer away


class Remedy(StrEnum):
    """What the person can do; a screen offers it as one button, or says it where it lies outside the program."""

    NONE = "none"  # it mends itself
    SYNC = "sync"
    SIGN_IN = "sign_in"
    GO_ON = "go_on"
    OPEN_BROWSER = "open_browser"
    SET_CLOCK = "set_clock"
    UPDATE = "update"
    RELEASE_NUMBERS = "release_numbers"
    ASK_ADMINISTRATOR = "ask_administrator"
    ASK_OPERATOR = "ask_operator"


@dataclass(frozen=True, slots=True)
class Said:
    """One row of the table: the sentence, not yet translated, and the remedy."""

    sentence: str
    remedy: Remedy


_TABLE: Mapping[Cause, Said] = MappingProxyType(
    {
        Cause.CLOCK: Said(
            N_(
                "The clock of this computer is wrong by more than two minutes. Your work is sent and kept in order; "
                "set the clock, so that times on paper are right."
            ),
            Remedy.SET_CLOCK,
        ),
        Cause.RESTORED: Said(
            N_(
                "The data of this computer came from a backup or a copy. It goes on as a new device with a number "
                "series of its own; nothing is lost."
            ),
            Remedy.NONE,
        ),
        Cause.NUMBERS_WAIT: Said(
            N_(
                "The cloud was restored from a backup and gives no numbers on paper yet: an administrator first says "
                "above which they go on. Papers that wait get theirs then by themselves; each computer's own series "
                "goes on as always."
            ),
            Remedy.RELEASE_NUMBERS,
        ),
        Cause.KEPT_BEFORE: Said(
            N_(
                "Records that were here are not sent by the cloud any more. What stood here before is kept for a week, "
                "as the backup “{backup}” in Settings under Backups. If you did not expect this, ask an administrator."
            ),
            Remedy.NONE,
        ),
        Cause.CLOUD_OLDER: Said(
            N_(
                "The cloud is older than this program. What it does not know yet waits on this computer; the rest "
                "is sent. Ask whoever runs the cloud to update it."
            ),
            Remedy.ASK_OPERATOR,
        ),
        Cause.CLOUD_NEWER: Said(
            N_(
                "This program is too old for the cloud. What you enter is still sent, but changes by others do not "
                "come any more. Update this program."
            ),
            Remedy.UPDATE,
        ),
        Cause.ACCESS: Said(
            N_(
                "This sign-in no longer has access to the business. Everything you entered is kept on this computer. "
                "Ask an administrator of the business, then press Sync."
            ),
            Remedy.ASK_ADMINISTRATOR,
        ),
        Cause.REMOVED: Said(
            N_(
                "You were removed from this business. What you entered and had not sent was handed to its "
                "administrators; the copy on this computer is locked."
            ),
            Remedy.ASK_ADMINISTRATOR,
        ),
        Cause.EPOCH: Said(
            N_(
                "The cloud was restored from a backup. Everything on this computer is kept and nothing was changed. "
                "If you go on, this computer offers again what the cloud no longer has, then fetches everything anew."
            ),
            Remedy.GO_ON,
        ),
        Cause.WENT_BACK: Said(
            N_(
                "The cloud knows less than it did before. Everything on this computer is kept and nothing was "
                "changed. Ask whoever runs the cloud: if it comes back, so does sync. If you go on, this computer "
                "offers again what the cloud no longer has, then fetches everything anew."
            ),
            Remedy.GO_ON,
        ),
        Cause.MASS_DELETE: Said(
            N_(
                "The cloud would delete a large part of the records on this computer. Nothing was deleted yet. "
                "Go on if you expect this, or ask whoever runs the cloud."
            ),
            Remedy.GO_ON,
        ),
        Cause.WITHDRAWN: Said(
            N_(
                "The access of this computer was withdrawn, as is done with one that was lost. Everything you entered "
                "is kept on it. Sign in again and it goes on as a new device, or save what waits as a file."
            ),
            Remedy.SIGN_IN,
        ),
        Cause.SIGN_IN: Said(
            N_(
                "Your sign-in has run out. Everything you entered is kept on this computer and will be sent. "
                "Sign in again."
            ),
            Remedy.SIGN_IN,
        ),
    }
)
_OF_TROUBLE: Mapping[Cause, Remedy] = MappingProxyType(
    {Cause.PORTAL: Remedy.OPEN_BROWSER, Cause.OTHER_BUSINESS: Remedy.ASK_OPERATOR, Cause.REFUSED: Remedy.SYNC}
)


def sentence(cause: Cause, **gaps: str) -> str:
    """The sentence of a cause that has one of its own; a failed call brings its own sentence, so "" for that.

    `gaps` are what it names.
    """
    said = _TABLE.get(cause)
    return _(said.sentence).format(**gaps) if said and gaps else _(said.sentence) if said else ""


def remedy(cause: Cause) -> Remedy:
    """What the person can do about it."""
    said = _TABLE.get(cause)
    return said.remedy if said else _OF_TROUBLE.get(cause, Remedy.NONE)
