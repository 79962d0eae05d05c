"""What a screen may ask of the program around it, as plain calls the program hands in.

Promises: a call left out is one this program cannot do here, and no screen offers it. `restore`, `repair`, `another`
and `sign_out` end this window and open another; the others may block and belong in a lane. May not know: profiles,
keyrings, windows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Computer:
    """The calls, and where this computer keeps what."""

    folder: Path | None = None
    account: str = ""  # who is signed in at which cloud
    restore: Callable[[Path], None] | None = None
    repair: Callable[[], None] | None = None
    another: Callable[[], None] | None = None
    sign_out: Callable[[], None] | None = None
    recovery_key: Callable[[], str] | None = None
    sign_in: Callable[[str], None] | None = None  # with the password, again; sync goes on then
    set_role: Callable[[str, str], None] | None = None  # person, role
    remove: Callable[[str], None] | None = None  # a person, out of the organisation
    invite: Callable[[str, str], str] | None = None  # e-mail, role → the code that lets the person in
