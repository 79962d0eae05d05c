"""`bench start`: from the start of the process to the painted list of 100,000 clients in an encrypted file.

Promises: product and floor are processes that take turns; the clock runs in this process, from before the child is
started until its line is read; a row gives the median. The floor imports the very modules that the product had
imported when its list was painted. Memory is read at the same moment. May not know: how the window is made.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from onetool_desktop.platform.paths import open_profile
from onetool_desktop.proof.office_workload import KEY, filled_office
from onetool_desktop.proof.start_child import ACCOUNT

_RUNS = 9


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients, 100,000 unless given."""
    count = size or 100_000
    with tempfile.TemporaryDirectory(prefix="onetool-bench-", ignore_cleanup_errors=True) as folder:
        profile = _profile_with(Path(folder) / "profile", count)
        modules: list[str] = _product(profile)[1]["modules"]
        product, floor = list[tuple[float, Any]](), list[tuple[float, Any]]()
        for _ in range(_RUNS):
            product.append(_product(profile))
            floor.append(_timed(["-m", "onetool_desktop.proof.floors.start"], json.dumps(modules)))
    rows = [
        _row("start to usable list", [t * 1000 for t, _ in product], [t * 1000 for t, _ in floor], "ms"),
        _row("memory when usable", *_mib(product, floor), "MiB"),
    ]
    return {"name": "start", "size": count, "rows": rows}


def _mib(
    product: Sequence[tuple[float, Any]], floor: Sequence[tuple[float, Any]]
) -> tuple[list[float], list[float]]:
    return [a["rss"] / 2**20 for _, a in product], [a["rss"] / 2**20 for _, a in floor]


def _row(what: str, values: Sequence[float], floors: Sequence[float], unit: str) -> dict[str, Any]:
    value, floor = median(values), median(floors)
    ratio = value / floor if floor else None
    return {"what": what, "value": value, "unit": unit, "floor": floor, "ratio": ratio}


def _product(profile: Path) -> tuple[float, dict[str, Any]]:
    return _timed(["-m", "onetool_desktop.proof.start_child", str(profile)], KEY)


def _timed(arguments: Sequence[str], text: str) -> tuple[float, dict[str, Any]]:
    """Seconds until the child says that it is ready, and what it says."""
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
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
    place = profile.replica_path(ACCOUNT, org)
    place.parent.mkdir(parents=True)
    for part in profile.root.glob("building.db*"):
        part.rename(place.parent / part.name.replace("building.db", place.name))
    profile.settings.write_text(
        json.dumps({"account": ACCOUNT, "org": org, "section": "clients"}), encoding="utf-8"
    )
    return profile.root
