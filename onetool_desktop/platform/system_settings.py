"""Opens the system's own settings where only these can help.

Promises: nothing but the pages named here is ever opened; where the system has none that is known, a sentence says
where to look. The way to the system is a port: `opener` gets a command, and answers whether a program took it. May not
know: why it is opened.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

from onetool_desktop.domain.translate import _
from onetool_desktop.platform.opening import NoProgramError

Opener = Callable[[Sequence[str]], bool]
_TIME: dict[str, tuple[tuple[str, ...], ...]] = {
    "win32": (("ms-settings:dateandtime",),),
    "darwin": (("open", "x-apple.systempreferences:com.apple.preference.datetime"),),
    "linux": (("gnome-control-center", "datetime"), ("systemsettings", "kcm_clock"), ("time-admin",)),
}


def open_time_settings(*, opener: Opener | None = None, system: str = sys.platform) -> None:
    """Opens the page where the clock of this computer is set; raises `NoProgramError`."""
    start = opener or _start
    if not any(start(command) for command in _TIME.get(system, _TIME["linux"])):
        raise NoProgramError(
            _("The settings of this computer's clock could not be opened from here."),
            safe=_("Nothing was changed."),
            next_step=_("Open the settings of your system and look for date and time."),
        )


def _start(command: Sequence[str]) -> bool:
    if sys.platform == "win32":
        try:
            os.startfile(command[0])  # noqa: S606 - a page of the system's settings, named above
        except OSError:
            return False
        return True
    program = shutil.which(command[0])
    if program is None:
        return False
    try:
        subprocess.Popen(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
