"""What people and the system tell the machine: edits, a press of Sync, the network, sleep, the timer.

Promises: nothing of this is an answer, and nothing of it starts a step; it only says what is wanted now, whether the
engine runs at all, and whether what was waited for may be tried at once. A time the cloud named is broken by the
person alone.
May not know: what a cloud or the replica answered, which step comes next.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from onetool_desktop.sync import events as e, judge
from onetool_desktop.sync.judge import Halt
from onetool_desktop.sync.selfcheck import SelfCheck
from onetool_desktop.sync.sight import Sight
from onetool_desktop.sync.stepping import Stepping
from onetool_desktop.sync.troubles import Troubles
from onetool_desktop.sync.versions import Versions

if TYPE_CHECKING:
    from onetool_desktop.store.exchange import Page


class Mode(StrEnum):
    """Whether the engine runs at all."""

    OFF = "off"
    RUNNING = "running"
    SIGNED_OUT = "signed_out"
    HALTED = "halted"


class Outside(Stepping):
    """Whether the engine runs, and what is wanted of it."""

    def __init__(self, *, checks_daily: bool) -> None:
        super().__init__()
        self.mode = Mode.OFF
        self.halt: Halt | None = None
        self._want_push = self._want_pull = self._want_head = self._want_load = self._want_surrender = False
        self._edited = self._asked = False  # since the outbox was last read, since the last pull was sent
        self._focused = True
        self._live = False
        self._delete_allowed = False
        self._pushes = 0  # since others' changes were last fetched
        self._held_page: Page | None = None
        self._sight = Sight()
        self._troubles = Troubles()
        self._versions = Versions()
        self._check = SelfCheck(daily=checks_daily)

    def _on_started(self, _event: e.Started) -> None:
        if self.mode is Mode.OFF:
            self.mode, self.halt = Mode.RUNNING, None
            self._versions = Versions()
            self._troubles = Troubles()
            self._drop_steps()
            self.state = None
            self._want_push = self._want_pull = True

    def _on_stopped(self, _event: e.Stopped) -> None:
        self.mode = Mode.OFF
        self._drop_steps()

    def _on_edited(self, _event: e.Edited) -> None:
        self._want_push = self._want_load = self._edited = True
        if self._troubles.reset(by_person=False):
            self._armed = False

    def _on_sync_now(self, _event: e.SyncNow) -> None:
        self._want_push = self._want_pull = self._asked = True
        self._versions.hope()
        if self._troubles.reset(by_person=True):
            self._armed = False
        if self.mode is not Mode.HALTED:
            return
        if self.halt in {Halt.ACCESS, Halt.MASS_DELETE} and not self._want_surrender:
            self.mode, self.halt = Mode.RUNNING, None
        else:
            self._want_head, self._armed = True, False

    def _on_signed_in(self, _event: e.SignedIn) -> None:
        if self.mode is Mode.SIGNED_OUT:
            self.mode = Mode.RUNNING
            self._troubles = Troubles()
            self._armed = False
            self._want_push = self._want_pull = True

    def _on_network(self, event: e.Network) -> None:
        if event.up:
            self._want_pull = self._asked = True
            if self._troubles.reset(by_person=False):
                self._armed = False

    def _on_focus(self, event: e.Focus) -> None:
        came = event.focused and not self._focused
        self._focused = event.focused
        if not self._troubles.waiting:
            self._armed = False
            self._want_head = self._want_head or (came and not self._live)

    def _on_woken(self, event: e.Woken) -> None:
        if event.head != self._sight.head:
            self._want_pull = True
            self._sight.woken = max(self._sight.woken, event.head)

    def _on_live(self, event: e.Live) -> None:
        self._live = event.connected
        if event.connected and self._versions.hope():
            self._want_push = True
        if not self._troubles.waiting:
            self._armed = False

    def _on_slept(self, _event: e.Slept) -> None:
        if self._troubles.reset(by_person=False):
            self._armed = False
        elif not self._troubles.waiting:
            self._want_head = True

    def _on_check_now(self, _event: e.CheckNow) -> None:
        self._check.want()

    def _on_proceed(self, _event: e.Proceed) -> None:
        if self.mode is not Mode.HALTED or self.halt not in judge.ASK:
            return
        self._delete_allowed = self.halt is Halt.MASS_DELETE
        self._sending = None  # a head asked for before he answered would stop and ask him again
        if self._troubles.reset(by_person=True):
            self._armed = False
        self._check.proceed()
        self.mode, self.halt = Mode.RUNNING, None
        self._want_push = self._want_pull = True

    def _on_rang(self, event: e.Rang) -> None:
        if event.token == self._timer and self._armed:
            self._armed = False
            if not self._troubles.rang():
                self._want_head = True

    def _drop_steps(self) -> None:
        self._sending = self._storing = self._held_page = None
        self._check.drop()
        self._sight.new_round()
        self._pushes = 0
        self._armed = False

    HEARD: ClassVar[Mapping[type, Callable[[Any, Any], None]]] = MappingProxyType(
        {
            e.Started: _on_started,
            e.Stopped: _on_stopped,
            e.Edited: _on_edited,
            e.SyncNow: _on_sync_now,
            e.SignedIn: _on_signed_in,
            e.Network: _on_network,
            e.Focus: _on_focus,
            e.Woken: _on_woken,
            e.Live: _on_live,
            e.Slept: _on_slept,
            e.CheckNow: _on_check_now,
            e.Proceed: _on_proceed,
            e.Rang: _on_rang,
        }
    )
