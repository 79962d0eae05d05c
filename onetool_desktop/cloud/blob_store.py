"""The bytes of files on the cloud's disk: what is arriving, and what is kept under its SHA-256.

Promises: kept bytes are whole, are the ones their name says, and survive a power cut; an upload keeps what has come of
it, across a restart too, until it is taken or swept; each organisation has a folder of its own, and no part of a path
is anybody's text: only ids and hashes of fixed form get in. Memory is bounded by one block.
May not know: rows, rights, HTTP.

Why files and not the database: a blob of 100 MB in a row would hold the one writer, and with it everybody's pushes,
for as long as it is written; a file costs the database one short row.
"""

import hashlib
import os
import re
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp

from onetool_desktop.cloud.database import Database
from onetool_desktop.platform import files

BLOCK = 256 * 1024
_ORG = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAME = re.compile(r"[0-9a-f]{64}")


class BusyUploadError(Exception):
    """Another call is working on this upload."""


class OffsetError(Exception):
    """What is sent does not begin where the upload ends; `have` says where that is."""

    def __init__(self, have: int) -> None:
        super().__init__(have)
        self.have = have


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload under way: its organisation and its name, 64 hex digits."""

    org: str
    name: str


@dataclass(frozen=True, slots=True)
class FileLimits:
    """The most bytes of one file, and of all files of one organisation."""

    one: int = 100 * 1024 * 1024
    organisation: int = 50 * 1024 * 1024 * 1024


class Incoming:
    """The open end of an upload."""

    def __init__(self, file: int, have: int) -> None:
        self._file = file
        self.have = have

    def write(self, data: bytes) -> None:
        """Adds bytes. Raises OSError, what had come before kept."""
        left = memoryview(data)
        while left:
            left = left[os.write(self._file, left) :]
        self.have += len(data)


class BlobStore:
    """The blobs below a folder, asked for when it is first needed. Safe for several threads of one process."""

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._place = folder
        self._held: set[Upload] = set()
        self._lock = threading.Lock()

    @cached_property
    def _folder(self) -> Path:
        return self._place()

    @contextmanager
    def hold(self, upload: Upload) -> Generator[None]:
        """Keeps every other call off an upload. Raises `BusyUploadError`."""
        with self._lock:
            if upload in self._held:
                raise BusyUploadError
            self._held.add(upload)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(upload)

    def have(self, upload: Upload) -> int:
        """How many bytes of an upload have come."""
        return files.size_bytes(self._incoming(upload))

    @contextmanager
    def receiving(self, upload: Upload, offset: int) -> Generator[Incoming]:
        """The end of an upload, to write from `offset` on; what was written is on the drive afterwards, however it
        ends. Raises `OffsetError` where the upload does not end at `offset`, `BusyUploadError`, OSError.
        """
        with self.hold(upload):
            path = self._incoming(upload)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
            file = os.open(path, flags, 0o600)
            try:
                have = os.fstat(file).st_size
                if have != offset:
                    raise OffsetError(have)
                yield Incoming(file, have)
            finally:
                files.sync_to_disk(file)
                os.close(file)

    def summed(self, upload: Upload) -> tuple[int, str]:
        """Size and SHA-256 of what has come of an upload; hold it meanwhile."""
        size, digest = 0, hashlib.sha256()
        with self._incoming(upload).open("rb") as file:
            while block := file.read(BLOCK):
                size += len(block)
                digest.update(block)
        return size, digest.hexdigest()

    def keep(self, upload: Upload, sha: str) -> None:
        """Makes an upload whose bytes have this hash a blob; hold it meanwhile."""
        path = self.path(upload.org, sha)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._incoming(upload).replace(path)
        for folder in (path.parent, path.parent.parent):
            files.sync_folder(folder)

    def drop(self, upload: Upload) -> None:
        """Forgets what has come of an upload."""
        files.remove_patiently(self._incoming(upload))

    def path(self, org: str, sha: str) -> Path:
        """Where a blob lies, or would."""
        return self._of(org) / "kept" / _checked(_NAME, sha)[:2] / sha

    def remove(self, org: str, sha: str) -> None:
        """Deletes a blob; one that is not there is no error."""
        files.remove_patiently(self.path(org, sha))

    def arriving_bytes(self, org: str) -> int:
        """The bytes of all uploads of an organisation that are under way."""
        return files.size_bytes(self._of(org) / "arriving")

    def sweep(self, before_s: float) -> int:
        """Forgets uploads of which nothing came since `before_s`, in seconds since 1970; how many they were."""
        old = [path for path in self._uploads() if path.stat().st_mtime < before_s]
        for path in old:
            with self.hold(Upload(path.parent.parent.name, path.name)):
                files.remove_patiently(path)
        return len(old)

    def _uploads(self) -> Iterator[Path]:
        return self._folder.glob("*/arriving/*")

    def _incoming(self, upload: Upload) -> Path:
        return self._of(upload.org) / "arriving" / _checked(_NAME, upload.name)

    def _of(self, org: str) -> Path:
        return self._folder / _checked(_ORG, org)


def files_beside(database: Database) -> Path:
    """The folder of files: beside the database; one in memory gets a folder among the temporary ones."""
    name = database.url.database
    if name in {None, "", ":memory:"}:
        return Path(mkdtemp(prefix="onetool-cloud-"))
    return Path(str(name)).with_suffix(".files")


def _checked(pattern: re.Pattern[str], text: str) -> str:
    """No path is made of a text of another form."""
    if pattern.fullmatch(text) is None:
        raise ValueError("not the name of anything kept here")
    return text
