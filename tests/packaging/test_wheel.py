"""The wheel is the product: what is installed from it finds its command, its resources and its migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.tree import ROOT

ASK = """
import onetool_desktop
from onetool_desktop.platform.resources import migrations_path, resource_path
print(onetool_desktop.__file__, resource_path("README.md").read_text().splitlines()[0], migrations_path("x").parent)
"""


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=100)
    return next(tmp_path.glob("*.whl"))


@pytest.mark.proof
def test_the_wheel_carries_the_program_its_resources_and_its_migrations(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    entry_points = next(installed.glob("*.dist-info/entry_points.txt")).read_text()
    assert "onetool-desktop = onetool_desktop.cli:main" in entry_points
    # -I keeps this work tree off the path: the answer must come from what was unpacked.
    found = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(installed)!r})\n{ASK}"]
    said = subprocess.run(found, cwd=tmp_path, check=True, capture_output=True, text=True).stdout.split()
    assert said[0] == str(installed / "onetool_desktop" / "__init__.py")
    assert said[1:3] == ["#", "Resources"]
    assert said[3] == str(installed / "onetool_desktop" / "_data" / "migrations")
