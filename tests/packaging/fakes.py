"""A machine that exists only in a test: its interpreters, its installers and what they do to the disk."""

import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from devtools.system import System

FITTING = {
    "version": [3, 12, 4], "executable": "/usr/bin/python3.12", "bits": 64,
    "implementation": "CPython", "free": False, "venv": True,
}  # fmt: skip


def interpreter(**facts: object) -> str:
    """What a Python answers when it is asked about itself."""
    return json.dumps(FITTING | facts)


class FakeMachine(System):
    """Answers from tables and notes every command; making an environment and filling it leaves real files."""

    def __init__(self, folder: Path, *, pythons: dict[str, str], root: bool = True) -> None:
        super().__init__()
        self.folder = folder
        self.pythons = pythons
        self.root = root
        self.programs = {"apt-get": "/usr/bin/apt-get", "ldconfig": "/sbin/ldconfig"}
        self.libraries: str = ""
        self.calls: list[list[str]] = []
        self.became: list[str] = []
        self.answer: Callable[[list[str]], int] = lambda _command: 0

    def interpreter_commands(self) -> list[list[str]]:
        return [[name] for name in self.pythons]

    def is_root(self) -> bool:
        return self.root

    def which(self, name: str) -> str | None:
        return self.programs.get(name)

    def output(self, command: list[str]) -> str:
        if command[-1] == "-p":
            return self.libraries
        if "sysconfig.get_path" in command[-1]:
            place = self.folder / ".venv" / "site"
            place.mkdir(exist_ok=True)
            return f"{place}\n"
        return self.pythons.get(command[0], "")

    def call(
        self,
        command: list[str],
        log: IO[str] | None = None,
        env: dict[str, str] | None = None,
        patience: float | None = None,
        meanwhile: Callable[[], None] | None = None,
    ) -> int:
        self.calls.append(command)
        status = self.answer(command)
        if log is not None:
            log.write(f"chatter of {command[0]}\n")
        if status == 0 and "venv" in command:
            self._make_environment()
        return status

    def become(self, command: list[str]) -> int:
        self.became = command
        return 0

    @contextlib.contextmanager
    def only_one(self, path: Path, waiting: str) -> Iterator[None]:
        yield

    def _make_environment(self) -> None:
        python = self.venv_python(self.folder / ".venv")
        python.parent.mkdir(parents=True)
        python.touch()
        (self.folder / ".venv" / "pyvenv.cfg").write_text("version = 3.12.4\n", encoding="utf-8")
