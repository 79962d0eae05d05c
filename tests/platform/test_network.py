"""The network hint is offline only when every card is down."""

from pathlib import Path

import pytest

from onetool_desktop.platform.network import CardsNetworkSource, NetworkHint, SetNetworkSource, system_network


def cards(folder: Path, states: dict[str, str]) -> CardsNetworkSource:
    for name, state in states.items():
        (folder / name).mkdir()
        (folder / name / "operstate").write_text(state + "\n")
    return CardsNetworkSource(folder)


@pytest.mark.parametrize(
    ("states", "hint"),
    [
        ({"lo": "unknown", "eth0": "up", "wlan0": "down"}, NetworkHint.ONLINE),
        ({"lo": "unknown", "eth0": "down", "wlan0": "lowerlayerdown"}, NetworkHint.OFFLINE),
        ({"lo": "unknown"}, NetworkHint.OFFLINE),
        ({"lo": "unknown", "tun0": "unknown", "eth0": "down"}, NetworkHint.UNKNOWN),
    ],
)
def test_cards_tell_the_hint(tmp_path: Path, states: dict[str, str], hint: NetworkHint) -> None:
    assert cards(tmp_path, states).hint() is hint


def test_a_card_that_is_pulled_while_being_read_leaves_the_hint_open(tmp_path: Path) -> None:
    (tmp_path / "usb0").mkdir()
    assert CardsNetworkSource(tmp_path).hint() is NetworkHint.UNKNOWN


def test_a_system_that_shows_no_cards_leaves_the_hint_open(tmp_path: Path) -> None:
    assert CardsNetworkSource(tmp_path / "nowhere").hint() is NetworkHint.UNKNOWN


def test_a_told_hint_is_repeated() -> None:
    source = SetNetworkSource()
    assert source.hint() is NetworkHint.UNKNOWN
    source.tell(NetworkHint.OFFLINE)
    assert source.hint() is NetworkHint.OFFLINE


def test_this_system_answers() -> None:
    assert system_network().hint() in NetworkHint
