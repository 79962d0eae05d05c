"""A hint whether trying the network is worth it.

Promises: `OFFLINE` is said only when no network card but loopback is up; everything doubtful is `UNKNOWN`.
The answer is quick and never sends anything.
May not know: the cloud. A cloud on this very computer works with every card down, so nothing may refuse to
try because of a hint; it only moves the next try.
"""

import sys
from enum import Enum
from pathlib import Path
from typing import Protocol


class NetworkHint(Enum):
    """What the system says of its network."""

    UNKNOWN = "unknown"
    ONLINE = "online"
    OFFLINE = "offline"


class NetworkSource(Protocol):
    """Where the hint comes from."""

    def hint(self) -> NetworkHint:
        """The hint of this moment."""
        ...


class CardsNetworkSource:
    """Reads the state of the network cards that Linux shows as files."""

    def __init__(self, folder: Path = Path("/sys/class/net")) -> None:
        self._folder = folder

    def hint(self) -> NetworkHint:
        """Online when one card is up, offline when all are down, else unknown."""
        try:
            states = [_state(card) for card in self._folder.iterdir() if card.name != "lo"]
        except OSError:
            return NetworkHint.UNKNOWN
        if "up" in states:
            return NetworkHint.ONLINE
        down = all(state in {"down", "lowerlayerdown", "notpresent"} for state in states)
        return NetworkHint.OFFLINE if down else NetworkHint.UNKNOWN


class WindowsNetworkSource:
    """Asks Windows whether any connection is configured."""

    def hint(self) -> NetworkHint:
        """Online or offline as Windows says; unknown elsewhere."""
        if sys.platform != "win32":
            return NetworkHint.UNKNOWN
        import ctypes

        flags = ctypes.c_ulong(0)
        connected = ctypes.windll.wininet.InternetGetConnectedState(ctypes.byref(flags), 0)
        return NetworkHint.ONLINE if connected else NetworkHint.OFFLINE


class SetNetworkSource:
    """Says what it was last told; for macOS, where the hint comes from elsewhere, and for tests."""

    def __init__(self, hint: NetworkHint = NetworkHint.UNKNOWN) -> None:
        self._hint = hint

    def tell(self, hint: NetworkHint) -> None:
        """From now on, this."""
        self._hint = hint

    def hint(self) -> NetworkHint:
        """What was last told."""
        return self._hint


def system_network() -> NetworkSource:
    """The source that fits this system."""
    if sys.platform == "win32":
        return WindowsNetworkSource()
    if sys.platform == "linux":
        return CardsNetworkSource()
    return SetNetworkSource()


def _state(card: Path) -> str:
    try:
        return (card / "operstate").read_text(encoding="ascii").strip()
    except OSError:
        return "unknown"
