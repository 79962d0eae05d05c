"""Opens files that this program wrote in the program the person uses for them.

Promises: only the few kinds that are data everywhere (`.eml`, `.pdf`) and plain folders reach the system; where no
program takes the file a sentence says where it lies. The way to the system is a port: `opener` gets the path, and
answers whether a program took it. May not know: what is in the file.

Why: on every system opening a file means running what is registered for its ending. A list of the allowed is short.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.domain.translate import _

Opener = Callable[[Path], bool]
_KINDS = frozenset({".eml", ".pdf"})
_PATIENCE_S = 10


class NoProgramError(SentenceError):
    """No program took the file."""


def can_open(path: Path) -> bool:
    """Whether `open_file` takes it; a folder with an ending may be a program."""
    return path.suffix.lower() in _KINDS or (not path.suffix and path.is_dir())


def open_file(path: Path, *, opener: Opener | None = None) -> None:
    """Open a file or folder outside; raises `NoProgramError`, ValueError for a kind that is not opened."""
    if not can_open(path):
        raise ValueError(f"a {path.suffix} file is not opened from here")
    if not (opener or _by_the_system)(path):
        raise NoProgramError(
            _("No program on this computer opened {name}.").format(name=path.name),
            safe=_("It lies in {folder}.").format(folder=path.parent),
            next_step=_("Open it from there, or choose a standard mail program in the system's settings.")
            if path.suffix.lower() == ".eml"
            else _("Open it from there."),
        )


def _by_the_system(path: Path) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - a kind that is data, written by this program
        except OSError:
            return False
        return True
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        return False
    try:
        done = subprocess.run(
            [program, str(path)],
            check=False,
            timeout=_PATIENCE_S,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return True  # it waits for its mail program to be closed
    except OSError:
        return False
    return done.returncode == 0
