"""Where everything of one profile lies on this computer.

Promises: a `Profile` is a value; it names places and changes none. `open_profile` is the one verb that
makes the folder, for this user alone (0700), in the system's local application data (never the roaming
part, never Documents), or where the argument or `ONETOOL_PROFILE` says; network and cloud drives are
refused with the reason. Two replicas never share a path: each (account, organisation) has its own, on file
systems that ignore case too.
May not know: what the files hold.

Why: an account is any text its issuer likes, so names that are not plain lower-case words are hashed; a
name is never cut or cleaned, since two could then meet in one file.
"""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.files import trouble
from onetool_desktop.platform.folders import FolderFacts, FolderKind, SystemFolderFacts, folder_kind

PROFILE_VARIABLE = "ONETOOL_PROFILE"
PRODUCT = "OneTool Desktop"

_PLAIN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_WINDOWS_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])")
_HASHED = "h-"


class UnsafeFolderError(SentenceError):
    """The profile may not lie in this folder."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The places below one profile folder; nothing here changes the disk."""

    root: Path

    @property
    def settings(self) -> Path:
        """The device's settings, JSON."""
        return self.root / "settings.json"

    @property
    def logs(self) -> Path:
        """The folder of log files."""
        return self.root / "logs"

    @property
    def instance_lock(self) -> Path:
        """The file whose lock says that the profile is in use."""
        return self.root / "instance.lock"

    @property
    def instance_note(self) -> Path:
        """How to reach the process that holds the lock, JSON."""
        return self.root / "instance.json"

    def replica_path(self, account: str, org: str) -> Path:
        """The database of one person in one organisation."""
        return self._scoped("replicas", account, org) / "replica.db"

    def owner_note(self, account: str, org: str) -> Path:
        """Whose that replica is, JSON, beside it: found again without the settings, never a secret."""
        return self._scoped("replicas", account, org) / "business.json"

    def owner_notes(self) -> list[Path]:
        """The notes of every replica that was made to its end; the one verb of a profile that looks at the disk."""
        found = (self.root / "replicas").glob("*/*/business.json")
        return sorted(path for path in found if path.with_name("replica.db").exists())

    def journal_path(self, account: str, org: str) -> Path:
        """The journal of groups not settled, beside the database."""
        return self._scoped("replicas", account, org) / "outbox.journal"

    def backups(self, account: str, org: str) -> Path:
        """The folder of that replica's backups."""
        return self._scoped("backups", account, org)

    def quarantine(self, account: str, org: str) -> Path:
        """The folder where damaged files of that replica are kept."""
        return self._scoped("quarantine", account, org)

    def files(self, account: str, org: str) -> Path:
        """The folder of photos, signatures and documents of that replica."""
        return self._scoped("files", account, org)

    @property
    def keyring_service(self) -> str:
        """The service name of this profile's secrets: two profiles never read each other's keys."""
        if self.root == default_root().resolve():
            return PRODUCT
        return f"{PRODUCT} ({hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]})"

    def _scoped(self, kind: str, account: str, org: str) -> Path:
        return self.root / kind / folder_name(account) / folder_name(org)


def folder_name(text: str) -> str:
    """A folder name that only `text` gets: itself when plain, else a hash of it."""
    plain = _PLAIN_NAME.fullmatch(text) and not _WINDOWS_DEVICES.fullmatch(text)
    if plain and not text.startswith(_HASHED):
        return text
    return _HASHED + hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:40]


def default_root() -> Path:
    """The profile folder when nobody chose one: local application data of this user."""
    import platformdirs  # here, because a chosen profile needs none of it

    return platformdirs.user_data_path(PRODUCT, appauthor=False, roaming=False) / "default"


def wanted_root(chosen: Path | None, *, facts: FolderFacts) -> Path:
    """The folder as chosen, else from `ONETOOL_PROFILE`, else the default; as written, links not followed."""
    from_variable = facts.environment().get(PROFILE_VARIABLE, "")
    if chosen is None and not from_variable:
        return default_root()
    return (chosen or Path(from_variable)).expanduser()


def open_profile(chosen: Path | None = None, *, facts: FolderFacts | None = None) -> Profile:
    """The profile in its folder, made if missing; raises `UnsafeFolderError` or `FileTroubleError`."""
    facts = facts or SystemFolderFacts()
    wanted = wanted_root(chosen, facts=facts)
    kind = folder_kind(wanted, facts=facts)
    if not kind.is_local:
        raise _refusal(wanted, kind=kind)
    profile = Profile(wanted.resolve())
    try:
        profile.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        profile.logs.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise trouble(error, path=profile.root) from error
    return profile


def _refusal(path: Path, *, kind: FolderKind) -> UnsafeFolderError:
    on_network = _("The folder {path} is on {place}, which damages a database in use.")
    in_step = _("The folder {path} is kept in step by {place}, which damages a database in use.")
    return UnsafeFolderError(
        (on_network if kind.network else in_step).format(path=path, place=kind.network or kind.synced),
        safe=_("Nothing was changed."),
        next_step=_("Choose a folder on this computer's own drive for the profile."),
    )
