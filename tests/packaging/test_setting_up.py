"""Setting up: once, wholly or not at all, and in sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from devtools import main as dev

from tests.packaging.fakes import FakeMachine, interpreter
from tests.support.tree import ROOT

STAMP = ".venv/onetool-setup.json"


@pytest.fixture
def machine(tmp_path: Path) -> FakeMachine:
    (tmp_path / "packaging").mkdir()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / "packaging" / lock).write_text(f"# {lock}\n", encoding="utf-8")
    return FakeMachine(tmp_path, pythons={"python3.12": interpreter()})


def _start(machine: FakeMachine, *words: str) -> int:
    return dev.main(list(words), root=machine.folder, system=machine)


def _no_network(command: list[str]) -> int:
    return int("pip" in command)


def test_a_first_start_installs_what_is_locked_and_becomes_the_program(machine: FakeMachine) -> None:
    assert _start(machine, "run", "cloud", "serve") == 0
    python = str(machine.folder / ".venv" / "bin" / "python")
    assert machine.became == [python, "-m", "onetool_desktop", "cloud", "serve"]
    install = machine.calls[-1]
    assert {"--require-hashes", "--only-binary", str(machine.folder / "packaging/requirements.lock")} <= set(
        install
    )
    assert (machine.folder / ".venv/site/onetool_desktop.pth").read_text() == f"{machine.folder}\n"


def test_a_second_start_does_no_set_up_work(machine: FakeMachine) -> None:
    _start(machine, "demo")
    machine.calls.clear()
    machine.pythons.clear()
    assert _start(machine, "demo", "--json") == 0
    assert machine.calls == []
    assert machine.became[-2:] == ["demo", "--json"]


@pytest.mark.parametrize("change", ["lock", "interpreter", "place"])
def test_a_changed_lock_interpreter_or_place_sets_up_again(machine: FakeMachine, change: str) -> None:
    _start(machine, "run")
    machine.calls.clear()
    if change == "lock":
        (machine.folder / "packaging/requirements.lock").write_text("newer\n")
    elif change == "interpreter":
        (machine.folder / ".venv/pyvenv.cfg").write_text("version = 3.12.9\n")
    else:
        stamp = json.loads((machine.folder / STAMP).read_text())
        stamp["place"]["root"] = "/elsewhere"
        (machine.folder / STAMP).write_text(json.dumps(stamp))
    assert _start(machine, "run") == 0
    assert len(machine.calls) == 2


def test_the_environment_of_the_checks_serves_the_program_too(machine: FakeMachine) -> None:
    environment = dev.Environment(machine.folder, machine)
    environment.ensure("checks")
    assert environment.is_ready("program")
    assert not (machine.folder / ".venv-before").exists()


def test_the_environment_of_the_program_is_too_little_for_the_checks(machine: FakeMachine) -> None:
    environment = dev.Environment(machine.folder, machine)
    environment.ensure("program")
    assert not environment.is_ready("checks")


def test_a_failed_download_leaves_nothing_and_says_so(
    machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.answer = _no_network
    assert _start(machine, "run") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Nothing half done is left" in said.err
    assert "chatter of" in said.err
    assert sorted(path.name for path in machine.folder.iterdir()) == ["packaging"]
    assert machine.became == []


def test_a_failed_refresh_leaves_the_environment_that_was_there(machine: FakeMachine) -> None:
    _start(machine, "run")
    before = (machine.folder / STAMP).read_text()
    machine.answer = _no_network
    assert _start(machine, "test") == 2
    assert (machine.folder / STAMP).read_text() == before
    assert _start(machine, "run") == 0


def test_an_environment_in_use_stays_whole_and_a_sentence_says_so(
    machine: FakeMachine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Windows lets nobody rename the folder of a program that runs."""
    _start(machine, "run")
    before = (machine.folder / STAMP).read_text()

    def refuse(_path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    assert _start(machine, "test") == 2
    assert "Close programs that run from its .venv" in capsys.readouterr().err
    assert (machine.folder / STAMP).read_text() == before


def test_stopping_a_set_up_leaves_nothing_half_done(machine: FakeMachine) -> None:
    def stop(_command: list[str]) -> int:
        raise KeyboardInterrupt

    machine.answer = stop
    assert _start(machine, "run") == 130
    assert not (machine.folder / ".venv").exists()


def test_a_killed_refresh_is_undone_by_the_next_start(machine: FakeMachine) -> None:
    _start(machine, "run")
    (machine.folder / ".venv").rename(machine.folder / ".venv-before")
    (machine.folder / ".venv").mkdir()
    (machine.folder / STAMP).write_text('{"state": "unfinished"}')
    machine.calls.clear()
    assert _start(machine, "run") == 0
    assert machine.calls == []
    assert not (machine.folder / ".venv-before").exists()


def test_an_environment_somebody_else_made_is_left_alone(
    machine: FakeMachine, capsys: pytest.CaptureFixture[str]
) -> None:
    (machine.folder / ".venv").mkdir()
    (machine.folder / ".venv/precious").touch()
    assert _start(machine, "run") == 2
    assert (machine.folder / ".venv/precious").exists()
    assert "was not made by this tool" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["deploy"]])
def test_an_unknown_word_gets_the_three_that_are_known(
    machine: FakeMachine, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert _start(machine, *words) == 2
    assert "dev.py demo" in capsys.readouterr().err
    assert not (machine.folder / ".venv").exists()


SETTING_UP = """
import sys
from pathlib import Path
from devtools.system import System
system = System()
with system.only_one(Path(sys.argv[1]), "waiting"):
    system.call([sys.executable, "-c", "import sys; open(sys.argv[1]).read()", sys.argv[2]])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="uses a named pipe and flock")
def test_an_installer_that_outlives_a_killed_set_up_keeps_the_next_start_waiting(tmp_path: Path) -> None:
    import fcntl

    lock, pipe = tmp_path / "lock", tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", SETTING_UP, str(lock), str(pipe)]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT / "packaging")}) as set_up:
        with pipe.open("w"), lock.open("a") as handle:  # opens only once the installer is there
            set_up.kill()
            set_up.wait()
            with pytest.raises(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with lock.open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)  # returns when the installer has ended
