"""An identity of this computer, to notice that a profile was copied to another one.

Promises: the same computer gives the same value until its system is installed anew; the system's own
identifier never leaves this module, only a salted hash of it that means nothing to other programs. A
computer that tells none (some containers) gives None: no guess is made from names or network cards.
May not know: what is bound to it.
"""

import hashlib
import re
import subprocess
import sys
from pathlib import Path
from typing import NewType, Protocol

MachineId = NewType("MachineId", str)

_SALT = "onetool-desktop/machine/1"
_LINUX_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_LOOKS_LIKE_ID = re.compile(r"[0-9a-f-]{32,36}")


class MachineSource(Protocol):
    """Where the system's own identifier comes from."""

    def read(self) -> str | None:
        """The identifier as the system writes it, or None."""
        ...


class FileMachineSource:
    """Reads the first readable of some files; Linux."""

    def __init__(self, *paths: Path) -> None:
        self._paths = paths or _LINUX_FILES

    def read(self) -> str | None:
        """The content of the first file that is there."""
        for path in self._paths:
            try:
                return path.read_text(encoding="ascii", errors="replace")
            except OSError:
                continue
        return None


class MacMachineSource:
    """Asks the hardware registry of macOS."""

    def read(self) -> str | None:
        """The platform UUID."""
        command = ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        return platform_uuid_from(answer.stdout)


class WindowsMachineSource:
    """Asks the registry of Windows."""

    def read(self) -> str | None:
        """The MachineGuid, in the 64-bit view."""
        if sys.platform != "win32":
            return None
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        place = r"SOFTWARE\Microsoft\Cryptography"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place, 0, access) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return None


def platform_uuid_from(listing: str) -> str | None:
    """The UUID in a line such as `"IOPlatformUUID" = "0000…"`."""
    match = re.search(r'"IOPlatformUUID"\s*=\s*"([^"]+)"', listing)
    return match[1] if match else None


def system_source() -> MachineSource:
    """The source that fits this system."""
    if sys.platform == "win32":
        return WindowsMachineSource()
    if sys.platform == "darwin":
        return MacMachineSource()
    return FileMachineSource()


def machine_id(*, source: MachineSource) -> MachineId | None:
    """The salted hash of the system's identifier, 64 hex digits; None when there is none."""
    told = (source.read() or "").strip().lower()
    if not _LOOKS_LIKE_ID.fullmatch(told):
        return None
    return MachineId(hashlib.sha256(f"{_SALT}\n{told}".encode()).hexdigest())
