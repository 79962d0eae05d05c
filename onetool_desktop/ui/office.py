"""Makes the window of one open business: what every screen works with, and what the window is given beside it.

Promises: nothing here starts or stops anything; the settings of the organisation are read by key, and again when they
change. May not know: how the replica was opened, where secrets are.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from onetool_desktop import ui
from onetool_desktop.domain.changed import Changes
from onetool_desktop.store import transfers
from onetool_desktop.store.lanes import Lanes
from onetool_desktop.store.queries.sync import unsettled_count
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.main_window import OfficeWindow
from onetool_desktop.ui.runtime.bus import ChangeBus
from onetool_desktop.ui.runtime.computer import Computer
from onetool_desktop.ui.runtime.delivery import Delivery
from onetool_desktop.ui.runtime.errors import ErrorPlaces
from onetool_desktop.ui.runtime.firm import Firm
from onetool_desktop.ui.runtime.formats import Formats, persons_locale
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.undo_history import UndoHistory
from onetool_desktop.ui.runtime.window_memory import WindowMemory
from onetool_desktop.ui.screens.attention.count import count_of
from onetool_desktop.ui.screens.screen import Past, Workplace
from onetool_desktop.ui.screens.sections import SECTIONS
from onetool_desktop.ui.surroundings import Standing, Surroundings

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.sync_panel import WaitingLine

_SETTINGS, _PEOPLE = "organizations", "users"


def make_workplace(
    *,
    replica: Replica,
    lanes: Lanes,
    look: Look,
    bus: ChangeBus,
    delivery: Delivery,
    errors: ErrorPlaces,
    memory: WindowMemory,
    online: Callable[[], bool] = lambda: False,
    computer: Computer | None = None,
    past: Past | None = None,
) -> Workplace:
    """What every screen works with; `online` says whether the cloud answers just now."""
    firm = Firm()

    def learn(changes: Changes | None = None) -> None:
        if changes is None or _SETTINGS in changes.collections:
            settings = _fields(replica, _SETTINGS, replica.identity.org)
            firm.learn(zone=settings.get("timezone"), currency=settings.get("currency"))

    learn()
    bus.changed.connect(learn)  # before any screen that shows it
    return Workplace(
        look=look,
        formats=Formats(persons_locale(), firm.zone, replica.clock.now_ms),
        firm=firm,
        operations=Operations(lanes=lanes, delivery=delivery, errors=errors),
        bus=bus,
        errors=errors,
        replica=replica,
        undo=UndoHistory(),
        memory=memory,
        online=online,
        computer=computer or Computer(),
        past=past,
    )


def make_window(work: Workplace, *, sync_now: Callable[[], None] | None = None) -> OfficeWindow:
    """The window; it is not shown yet."""
    replica = work.replica
    names = _names(replica)
    around = Surroundings(
        organisation=names["organisation"],
        person=names["person"],
        find=lambda text: ui.finder.find(work, text),
        standing=lambda: _standing(replica),
        waiting=lambda standing: _waiting(work, standing),
        sync_now=sync_now,
        remember=work.memory.keep,
        remembered=_left_as(work),
    )
    window = OfficeWindow(work, sections=SECTIONS, around=around)

    def rename(changes: Changes) -> None:
        if {_SETTINGS, _PEOPLE} & changes.collections:
            window.name(**_names(replica))

    work.bus.changed.connect(rename)  # a computer that has just connected does not know them yet
    return window


def _names(replica: Replica) -> dict[str, str]:
    """What the organisation and the person at this computer are called; "" for a person not known yet."""
    settings = _fields(replica, _SETTINGS, replica.identity.org)
    person = _fields(replica, _PEOPLE, replica.identity.user_id)
    return {
        "organisation": settings.get("name") or replica.identity.org_name or "OneTool",
        "person": person.get("name") or "",
    }


def _left_as(work: Workplace) -> dict[str, str]:
    """How the window was left; whoever has visits of his own begins with them, wherever he was."""
    before = work.memory.load()
    return before if work.replica.principal.all_records else before | {"section": "", "record": ""}


def _standing(replica: Replica) -> Standing:
    db = replica.reads().db
    return Standing(changes=unsettled_count(db), files=transfers.counts(db), attention=count_of(replica))


def _waiting(work: Workplace, standing: Standing) -> "tuple[list[WaitingLine], int]":
    from onetool_desktop.ui.screens.attention.waiting import waiting_lines

    return waiting_lines(work, standing)


def _fields(replica: Replica, collection: str, row_id: str) -> dict[str, Any]:
    row = replica.reads().row(collection, row_id)
    return {} if row is None else dict(row.f)
