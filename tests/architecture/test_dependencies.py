"""Every dependency has its reason in the README and its hashes in the lock."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.tree import ROOT

LOCKS = ("packaging/requirements.lock", "packaging/requirements-dev.lock")


def _normal(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name.group()).lower()


def _declared() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    program = {_normal(line) for line in project["project"]["dependencies"]}
    return {
        LOCKS[0]: program,
        LOCKS[1]: program | {_normal(line) for line in project["dependency-groups"]["dev"]},
    }


def _entries(lock: str) -> dict[str, str]:
    """Name -> everything the lock says of it."""
    text = re.sub(r"^#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    return {_normal(block): block for block in blocks}


def test_the_readme_says_why_each_dependency_is_here_and_names_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Dependencies")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (\w[^|]*?) \| \S", table, re.MULTILINE)
    rows = {_normal(name) for cell in cells for name in cell.split(", ")} - {"package"}
    assert rows == _declared()[LOCKS[1]]


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_every_dependency_with_version_and_hash(lock: str) -> None:
    entries = _entries(lock)
    assert _declared()[lock] <= entries.keys()
    loose = [
        name for name, entry in entries.items() if not re.search(r"==\S+.*--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert not loose


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links|file:", text)


def test_both_locks_agree() -> None:
    program, checks = (_entries(lock) for lock in LOCKS)
    assert {name: checks.get(name) for name in program} == program


def test_the_lock_is_made_for_all_three_systems() -> None:
    text = (ROOT / LOCKS[0]).read_text(encoding="utf-8")
    assert "sys_platform == 'win32'" in text
    assert "sys_platform == 'linux'" in text


@pytest.mark.long
@pytest.mark.parametrize("system", ["windows", "aarch64-apple-darwin", "x86_64-manylinux_2_34"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14"])
def test_every_dependency_has_a_wheel_for_each_system(system: str, python: str, tmp_path: Path) -> None:
    """Asks the registry: resolving with these hashes and wheels only must succeed as if on that system."""
    target = ["--target", str(tmp_path), "--python-platform", system, "--python-version", python]
    wanted = ["--only-binary", ":all:", "--require-hashes", "-r", str(ROOT / LOCKS[1])]
    done = subprocess.run(
        [sys.executable, "-m", "uv", "pip", "install", "--dry-run", *target, *wanted],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stderr
