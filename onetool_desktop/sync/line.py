"""The live line as a machine: when to open the wake-up stream, when to let it rest, what to say of it.

Promises: no clock, thread or socket; one stream at a time; every end is followed by a wait of the one back-off policy
(`pace`), so that no cloud, however it ends its streams, is asked in a loop; hope (a wake from sleep, the network back,
a sign-in) opens at once, in place of a stream that may be dead. What an older attempt says changes nothing.
May not know: what a head means; whether anything is synced is the engine's matter, which polls while the line is down.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from onetool_desktop.sync import pace

STEADY_S = 60.0
"""A stream that lived so long was a good one: the next failure is the first."""
GIVEN_UP = 9
"""Failures that a refusal counts as: the longest wait, since asking again soon gives the same answer."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The line is wanted."""


@dataclass(frozen=True, slots=True)
class Finish:
    """The line is no longer wanted."""


@dataclass(frozen=True, slots=True)
class Hope:
    """Something says that a stream opened now would live."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A head came down the stream; `at_s` is monotonic."""

    attempt: int
    head: str
    at_s: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream ended, or never began; `refused` when the cloud said no, `after_ms` when it named a time."""

    attempt: int
    at_s: float
    refused: bool = False
    after_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Rang:
    """The wait of a `Wait` is over."""

    token: int


@dataclass(frozen=True, slots=True)
class Open:
    """Open the stream."""

    attempt: int


@dataclass(frozen=True, slots=True)
class HangUp:
    """End the stream that is open or opening."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Ring after this delay."""

    token: int
    delay: pace.Delay


@dataclass(frozen=True, slots=True)
class Say:
    """Whether wake-ups come from now on."""

    connected: bool


@dataclass(frozen=True, slots=True)
class Wake:
    """The cloud's head is now `head`."""

    head: str


Event: TypeAlias = Begin | Finish | Hope | Heard | Ended | Rang
Effect: TypeAlias = Open | HangUp | Wait | Say | Wake


class Line:
    """The wake-up stream of one organisation. Feed it events one at a time, carry out what it returns in order."""

    def __init__(self) -> None:
        self.attempt = 0
        self.connected = False
        self._wanted = self._open = False
        self._failures = 0
        self._token = 0
        self._since_s = 0.0

    def on(self, event: Event) -> list[Effect]:
        """What to do because of `event`."""
        match event:
            case Begin():
                self._wanted = True
                return [] if self._open else [self._try()]
            case Finish():
                self._wanted = False
                self._token += 1
                return self._let_go()
            case Hope() if self._wanted:
                self._failures = 0
                return [*self._let_go(), self._try()]
            case Heard() if self._open and event.attempt == self.attempt:
                return self._heard(event)
            case Ended() if self._open and event.attempt == self.attempt:
                return self._ended(event)
            case Rang() if self._wanted and not self._open and event.token == self._token:
                return [self._try()]
            case _:
                return []

    def _try(self) -> Open:
        self._open = True
        self._token += 1
        self.attempt += 1
        return Open(self.attempt)

    def _let_go(self) -> list[Effect]:
        effects: list[Effect] = [HangUp()] if self._open else []
        self._open = False
        self.attempt += 1
        return [*effects, *self._down()]

    def _down(self) -> list[Effect]:
        was, self.connected = self.connected, False
        return [Say(connected=False)] if was else []

    def _heard(self, event: Heard) -> list[Effect]:
        if self.connected:
            return [Wake(event.head)]
        self.connected, self._since_s = True, event.at_s
        return [Say(connected=True), Wake(event.head)]

    def _ended(self, event: Ended) -> list[Effect]:
        self._open = False
        if self.connected and event.at_s - self._since_s >= STEADY_S:
            self._failures = 0
        self._failures = GIVEN_UP if event.refused else min(self._failures + 1, GIVEN_UP)
        delay = pace.retry(self._failures) if event.after_ms is None else pace.told(event.after_ms)
        self._token += 1
        return [*self._down(), Wait(self._token, delay)]
