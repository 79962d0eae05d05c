"""Finding a Python on systems of every kind."""

import ast
import sys
from pathlib import Path

import pytest
from devtools.interpreter import find_interpreter
from devtools.speech import SetupError
from devtools.system import MacOS, System, Windows

from tests.packaging.fakes import FakeMachine, interpreter
from tests.support.tree import ROOT, dotted, parsed


@pytest.mark.parametrize(
    "unfit",
    [
        "",
        "pyenv: python3.13: command not found",
        "[]",
        interpreter(version=[3, 10, 13]),
        interpreter(version=[3, 15, 0]),
        interpreter(bits=32),
        interpreter(implementation="PyPy"),
        interpreter(free=True),
    ],
)
def test_an_interpreter_that_is_broken_or_unfit_is_passed_over(unfit: str, tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path, pythons={"first": unfit, "second": interpreter(executable="/opt/good")})
    assert find_interpreter(machine).path == "/opt/good"


def test_an_interpreter_that_can_make_environments_is_preferred(tmp_path: Path) -> None:
    bare = interpreter(executable="/bare", venv=False)
    machine = FakeMachine(tmp_path, pythons={"a": bare, "b": interpreter(executable="/whole")})
    assert find_interpreter(machine).path == "/whole"
    machine.pythons.pop("b")
    assert find_interpreter(machine).path == "/bare"


def test_no_fitting_interpreter_is_told_with_what_was_found(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path, pythons={"python3": interpreter(version=[3, 9, 2])})
    with pytest.raises(SetupError, match=r"Python 3\.11.*found here: 3\.9\.2.*Nothing was changed"):
        find_interpreter(machine)


def test_windows_keeps_its_interpreter_in_scripts_and_asks_the_launcher(tmp_path: Path) -> None:
    assert Windows().venv_python(tmp_path) == tmp_path / "Scripts" / "python.exe"
    assert ["py", "-3.12"] in Windows().interpreter_commands()
    assert System().venv_python(tmp_path) == tmp_path / "bin" / "python"
    assert ["/opt/homebrew/bin/python3"] in MacOS().interpreter_commands()


def test_windows_hands_on_the_exit_status_of_the_program(tmp_path: Path) -> None:
    assert Windows().become([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.parametrize(
    "path", sorted((ROOT / "packaging" / "devtools").glob("*.py")), ids=lambda path: path.name
)
def test_the_set_up_is_written_in_python_3_8_and_its_standard_library(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        name
        for node in ast.walk(parsed(path))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    foreign = {
        name for name in imported if name.partition(".")[0] not in sys.stdlib_module_names | {"devtools"}
    }
    assert not foreign
    assert "onetool_desktop" not in {
        dotted(node) for node in ast.walk(parsed(path)) if isinstance(node, ast.expr)
    }
