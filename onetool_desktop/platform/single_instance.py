"""One process per profile; a second start asks the first to show its window.

Promises: of any number of starts at once exactly one gets the `ProfileHold`, the others an
`AlreadyOpenError`; the lock is the operating system's and dies with its process, so that a killed program
never bars the next start. A hold makes no thread: its socket is watched by whoever runs an event loop, and
`poll` never blocks.
May not know: windows. It hears that one is wanted and says so.

Why: a lock file that is judged by its age or the process id in it is wrong after a restart of the computer
or a long sleep; a lock of the system is never stale. The note beside it, not the locked file, holds port
and token, because Windows lets nobody read a locked file. Single datagrams on loopback were chosen over
connections: there is no half-open state for a stranger to leave behind; the token itself never travels,
only proofs made with it.
"""

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import socket
import sys
from dataclasses import dataclass
from typing import Protocol, Self

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _
from onetool_desktop.platform.files import remove_patiently, trouble, write_atomic
from onetool_desktop.platform.paths import Profile

_NONCE_BYTES = 16
_PROOF_BYTES = 32
_LOOPBACK = "127.0.0.1"
_ANSWER_TIMEOUT_S = 0.3
_ASKINGS = 3
_MAX_MESSAGES = 64
"""Read in one `poll`, so that a flood cannot hold the caller."""


class AlreadyOpenError(SentenceError):
    """Another process holds the profile."""


class FileLock(Protocol):
    """An exclusive lock on an open file that ends with the process."""

    def try_lock(self, descriptor: int) -> bool:
        """Take the lock now, or answer False when another process has it."""
        ...


class SystemFileLock:
    """`flock` where there is one, the byte lock of the C run-time on Windows."""

    def try_lock(self, descriptor: int) -> bool:
        """Take the lock now, or answer False when another process has it."""
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class _Note:
    """How to reach the holder."""

    port: int
    token: bytes

    def proof(self, purpose: bytes, nonce: bytes) -> bytes:
        """What only a reader of the note can say about `nonce`."""
        return hmac.new(self.token, purpose + nonce, hashlib.sha256).digest()

    def text(self) -> bytes:
        """The note as it stands in the file."""
        return json.dumps({"pid": os.getpid(), "port": self.port, "token": self.token.hex()}).encode()


class ProfileHold:
    """The right to use a profile, until `release` or the end of the process."""

    def __init__(self, *, descriptor: int, listener: socket.socket, note: _Note, profile: Profile) -> None:
        self._descriptor = descriptor
        self._socket = listener
        self._note = note
        self._profile = profile

    def fileno(self) -> int:
        """The socket to watch; when it is readable, call `poll`."""
        return self._socket.fileno()

    def poll(self) -> bool:
        """Whether another start has asked for the window since the last call; never blocks."""
        wanted = False
        for _message in range(_MAX_MESSAGES):
            try:
                message, sender = self._socket.recvfrom(1024)
            except BlockingIOError:
                break
            except ConnectionError:
                continue  # Windows reports here that an earlier answer found nobody
            nonce, proof = message[:_NONCE_BYTES], message[_NONCE_BYTES:]
            if hmac.compare_digest(proof, self._note.proof(b"raise", nonce)):
                wanted = True
                with contextlib.suppress(OSError):
                    self._socket.sendto(self._note.proof(b"raised", nonce), sender)
        return wanted

    def release(self) -> None:
        """Give the profile free; a second call does nothing."""
        if self._descriptor < 0:
            return
        self._socket.close()
        with contextlib.suppress(OSError):
            remove_patiently(self._profile.instance_note)
        os.close(self._descriptor)
        self._descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def hold_profile(profile: Profile, *, lock: FileLock | None = None) -> ProfileHold:
    """Take the profile for this process; raises `AlreadyOpenError`, or `FileTroubleError` on a bad folder."""
    try:
        descriptor = os.open(profile.instance_lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise trouble(error, path=profile.root) from error
    try:
        if not (lock or SystemFileLock()).try_lock(descriptor):
            raise AlreadyOpenError(
                _("OneTool Desktop is already open with this profile."),
                safe=_("Nothing was changed."),
                next_step=_("Go on in the window that is open, or close it first."),
            )
        return _listen(descriptor=descriptor, profile=profile)
    except BaseException:
        os.close(descriptor)
        raise


def _listen(*, descriptor: int, profile: Profile) -> ProfileHold:
    listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        listener.settimeout(0)
        listener.bind((_LOOPBACK, 0))
        note = _Note(port=listener.getsockname()[1], token=secrets.token_bytes(32))
        write_atomic(profile.instance_note, note.text())
    except OSError as error:
        listener.close()
        raise trouble(error, path=profile.root) from error
    return ProfileHold(descriptor=descriptor, listener=listener, note=note, profile=profile)


def ask_to_raise(profile: Profile) -> bool:
    """Ask the holder of the profile to show its window; whether it answered, within about a second."""
    note = _read_note(profile)
    if note is None:
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asker:
        asker.settimeout(_ANSWER_TIMEOUT_S)
        asker.connect((_LOOPBACK, note.port))
        return any(_ask_once(asker, note=note) for _ in range(_ASKINGS))


def _ask_once(asker: socket.socket, *, note: _Note) -> bool:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    try:
        asker.send(nonce + note.proof(b"raise", nonce))
        answer = asker.recv(_PROOF_BYTES + 1)
    except OSError:
        return False
    return hmac.compare_digest(answer, note.proof(b"raised", nonce))


def _read_note(profile: Profile) -> _Note | None:
    try:
        content = json.loads(profile.instance_note.read_bytes())
        return _Note(port=int(content["port"]), token=bytes.fromhex(content["token"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
