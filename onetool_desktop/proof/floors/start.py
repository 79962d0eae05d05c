"""The floor of a start: a bare window of the same toolkit in a process that imports the same libraries.

Promises: it imports the modules named on its standard input, shows an empty window of the product's size, and prints
its memory and the time of the processor once that is painted. Modules are imported by name: whatever the product loads
is loaded here, and nothing else. May not know: the product.
"""

import contextlib
import json
import sys
import time
from importlib import import_module
from typing import Any


def main() -> None:
    """Reads module names from standard input, shows the window, prints `{"rss": bytes, "cpu": seconds}`, ends."""
    names: list[str] = json.loads(sys.stdin.readline())
    for name in sorted(names, key=_is_of_qt):  # Qt slows by a hook what is imported after it
        with contextlib.suppress(ModuleNotFoundError):  # a module that the toolkit makes inside itself
            import_module(name)
    widgets: Any = import_module("PySide6.QtWidgets")
    core: Any = import_module("PySide6.QtCore")
    application = widgets.QApplication(sys.argv[:1])

    def painted(_window: Any, _event: object) -> None:
        core.QTimer.singleShot(0, tell)

    def tell() -> None:
        print(json.dumps({"rss": resident(), "cpu": time.process_time()}), flush=True)
        application.quit()

    window = type("Bare", (widgets.QMainWindow,), {"paintEvent": painted})()
    window.resize(1360, 832)
    window.show()
    application.exec()


def _is_of_qt(name: str) -> bool:
    return name.partition(".")[0] in {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}


def resident() -> int:
    """The memory of this process in bytes, as the system counts it; 0 where it cannot be read."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - a file of the kernel
            return int(pages.read().split()[1]) * 4096
    except OSError:
        return 0


if __name__ == "__main__":
    main()
