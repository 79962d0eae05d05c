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
    """One section: its key is also the collection's name where it has one. `shortcut` is instead of its number's.

    `records` is the collection of its records, where it is not called as the section is.
    """

    key: str
    title: str
    icon: str
    make_list: Callable[[Workplace], Screen]
    new: str = ""  # what its list's action `<key>.new` is called from everywhere
    new_named: str = ""  # the same of one that is called so, or is for somebody called so
    make_record: Callable[[Workplace], Screen] | None = None
    records: str = ""
    shortcut: str = ""
    within: tuple[Within, ...] = ()
    in_side_bar: bool = True  # else it is reached through the palette and the menus

    def has(self, work: Workplace, record: str) -> bool:
        """Whether there is such a place within it now."""
        if self.make_record is None:
            return any(one.record == record for one in self.within)
        return work.replica.reads().row(self.records or self.key, record) is not None
