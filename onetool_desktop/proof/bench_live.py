"""`bench live`: an edit on one device seen on another, over a real cloud process on loopback, beside a bare carrier.

Promises: two encrypted replicas with engine, lanes and live wake-up of their own; an edit is timed from before its save
to when the other device's screens are told, both durable. Product and floor take turns; the engines are at rest before
each edit. Rows give the median and the 95th percentile.
"""

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from typing import Any

from onetool_desktop.changes.values import Change
from onetool_desktop.platform.clock import SystemIds
from onetool_desktop.proof.children import CloudProcess
from onetool_desktop.proof.floors.live import BareNews
from onetool_desktop.proof.seat import KEY, PATIENCE_S, Seat, not_seen

_EDITS = 200
_WARM = 20


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of edits, 200 unless given."""
    edits = size or _EDITS
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as name:
        folder = Path(name)
        cloud = CloudProcess(folder)
        here, there = Seat(cloud.url, folder / "here-device.db", first=True), None
        try:
            there = Seat(cloud.url, folder / "there-device.db", first=False)
            here.start()
            there.start()
            pairs = _measured(here, there, BareNews(folder, key=KEY), edits)
        finally:
            for seat in filter(None, (here, there)):
                seat.close()
            cloud.terminate()
    return {"name": "live", "size": edits, "rows": _rows(pairs)}


def _measured(here: Seat, there: Seat, bare: BareNews, edits: int) -> list[tuple[float, float]]:
    client = SystemIds().new_id()
    _seen(here, there, Change("clients", client, f={"companyName": "Harbour Bakery", "status": "lead"}))
    gc.collect()
    pairs: list[tuple[float, float]] = []
    try:
        for at in range(_WARM + edits):
            notes = f"Call back about job {at}"
            change = Change("clients", client, f={"notes": notes})
            pairs.append((_seen(here, there, change), _seconds(lambda n=notes: bare.edit(client, n))))
    finally:
        bare.close()
    return pairs[_WARM:]


def _seen(here: Seat, there: Seat, change: Change) -> float:
    """Seconds from before the save on one device until the other's screens are told."""
    here.rest()
    there.rest()
    there.seen.clear()

    def carried() -> None:
        here.save(change)
        if not there.seen.wait(PATIENCE_S):
            raise not_seen()

    return _seconds(carried)


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _rows(pairs: list[tuple[float, float]]) -> list[dict[str, Any]]:
    seen, bare = (quantiles(column, n=100) for column in zip(*pairs, strict=True))
    return [
        {
            "what": f"edit seen elsewhere, {what}",
            "value": round(seen[at] * 1_000, 2),
            "unit": "ms",
            "floor": round(bare[at] * 1_000, 2),
            "ratio": round(seen[at] / bare[at], 2),
        }
        for what, at in (("median", 49), ("95th percentile", 94))
    ]
