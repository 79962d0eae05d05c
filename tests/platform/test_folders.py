"""Folders in which a database is not safe are recognised, and an out folder is proven by writing."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from onetool_desktop.platform.files import FileTroubleError
from onetool_desktop.platform.folders import (
    SystemFolderFacts,
    filesystem_from,
    folder_kind,
    parse_mount_command,
    parse_mounts,
    writable_folder,
)


class ToldFacts:
    """A system that says what the test says."""

    def __init__(
        self,
        *,
        environment: Mapping[str, str] | None = None,
        filesystem: str = "ext4",
        placeholder: Path | None = None,
    ) -> None:
        self._environment = environment or {}
        self._filesystem = filesystem
        self._placeholder = placeholder

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def filesystem(self, folder: Path) -> str:
        assert folder.exists()
        return self._filesystem

    def is_cloud_placeholder(self, folder: Path) -> bool:
        return folder == self._placeholder


def test_a_folder_on_the_computers_own_drive_is_local(tmp_path: Path) -> None:
    assert folder_kind(tmp_path / "not" / "yet" / "made", facts=ToldFacts()).is_local


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - Greenline Cleaning Ltd",
        "Dropbox",
        "Dropbox (Personal)",
        "Mobile Documents",
        "iCloudDrive",
        "Google Drive",
        "CloudStorage",
    ],
)
def test_the_folder_of_a_cloud_drive_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    assert folder_kind(tmp_path / name / "profile", facts=ToldFacts()).synced


@pytest.mark.parametrize("name", ["Dropboxes", "My OneDriver", "icloudy"])
def test_a_name_that_only_resembles_a_cloud_drive_is_local(tmp_path: Path, name: str) -> None:
    assert folder_kind(tmp_path / name, facts=ToldFacts()).is_local


def test_onedrive_is_known_by_its_variable_wherever_it_lies(tmp_path: Path) -> None:
    facts = ToldFacts(environment={"OneDriveCommercial": str(tmp_path / "Work")})
    assert folder_kind(tmp_path / "Work" / "profile", facts=facts).synced == "OneDrive"
    assert folder_kind(tmp_path / "Home" / "profile", facts=facts).is_local


def test_a_folder_that_windows_marks_as_a_cloud_drives_is_known(tmp_path: Path) -> None:
    facts = ToldFacts(placeholder=tmp_path)
    assert folder_kind(tmp_path / "profile", facts=facts).synced


def test_dropbox_is_known_by_the_mark_in_its_folder(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").write_bytes(b"")
    assert folder_kind(tmp_path / "profile", facts=ToldFacts()).synced == "Dropbox"


def test_a_link_into_a_cloud_drive_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "innocent").symlink_to(tmp_path / "Dropbox")
    assert folder_kind(tmp_path / "innocent" / "profile", facts=ToldFacts()).synced == "Dropbox"


@pytest.mark.parametrize("filesystem", ["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "remote"])
def test_a_network_drive_is_known_by_its_file_system(tmp_path: Path, filesystem: str) -> None:
    assert folder_kind(tmp_path, facts=ToldFacts(filesystem=filesystem)).network


@pytest.mark.parametrize("written", ["//server/share/profile", "\\\\server\\share\\profile"])
def test_a_network_share_is_known_by_its_writing(written: str) -> None:
    assert folder_kind(Path(written), facts=ToldFacts()).network


def test_mounts_are_read_with_their_blanks_and_the_nearest_one_counts() -> None:
    mounts = parse_mounts("/dev/vda / ext4 rw 0 0\nsrv:/a /mnt/our\\040office NFS4 rw 0 0\n\nodd line\n")
    assert filesystem_from(mounts, folder=Path("/mnt/our office/a/b")) == "nfs4"
    assert filesystem_from(mounts, folder=Path("/mnt/our")) == "ext4"


def test_the_mount_command_of_macos_is_read() -> None:
    listing = "/dev/disk3s1 on / (apfs, sealed, local)\n//ann@nas/Team Files on /Volumes/Team Files (smbfs, nodev)\n"
    mounts = parse_mount_command(listing)
    assert filesystem_from(mounts, folder=Path("/Volumes/Team Files/x")) == "smbfs"
    assert filesystem_from(mounts, folder=Path("/Users/ann")) == "apfs"


def test_this_system_knows_the_file_system_it_runs_on(tmp_path: Path) -> None:
    facts = SystemFolderFacts()
    assert sys.platform == "win32" or facts.filesystem(tmp_path)
    assert not facts.is_cloud_placeholder(tmp_path)


def test_an_out_folder_is_made_and_given_back_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert writable_folder(Path("a/b")) == tmp_path / "a" / "b"
    assert list((tmp_path / "a" / "b").iterdir()) == []
    assert writable_folder(Path("a/b")) == tmp_path / "a" / "b"


def test_an_out_folder_that_is_a_file_is_told_and_nothing_changes(tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(b"mine")
    for wanted in (tmp_path / "page.pdf", tmp_path / "page.pdf" / "out"):
        with pytest.raises(FileTroubleError, match="is not a folder"):
            writable_folder(wanted)
    assert (tmp_path / "page.pdf").read_bytes() == b"mine"


def test_an_out_folder_that_cannot_be_finished_leaves_no_half_made_one(tmp_path: Path) -> None:
    with pytest.raises(FileTroubleError):
        writable_folder(tmp_path / "made" / ("x" * 300))
    assert list(tmp_path.iterdir()) == []


UNWRITABLE = {"win32": "Q:\\no such drive", "darwin": "/System/out"}.get(sys.platform, "/proc/self/out")
"""Where nobody may write, the administrator included."""


def test_an_out_folder_where_nobody_may_write_is_told() -> None:
    with pytest.raises(FileTroubleError) as told:
        writable_folder(Path(UNWRITABLE))
    assert told.value.next_step
    assert not os.path.lexists(UNWRITABLE)
