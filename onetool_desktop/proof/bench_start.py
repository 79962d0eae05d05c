"""`bench start`: from the start of the process to the painted list of 100,000 clients in an encrypted file.

Promises: product and floor are processes that take turns; the clock runs in this process, from before the child is
started until its line is read; a row gives the median. The floor imports the very modules that the product had
imported when its list was painted. Memory is read at the same moment. May not know: how the window is made.

Why the modules' compiled form is kept in a folder of the run: an installed program has it, and so have the libraries of
a checkout; where the environment forbids Python to write it, only the product would be compiled anew at each start.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, TypeAlias

from onetool_desktop.platform.paths import open_profile
from onetool_desktop.proof.office_workload import KEY, filled_office
from onetool_desktop.proof.start_child import ACCOUNT
from onetool_desktop.store.replica import Replica

_RUNS = 9
_Run: TypeAlias = tuple[float, dict[str, Any]]  # seconds, and what the process said


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients, 100,000 unless given."""
    count = size or 100_000
    with tempfile.TemporaryDirectory(prefix="onetool-bench-", ignore_cleanup_errors=True) as folder:
        profile = _profile_with(Path(folder) / "profile", count)
        start = partial(_timed, Path(folder) / "compiled")
        modules: list[str] = start(*_product(profile))[1]["modules"]
        product, floor = list[_Run](), list[_Run]()
        for _ in range(_RUNS):
            product.append(start(*_product(profile)))
            floor.append(start(["-m", "onetool_desktop.proof.floors.start"], json.dumps(modules)))
    rows = [
        _row("start to usable list", lambda run: run[0] * 1000, product, floor, "ms"),
        _row("the same, of the processor", lambda run: run[1]["cpu"] * 1000, product, floor, "ms"),
        _row("memory when usable", lambda run: run[1]["rss"] / 2**20, product, floor, "MiB"),
    ]
    return {"name": "start", "size": count, "rows": rows}


def first_list(folder: Path, count: int) -> dict[str, Any]:
    """What a start says when its list of so many clients is painted: `modules`, `own` modules, `cpu`, `rss`."""
    return _timed(folder / "compiled", *_product(_profile_with(folder / "profile", count)))[1]


def _row(
    what: str, measured: Callable[[_Run], float], product: Sequence[_Run], floor: Sequence[_Run], unit: str
) -> dict[str, Any]:
    value, least = median(map(measured, product)), median(map(measured, floor))
    ratio = value / least if least else None
    return {"what": what, "value": value, "unit": unit, "floor": least, "ratio": ratio}


def _product(profile: Path) -> tuple[Sequence[str], str]:
    return ["-m", "onetool_desktop.proof.start_child", str(profile)], KEY


def _timed(compiled: Path, arguments: Sequence[str], text: str) -> _Run:
    """Seconds until the child says that it is ready, and what it says."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPYCACHEPREFIX": str(compiled)}
    environment["PYTHONDONTWRITEBYTECODE"] = ""  # empty is as not set
    begin = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as child:
        assert child.stdin is not None  # noqa: S101 - it is a pipe
        assert child.stdout is not None  # noqa: S101 - it is a pipe
        child.stdin.write(text + "\n")
        child.stdin.close()
        line = child.stdout.readline()
        seconds = time.perf_counter() - begin
        child.wait()
    if not line:
        raise RuntimeError(f"{arguments[-1]} ended before its window was painted")
    return seconds, json.loads(line)


def _profile_with(folder: Path, count: int) -> Path:
    """A profile whose business has so many clients, and all that hangs on them."""
    profile = open_profile(folder)
    building = profile.root / "building.db"
    replica = filled_office(building, count)
    org = replica.identity.org
    replica.close()
    Replica.open(
        building, key=KEY, clock=replica.clock, ids=replica.ids
    ).close()  # goes through a new file once
    place = profile.replica_path(ACCOUNT, org)
    place.parent.mkdir(parents=True)
    for part in profile.root.glob("building.db*"):
        part.rename(place.parent / part.name.replace("building.db", place.name))
    profile.settings.write_text(
        json.dumps({"account": ACCOUNT, "org": org, "section": "clients"}), encoding="utf-8"
    )
    return profile.root
