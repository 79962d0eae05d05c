"""How often Python looks for garbage that only refers to itself, and where.

Promises: `calm` makes the collector run once in fifty thousand new objects instead of seven hundred, for the whole
process. Called once where a process starts. After `keep_to_one_thread` it runs in no thread but the one that calls
`collect_due`, which looks at most through one generation more than is due. May not know: why a thread may not collect.

Why: what passes through here in bulk (pages of rows, records, values on their way to a screen) holds no cycles and
goes by reference count; a page of a thousand rows made the collector walk everything alive four times over, half of
the time its reading took. Cycles come from windows and exceptions, few enough to wait.
"""

import gc

_OBJECTS, _YOUNG, _OLD = 50_000, 20, 20


def calm() -> None:
    """Lets the collector look rarely."""
    gc.set_threshold(_OBJECTS, _YOUNG, _OLD)


def keep_to_one_thread() -> None:
    """From now on garbage is collected by `collect_due` alone."""
    gc.disable()


def collect_due() -> None:
    """Collects the oldest generation that is due, and the younger ones with it, as Python does where it is left to."""
    for generation in reversed(range(3)):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
