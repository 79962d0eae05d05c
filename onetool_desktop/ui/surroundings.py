"""What the window is given beside its screens: names to show, and plain calls into the business it stands over.

May not know: who answers the calls, widgets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onetool_desktop.store.transfers import Counts
from onetool_desktop.ui.screens.screen import Place

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.sync_panel import WaitingLine


@dataclass(frozen=True, slots=True)
class Found:
    """A record that the search found: where it is and how it is called."""

    place: Place
    title: str
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many changes and files are on their way to the cloud, and how many things need this person."""

    changes: int = 0
    files: Counts = field(default_factory=Counts)
    attention: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the window is given beside its screens; each is a plain call."""

    organisation: str
    person: str
    find: Callable[[str], Sequence[Found]]  # runs in the read pool
    standing: Callable[[], Standing]  # runs in the read pool
    waiting: Callable[
        [Standing], "tuple[Sequence[WaitingLine], int]"
    ]  # bounded: the first lines, and how many changes in all
    sync_now: Callable[[], None] | None
    remember: Callable[[dict[str, str]], None]
    remembered: dict[str, str]
