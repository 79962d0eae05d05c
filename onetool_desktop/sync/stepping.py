"""One step at a time: what the machine has under way, and its one timer.

Promises: at most one call and one step on the replica are under way; an answer to any other attempt is known as such;
setting the timer takes the place of an earlier one.
May not know: which step comes next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onetool_desktop.sync import events as e

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import SyncState
    from onetool_desktop.sync import pace


class Stepping:
    """The steps under way, the effects asked for, the timer, and the replica's own account as it was last heard."""

    def __init__(self) -> None:
        self.state: SyncState | None = None
        self._out: list[e.Effect] = []
        self._attempt = 0
        self._sending: e.Sending | None = None
        self._storing: e.Storing | None = None
        self._timer = 0
        self._armed = False

    def _is_current(self, attempt: int) -> bool:
        return any(step is not None and step.attempt == attempt for step in (self._sending, self._storing))

    def _next(self) -> int:
        self._attempt += 1
        return self._attempt

    def _send(self, step: e.Sending) -> None:
        self._sending = step
        self._out.append(step)

    def _store(self, step: e.Storing) -> None:
        self._storing = step
        self._out.append(step)

    def _arm(self, delay: pace.Delay) -> None:
        if not self._armed:
            self._timer += 1
            self._armed = True
            self._out.append(e.Arm(self._timer, delay))

    def _taken(self) -> list[e.Effect]:
        """What was asked for since the last time."""
        effects, self._out = self._out, []
        return effects

    def _known(self) -> SyncState:
        if self.state is None:
            raise AssertionError("an answer came before the replica was read")
        return self.state
