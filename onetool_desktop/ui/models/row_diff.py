"""How one order of rows becomes another, as few insertions and removals; else as a whole.

Promises: pure; applying the steps in order turns `old` into `new`; rows that stay keep their place, so that nothing
jumps under a reader. May not know: Qt. Runs in the read pool: a hundred thousand rows cost a few milliseconds.
"""

from array import array
from dataclasses import dataclass

MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Removed:
    """Rows `first` to `last`, both included, go."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Inserted:
    """Rows come to stand from `first` to `last`."""

    first: int
    last: int


Steps = tuple[Removed | Inserted, ...]


def steps_between(old: "array[int]", new: "array[int]") -> Steps | None:
    """The steps from `old` to `new`; None when rows changed places or the steps would be too many."""
    if old == new:
        return ()
    start = _shared_start(old, new)
    end = _shared_end(old, new, start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if not after:
        return (Removed(start, start + len(before) - 1),)
    if not before:
        return (Inserted(start, start + len(after) - 1),)
    kept_before, kept_after = set(after).intersection(before), set(before).intersection(after)
    if [r for r in before if r in kept_before] != [r for r in after if r in kept_after]:
        return None
    gone = [place + start for place, rid in enumerate(before) if rid not in kept_before]
    come = [place + start for place, rid in enumerate(after) if rid not in kept_after]
    removals = [Removed(first, last) for first, last in reversed(_ranges(gone))]
    insertions = [Inserted(first, last) for first, last in _ranges(come)]
    if len(removals) + len(insertions) > MOST_STEPS:
        return None
    return (*removals, *insertions)


def _shared_start(old: "array[int]", new: "array[int]") -> int:
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _shared_end(old: "array[int]", new: "array[int]", start: int) -> int:
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _ranges(places: list[int]) -> list[tuple[int, int]]:
    """Ascending places as inclusive runs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
