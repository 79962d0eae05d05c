"""The second place of unsettled groups: an append-only file beside the database.

Promises: when a save returns, its groups stand here as well, on the drive, so that a damaged database takes
no work along; `salvage` reads what is readable and needs no database. A keyed replica's journal is sealed
with a key derived from the replica's; an unkeyed one's lines are plain with a checksum.
May not know: tables, rows, what a group means.

Why: a line is `serial checksum payload`, so that a torn or damaged line costs itself and no other, and the
last serial, compared with the database's, says at start whether both agree. The file grows in zeroed blocks:
an append that moves no file length costs one flush of data instead of two. It is written after the commit, so
it never holds what was not saved.
"""

import base64
import os
import zlib
from binascii import Error as BinasciiError
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from onetool_desktop import changes
from onetool_desktop.changes.values import Group
from onetool_desktop.platform import files
from onetool_desktop.store.codec import from_json, to_json
from onetool_desktop.store.outbox import Entry

BLOCK = 256 * 1024
TOO_LONG = 1024 * 1024
ENDING = ".groups"
_HEAD = "OneTool Desktop journal 1"


class _Seal(Protocol):
    def close(self, text: str) -> bytes: ...

    def open(self, payload: bytes) -> str: ...


class Journal:
    """The journal of one open replica. Used by the write lane alone."""

    def __init__(self, path: Path, *, key: str | None) -> None:
        self.path = path
        self._key = key
        self._seal_made: _Seal | None = None
        self._end = 0
        self._room = 0
        self._file: int | None = None

    @property
    def size(self) -> int:
        """Bytes written."""
        return self._end

    def open(self, *, serial: int) -> bool:
        """Opens the file for appending; False where it is missing or does not end with `serial`."""
        if not self.path.exists():
            return False
        content = self.path.read_bytes()
        data = content.rstrip(b"\0")
        self._end, self._room = len(data), len(content)
        self._file = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        last = data[data.rfind(b"\n", 0, -1) + 1 :] if data else b""
        return data.endswith(b"\n") and _serial(last) == serial

    def append(self, records: Sequence["Entry | str"], *, serial: int) -> None:
        """Adds groups, or the gids of those that are settled; on the drive when it returns if a group is among them.

        `serial` is the number of the last line. Raises OSError.
        """
        first = serial - len(records) + 1
        lines = b"".join(self._line(first + at, _payload(record)) for at, record in enumerate(records))
        self._write(lines)
        if self._file is not None and any(isinstance(record, Entry) for record in records):
            _flush(self._file)

    def rewrite(self, entries: Iterable[Entry], *, serial: int) -> None:
        """Replaces the file by one that holds exactly these groups. Raises OSError, the old file kept."""
        self.close()
        lines = [self._line(0, _HEAD), *(self._line(serial, _payload(entry)) for entry in entries)]
        if len(lines) == 1:
            lines = [self._line(serial, _HEAD)]
        data = b"".join(lines)
        files.write_atomic(self.path, data + bytes(BLOCK))
        self._end, self._room = len(data), len(data) + BLOCK
        self._file = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, data: bytes) -> None:
        if self._file is None:
            raise OSError("the journal is not open")
        if self._end + len(data) > self._room:
            grow = max(BLOCK, len(data))
            _write_at(self._file, bytes(grow + len(data)), self._end)
            self._room = self._end + len(data) + grow
        _write_at(self._file, data, self._end)
        self._end += len(data)

    def _line(self, serial: int, text: str) -> bytes:
        if self._seal_made is None:
            self._seal_made = _seal(self._key)
        return _line_of(serial, self._seal_made.close(text))


def journal_path(database: Path) -> Path:
    """Where the journal of a database file lies."""
    return database.with_name(database.name + ENDING)


def salvage(path: Path, key: str | None) -> list[Entry]:
    """Every unsettled group that is readable in a journal file, in order of n. A missing file holds none."""
    found: dict[str, Entry] = {}
    for text in _readable(path, key):
        if text == _HEAD:
            continue
        record: Any = from_json(text)
        if "gone" in record:
            found.pop(record["gone"], None)
        else:
            entry = _entry(record)
            found[entry.group.gid] = entry
    return sorted(found.values(), key=lambda entry: entry.group.n)


def opens(path: Path, key: str | None) -> bool:
    """Whether the key fits the journal: its first readable line opens."""
    return next(_readable(path, key), None) is not None


def _readable(path: Path, key: str | None) -> Iterator[str]:
    if not path.exists():
        return
    seal = _seal(key)
    for line in path.read_bytes().replace(b"\0", b"").split(b"\n"):
        parts = line.split(b" ", 2)
        if len(parts) == 3 and parts[1] == _checksum(parts[0], parts[2]):
            try:
                yield seal.open(parts[2])
            except ValueError:
                continue


def _payload(record: "Entry | str") -> str:
    if isinstance(record, str):
        return to_json({"gone": record})
    words = (record.action, record.action_id, record.label, record.made_at, record.state, record.code)
    return to_json(
        {"words": words, "detail": record.detail, "group": changes.wire.group_to_wire(record.group)}
    )


def _entry(record: dict[str, Any]) -> Entry:
    action, action_id, label, made_at, state, code = record["words"]
    group: Group = changes.wire.group_from_wire(record["group"])
    return Entry(
        group=group,
        action=action,
        action_id=action_id,
        label=label,
        made_at=made_at,
        state=state,
        code=code,
        detail=record["detail"],
    )


def _line_of(serial: int, payload: bytes) -> bytes:
    number = str(serial).encode()
    return b"%b %b %b\n" % (number, _checksum(number, payload), payload)


def _checksum(number: bytes, payload: bytes) -> bytes:
    return b"%08x" % zlib.crc32(payload, zlib.crc32(number))


def _serial(line: bytes) -> int | None:
    parts = line.rstrip(b"\n").split(b" ", 2)
    if len(parts) != 3 or parts[1] != _checksum(parts[0], parts[2]):
        return None
    return int(parts[0])


class _Plain:
    def close(self, text: str) -> bytes:
        return text.encode()

    def open(self, payload: bytes) -> str:
        return payload.decode()


class _Sealed:
    def __init__(self, key: str) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"onetool desktop journal")
        self._box = AESGCM(derived.derive(bytes.fromhex(key)))

    def close(self, text: str) -> bytes:
        nonce = os.urandom(12)
        return base64.b64encode(nonce + self._box.encrypt(nonce, text.encode(), None))

    def open(self, payload: bytes) -> str:
        from cryptography.exceptions import InvalidTag

        try:
            raw = base64.b64decode(payload, validate=True)
            return self._box.decrypt(raw[:12], raw[12:], None).decode()
        except (InvalidTag, BinasciiError) as error:
            raise ValueError("sealed with another key") from error


def _seal(key: str | None) -> _Seal:
    return _Plain() if key is None else _Sealed(key)


def _write_at(file: int, data: bytes, at: int) -> None:
    os.lseek(file, at, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]


def _flush(file: int) -> None:
    if hasattr(os, "fdatasync"):
        os.fdatasync(file)
    else:
        files.sync_to_disk(file)
