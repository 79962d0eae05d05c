"""What the window knows of a screen, and what a screen is given to work with.

Promises: a screen has a title, actions of its own, a place where the keyboard starts, and says where the user wants
to go; everything it needs comes in one `Workplace`. May not know: the window, other screens.

Why: forty screens will need the same eight things. Handing them over as one frozen value keeps constructors short
and the object graph in one place; a global or a locator would let any module reach for anything.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from onetool_desktop.changes.values import RowKey
from onetool_desktop.platform.browser import open_url
from onetool_desktop.platform.system_settings import open_time_settings
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.runtime.actions import ActionSet, ActionSpec, Context
from onetool_desktop.ui.runtime.bus import ChangeBus
from onetool_desktop.ui.runtime.computer import Computer
from onetool_desktop.ui.runtime.errors import ErrorPlaces
from onetool_desktop.ui.runtime.firm import Firm
from onetool_desktop.ui.runtime.formats import Formats
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.undo_history import UndoHistory
from onetool_desktop.ui.runtime.window_memory import WindowMemory

if TYPE_CHECKING:
    from onetool_desktop.store.past import Write

Past = Callable[
    [Sequence[RowKey]], Mapping[RowKey, "Sequence[Write]"]
]  # every value rows have had; waits for the cloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """What every screen works with."""

    look: Look
    formats: Formats
    operations: Operations
    bus: ChangeBus
    errors: ErrorPlaces
    replica: Replica
    undo: UndoHistory
    memory: WindowMemory
    firm: Firm
    online: Callable[[], bool] = lambda: False  # whether the cloud answers just now
    computer: Computer
    past: Past | None = None  # asks the cloud; None for a business without one
    open_url: Callable[[str], None] = open_url  # in the person's own programs; may take its time
    open_clock: Callable[[], None] = open_time_settings  # the system's own page

    @property
    def currency(self) -> str:
        """The organisation's, as it is now; "" while that is not known."""
        return self.firm.currency


@dataclass(frozen=True, slots=True)
class Place:
    """Where a user can be: a section, or a record of it.

    `begin` names what is begun there on arriving, in a list the name of what is new; coming back to the place begins
    nothing again. `then` is where to go once that is done.
    """

    section: str
    record: str = ""
    begin: str = field(default="", compare=False)
    then: "Place | None" = field(default=None, compare=False)


class Screen(QWidget):
    """The base of every screen."""

    go = Signal(object)  # a Place
    step_back = Signal()
    offered = Signal(str, str, object)  # a line, the word of a button beside it, and the call that it makes
    titled = Signal()  # what it shows is called otherwise now
    more_actions = Signal(object)  # the ActionSet of a part of it that was made later
    said = Signal(str, bool)  # one line of confirmation, and whether it offers to undo

    def __init__(self, work: Workplace, *, title: str) -> None:
        super().__init__()
        self.work = work
        self.title = title
        self.actions_here: ActionSet | None = None

    def ahead(self) -> Iterator[Callable[[], object]]:
        """Small steps that make ready what it will show first, taken while the window rests."""
        return iter(())

    def focus_start(self) -> None:
        """Gives the keyboard to where the work starts."""
        self.setFocus()

    def show_record(self, record_id: str) -> None:
        """Shows one record; what is no record is shown by `show_list`."""

    def show_list(self) -> None:
        """Shows what is no record; a screen may be made long before, and asks for nothing until then."""

    def left(self) -> dict[str, str]:
        """What is to be remembered of how the screen was left, by name."""
        return {}

    def begin(self, what: str, then: Place | None) -> None:
        """Begins what a `Place` asked for, and goes on to another once that is done; screens that can."""

    def context(self) -> Context:
        """What is selected or shown now."""
        return Context()

    def bind(self, specs: tuple[ActionSpec, ...], handlers: Mapping[str, Callable[[], None]]) -> ActionSet:
        """Makes this screen's actions hold while the keyboard is in it."""
        self.actions_here = ActionSet(specs=specs, handlers=handlers, widget=self, look=self.work.look)
        return self.actions_here

    def rows_of(self, action: str) -> Sequence[int]:
        """The numbers of the rows that an action would be done to, for `actions_for`."""
        del action
        return ()

    def actions_for(self, action: str, rows: Sequence[int]) -> ActionSet | None:
        """The actions among which one is, once the rows are selected that it was chosen for; None before they are."""
        del action, rows
        return self.actions_here

    def possible(self) -> list[tuple[ActionSpec, QAction]]:
        """What can be done here now, by whatever holds the keys."""
        return self.actions_here.possible() if self.actions_here is not None else []

    def refresh_actions(self) -> None:
        """Asks again what is possible."""
        if self.actions_here is not None:
            self.actions_here.refresh(self.context())
