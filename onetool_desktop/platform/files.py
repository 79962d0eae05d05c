"""Files that are either old or new, never half: atomic writing, patient replacing, sizes and free space.

Promises: after `write_atomic` returns, the bytes survive a power cut; when it raises, the old file stands
untouched and no temporary file is left. Virus scanners that hold a file for a moment (`PermissionError` on
Windows) are waited out, at most five more tries within three seconds.
May not know: what the bytes mean.

Why: replace needs the folder synced too, else a power cut may bring the old name back; Windows cannot sync
a folder and orders the rename itself. A lock held by a scanner is the normal case there, so a single try
would lose a save now and then; waiting longer than three seconds would look frozen.
"""

import contextlib
import errno
import os
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _

PAUSES_S = (0.1, 0.2, 0.4, 0.8, 1.5)
"""Waits between tries, three seconds together."""

_SPACE = ord(" ")
_BARRED = frozenset('<>:"/\\|?*\x7f')
_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{word}{digit}" for word in ("COM", "LPT") for digit in "123456789")}
)

_FULL = frozenset(
    {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
)  # no Windows word for a quota
Pause = Callable[[float], None]
Replace = Callable[[Path, Path], None]
Remove = Callable[[Path], None]


class FileTroubleError(SentenceError):
    """A file or folder cannot be used as asked."""


def write_atomic(
    path: Path,
    data: bytes,
    *,
    mode: int = 0o600,
    replace: Replace = os.replace,
    pause: Pause = time.sleep,
) -> None:
    """Put `data` at `path`, durable and whole; raises `OSError` with the old content kept."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            sync_to_disk(file.fileno())
        temporary.chmod(mode)
        patiently(lambda: replace(temporary, path), pause=pause)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def remove_patiently(path: Path, *, remove: Remove = os.unlink, pause: Pause = time.sleep) -> None:
    """Remove the file at `path`, waiting out a scanner; a file that is not there is no error."""
    with contextlib.suppress(FileNotFoundError):
        patiently(lambda: remove(path), pause=pause)


def patiently(act: Callable[[], None], *, pause: Pause) -> None:
    """Do `act`, again after each of `PAUSES_S` while it raises `PermissionError`; the last one is raised."""
    for seconds in PAUSES_S:
        try:
            return act()
        except PermissionError:
            pause(seconds)
    return act()


def sync_to_disk(descriptor: int) -> None:
    """Force written bytes to the drive; macOS needs its own call to pass the drive's cache."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Force a folder's names to the drive; nothing to do on Windows."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def safe_name(text: str, *, most: int = 120) -> str:
    """`text` as a file may be called on every system, at most `most` bytes of UTF-8; never empty, no ending added."""
    plain = "".join(" " if ord(c) < _SPACE or c in _BARRED else c for c in unicodedata.normalize("NFC", text))
    short = " ".join(plain.split()).encode()[:most].decode(errors="ignore").strip(" .")
    if short.partition(".")[0].upper() in _DEVICES:
        short = f"_{short}"
    return short or "_"


def free_path(path: Path) -> Path:
    """`path`, or the first of `name (2)`, `name (3)` … that is not there yet; raises `OSError` as a look-up does."""
    found, number = path, 1
    while os.path.lexists(found):
        number += 1
        found = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return found


def free_bytes(folder: Path) -> int:
    """Bytes that this user may still write to the drive of `folder`."""
    return shutil.disk_usage(folder).free


def size_bytes(path: Path) -> int:
    """Bytes of a file, or of all files below a folder; 0 for what is not there."""
    if path.is_dir():
        return sum(_file_size(Path(top) / name) for top, _, names in os.walk(path) for name in names)
    return _file_size(path)


def _file_size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except FileNotFoundError:
        return 0


def trouble(error: OSError, *, path: Path) -> FileTroubleError:
    """The sentences for an `OSError` met while writing at `path`."""
    if error.errno in _FULL:
        happened, next_step = (
            _("The drive of {path} is full.").format(path=path),
            _("Free some space on it, then try again."),
        )
    elif error.errno == errno.EROFS:
        happened, next_step = (
            _("The drive of {path} is read-only.").format(path=path),
            _("Choose a folder on another drive."),
        )
    elif error.errno == errno.ENAMETOOLONG:
        happened, next_step = (
            _("The name {name}… is too long here.").format(name=path.name[:60]),
            _("Choose a shorter name or folder."),
        )
    elif isinstance(error, PermissionError):
        happened = _("You are not allowed to write to {path}.").format(path=path)
        next_step = _("Choose a folder of your own, or ask the computer's administrator.")
    elif isinstance(error, NotADirectoryError | FileExistsError):
        happened, next_step = (
            _("{path} is not a folder.").format(path=path),
            _("Choose a folder instead of a file."),
        )
    else:
        happened = _("The folder {path} cannot be written to.").format(path=path)
        next_step = _("Check that it exists and that its drive is connected, or choose another folder.")
    return FileTroubleError(happened, safe=_("Nothing was changed."), next_step=next_step)
