"""Deliberate mistakes, each behind a switch of its own: what the properties must catch.

Promises: a mistake replaces a function of the product while its block runs, and only in this process; the product's
code knows no switch. Each is one that a hurried day could make; its text says what was done wrong. They are kept by
the room they are made in.

Why: a suite of properties that has never failed proves nothing. A mistake nobody catches is a hole in the properties or
in the faults, and is mended there.
"""

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager

from onetool_desktop.proof.simulator.bugs import borders, changes, cloud, merging, store, sync, taken_away

Bug = Callable[[], Iterator[None]]
ALL: Mapping[str, Bug] = {
    bug.__name__: bug
    for bug in (
        *changes.ALL,
        *store.ALL,
        *sync.ALL,
        *cloud.ALL,
        *borders.ALL,
        *taken_away.ALL,
        *merging.ALL,
    )
}


@contextmanager
def switched_on(name: str) -> Generator[None]:
    """The mistake of that name, for the length of the block."""
    yield from ALL[name]()
