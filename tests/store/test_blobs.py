"""The bytes of files on the drive: sealed, whole or not there, and never something else."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onetool_desktop.platform import files
from onetool_desktop.store import blobs as module
from onetool_desktop.store.blobs import BLOCK, BlobStore, DamagedBlobError

KEY = "5a" * 32
SIZES = [1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, 3 * BLOCK + 7]


def data_of(size: int) -> bytes:
    return hashlib.shake_256(b"photo").digest(size)


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "files", key=KEY)


def on_drive(store: BlobStore) -> list[Path]:
    return sorted(store.folder.iterdir())


@pytest.mark.parametrize("size", SIZES)
def test_what_was_added_is_read_whole_and_in_any_part(store: BlobStore, size: int) -> None:
    data = data_of(size)
    sha, length = store.add([data[: size // 3], data[size // 3 :]])
    assert (sha, length) == (sha_of(data), size)
    assert store.has(sha)
    assert store.holds(sha)
    assert b"".join(store.read(sha)) == data
    for offset in {0, size // 2, max(size - 5, 0)}:
        assert b"".join(store.read(sha, offset, 100)) == data[offset : offset + 100]


def test_the_drive_shows_neither_contents_nor_hashes(store: BlobStore) -> None:
    sha, _ = store.add([b"Key under the third pot. " * 10_000])
    (path,) = on_drive(store)
    assert b"third pot" not in path.read_bytes()
    assert sha not in path.name
    assert store.add([b"Key under the third pot. " * 10_000])[0] == sha
    assert len(on_drive(store)) == 1


def test_another_key_opens_nothing(store: BlobStore) -> None:
    sha, _ = store.add([b"photo"])
    other = BlobStore(store.folder, key="6b" * 32)
    assert not other.has(sha)
    on_drive(store)[0].rename(other._path(sha))
    with pytest.raises(DamagedBlobError):
        list(other.read(sha))


def damages(content: bytes) -> Iterator[bytes]:
    """Every way in which a sealed file of three blocks can be wrong without another key."""
    sealed, start = BLOCK + 16, 24
    first, second = content[start : start + sealed], content[start + sealed : start + 2 * sealed]
    for at in (3, 10, start + 5, len(content) - 1):
        yield content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    yield content[:start] + second + first + content[start + 2 * sealed :]
    yield content[: start + sealed]
    yield content[: start + sealed + 10]
    yield content + first
    yield b""


def test_a_damaged_file_never_reads_as_another(store: BlobStore) -> None:
    data = data_of(2 * BLOCK + 9)
    sha, _ = store.add([data])
    (path,) = on_drive(store)
    content = path.read_bytes()
    tried = 0
    for damaged in damages(content):
        path.write_bytes(damaged)
        assert not store.holds(sha)
        with pytest.raises(DamagedBlobError):
            b"".join(store.read(sha))
        tried += 1
    assert tried == 9


def test_two_files_swapped_on_the_drive_are_noticed(store: BlobStore) -> None:
    one, _ = store.add([b"one"])
    two, _ = store.add([b"two"])
    content = store._path(one).read_bytes()
    store._path(one).write_bytes(store._path(two).read_bytes())
    assert not store.holds(one)
    store._path(one).write_bytes(content)
    assert store.holds(one)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("part", [1000, BLOCK, BLOCK + 1])
def test_a_download_goes_on_where_it_ended(tmp_path: Path, size: int, part: int) -> None:
    data, rounds = data_of(size), 0
    sha, whole = sha_of(data), False
    while not whole:
        store = BlobStore(tmp_path / "files", key=KEY)  # as after a kill
        have = store.coming(sha, size)
        step = max(part, BLOCK + 1)
        whole = store.arrive(sha, have, [data[have : have + step]], size)
        rounds += 1
        assert rounds < 20
    assert b"".join(BlobStore(tmp_path / "files", key=KEY).read(sha)) == data
    assert len(list((tmp_path / "files").iterdir())) == 1


def test_other_bytes_than_named_are_not_kept(store: BlobStore) -> None:
    data = data_of(BLOCK + 5)
    sha = sha_of(data)
    with pytest.raises(DamagedBlobError):
        store.arrive(sha, 0, [bytes(len(data))], len(data))
    assert on_drive(store) == []
    with pytest.raises(DamagedBlobError):
        store.arrive(sha, 0, [data, b"more"], len(data))
    store.forget(sha)
    assert store.arrive(sha, 0, [data], len(data))


@pytest.mark.parametrize("step", range(1, 5))
def test_killed_at_any_step_a_download_is_whole_or_goes_on(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """The steps: a block on the drive, the last block on the drive, checked, renamed."""
    data = data_of(2 * BLOCK)
    sha, calls = sha_of(data), 0

    def counted(real: object) -> object:
        def call(*args: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            if calls == step:
                raise KeyboardInterrupt
            return real(*args, **more)  # type: ignore[operator]

        return call

    with monkeypatch.context() as patch:
        patch.setattr(files, "sync_to_disk", counted(files.sync_to_disk))
        patch.setattr(module, "_summed", counted(module._summed))
        patch.setattr(os, "replace", counted(os.replace))
        patch.setattr(files, "sync_folder", counted(files.sync_folder))
        try:
            for _ in range(3):
                have = store.coming(sha, len(data))
                if store.arrive(sha, have, [data[have : have + BLOCK + 1]], len(data)):
                    break
        except KeyboardInterrupt:
            pass
    assert calls >= step
    for _ in range(3):
        if store.has(sha):
            break
        have = store.coming(sha, len(data))
        store.arrive(sha, have, [data[have:]], len(data))
    assert b"".join(store.read(sha)) == data


def test_a_full_drive_leaves_nothing_behind(store: BlobStore) -> None:
    def breaking() -> Iterator[bytes]:
        yield data_of(BLOCK * 2)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        store.add(breaking())
    assert on_drive(store) == []


def test_a_store_without_a_key_works_the_same(tmp_path: Path) -> None:
    store = BlobStore(tmp_path / "files", key=None)
    sha, _ = store.add([b"sample"])
    assert b"".join(store.read(sha)) == b"sample"
    store.remove(sha)
    assert not store.has(sha)
