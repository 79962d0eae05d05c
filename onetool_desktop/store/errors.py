"""What can go wrong with a replica, told in sentences.

Promises: each error says what happened, what is safe and what to do next; whoever raises one has changed nothing.
"""

from onetool_desktop.changes.values import Refusal
from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _


class StoreError(SentenceError):
    """The file of a business cannot be used as asked."""


class WrongKeyError(StoreError):
    """The key does not open the file."""


class DamagedError(StoreError):
    """The file cannot be read, or not all of it."""


class NewerFileError(StoreError):
    """The file was written by a newer program."""


class EngineError(StoreError):
    """The database engine is not one that may be trusted with data."""


class FullError(StoreError):
    """The drive has no room or does not answer; what was asked was not saved."""


class HeldElsewhereError(StoreError):
    """Another program holds the file; what was asked was not saved."""


class Refused(SentenceError):
    """A group that cannot stand; the text is the reason in the user's words, and nothing was saved."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message, safe="", next_step="")
        self.refusal = refusal


class Stop(SentenceError):
    """What came from the cloud is not applied before a person has said so. `kind`: epoch, back, deletes."""

    def __init__(self, kind: str, happened: str, *, next_step: str) -> None:
        super().__init__(
            happened, safe=_("Nothing here was changed, and your unsent work is kept."), next_step=next_step
        )
        self.kind = kind


class NotGivenBackError(StoreError):
    """A cloud that is being brought a business does not give back what it took."""


def damaged() -> DamagedError:
    """The sentences for a file that cannot be read."""
    return DamagedError(
        _("The data of this business is damaged and cannot be read in full."),
        safe=_("It was left as it is; changes not yet sent also stand in a second file beside it."),
        next_step=_("Start the program again: it saves what it can by itself and tells you what came of it."),
    )


def wrong_key(name: str) -> WrongKeyError:
    """The sentences for a key that does not fit."""
    return WrongKeyError(
        _("The key on this computer does not open {name}.").format(name=name),
        safe=_("The file was not changed."),
        next_step=_(
            "Sign in on the account this file belongs to, or restore its key from the system's keyring."
        ),
    )


def newer_file(name: str) -> NewerFileError:
    """The sentences for a file from the future."""
    return NewerFileError(
        _("{name} was last used by a newer version of OneTool Desktop.").format(name=name),
        safe=_("The file was not changed."),
        next_step=_("Update OneTool Desktop on this computer, then open it again."),
    )


def no_room() -> FullError:
    """The sentences for a write that the drive did not take."""
    return FullError(
        _("This could not be saved because the drive is full or does not answer."),
        safe=_("Everything saved before is safe."),
        next_step=_("Free some space on the drive, then save again."),
    )


def held_elsewhere() -> HeldElsewhereError:
    """The sentences for a file that another program does not let go."""
    return HeldElsewhereError(
        _("This could not be saved because another program holds the file of this business."),
        safe=_("Everything saved before is safe."),
        next_step=_("Close what may hold it, such as a backup or a virus scanner, then save again."),
    )


def being_opened() -> StoreError:
    """The sentences for a number asked for while the cloud takes a business over."""
    return StoreError(
        _("This business is being opened at its cloud just now, and no number can be given meanwhile."),
        safe=_("Nothing was issued and the draft is unchanged."),
        next_step=_("Try again in a moment."),
    )


def not_ours(name: str) -> StoreError:
    """The sentences for another program's file."""
    return StoreError(
        _("{name} is not a business of OneTool Desktop.").format(name=name),
        safe=_("The file was not changed."),
        next_step=_("Choose the folder your business is kept in, or restore a backup."),
    )
