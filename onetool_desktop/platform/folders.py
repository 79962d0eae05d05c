"""What kind of folder a path is in: on this computer, on a network drive, or kept in step by a cloud drive.

Promises: `folder_kind` answers for paths that do not exist yet, follows links, and names the service or the
kind of drive for the sentence; `writable_folder` answers by really writing. What the operating system knows
is asked through `FolderFacts`.
May not know: what is kept in the folder.

Why: SQLite's locks are unreliable on network drives, and a cloud drive copies a live database in the middle
of a write; both destroy replicas (sqlite.org, "How To Corrupt An SQLite Database File"). Cloud drives are
recognised by their environment variables, folder names and Windows' placeholder mark, because none of them
offers a question to ask. Folder names alone were refused as a test of network drives: a mount can be called
anything.
"""

import os
import re
import stat
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from onetool_desktop.domain.translate import N_, _
from onetool_desktop.platform.files import trouble

NETWORK_FILESYSTEMS = frozenset(
    [
        "afpfs",
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.gvfsd-fuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "remote",
        "smb2",
        "smb3",
        "smbfs",
        "webdav",
    ]
)
"""Names as the systems give them; `remote` is what `SystemFolderFacts` says of a Windows network drive."""

_SYNCED_NAMES = (
    (re.compile(r"^onedrive( ?-.*)?$", re.IGNORECASE), "OneDrive"),
    (re.compile(r"^dropbox( ?[(-].*)?$", re.IGNORECASE), "Dropbox"),
    (re.compile(r"^(icloud ?drive|mobile documents)$", re.IGNORECASE), "iCloud"),
    (re.compile(r"^(google ?drive(-.*)?|my drive)$", re.IGNORECASE), "Google Drive"),
    (re.compile(r"^cloudstorage$", re.IGNORECASE), N_("a cloud drive")),
)
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_CLOUD_TAG = 0x9000001A
_CLOUD_TAG_MASK = 0xFFFF0FFF


@dataclass(frozen=True, slots=True)
class FolderKind:
    """`network` and `synced` are empty, or what the person calls that drive or service."""

    network: str = ""
    synced: str = ""

    @property
    def is_local(self) -> bool:
        """Whether a database is safe here."""
        return not (self.network or self.synced)


class FolderFacts(Protocol):
    """What the operating system knows of a folder that exists."""

    def environment(self) -> Mapping[str, str]:
        """The variables this process was started with."""
        ...

    def filesystem(self, folder: Path) -> str:
        """The file system's name in lower case, "" when unknown."""
        ...

    def is_cloud_placeholder(self, folder: Path) -> bool:
        """Whether Windows marks the folder as belonging to a cloud drive."""
        ...


class SystemFolderFacts:
    """Asks the system this runs on."""

    def environment(self) -> Mapping[str, str]:
        """The variables this process was started with."""
        return os.environ

    def filesystem(self, folder: Path) -> str:
        """From /proc/self/mounts, the `mount` command of macOS, or the drive type of Windows."""
        if sys.platform == "win32":
            import ctypes

            drive_remote = 4
            kind = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\")
            return "remote" if kind == drive_remote else ""
        if sys.platform == "darwin":
            listing = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
            return filesystem_from(parse_mount_command(listing.stdout), folder=folder)
        try:
            table = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return ""
        return filesystem_from(parse_mounts(table), folder=folder)

    def is_cloud_placeholder(self, folder: Path) -> bool:
        """By the reparse tag of Windows' cloud files; never elsewhere."""
        try:
            tag = int(getattr(os.lstat(folder), "st_reparse_tag", 0))
        except OSError:
            return False
        return tag & _CLOUD_TAG_MASK == _CLOUD_TAG


def parse_mounts(table: str) -> dict[str, str]:
    """Mount point to file system, from the text of /proc/mounts; a later mount hides an earlier one."""
    found: dict[str, str] = {}
    for line in table.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            found[_unescape(fields[1])] = fields[2].lower()
    return found


def parse_mount_command(listing: str) -> dict[str, str]:
    """Mount point to file system, from lines such as `//a@b/c on /Volumes/c (smbfs, nodev)`."""
    matches = re.findall(r"^.*? on (/.*) \(([^,)]+)[^)]*\)$", listing, re.MULTILINE)
    return {point: kind.lower() for point, kind in matches}


def filesystem_from(mounts: Mapping[str, str], *, folder: Path) -> str:
    """The file system of the mount point nearest above `folder`, "" when none is known."""
    for place in (folder, *folder.parents):
        if str(place) in mounts:
            return mounts[str(place)]
    return ""


def _unescape(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def folder_kind(path: Path, *, facts: FolderFacts) -> FolderKind:
    """What kind of folder `path` is, or would be if it were made."""
    written = str(path)
    resolved = path.resolve()
    if written.startswith(("\\\\", "//")) or str(resolved).startswith("\\\\"):
        return FolderKind(network=_("a network share"))
    existing = _nearest_existing(resolved)
    filesystem = facts.filesystem(existing)
    if filesystem in NETWORK_FILESYSTEMS:
        return FolderKind(network=_("a network drive ({filesystem})").format(filesystem=filesystem))
    return FolderKind(synced=_synced_by(resolved, existing=existing, facts=facts))


def _synced_by(path: Path, *, existing: Path, facts: FolderFacts) -> str:
    environment = facts.environment()
    roots = [Path(environment[name]) for name in _ONEDRIVE_VARIABLES if environment.get(name)]
    if any(path.is_relative_to(root) or path.is_relative_to(root.resolve()) for root in roots):
        return "OneDrive"
    for pattern, service in _SYNCED_NAMES:
        if any(pattern.match(part) for part in path.parts):
            return _(service)
    for place in (existing, *existing.parents):
        if (place / ".dropbox").is_file():
            return "Dropbox"
        if facts.is_cloud_placeholder(place):
            return _("a cloud drive")
    return ""


def _nearest_existing(path: Path) -> Path:
    return next((place for place in (path, *path.parents) if place.exists()), path)


def writable_folder(path: Path) -> Path:
    """The absolute `path`, made if missing, proven by writing; else a `FileTroubleError`, nothing changed."""
    folder = Path(os.path.abspath(path))  # noqa: PTH100 # resolve() would show a link's target in the sentence
    missing = [place for place in (folder, *folder.parents) if not os.path.lexists(place)]
    made: list[Path] = []
    try:
        for place in reversed(missing):
            place.mkdir()
            made.append(place)
        if not stat.S_ISDIR(folder.stat().st_mode):
            raise NotADirectoryError(str(folder))
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        for place in reversed(made):
            place.rmdir()
        raise trouble(error, path=folder) from error
    return folder
