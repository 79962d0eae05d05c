"""Makes the window of one open business: what every screen works with, and what the window is given beside it.

Promises: nothing here starts or stops anything; the settings of the organisation are read once, by key. May not know:
how the replica was opened, where secrets are.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from onetool_desktop.platform.files import write_atomic
from onetool_desktop.platform.logs import get_logger
from onetool_desktop.store.lanes import Lanes
from onetool_desktop.store.queries import sync as queries
from onetool_desktop.store.replica import Replica
from onetool_desktop.ui.finder import find
from onetool_desktop.ui.main_window import OfficeWindow, Surroundings
from onetool_desktop.ui.runtime.bus import ChangeBus
from onetool_desktop.ui.runtime.delivery import Delivery
from onetool_desktop.ui.runtime.errors import ErrorPlaces
from onetool_desktop.ui.runtime.formats import Formats, system_locale
from onetool_desktop.ui.runtime.look import Look
from onetool_desktop.ui.runtime.operations import Operations
from onetool_desktop.ui.runtime.undo_history import UndoHistory
from onetool_desktop.ui.screens.attention.count import count_of
from onetool_desktop.ui.screens.screen import Workplace
from onetool_desktop.ui.screens.sections import SECTIONS

if TYPE_CHECKING:
    from onetool_desktop.ui.widgets.sync_panel import WaitingLine

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class WindowMemory:
    """How the window was left, in one small file of the profile; a damaged file is put aside, not overwritten."""

    path: Path | None

    def load(self) -> dict[str, str]:
        """What was remembered."""
        try:
            return self._read()
        except (OSError, ValueError):
            return {}

    def keep(self, facts: dict[str, str]) -> None:
        """Remembers; a full disk costs no more than the place of a window."""
        if self.path is None:
            return
        try:
            write_atomic(self.path, json.dumps({**self._unspoilt(), **facts}).encode())
        except OSError as error:
            _log.info("the place of the window was not kept", reason=type(error).__name__)

    def _read(self) -> dict[str, str]:
        """Raises ValueError where the file is damaged."""
        if self.path is None or not self.path.exists():
            return {}
        found: Any = json.loads(self.path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("not an object")
        return {str(k): str(v) for k, v in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] # JSON

    def _unspoilt(self) -> dict[str, str]:
        """What was remembered; a damaged file makes room under another name."""
        try:
            return self._read()
        except ValueError:
            if self.path is not None:
                taken = len(list(self.path.parent.glob(f"{self.path.name}.damaged-*")))
                self.path.replace(self.path.with_name(f"{self.path.name}.damaged-{taken + 1}"))
            return {}


def make_workplace(
    *,
    replica: Replica,
    lanes: Lanes,
    look: Look,
    bus: ChangeBus,
    delivery: Delivery,
    errors: ErrorPlaces,
    online: Callable[[], bool] = lambda: False,
) -> Workplace:
    """What every screen works with; `online` says whether the cloud answers just now."""
    settings = _fields(replica, "organizations", replica.identity.org)
    zone = ZoneInfo(settings.get("timezone") or "UTC")
    return Workplace(
        look=look,
        formats=Formats(system_locale(), zone, replica.clock.now_ms),
        operations=Operations(lanes=lanes, delivery=delivery, errors=errors),
        bus=bus,
        errors=errors,
        replica=replica,
        undo=UndoHistory(),
        currency=settings.get("currency") or "",
        online=online,
    )


def make_window(
    work: Workplace, *, memory: WindowMemory, sync_now: Callable[[], None] | None = None
) -> OfficeWindow:
    """The window; it is not shown yet."""
    replica = work.replica
    person = _fields(replica, "users", replica.identity.user_id)
    settings = _fields(replica, "organizations", replica.identity.org)
    around = Surroundings(
        organisation=settings.get("name") or replica.identity.org_name or "OneTool",
        person=person.get("name") or "",
        find=lambda text: find(replica, text),
        waiting=lambda: _waiting(work),
        attention=lambda: count_of(replica),
        sync_now=sync_now,
        remember=memory.keep,
        remembered=memory.load(),
    )
    return OfficeWindow(work, sections=SECTIONS, around=around)


def _waiting(work: Workplace) -> "tuple[list[WaitingLine], int]":
    from onetool_desktop.ui.widgets.sync_panel import WaitingLine

    groups = queries.unsettled(work.replica.reads().db, limit=200)
    lines = [WaitingLine(group.label, work.formats.instant(group.made_at)) for group in groups]
    return lines, len(lines)


def _fields(replica: Replica, collection: str, row_id: str) -> dict[str, Any]:
    row = replica.reads().row(collection, row_id)
    return {} if row is None else dict(row.f)
