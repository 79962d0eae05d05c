"""Qt's libraries are provided where that can be done, and told where it cannot."""

from pathlib import Path

import pytest
from devtools.libraries import FONT_PACKAGE, PACKAGE_OF, missing_packages, provide_libraries
from devtools.speech import SetupError
from devtools.system import MacOS, System, Windows

from tests.packaging.fakes import FakeMachine


def _linker_list(*without: str) -> str:
    lines = [f"\t{name} (libc6,x86-64) => /lib/{name}" for name in PACKAGE_OF if name not in without]
    return "\n".join(["99 libs found in cache", *lines])


@pytest.fixture
def fonts(tmp_path: Path) -> list[str]:
    folder = tmp_path / "fonts" / "truetype"
    folder.mkdir(parents=True)
    (folder / "Some.ttf").touch()
    return [str(tmp_path / "fonts")]


def test_root_gets_the_missing_libraries_installed(tmp_path: Path, fonts: list[str]) -> None:
    machine = FakeMachine(tmp_path, pythons={})
    machine.libraries = _linker_list("libGL.so.1", "libxcb-cursor.so.0")
    provide_libraries(machine, fonts=fonts)
    assert machine.calls[0] == ["apt-get", "update"]
    assert machine.calls[1][-2:] == ["libgl1", "libxcb-cursor0"]


def test_who_is_not_root_gets_the_one_command_and_nothing_is_run(tmp_path: Path, fonts: list[str]) -> None:
    machine = FakeMachine(tmp_path, pythons={}, root=False)
    machine.libraries = _linker_list("libEGL.so.1")
    with pytest.raises(
        SetupError, match=r"sudo apt-get install -y --no-install-recommends libegl1 python3-venv$"
    ):
        provide_libraries(machine, venv_package=True, fonts=fonts)
    assert machine.calls == []


def test_a_system_without_apt_is_told_the_libraries_by_name(tmp_path: Path, fonts: list[str]) -> None:
    machine = FakeMachine(tmp_path, pythons={})
    machine.programs.pop("apt-get")
    machine.libraries = _linker_list("libEGL.so.1")
    with pytest.raises(SetupError, match=r"libEGL\.so\.1"):
        provide_libraries(machine, fonts=fonts)


def test_a_machine_without_fonts_gets_one(tmp_path: Path) -> None:
    machine = FakeMachine(tmp_path, pythons={})
    machine.libraries = _linker_list()
    assert missing_packages(machine, [str(tmp_path / "none")]) == [FONT_PACKAGE]


def test_a_failed_install_of_packages_is_told(tmp_path: Path, fonts: list[str]) -> None:
    machine = FakeMachine(tmp_path, pythons={})
    machine.libraries = _linker_list("libGL.so.1")
    machine.answer = lambda _command: 100
    with pytest.raises(SetupError, match="could not be installed"):
        provide_libraries(machine, fonts=fonts)


@pytest.mark.parametrize("system", [MacOS(), Windows()])
def test_only_linux_is_asked_for_libraries(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "output", lambda _command: pytest.fail("asked"))
    provide_libraries(system, venv_package=True, fonts=[])
