"""A folder to write into is proven by writing."""

import os
import sys
from pathlib import Path

import pytest

from onetool_desktop.platform.files import FileTroubleError
from onetool_desktop.platform.folders import (
    writable_folder,
)


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


def test_an_out_folder_where_nobody_may_write_is_told() -> None:
    with pytest.raises(FileTroubleError) as told:
        writable_folder(Path(UNWRITABLE))
    assert told.value.next_step
    assert not os.path.lexists(UNWRITABLE)
