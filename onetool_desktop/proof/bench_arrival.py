"""`bench arrival`: what a person feels while a business arrives, and what its size costs.

Promises: a device in a process of its own arrives at a business of 60,000 records and at one of a quarter; a loop that
ticks each millisecond and saves of new clients run beside it. The floors: the same loop and saves in the same process
with the engine at rest; for memory and an empty sync, the small business. Work is time of the processor in the device's
process, which a busy computer does not stretch.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.filled_cloud import fill
from onetool_desktop.proof.workload import made

SIZE = 60_000
_CHILD = (sys.executable, "-m", "onetool_desktop.proof.arrival_child")


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of records, 60,000 unless given."""
    count = size or SIZE
    small, large = _arrived(count // 4), _arrived(count)
    idle, busy = large["idle"], large["busy"]
    rows = [
        _row("longest gap of a loop", "ms", busy["gap"], idle["gap"]),
        _row("gap of a loop, 99th percentile", "ms", busy["gap99"], idle["gap99"]),
        _row("longest wait of a save", "ms", busy["save"], idle["save"]),
        _row("wait of a save, 99th percentile", "ms", busy["save99"], idle["save99"]),
        _row("peak memory of the device", "MiB", large["mib"], small["mib"]),
        _row("an empty sync", "ms", large["empty"], small["empty"]),
        _row("an empty sync, work", "ms", large["empty_work"], small["empty_work"]),
    ]
    return {"name": "arrival", "size": count, "rows": rows}


def _arrived(count: int) -> dict[str, Any]:
    """What the child tells of an arrival at so many records."""
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        fill(folder, made(count))
        cloud = CloudProcess(folder)
        try:
            told = subprocess.run([*_CHILD, cloud.url, name], capture_output=True, text=True, check=True)
        finally:
            cloud.terminate()
    return json.loads(told.stdout)


def _row(what: str, unit: str, value: float, floor: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(value, 2),
        "unit": unit,
        "floor": round(floor, 2),
        "ratio": round(value / floor, 2) if floor else None,
    }
