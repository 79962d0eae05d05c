"""What comes of opening a business: its parts, those that lie beside it, and the words for how it went.

May not know: how a business is made, found or opened.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _, ngettext
from onetool_desktop.store.errors import DamagedError
from onetool_desktop.store.replica import Replica

if TYPE_CHECKING:
    from onetool_desktop.store.recovery import Recovered
    from onetool_desktop.store.restoring import Restored
    from onetool_desktop.sync.connect import Organisation
    from onetool_desktop.sync.driver import Driver
    from onetool_desktop.sync.engine import HttpPast
    from onetool_desktop.sync.transfer_lane import TransferLane
    from onetool_desktop.sync.transport import HttpCloud


@dataclass(frozen=True, slots=True)
class Opened:
    """An open business and, if it has a cloud, its engine."""

    replica: Replica
    driver: "Driver | None" = None
    cloud: "HttpCloud | None" = None
    past: "HttpPast | None" = None
    notice: str = ""  # what a person should know about how it was opened
    first_quote: str = ""  # of a business just begun: the draft that is opened
    files: "TransferLane | None" = None  # moves the bytes of files beside the engine
    farewell: Callable[[], None] | None = None  # tells a cloud that this computer left it; blocks
    account: str = ""  # who is signed in where; nobody for a business on this computer alone
    last_mark: Callable[[], None] = lambda: (
        None
    )  # tells the keyring what the file holds at the end; in the write lane

    def start_sync(self) -> None:
        """Begins to sync, if there is a cloud."""
        if self.driver is not None:
            self.driver.start()
        if self.files is not None:
            self.files.start()

    def stop_sync(self) -> None:
        """Ends syncing; what waits stays here."""
        if self.files is not None:
            self.files.stop()
        if self.driver is not None:
            self.driver.stop()

    def close(self) -> None:
        """Closes the file; the lanes are done."""
        if self.files is not None:
            self.files.close()
        if self.cloud is not None:
            self.cloud.close()
        self.replica.blobs.clear_copies()
        self.replica.close()


def restored_words(source: Path, found: "Restored") -> str:
    """The words for a backup that was restored."""
    words = _("The backup {name} was restored. What was here before is kept in {folder}.").format(
        name=source.name, folder=found.quarantine
    )
    if not found.carried:
        return words
    carried = ngettext(
        "One change that was not sent yet was carried over.",
        "{count} changes that were not sent yet were carried over.",
        found.carried,
    )
    return f"{words} {carried.format(count=found.carried)}"


@dataclass(frozen=True, slots=True)
class Known:
    """A business that lies on this computer: its name, who is signed in, its note."""

    name: str
    email: str
    note: Path


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person who was let into a cloud: its address `base`, his `email` and `user` there, and where he belongs."""

    facts: Mapping[str, str]
    organisations: "tuple[Organisation, ...]"


def nothing_here() -> SentenceError:
    """The sentences where no business lies on this computer."""
    return SentenceError(
        _("There is no business on this computer."),
        safe=_("Nothing was changed."),
        next_step=_("Begin a business on this computer first, or connect to its cloud."),
    )


def elsewhere(name: str, *, connected: bool) -> SentenceError:
    """The sentences for a backup that is not taken in beside what is here."""
    happened = (
        _("{name} is a backup of a business that has a cloud.")
        if connected
        else _("The business of {name} is on this computer already.")
    )
    next_step = (
        _("Connect to its cloud first. Then restore the backup under Settings, Backups.")
        if connected
        else _("Open that business first. Then restore the backup under Settings, Backups.")
    )
    return SentenceError(
        happened.format(name=name),
        safe=_("Nothing was changed."),
        next_step=next_step,
    )


def taken_in_words(source: Path) -> str:
    """The words for a business that was taken in from another computer's backup."""
    return _("The business was taken in from {name}. The file itself was not changed.").format(
        name=source.name
    )


def settings_lost(count: int, folder: Path) -> SentenceError:
    """The sentences where nothing says which of several businesses was open last."""
    return SentenceError(
        _("The settings of this program were lost, and {count} businesses lie on this computer.").format(
            count=count
        ),
        safe=_("All of them are kept as they are."),
        next_step=_(
            "Move the folders of all but one out of {root}, then start the program again; it "
            "opens the one that is left."
        ).format(root=folder),
    )


def not_fetched(happened: str) -> SentenceError:
    """The sentences for damaged data that its cloud could not give again; `happened` says why."""
    return SentenceError(
        _(
            "The data of this business is damaged on this computer, and its cloud could not be asked for it: {happened}"
        ).format(happened=happened),
        safe=_("Nothing was changed; what was not sent yet is kept in a second copy."),
        next_step=_("Check your network, then start the program again: it fetches your business by itself."),
    )


def beyond_saving(path: Path) -> DamagedError:
    """The sentences for a file that can be neither read nor made again."""
    return DamagedError(
        _("The data of this business is damaged and cannot be opened."),
        safe=_("Nothing was changed or deleted."),
        next_step=_(
            "Keep the folder {parent} as it is. `onetool-desktop restore` puts the newest backup "
            "in its place; or show the folder to whoever looks after your computer."
        ).format(parent=path.parent),
    )


def saved_again_words(found: "Recovered", *, connected: bool) -> str:
    """The words for a damaged file whose unsent work is in a fresh one."""
    count = found.waiting + found.attention
    saved = ngettext("{count} change", "{count} changes", count).format(count=count)
    words = _(
        "The data of this business was damaged on this computer. What this computer had not sent yet was saved from "
        "its second copy: {saved}. The damaged data was kept aside."
    ).format(saved=saved)
    rest = (
        _("Everything else comes again from the cloud.")
        if connected
        else _("Please look through your records before you go on.")
    )
    return f"{words} {rest}"


def alone_words(base: str) -> str:
    """The words for a business that has just left its cloud."""
    return _(
        "This business is on this computer alone now, with all its files and history. Its numbers go on here: whoever "
        "still works at {cloud} would give the same ones."
    ).format(cloud=base)


def in_the_way() -> SentenceError:
    """The sentences where this business lies here once more, from an earlier leaving."""
    return SentenceError(
        _("A copy of this business that left its cloud before lies on this computer already."),
        safe=_("Nothing was changed."),
        next_step=_("Open that one instead, or leave from another computer."),
    )
