"""Size budget and docstrings: a module is one idea, a function one paragraph, and both say what they are for."""

import ast
from pathlib import Path
from statistics import median

import pytest

from tests.support.tree import PACKAGE, named, parsed, python_files

MODULE_LINES = 500
FUNCTION_LINES = 50


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_its_budget(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = sorted(((_lines(path), path) for path in python_files()), reverse=True)
    with capsys.disabled():
        largest = ", ".join(f"{named(path)} {lines}" for lines, path in sizes[:3])
        print(f"\nlargest modules: {largest}; median {median(lines for lines, _ in sizes):.0f} lines")
    too_long = [f"{named(path)} has {lines} lines" for lines, path in sizes if lines > MODULE_LINES]
    assert not too_long, "Split these along a seam a stranger would guess: " + "; ".join(too_long)


def test_no_function_is_longer_than_its_budget() -> None:
    too_long = [
        f"{named(path, node.lineno)} {node.name} has {length} lines"
        for path in python_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not too_long, "Give the paragraphs of these functions names of their own: " + "; ".join(too_long)


def test_every_module_opens_with_its_contract() -> None:
    silent = [named(path) for path in python_files() if not ast.get_docstring(parsed(path))]
    assert not silent, "Say in a docstring what these modules are for and what they promise: " + ", ".join(
        silent
    )


def test_every_folder_of_the_package_is_a_package_with_a_contract() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    bare = [named(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()]
    assert not bare, "Add an __init__.py that states the contract of: " + ", ".join(bare)
