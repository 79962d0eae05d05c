"""The operating system as the set-up sees it: one port, three systems, and fakes in the tests.

Promises: every difference between Linux, macOS and Windows that the set-up knows of is in this module. What it
starts, it starts with argument lists and never through a shell.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import IO, TYPE_CHECKING, Callable, Generator

if TYPE_CHECKING:
    from pathlib import Path

UNENDED = 124  # the status of a command that was stopped because it had not ended
_LAST_WORDS_S = 15.0
_MINUTE_S = 60.0


class System:
    """A system of the Unix family; the others say where they differ."""

    name = "linux"

    def __init__(self) -> None:
        self._held: tuple[int, ...] = ()

    def venv_python(self, venv: Path) -> Path:
        """The interpreter of a virtual environment."""
        return venv / "bin" / "python"

    def interpreter_commands(self) -> list[list[str]]:
        """Commands that may start a fitting Python, the likeliest first; any of them may be broken."""
        names = ["python3.13", "python3.12", "python3.11", "python3.14", "python3", "python"]
        return [[sys.executable]] + [[name] for name in names]

    def is_root(self) -> bool:
        """Whether system packages may be installed without asking."""
        return os.geteuid() == 0

    def which(self, name: str) -> str | None:
        """The program's path, or None."""
        return shutil.which(name)

    def call(
        self,
        command: list[str],
        log: IO[str] | None = None,
        env: dict[str, str] | None = None,
        patience: float | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> int:
        """Runs a command to its end with its words in the log (else nowhere); 127 if it can't be started.

        UNENDED if it had not ended after `patience` seconds: it is then made to abort, which has a Python that asked
        for it say where each of its threads stood. `meanwhile` is called each minute until then.
        """
        out = subprocess.DEVNULL if log is None else log
        merged = {**os.environ, **(env or {})}
        try:
            child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=merged,
                pass_fds=self._held,
            )
        except OSError as error:
            if log is not None:
                log.write(f"{command[0]}: {error}\n")
            return 127
        with child:
            return _ended(child, patience, meanwhile)

    def output(self, command: list[str]) -> str:
        """What a command prints, or nothing if it fails, hangs for a minute or can't be started."""
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=60,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

    def become(self, command: list[str]) -> int:
        """Replaces this process with the command, which thereby gets every signal and gives the exit status."""
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(command[0], command)  # noqa: S606 - there is no shell to pass

    @contextlib.contextmanager
    def only_one(self, path: Path, waiting: str) -> Generator[None, None, None]:
        """Holds a lock file until the process and what it called are gone; says `waiting` if it has to wait.

        What is called keeps the lock too: an installer that outlives a killed set-up must not meet the next one.
        """
        import fcntl

        from devtools.speech import say

        with path.open("a") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                say(waiting)
                fcntl.flock(handle, fcntl.LOCK_EX)
            self._held = (handle.fileno(),)
            yield
            self._held = ()


class MacOS(System):
    """A Unix whose Pythons come from python.org, Homebrew or the developer tools."""

    name = "macos"

    def interpreter_commands(self) -> list[list[str]]:
        """Also looks where the two usual installers put things, which a bare PATH may not name."""
        places = [
            "/opt/homebrew/bin",
            "/usr/local/bin",
            "/Library/Frameworks/Python.framework/Versions/Current/bin",
        ]
        return super().interpreter_commands() + [[f"{place}/python3"] for place in places]


class Windows(System):
    """Windows: `Scripts`, the `py` launcher, no exec."""

    name = "windows"

    def venv_python(self, venv: Path) -> Path:
        """The interpreter of a virtual environment."""
        return venv / "Scripts" / "python.exe"

    def interpreter_commands(self) -> list[list[str]]:
        """The launcher knows every installed Python; `python` on PATH may be the shop's stand-in."""
        return [[sys.executable]] + [["py", f"-3.{minor}"] for minor in (13, 12, 11, 14)] + [["python"]]

    def is_root(self) -> bool:
        """Nothing is installed into Windows."""
        return False

    def become(self, command: list[str]) -> int:
        """Runs the command as a child that gets Ctrl+C from the console itself, and hands its status on."""
        previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.call(command)
        finally:
            signal.signal(signal.SIGINT, previous)

    @contextlib.contextmanager
    def only_one(self, path: Path, waiting: str) -> Generator[None, None, None]:
        """Holds one byte of a lock file; Windows lets go of it with the process."""
        import msvcrt
        import time

        from devtools.speech import say

        lock = msvcrt.locking
        with path.open("a") as handle:
            told = False
            while True:
                try:
                    lock(handle.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    if not told:
                        say(waiting)
                    told = True
                    time.sleep(0.5)
            yield


def _ended(
    child: subprocess.Popen[bytes], patience: float | None, meanwhile: Callable[[], None] | None
) -> int:
    """Its status when it has ended; whatever stops the waiting stops the child too."""
    rest = float("inf") if patience is None else patience
    try:
        while rest > 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(min(rest, _MINUTE_S))
            rest -= _MINUTE_S
            if meanwhile is not None:
                meanwhile()
        child.send_signal(getattr(signal, "SIGABRT", signal.SIGTERM))
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_LAST_WORDS_S)
        return UNENDED
    finally:
        if child.poll() is None:
            child.kill()


def this_system() -> System:
    """The system this runs on."""
    if os.name == "nt":
        return Windows()
    return MacOS() if sys.platform == "darwin" else System()


def scratch_file(prefix: str) -> IO[str]:
    """A log in the temporary folder that stays until it is removed."""
    return tempfile.NamedTemporaryFile(
        "w+", prefix=prefix, suffix=".log", delete=False, encoding="utf-8", errors="replace"
    )
