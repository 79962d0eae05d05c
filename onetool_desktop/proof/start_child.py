"""The product as a process of `bench start`: opens a profile, and says when its list is painted.

Promises: nothing is imported that the application would not import, but for the keyring in memory that holds the key,
which is read from standard input. It quits in order when it has spoken: a file that was not closed is read as a whole
by the next start, which would be measured in its place.
"""

import argparse
import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Any

from onetool_desktop.platform.keyring_memory import install_memory_keyring
from onetool_desktop.platform.keyring_store import replica_key_entry
from onetool_desktop.platform.paths import open_profile
from onetool_desktop.proof.floors.start import resident
from onetool_desktop.proof.window import open_window

ACCOUNT = "this computer"
_OURS = ("onetool_desktop", "__main__")


def main() -> None:
    """Starts the product on the profile named on the command line."""
    folder = Path(sys.argv[1])
    profile = open_profile(folder)
    org = json.loads(profile.settings.read_text(encoding="utf-8"))["org"]
    key = sys.stdin.readline().strip()
    backend: Any = install_memory_keyring()
    backend.set_password(profile.keyring_service, replica_key_entry(ACCOUNT, org), key)
    open_window(argparse.Namespace(profile=folder), when_usable=_usable)


def _usable() -> None:
    told = {"rss": resident(), "cpu": time.process_time(), "modules": _modules(ours=False)}
    told["own"] = _modules(ours=True)
    print(json.dumps(told), flush=True)
    toolkit: Any = import_module("PySide6.QtCore")  # by name: this room does not lean on it
    toolkit.QCoreApplication.quit()


def _modules(*, ours: bool) -> list[str]:
    """What is imported now, in the order in which it was asked for: this program's modules, or all others."""
    names = [
        name for name, module in list(sys.modules.items()) if getattr(module, "__spec__", None) is not None
    ]
    return [name for name in names if (name.partition(".")[0] in _OURS) is ours]


if __name__ == "__main__":
    main()
