"""The bytes of files on this computer: content-addressed, sealed, in a folder beside the replica.

Promises: bytes that were added survive a kill and a power cut; what is read is what was added or an error, never
something else; a stolen drive shows neither contents nor names nor which known files are here; what has come of a
download stays until it is whole, and only bytes of the right hash are ever taken for the file. Memory is bounded by
one block, whatever the size.
May not know: rows, the network, what the bytes mean.

Why: the STREAM construction over AES-256-GCM (a fresh key for each file by HKDF from the replica's key and a random
salt; blocks of 64 KiB under a counter; the last one marked) is what `age` and Tink seal files with: each block can be
read and written by itself, so parts and ranges cost what they hold, and a block that was changed, moved, repeated or
cut off does not open. A file's name is an HMAC of its hash, since the hash itself would tell whoever holds the drive
that a file he knows is here. A replica without a key has a store without a secret: the same form, from a key of zeros.
"""

import contextlib
import hashlib
import hmac
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self

from onetool_desktop.platform import files

BLOCK = 64 * 1024
_SALT = 16
_TAG = 16
_HEAD = b"OTfiles1"
_START = len(_HEAD) + _SALT
_SEALED = BLOCK + _TAG


class DamagedBlobError(Exception):
    """What lies on the drive is not what was put there."""


