"""`bench list`: opening, scrolling and searching lists of 100,000 through the real window, beside a bare table.

Promises: opening counts from the wish to the first rows painted, with a screen that is made anew; a frame of scrolling
is a jump to a place where no row was read yet; a search counts from the key to its rows painted, with the rest the
field takes, and apart from it until all that answers is known. Product and floor take turns over one file.
"""

import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from onetool_desktop.proof.floors.list import BareList
from onetool_desktop.proof.office_bench import SIZE, WINDOW, Desk, desk, row
from onetool_desktop.proof.office_workload import KEY

_LISTS = ("clients", "invoices", "tasks")
_OPENINGS, _FRAMES = 5, 60
_WORDS = ("harbour", "müller", "dental")


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients and invoices, 100,000 unless given; there are three times the tasks."""
    count = size or SIZE
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as folder, desk(Path(folder), count) as at:
        rows = [*_opening(at), *_scrolling(at), *_searching(at), _selecting(at)]
    return {"name": "list", "size": count, "rows": rows}


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _opening(at: Desk) -> list[dict[str, Any]]:
    found: dict[str, list[float]] = {name: [] for name in _LISTS}
    bare: list[float] = []
    for _ in range(_OPENINGS):
        for name in _LISTS:
            found[name].append(_seconds(lambda name=name: _open(at, name)))
            at.rest()
        floor = BareList(at.path, key=KEY)
        bare.append(_seconds(lambda floor=floor: floor.open(width=WINDOW[0], height=WINDOW[1])))
        floor.close()
    return [row(f"open {name}, median", found[name], 50, bare) for name in _LISTS]


def _open(at: Desk, name: str) -> None:
    """Goes to a list whose screen is made anew, until its first rows are painted."""
    old = at.window._screens.pop((name, False), None)  # noqa: SLF001 - the window keeps a screen once it is made
    if old is not None:
        at.window.stack.removeWidget(old)
        old.deleteLater()
    painted: list[bool] = []
    screen = at.go(name)
    screen.table.first_painted.connect(lambda: painted.append(True))
    at.until(lambda: bool(painted))


def _scrolling(at: Desk) -> list[dict[str, Any]]:
    draw, bare_frames = random.Random(7), list[float]()
    floor = BareList(at.path, key=KEY)
    floor.open(width=WINDOW[0], height=WINDOW[1])
    rows: list[dict[str, Any]] = []
    for name in _LISTS:
        screen = at.go(name)
        at.rest()
        frames: list[float] = []
        for _ in range(_FRAMES):
            to = draw.random()
            frames.append(_seconds(lambda screen=screen, to=to: _scroll(screen.table, to)))
            bare_frames.append(_seconds(lambda to=to: floor.scroll(to)))
        rows.append(row(f"scroll frame of {name}, 99th percentile", frames, 99, bare_frames))
    floor.close()
    return rows


def _scroll(table: Any, to: float) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(round(bar.maximum() * to))
    table.viewport().repaint()


def _searching(at: Desk) -> list[dict[str, Any]]:
    floor = BareList(at.path, key=KEY)
    floor.open(width=WINDOW[0], height=WINDOW[1])
    screen = at.go("clients")
    at.rest()
    keys: list[float] = []
    whole: list[float] = []
    bare: list[float] = []
    for word in _WORDS:
        for end, letter in enumerate(word, 1):
            start = time.perf_counter()
            keys.append(_seconds(lambda letter=letter: _type(at, screen, letter)))
            at.rest()
            whole.append(time.perf_counter() - start)
            query = f'"{word[:end]}"*'
            bare.append(_seconds(lambda query=query: floor.search(query, 1_000_000)))
        screen.search.show_text("")
        screen.search.asked.emit("")
        at.rest()
    floor.close()
    return [
        row("search a key, median", keys, 50, bare),
        row("search a key, 99th percentile", keys, 99, bare),
        row("search a key, until all rows and counts are known, median", whole, 50, bare),
    ]


def _type(at: Desk, screen: Any, letter: str) -> None:
    """Types a letter into the search, until the rows that answer it are painted."""
    begun: list[bool] = []
    screen.model.begun.connect(lambda: begun.append(True))
    at.key(letter, screen.search.edit)
    at.until(lambda: bool(begun))
    screen.table.viewport().repaint()


def _selecting(at: Desk) -> dict[str, Any]:
    """Everything selected, until the footer says what it comes to."""
    screen = at.go("invoices")
    at.rest()
    taken: list[float] = []
    for _ in range(3):
        screen.table.clearSelection()
        at.rest()
        screen.table.selectAll()
        taken.append(_seconds(lambda: at.until(lambda: "€" in screen.bar.words)))
    return row("select all and sum, median", taken, 50, None)
