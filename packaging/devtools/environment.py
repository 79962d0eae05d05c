"""The virtual environment `.venv`, made from a hash-locked list and stamped when it is whole.

Promises: a stamp that fits means nothing has to be done and nothing is fetched; a set-up that fails or is killed
leaves the environment that was there before, or none; two starts at once don't disturb each other; an environment
somebody else made under that name is left alone.

Why: scripts in an environment carry its path, so it is made in its final place while the one before waits under
another name, and the stamp is written last. Making it elsewhere and renaming was refused for that reason, changing
it in place because an interrupted change has no way back. The product itself is put on the path by one line in a
`.pth` file, which needs no build tool and no network.
"""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import sys
import time
from pathlib import Path
from typing import Any

from devtools.interpreter import Interpreter, find_interpreter
from devtools.libraries import provide_libraries
from devtools.speech import SetupError, say
from devtools.system import System, scratch_file

LOCKS: dict[str, str] = {
    "program": "packaging/requirements.lock",
    "checks": "packaging/requirements-dev.lock",
}
MEGABYTES = {"program": 120, "checks": 220}
STAMP = "onetool-setup.json"


class Environment:
    """The environment of one work tree."""

    def __init__(self, root: Path, system: System) -> None:
        self._root = root
        self._system = system
        self._venv = root / ".venv"
        self._before = root / ".venv-before"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self._system.venv_python(self._venv)

    def ensure(self, purpose: str) -> None:
        """Makes the environment for `program` or `checks` unless it stands already."""
        try:
            if not self.is_ready(purpose):
                self._make_alone(purpose)
        except OSError as error:
            raise SetupError(
                f"The folder {self._root} can't be changed ({error.strerror}). What was set up before still is. "
                "Close programs that run from its .venv, see that it can be written and has room, and start again."
            ) from error

    def is_ready(self, purpose: str) -> bool:
        """Whether a whole environment stands that holds what the locks of this work tree say."""
        stamp = _read(self._venv / STAMP)
        return (
            stamp.get("state") == "whole"
            and self.python.exists()
            and stamp.get("place") == self._place()
            and purpose in stamp.get("locks", {})
            and stamp["locks"] == {held: self._fingerprint(held) for held in stamp["locks"]}
        )

    def _place(self) -> dict[str, str]:
        """What makes an environment unfit elsewhere: its folder is written into it, its wheels are for one system."""
        configured = (self._venv / "pyvenv.cfg").read_text(encoding="utf-8") if self.python.exists() else ""
        versions = [
            line.partition("=")[2].strip() for line in configured.splitlines() if line.startswith("version")
        ]
        return {
            "root": str(self._root),
            "system": f"{sys.platform} {platform.machine()}",
            "python": versions[0] if versions else "",
        }

    def _fingerprint(self, purpose: str) -> str:
        return hashlib.sha256((self._root / LOCKS[purpose]).read_bytes()).hexdigest()

    def _make_alone(self, purpose: str) -> None:
        """Makes the environment unless another start has made it meanwhile."""
        waiting = "Another start is setting up here; waiting until it has finished."
        with self._system.only_one(self._root / ".venv-lock", waiting):
            self._recover()
            if not self.is_ready(purpose):
                self._make(purpose)

    def _recover(self) -> None:
        """Clears what a killed set-up left: its unfinished environment goes, the one before comes back."""
        if _read(self._venv / STAMP).get("state") == "unfinished":
            shutil.rmtree(self._venv, ignore_errors=True)
        if self._before.exists():
            if self._venv.exists():
                shutil.rmtree(self._before, ignore_errors=True)
            else:
                self._before.rename(self._venv)

    def _make(self, purpose: str) -> None:
        if self._venv.exists() and not _read(self._venv / STAMP):
            raise SetupError(
                f"{self._venv} was not made by this tool, so it was left as it is. "
                "Move it away or remove it, then start this again."
            )
        interpreter = find_interpreter(self._system)
        provide_libraries(self._system, venv_package=not interpreter.can_make_environments)
        version = ".".join(str(part) for part in interpreter.version)
        say(
            f"Setting up .venv with Python {version}: about 120 MB are fetched, usually one to three minutes."
        )
        began = time.monotonic()
        self._set_aside()
        try:
            self._fill(interpreter, purpose)
        except BaseException:
            shutil.rmtree(self._venv, ignore_errors=True)
            if self._before.exists():
                self._before.rename(self._venv)
            raise
        shutil.rmtree(self._before, ignore_errors=True)
        say(f"Set up in {time.monotonic() - began:.0f} seconds; the next start skips this.")

    def _set_aside(self) -> None:
        if self._venv.exists():
            self._venv.rename(self._before)
        self._venv.mkdir()
        _write(self._venv / STAMP, {"state": "unfinished"})

    def _fill(self, interpreter: Interpreter, purpose: str) -> None:
        """Makes, installs, and stamps last."""
        python = str(self.python)
        lock = str(self._root / LOCKS[purpose])
        pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]
        wanted = [
            "install",
            "--progress-bar",
            "off",
            "--only-binary",
            ":all:",
            "--require-hashes",
            "-r",
            lock,
        ]
        for command in ([interpreter.path, "-I", "-m", "venv", str(self._venv)], [*pip, *wanted]):
            self._run(command)
        where = self._system.output(
            [python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        )
        (Path(where.strip()) / "onetool_desktop.pth").write_text(f"{self._root}\n", encoding="utf-8")
        held = list(LOCKS) if purpose == "checks" else [purpose]
        locks = {name: self._fingerprint(name) for name in held}
        _write(self._venv / STAMP, {"state": "whole", "place": self._place(), "locks": locks})

    def _run(self, command: list[str]) -> None:
        """Runs a part of the set-up; its words are kept only if it fails."""
        with scratch_file("onetool-setup-") as log:
            status = self._system.call(command, log)
        path = Path(log.name)
        said = path.read_text(encoding="utf-8").splitlines()
        if status == 0:
            path.unlink()
            return
        raise SetupError(
            "The dependencies could not be fetched or installed. Nothing half done is left: what was set up before "
            "still is. Check the network connection and the free disk space, and start this again. "
            f"What the installer said is in {path}, and ends:\n" + "\n".join(said[-12:])
        )


def _read(path: Path) -> dict[str, Any]:
    """The stamp, or nothing if there is none that can be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _write(path: Path, stamp: dict[str, object]) -> None:
    """Writes the stamp whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    draft.replace(path)
