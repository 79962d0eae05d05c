"""How often Python looks for garbage that only refers to itself, and where.

Promises: `calm` makes the collector run once in fifty thousand new objects instead of seven hundred, for the whole
process. Called once where a process starts. After `keep_to_one_thread` it runs in no thread but the one that calls
`collect_due`, which looks at most through one generation more than is due, and through the oldest only where it may.
What is `set_aside` is looked through no more until it is taken back. May not know: why a thread may not collect.

Why: what passes through here in bulk (pages of rows, records, values on their way to a screen) holds no cycles and
goes by reference count; a page of a thousand rows made the collector walk everything alive four times over, half of
the time its reading took. Cycles come from windows and exceptions, few enough to wait. The two younger generations
hold what came lately, and take a millisecond or two; the oldest holds all that is alive, and takes many frames.
"""

import gc

_OBJECTS, _YOUNG, _OLD = 50_000, 20, 20
_OLDEST = 2


def calm() -> None:
    """Lets the collector look rarely."""
    gc.set_threshold(_OBJECTS, _YOUNG, _OLD)


def keep_to_one_thread() -> None:
    """From now on garbage is collected by `collect_due` alone."""
    gc.disable()


def collect_due(*, oldest: bool = True) -> None:
    """Collects the oldest generation that is due, and the younger ones with it, as Python does where it is left to;
    without `oldest` that one waits.
    """
    for generation in reversed(range(_OLDEST + 1 if oldest else _OLDEST)):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return


def set_aside() -> None:
    """What is alive now stays for as long as a window: the collector need not look through it."""
    gc.freeze()


def take_back() -> None:
    """What was set aside may be garbage from now on."""
    gc.unfreeze()
