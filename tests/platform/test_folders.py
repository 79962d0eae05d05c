"""Folders in which a database is not safe are recognised."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from onetool_desktop.platform.folders import (
    SystemFolderFacts,
    filesystem_from,
    folder_kind,
    parse_mount_command,
    parse_mounts,
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