class BlobStore:
    """The blobs of one replica. `key` is the replica's, 64 hex digits or None."""

    def __init__(self, folder: Path, *, key: str | None) -> None:
        self.folder = folder
        self._key = bytes.fromhex(key) if key else bytes(32)

    def has(self, sha: str) -> bool:
        """Whether the whole file is here."""
        return self._path(sha).exists()

    def add(self, data: Iterable[bytes]) -> tuple[str, int]:
        """Keeps bytes; returns SHA-256 and size. Raises OSError, nothing kept."""
        self._make()
        fresh = self.folder / f"{os.urandom(16).hex()}.new"
        digest, size = hashlib.sha256(), 0
        try:
            with _Writer(fresh, self._derived) as writer:
                for part in data:
                    digest.update(part)
                    size += len(part)
                    writer.write(part)
                writer.end()
            self._settle(fresh, digest.hexdigest())
        except BaseException:
            files.remove_patiently(fresh)
            raise
        return digest.hexdigest(), size

    def read(self, sha: str, offset: int = 0, most: int = -1) -> Iterator[bytes]:
        """The bytes from `offset` on, at most so many, in blocks. Raises `DamagedBlobError`, FileNotFoundError."""
        with self._path(sha).open("rb") as file:
            yield from _read(file, self._derived, offset, most)

    def holds(self, sha: str) -> bool:
        """Whether what lies here under this hash has it; reads all of it."""
        try:
            return _summed(self._path(sha), self._derived) == sha
        except (DamagedBlobError, FileNotFoundError):
            return False

    def remove(self, sha: str) -> None:
        """Deletes a file and what has come of it; one that is not there is no error."""
        files.remove_patiently(self._path(sha))
        files.remove_patiently(self._coming(sha))

    @property
    def copies(self) -> Path:
        """Where copies lie, unsealed, that other programs were given to show."""
        return self.folder / "opened"

    def clear_copies(self) -> None:
        """Clears away those copies; what one still holds open stays until the next time."""
        shutil.rmtree(self.copies, ignore_errors=True)

    def coming(self, sha: str, size: int) -> int:
        """How many bytes have come of a file of `size`; its last block is never among them."""
        return min(_whole_blocks(self._coming(sha)), (size - 1) // BLOCK) * BLOCK

    def arrive(self, sha: str, offset: int, data: Iterable[bytes], size: int) -> bool:
        """Adds bytes that continue a file of `size` at `offset`; True when it is whole and has its hash.

        What does not fill a block is kept only at the end of the file: the rest is asked for again. Raises
        `DamagedBlobError` where the whole has another hash, with nothing of it kept, and OSError.
        """
        self._make()
        path = self._coming(sha)
        with _Writer(path, self._derived, resume=offset // BLOCK) as writer:
            for part in data:
                writer.write(part)
            whole = writer.size == size
            if whole:
                writer.end()
            elif writer.size > size:
                raise DamagedBlobError("more came than the file holds")
            else:
                writer.pause()
        if whole:
            self._check(path, sha)
            self._settle(path, sha)
        return whole

    def forget(self, sha: str) -> None:
        """Drops what has come of a file."""
        files.remove_patiently(self._coming(sha))

    def sweep(self, wanted: Iterable[str], *, now_s: float, before_s: float) -> int:
        """Notes that the files of these hashes are wanted, and deletes what was wanted last before `before_s`, in
        seconds since 1970; how many went.
        """
        named = {path.name for sha in wanted for path in (self._path(sha), self._coming(sha))}
        gone = 0
        for path in [path for path in self.folder.glob("*") if path.is_file()]:
            with contextlib.suppress(FileNotFoundError):
                if path.name in named:
                    os.utime(path, (now_s, now_s))
                elif path.stat().st_mtime < before_s:
                    files.remove_patiently(path)
                    gone += 1
        return gone

    def _check(self, path: Path, sha: str) -> None:
        try:
            right = _summed(path, self._derived) == sha
        except DamagedBlobError:
            right = False
        if not right:
            files.remove_patiently(path)
            raise DamagedBlobError("the bytes that came have another hash")

    def _settle(self, path: Path, sha: str) -> None:
        files.patiently(lambda: os.replace(path, self._path(sha)), pause=time.sleep)  # noqa: PTH105 - one call, one error
        files.sync_folder(self.folder)

    def _make(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _path(self, sha: str) -> Path:
        return self.folder / hmac.new(self._names, sha.encode(), hashlib.sha256).hexdigest()

    def _coming(self, sha: str) -> Path:
        return self._path(sha).with_suffix(".part")

    @cached_property
    def _names(self) -> bytes:
        return _derive(self._key, b"", b"onetool desktop file names")

    def _derived(self, salt: bytes) -> "_Blocks":
        return _Blocks(_derive(self._key, salt, b"onetool desktop files"))


class _Blocks:
    """Seals and opens the blocks of one file."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def close(self, number: int, data: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(_nonce(number, last=last), data, None)

    def open(self, number: int, data: bytes, *, last: bool) -> bytes:
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(_nonce(number, last=last), data, None)
        except InvalidTag as error:
            raise DamagedBlobError("a block does not open") from error


class _Writer:
    """Writes sealed blocks to a file, from the start or after `resume` of them; on the drive when it is left."""

    def __init__(self, path: Path, derive: Callable[[bytes], "_Blocks"], *, resume: int = 0) -> None:
        there = resume > 0 and _whole_blocks(path) >= resume
        if resume and not there:
            raise DamagedBlobError("what had come is not there any more")
        self._file = path.open("r+b" if there else "wb")
        salt = _salt_of(self._file) if there else os.urandom(_SALT)
        if not there:
            self._file.write(_HEAD + salt)
        self._file.seek(_START + resume * _SEALED)
        self._file.truncate()
        self._blocks = derive(salt)
        self._number = resume
        self._rest = bytearray()

    @property
    def size(self) -> int:
        """Bytes of the whole file as far as they have come."""
        return self._number * BLOCK + len(self._rest)

    def write(self, data: bytes) -> None:
        self._rest += data
        while len(self._rest) > BLOCK:
            self._put(bytes(self._rest[:BLOCK]), last=False)
            del self._rest[:BLOCK]

    def pause(self) -> None:
        """More is to come: a full block need not wait to be known as the last."""
        if len(self._rest) == BLOCK:
            self._put(bytes(self._rest), last=False)
            self._rest.clear()

    def end(self) -> None:
        self._put(bytes(self._rest), last=True)
        self._rest.clear()

    def _put(self, data: bytes, *, last: bool) -> None:
        self._file.write(self._blocks.close(self._number, data, last=last))
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._file.flush()
            files.sync_to_disk(self._file.fileno())
        finally:
            self._file.close()


def _read(file: BinaryIO, derive: Callable[[bytes], "_Blocks"], offset: int, most: int) -> Iterator[bytes]:
    """Opens block after block; the last one is known by the length of the file."""
    blocks = derive(_salt_of(file))
    body = os.fstat(file.fileno()).st_size - _START
    count = max(-(-body // _SEALED), 1)
    number, skip, left = offset // BLOCK, offset % BLOCK, most
    file.seek(_START + number * _SEALED)
    while number < count and left != 0:
        data = blocks.open(number, file.read(_SEALED), last=number == count - 1)[skip:]
        data = data if left < 0 else data[:left]
        left -= len(data) if left > 0 else 0
        number, skip = number + 1, 0
        yield data


def _summed(path: Path, derive: Callable[[bytes], "_Blocks"]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for data in _read(file, derive, 0, -1):
            digest.update(data)
    return digest.hexdigest()


def _salt_of(file: BinaryIO) -> bytes:
    file.seek(0)
    head = file.read(_START)
    if len(head) < _START or not head.startswith(_HEAD):
        raise DamagedBlobError("no file of this store")
    return head[len(_HEAD) :]


def _whole_blocks(path: Path) -> int:
    return max(files.size_bytes(path) - _START, 0) // _SEALED


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derive(key: bytes, salt: bytes, use: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=use).derive(key)
