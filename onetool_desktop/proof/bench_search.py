"""`bench search`: a key in the one search box, from the key to what it found painted, beside a bare question.

Promises: the keys go through the real palette over 100,000 clients and invoices and 300,000 tasks: names, numbers,
amounts, phones, kinds. The floor asks the index of the same file for the first dozen rows, with the same words.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from onetool_desktop.proof.floors.list import BareList
from onetool_desktop.proof.office_bench import SIZE, WINDOW, Desk, desk, row
from onetool_desktop.proof.office_workload import KEY

_TYPED = ("harbour", "wanda qu", "boiler", "inv 42", "4711", "1,240.00", "0117 004", "new quote", "zzz")
_SHOWN = 12


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients and invoices, 100,000 unless given; there are three times the tasks."""
    count = size or SIZE
    keys: dict[str, list[float]] = {}
    bare: list[float] = []
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as folder, desk(Path(folder), count) as at:
        floor = BareList(at.path, key=KEY)
        floor.open(width=WINDOW[0], height=WINDOW[1])
        at.go("clients")
        at.rest()
        for text in _TYPED:
            keys[text] = _typed(at, text)
            bare += [_bare(floor, text[:end]) for end in range(1, len(text) + 1)]
        floor.close()
    every = [seconds for found in keys.values() for seconds in found]
    rows = [
        row("a key in the search box, median", every, 50, bare),
        row("a key in the search box, 99th percentile", every, 99, bare),
        *(_slowest(text, found) for text, found in keys.items()),
    ]
    return {"name": "search", "size": count, "rows": rows}


def _typed(at: Desk, text: str) -> list[float]:
    """Seconds of each key of a text, from the key to its answer painted."""
    palette = at.window.palette_panel
    palette.open()
    found: list[float] = []
    for letter in text:
        start = time.perf_counter()
        at.key(letter, palette.field.edit)
        at.rest()
        palette.list.viewport().repaint()
        found.append(time.perf_counter() - start)
    palette.close_overlay()
    return found


def _bare(floor: BareList, text: str) -> float:
    words = " ".join(f'"{word}"*' for word in text.replace(",", " ").replace(".", " ").split())
    start = time.perf_counter()
    floor.search(words or '"a"*', _SHOWN)
    return time.perf_counter() - start


def _slowest(text: str, seconds: list[float]) -> dict[str, Any]:
    slowest = round(max(seconds) * 1_000, 3)
    return {"what": f"slowest key of “{text}”", "value": slowest, "unit": "ms", "floor": None, "ratio": None}
