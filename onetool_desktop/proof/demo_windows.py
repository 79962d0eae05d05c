"""The office's window on the replica of the demo: pictures of it, and left open where there is a display.

Promises: the window runs in a process of its own, on the office's own file and in step with the cloud; it gets key and
sign-in on its standard input and nowhere else. Pictures are taken offscreen, so that they look the same everywhere.
May not know: how the replica came about.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from onetool_desktop.domain.errors import SentenceError
from onetool_desktop.platform.clock import SystemClock, SystemIds
from onetool_desktop.platform.keyring_store import MemorySecrets
from onetool_desktop.store.lanes import ThreadLanes
from onetool_desktop.store.replica import Replica
from onetool_desktop.sync.connect import Gate, steps_of
from onetool_desktop.sync.engine import make_driver
from onetool_desktop.sync.transport import HttpCloud

_PATIENCE_S = 60.0
_COMMAND = (sys.executable, "-m", "onetool_desktop.proof.demo_windows")


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A replica, the key that opens it, and the sign-in of its person."""

    path: str
    key: str
    base: str
    email: str
    password: str


def has_display(environment: Mapping[str, str]) -> bool:
    """Whether a window can be seen here; a platform chosen by hand is believed."""
    if environment.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return sys.platform in {"win32", "darwin"} or any(
        environment.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def screenshots(file: OpenFile, out: Path) -> list[str]:
    """Takes pictures of the window's screens into `out`; their paths. Raises a sentence if it cannot be shown."""
    done = subprocess.run(
        [*_COMMAND, "--out", str(out)],
        input=json.dumps(asdict(file)),
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    if done.returncode != 0:
        raise SentenceError(
            f"The window could not be shown. It last said: {_last_line(done.stderr)}",
            safe="The documents were printed and nothing of yours was touched.",
            next_step="If that names a library, install those that `packaging/dev.py` names; run the demo again.",
        )
    return json.loads(done.stdout)


def _last_line(said: str) -> str:
    """The end of what a process said, without the trace before it."""
    return f"{(said.strip().splitlines() or ['nothing'])[-1][:400].rstrip('.')}."


def leave_open(file: OpenFile) -> None:
    """Shows the window until the person closes it."""
    subprocess.run(_COMMAND, input=json.dumps(asdict(file)), text=True, check=False)


def main() -> int:
    """The process of the window."""
    parser = argparse.ArgumentParser(description="The office's window of the demo.")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    return _shown(OpenFile(**json.load(sys.stdin)), args.out)


def _shown(file: OpenFile, out: Path | None) -> int:
    """Opens the file and joins it to its cloud; then pictures into `out`, or the window until it is closed."""
    from onetool_desktop import app  # here, so that whoever starts this process needs no Qt

    clock, ids, lanes, http = SystemClock(), SystemIds(), ThreadLanes(), HttpCloud(file.base)
    replica = Replica.open(Path(file.path), key=file.key, clock=clock, ids=ids)
    gate = Gate(http, file.base, MemorySecrets(), clock, ids, "office window")
    session = gate.sign_in(email=file.email, password=file.password)
    driver = make_driver(steps_of(gate, session, replica), session, http=http, lanes=lanes, clock=clock)
    try:
        window = app.open_office(replica=replica, driver=driver, lanes=lanes)
        driver.start()
        if out is None:
            return app.stay_open(window)
        driver.wait_idle(_PATIENCE_S)
        print(json.dumps([str(path) for path in app.screenshots(window, out)]))
        return 0
    finally:
        driver.stop()
        lanes.close()
        replica.close()
        http.close()


if __name__ == "__main__":
    sys.exit(main())
