"""Files are old or new, and a scanner that holds one is waited out."""

import errno
import os
import stat
from pathlib import Path

import pytest

from onetool_desktop.platform.files import (
    FileTroubleError,
    free_bytes,
    remove_patiently,
    size_bytes,
    trouble,
    write_atomic,
)


class HeldFile:
    """Refuses as often as told, as a virus scanner does, then does what was asked."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.waits: list[float] = []

    def _refuse(self) -> None:
        if self.refusals > 0:
            self.refusals -= 1
            raise PermissionError(errno.EACCES, "held")

    def replace(self, source: Path, target: Path) -> None:
        self._refuse()
        source.replace(target)

    def remove(self, path: Path) -> None:
        self._refuse()
        path.unlink()


def test_a_written_file_holds_the_bytes_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    write_atomic(target, b"new")
    assert target.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("refusals", [1, 5])
def test_a_file_held_for_a_moment_is_replaced_all_the_same(tmp_path: Path, refusals: int) -> None:
    target = tmp_path / "settings.json"
    target.write_bytes(b"old")
    held = HeldFile(refusals)
    write_atomic(target, b"new", replace=held.replace, pause=held.waits.append)
    assert target.read_bytes() == b"new"
    assert len(held.waits) == refusals
    assert sum(held.waits) <= 3.0 + 1e-9


def test_a_file_held_for_long_keeps_its_old_content_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    target.write_bytes(b"old")
    held = HeldFile(6)
    with pytest.raises(PermissionError):
        write_atomic(target, b"new", replace=held.replace, pause=held.waits.append)
    assert target.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["settings.json"]


def test_a_full_drive_is_not_waited_for(tmp_path: Path) -> None:
    waits: list[float] = []

    def full(_source: Path, _target: Path) -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        write_atomic(tmp_path / "a", b"new", replace=full, pause=waits.append)
    assert waits == []
    assert list(tmp_path.iterdir()) == []


def test_a_held_file_is_removed_when_let_go_and_a_missing_one_is_no_error(tmp_path: Path) -> None:
    target = tmp_path / "note"
    target.write_bytes(b"x")
    held = HeldFile(2)
    remove_patiently(target, remove=held.remove, pause=held.waits.append)
    assert not target.exists()
    remove_patiently(target)


def test_sizes_count_every_file_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "a").write_bytes(b"12")
    (tmp_path / "inner" / "b").write_bytes(b"345")
    assert size_bytes(tmp_path) == 5
    assert size_bytes(tmp_path / "a") == 2
    assert size_bytes(tmp_path / "nowhere") == 0
    assert free_bytes(tmp_path) > 0


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (errno.ENOSPC, "full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "not allowed"),
        (errno.ENOTDIR, "not a folder"),
        (errno.EIO, "cannot be written"),
    ],
)
def test_each_trouble_with_a_folder_has_its_own_sentence(number: int, word: str) -> None:
    told = trouble(OSError(number, "Errno text"), path=Path("out"))
    assert isinstance(told, FileTroubleError)
    assert word in told.happened
    assert told.safe == "Nothing was changed."
    assert told.next_step
    assert "Errno" not in str(told)
