"""The system libraries that Qt needs on Linux, and how a Debian-like system gets them.

Promises: looks for the libraries themselves, not for package names, which differ between releases; installs only
as root, and otherwise prints the one exact command. Without any font Qt draws every letter as an empty box and
says nothing, so a font counts as a library here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from devtools.speech import SetupError, say
from devtools.system import System, scratch_file

PACKAGE_OF: dict[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")


def provide_libraries(
    system: System, *, venv_package: bool = False, fonts: Sequence[str] = FONT_FOLDERS
) -> None:
    """Makes sure that Qt's libraries, a font and (if asked) Python's venv are there, or says how to get them."""
    if system.name != "linux":
        return
    missing = missing_packages(system, fonts) + (["python3-venv"] if venv_package else [])
    if not missing:
        return
    if system.which("apt-get") is None:
        raise SetupError(
            f"Qt needs system libraries that are not here: {', '.join(_libraries_of(missing))}. Nothing was "
            "changed. Install them with your system's package manager and start this again."
        )
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not system.is_root():
        raise SetupError(
            "Some system packages are missing and only an administrator may install them. Nothing was changed. "
            f"Run this, then start again:\n  sudo {' '.join(command)}"
        )
    _install(system, command, missing)


def missing_packages(system: System, fonts: Sequence[str] = FONT_FOLDERS) -> list[str]:
    """Debian's names of what lacks; nothing where the linker's list can't be read, for then nobody knows."""
    known = system.output([system.which("ldconfig") or "/sbin/ldconfig", "-p"])
    if not known:
        return []
    present = {line.split()[0] for line in known.splitlines() if line.startswith("\t")}
    missing = [package for library, package in PACKAGE_OF.items() if library not in present]
    return missing + ([] if _has_font(fonts) else [FONT_PACKAGE])


def _has_font(folders: Sequence[str]) -> bool:
    return any(
        next(Path(folder).expanduser().rglob(pattern), None) is not None
        for folder in folders
        for pattern in ("*.ttf", "*.otf", "*.ttc")
    )


def _libraries_of(packages: Sequence[str]) -> list[str]:
    libraries = {package: library for library, package in PACKAGE_OF.items()}
    return [libraries.get(package, package) for package in packages]


def _install(system: System, command: list[str], packages: Sequence[str]) -> None:
    say(f"Installing system packages that Qt needs, a minute or two: {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    with scratch_file("onetool-apt-") as log:
        system.call(["apt-get", "update"], log, quiet)
        if system.call(command, log, quiet) == 0:
            Path(log.name).unlink()
            return
    raise SetupError(
        "The system packages could not be installed. What is installed already stays as it was. Check the network "
        f"connection and start this again. What the installer said is in {log.name}, and ends:\n"
        + "\n".join(Path(log.name).read_text(encoding="utf-8").splitlines()[-12:])
    )
