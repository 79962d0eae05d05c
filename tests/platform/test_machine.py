"""A computer is known again, without its own identifier being told."""

from pathlib import Path

import pytest

from onetool_desktop.platform.machine import FileMachineSource, machine_id, platform_uuid_from, system_source

ID = "0123456789abcdef0123456789abcdef"


class Told:
    def __init__(self, text: str | None) -> None:
        self._text = text

    def read(self) -> str | None:
        return self._text


def test_the_same_computer_is_the_same_and_another_is_not() -> None:
    assert machine_id(source=Told(ID)) == machine_id(source=Told(f" {ID.upper()}\n"))
    assert machine_id(source=Told(ID)) != machine_id(source=Told(ID[::-1]))


def test_the_systems_identifier_is_not_in_the_value() -> None:
    value = machine_id(source=Told(ID))
    assert value is not None
    assert len(value) == 64
    assert ID not in value


@pytest.mark.parametrize("text", [None, "", "uninitialized\n", "not an id", "0123"])
def test_a_computer_that_tells_nothing_usable_has_no_identity(text: str | None) -> None:
    assert machine_id(source=Told(text)) is None


def test_linux_reads_the_first_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "second").write_text(ID + "\n")
    assert machine_id(source=FileMachineSource(tmp_path / "first", tmp_path / "second")) == machine_id(
        source=Told(ID)
    )
    assert machine_id(source=FileMachineSource(tmp_path / "first")) is None


def test_macos_tells_its_identifier_in_a_listing() -> None:
    listing = '  | {\n "IOPlatformSerialNumber" = "C02"\n "IOPlatformUUID" = "4A2B3C4D-0000-1111-2222-333344445555"\n'
    assert platform_uuid_from(listing) == "4A2B3C4D-0000-1111-2222-333344445555"
    assert platform_uuid_from("") is None


def test_this_computer_answers_the_same_twice() -> None:
    assert machine_id(source=system_source()) == machine_id(source=system_source())
