"""A profile is one private folder on this computer, and replicas never meet in one file."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from onetool_desktop.platform.files import FileTroubleError
from onetool_desktop.platform.paths import (
    PROFILE_VARIABLE,
    Profile,
    UnsafeFolderError,
    default_root,
    folder_name,
    open_profile,
    wanted_root,
)


class OwnDrive:
    """A system whose every folder is on its own drive, unless told."""

    def __init__(self, *, environment: Mapping[str, str] | None = None, filesystem: str = "ext4") -> None:
        self._environment = environment or {}
        self._filesystem = filesystem

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def filesystem(self, folder: Path) -> str:
        return self._filesystem

    def is_cloud_placeholder(self, folder: Path) -> bool:
        return False


def test_an_opened_profile_is_a_folder_for_its_owner_alone(tmp_path: Path) -> None:
    profile = open_profile(tmp_path / "office", facts=OwnDrive())
    assert profile.root == (tmp_path / "office").resolve()
    assert profile.logs.is_dir()
    if os.name == "posix":
        assert stat.S_IMODE(profile.root.stat().st_mode) == 0o700


def test_the_argument_outranks_the_variable_and_the_variable_the_default(tmp_path: Path) -> None:
    facts = OwnDrive(environment={PROFILE_VARIABLE: str(tmp_path / "from variable")})
    assert wanted_root(tmp_path / "chosen", facts=facts) == tmp_path / "chosen"
    assert wanted_root(None, facts=facts) == tmp_path / "from variable"
    assert wanted_root(None, facts=OwnDrive()) == default_root()


def test_the_default_is_neither_in_documents_nor_roaming() -> None:
    parts = {part.lower() for part in default_root().parts}
    assert default_root().is_absolute()
    assert not parts & {"documents", "roaming", "desktop"}


def test_a_profile_on_a_network_drive_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFolderError) as told:
        open_profile(tmp_path / "p", facts=OwnDrive(filesystem="nfs4"))
    assert "network drive" in told.value.happened
    assert not (tmp_path / "p").exists()


def test_a_profile_in_a_cloud_drive_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnsafeFolderError, match="kept in step by OneDrive"):
        open_profile(tmp_path / "OneDrive - Office" / "p", facts=OwnDrive())


def test_a_profile_whose_place_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"")
    with pytest.raises(FileTroubleError, match="is not a folder"):
        open_profile(tmp_path / "p", facts=OwnDrive())


def test_database_and_journal_lie_side_by_side(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    assert profile.replica_path("ann", "org-1").parent == profile.journal_path("ann", "org-1").parent
    assert profile.replica_path("ann", "org-1").is_relative_to(tmp_path / "replicas" / "ann" / "org-1")


@pytest.mark.parametrize(
    "text", ["Ann", "ann@example.com", "../up", "con", "lpt1", "", "a" * 65, "h-1", "..", "a.", "é"]
)
def test_names_that_are_not_plain_are_hashed(text: str) -> None:
    assert folder_name(text).startswith("h-")
    assert len(folder_name(text)) == 42


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_accounts_never_share_a_folder_even_where_case_is_ignored(one: str, other: str) -> None:
    if one != other:
        assert folder_name(one).lower() != folder_name(other).lower()


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_account_or_organisation_leads_out_of_the_profile(account: str, org: str) -> None:
    path = Profile(Path("/profile")).replica_path(account, org)
    assert path.parent.parent.parent == Path("/profile/replicas")


def test_two_profiles_have_keys_of_their_own(tmp_path: Path) -> None:
    assert Profile(tmp_path / "a").keyring_service != Profile(tmp_path / "b").keyring_service
    assert Profile(default_root().resolve()).keyring_service == "OneTool Desktop"
