"""How often Python looks for garbage that only refers to itself.

Promises: `calm` makes the collector run once in fifty thousand new objects instead of seven hundred, for the whole
process. Called once where a process starts.

Why: what passes through here in bulk (pages of rows, records, values on their way to a screen) holds no cycles and
goes by reference count; a page of a thousand rows made the collector walk everything alive four times over, half of
the time its reading took. Cycles come from windows and exceptions, few enough to wait.
"""

import gc

_OBJECTS, _YOUNG, _OLD = 50_000, 20, 20


def calm() -> None:
    """Lets the collector look rarely."""
    gc.set_threshold(_OBJECTS, _YOUNG, _OLD)
