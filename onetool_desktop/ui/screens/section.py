"""A section of the window, as a row of a table."""

from collections.abc import Callable
from dataclasses import dataclass

from onetool_desktop.ui.screens.screen import Screen, Workplace


@dataclass(frozen=True, slots=True)
class Within:
    """A place within a section that can be gone to by name: its record, what it is called, what else finds it."""

    record: str
    title: str
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: its key is also the collection's name where it has one. `shortcut` is instead of its number's."""

    key: str
    title: str
    icon: str
    make_list: Callable[[Workplace], Screen]
    new: str = ""  # what its list's action `<key>.new` is called from everywhere
    make_record: Callable[[Workplace], Screen] | None = None
    shortcut: str = ""
    within: tuple[Within, ...] = ()
