"""`bench loop`: a day at the real window over 10,000 clients, and how long its event loop was not free in each step.

Promises: every key, click and arrival comes by the loop, as from the system; a step counts until nothing is under way
and what comes a moment later has come too; beside its longest gap stands the most work that one turn held (on a busy
machine a gap is mostly others' work), with the place in the product that took most of it. The first row is the longest
of all steps. The floor is the same watchdog over the same loop while nothing happens.

Why not more clients: to make a hundred thousand of them takes minutes, and what the loop does follows what a screen
shows, not how much there is; `bench list` and `bench search` grow.
"""

import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from onetool_desktop.proof.loop_watch import Gap, idle_gap
from onetool_desktop.proof.office_bench import Desk, desk
from onetool_desktop.store.lanes import ThreadLanes

_SIZE = 10_000
_IDLE_S = 2.0
_AFTER_MS = 200  # what follows an action by itself: the merged changes, the counts, the page
_WORD = "harbour"

Step = tuple[str, Callable[[], object]]


def run(size: int | None = None) -> dict[str, Any]:
    """The rows; `size` is the number of clients and invoices, 10,000 unless given; there are three times the tasks."""
    count = size or _SIZE
    lanes = ThreadLanes()
    with tempfile.TemporaryDirectory(prefix="onetool-bench-") as folder, desk(Path(folder), count) as at:
        idle = idle_gap(lanes, seconds=_IDLE_S)
        at.watch.look_on(lanes)
        rows = [_row("making the other screens ready", *_ahead(at), idle)]
        rows += [_row(what, *_gaps(at, do), idle) for what, do in _day(at)]
        at.watch.close()
    lanes.close()
    longest = max(rows, key=lambda one: one["value"])
    return {
        "name": "loop",
        "size": count,
        "rows": [{**longest, "what": f"longest: {longest['what']}"}, *rows],
    }


def _day(at: Desk) -> Iterator[Step]:
    """What is done, in order; a step may lean on the ones before it."""
    sections = list(at.window.sections)
    for visit in ("first", "second"):
        yield from ((f"{visit} visit of {name}", lambda name=name: at.go(name)) for name in sections)
    yield from _in_a_list(at)
    yield from _in_records(at)
    yield from _around(at)


def _in_a_list(at: Desk) -> Iterator[Step]:
    keys = at.core.Qt.Key
    yield "back to clients", lambda: at.go("clients")
    screen = at.window.screen_here
    for share in (0.2, 0.9, 0.5):
        yield f"scroll clients to {share:.0%}", lambda share=share: _scroll(screen.table, share)
    yield from (
        (f"search clients, key {letter}", lambda letter=letter: at.key(letter, screen.search.edit))
        for letter in _WORD
    )
    yield "end the search", lambda: at.press(keys.Key_Escape, screen.search.edit)
    yield "sort clients by another column", lambda: screen.table.horizontalHeader().sectionClicked.emit(1)
    yield "select all clients", screen.table.selectAll
    yield "select one", lambda: screen.table.select_row(3)


def _in_records(at: Desk) -> Iterator[Step]:
    keys = at.core.Qt.Key
    for what in ("first client", "next client"):
        yield "clients again", lambda: at.go("clients")
        table = at.window.screen_here.table
        yield f"one row down before the {what}", lambda table=table: at.press(keys.Key_Down, table)
        yield f"open the {what}", lambda table=table: at.press(keys.Key_Return, table)
    yield "edit a fact", lambda: at.press(keys.Key_F2, at.focused)
    yield from (
        (f"type {letter} in a fact", lambda letter=letter: at.key(letter, at.focused)) for letter in "ab"
    )
    yield "save the fact", lambda: at.press(keys.Key_Return, at.focused)
    yield "undo it", lambda: at.window.actions_here.trigger("window.undo")
    yield "invoices again", lambda: at.go("invoices")
    table = at.window.screen_here.table
    for what in ("first invoice", "next invoice"):
        yield f"open the {what}", lambda table=table: at.press(keys.Key_Return, table)
        yield "back to the invoices", lambda: at.go("invoices")
        yield f"one row down after the {what}", lambda table=table: at.press(keys.Key_Down, table)
    yield "begin a new invoice", lambda: at.window.screen_here.actions_here.trigger("invoices.new")


def _around(at: Desk) -> Iterator[Step]:
    keys, trigger = at.core.Qt.Key, at.window.actions_here.trigger
    yield "open the palette", lambda: trigger("window.palette")
    yield from (
        (f"type {letter} in the palette", lambda letter=letter: at.key(letter, at.focused))
        for letter in "harb"
    )
    yield "leave the palette", lambda: at.press(keys.Key_Escape, at.focused)
    yield "open the shortcut sheet", lambda: trigger("window.keys")
    yield "leave the shortcut sheet", lambda: at.press(keys.Key_Escape, at.focused)
    yield "the other colours", lambda: trigger("window.dark")
    yield "open the sync panel", lambda: trigger("window.waiting")


def _gaps(at: Desk, do: Callable[[], object]) -> tuple[Gap, Gap]:
    """The longest and the hardest gap from the bringing of an action until nothing follows it any more."""
    brought: list[bool] = []

    def bring() -> None:
        do()
        brought.append(True)

    at.watch.take()
    at.core.QTimer.singleShot(0, bring)
    at.until(lambda: bool(brought) and at.window.work.operations.idle)
    at.linger(_AFTER_MS)
    at.rest()
    return at.watch.take()


def _ahead(at: Desk) -> tuple[Gap, Gap]:
    """The gaps while the program makes the other screens ready, to the end of it."""
    made: list[bool] = []
    ahead: Any = import_module("onetool_desktop.ui.ahead").Ahead(at.window)
    ahead.done.connect(lambda: made.append(True))
    at.until(lambda: bool(made))
    return at.watch.take()


def _scroll(table: Any, to: float) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(round(bar.maximum() * to))


def _row(what: str, longest: Gap, hardest: Gap, idle: Gap) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(longest.ms, 2),
        "unit": "ms",
        "floor": round(idle.ms, 2),
        "ratio": round(longest.ms / idle.ms, 2) if idle.ms else None,
        "work": round(hardest.cpu_ms, 2),
        "where": hardest.where,
    }
