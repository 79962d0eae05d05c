"""The system's page for the clock: the first program that is there, a sentence where none is."""

from collections.abc import Sequence

import pytest

from onetool_desktop.platform.opening import NoProgramError
from onetool_desktop.platform.system_settings import open_time_settings


@pytest.mark.parametrize(
    ("system", "first"),
    [("win32", "ms-settings:dateandtime"), ("darwin", "open"), ("linux", "gnome-control-center")],
)
def test_the_page_of_the_clock_is_opened_by_the_systems_own_program(system: str, first: str) -> None:
    asked: list[str] = []

    def opener(command: Sequence[str]) -> bool:
        asked.append(command[0])
        return True

    open_time_settings(opener=opener, system=system)
    assert asked == [first]


def test_the_next_program_is_tried_and_where_none_is_there_a_sentence_says_where_to_look() -> None:
    asked: list[str] = []

    def opener(command: Sequence[str]) -> bool:
        asked.append(command[0])
        return False

    with pytest.raises(NoProgramError, match="look for date and time"):
        open_time_settings(opener=opener, system="linux")
    assert asked == ["gnome-control-center", "systemsettings", "time-admin"]
