"""What a screen may ask of the program around it, as plain calls the program hands in.

Promises: a call left out is one this program cannot do here, and no screen offers it. `restore`, `repair`, `another`,
`brought`, `go_to` and `sign_out` end this window and open another; the others may block and belong in a lane. May not
know: profiles, keyrings, windows.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from onetool_desktop.sync.connect import Organisation
    from onetool_desktop.sync.numbers import MainSeries
    from onetool_desktop.sync.team import Team
    from onetool_desktop.ui.opened import SignedIn


class People(Protocol):
    """What the cloud does about the people of the organisation; the calls block."""

    def invite(self, email: str, role: str, user: str = "") -> str:
        """The code that lets the person in."""
        ...

    def set_role(self, user: str, role: str) -> None:
        """Another role for a member."""
        ...

    def remove(self, user: str) -> None:
        """A member out of the organisation, or an invitation back."""
        ...

    def withdraw(self, device: str) -> None:
        """The access of a computer taken away."""
        ...

    def team(self) -> "Team":
        """Open invitations, and when each device was last seen."""
        ...


class Numbers(Protocol):
    """What the cloud knows of its main series, and does about them; the calls block."""

    def numbers(self) -> "MainSeries":
        """What it knows now."""
        ...

    def release_numbers(self, epoch: str, above: "Mapping[str, int]") -> "Mapping[str, int]":
        """Numbers are given again above these, by kind of paper, by the cloud that was asked; the last of each then."""
        ...


@dataclass(frozen=True, slots=True)
class Leaving:
    """How a business leaves its cloud: `check` may raise; `fetch` brings a part and tells whether that was all, beside
    the sync; `end` makes it this computer's own, without the files of these rows, in the write lane; `left` opens it
    again.
    """

    check: Callable[[], None]
    fetch: Callable[[], bool]
    end: "Callable[[Collection[str]], None]"
    left: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """The calls, and where this computer keeps what."""

    folder: Path | None = None
    account: str = ""  # who is signed in at which cloud
    cloud: str = ""  # the address of that cloud
    restore: Callable[[Path, str], None] | None = None  # a backup, and its recovery key if another sealed it
    repair: Callable[[], None] | None = None
    another: Callable[[], None] | None = None
    sign_out: Callable[[], None] | None = None
    recovery_key: Callable[[], str] | None = None
    sign_in: Callable[[str], None] | None = None  # with the password, again; sync goes on then
    people: People | None = None
    numbers: Numbers | None = None
    organisations: "Callable[[], SignedIn] | None" = None  # who is signed in, and where else he belongs
    go_to: "Callable[[SignedIn, Organisation], None] | None" = None  # opens another of them
    leaving: Leaving | None = None
    bring: Callable[[dict[str, str]], None] | None = None  # to a cloud
    brought: Callable[[], None] | None = None  # after that: opens the business again, which sends itself
