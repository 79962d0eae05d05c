"""The way between a device and the cloud: a `Cloud` of `sync.calls` that loses, doubles, delays and garbles.

Promises: what is drawn comes from the generator of the step that is played, so that it can be played again; each fault
is counted when it struck; a request that was said to be late is kept and delivered by the schedule, long after its
sender gave up.
May not know: what is in a call, but for how much a page may hold.
"""

import copy
import random
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onetool_desktop.cloud.errors import CallError
from onetool_desktop.cloud.service import CloudService
from onetool_desktop.proof.simulator.access import Access
from onetool_desktop.proof.simulator.faults import CrashError, Fault, Tally
from onetool_desktop.proof.simulator.story import Story
from onetool_desktop.sync import errors
from onetool_desktop.sync.calls import Call

T = TypeVar("T")
SMALL_PAGE = 2  # rows
BEFORE: tuple[Fault, ...] = (
    Fault.DROPPED,
    Fault.SIGN_IN,
    Fault.TOO_LARGE,
    Fault.BUSY,
    Fault.STUMBLED,
    Fault.LATE,
    Fault.GARBLED,
)
AFTER: tuple[Fault, ...] = (Fault.REPLY_LOST, Fault.DUPLICATED, Fault.HALF_ANSWERED, Fault.STUMBLED)
_ERRORS: dict[Fault, Callable[[random.Random], errors.CloudError]] = {
    Fault.DROPPED: lambda _: errors.UnreachableError("No answer."),
    Fault.LATE: lambda _: errors.UnreachableError("No answer in time."),
    Fault.REPLY_LOST: lambda _: errors.UnreachableError("No answer in time."),
    Fault.SIGN_IN: lambda _: errors.UnauthenticatedError("Signed out."),
    Fault.TOO_LARGE: lambda _: errors.TooLargeError("Too large."),
    Fault.BUSY: lambda r: errors.BusyError("Busy.", retry_after_ms=r.randrange(1, 30) * 1_000),
    Fault.STUMBLED: lambda _: errors.FaultError("Stumbled."),
    Fault.GARBLED: lambda _: errors.NotOursError("A hotel's page."),
}


@dataclass
class World:
    """What all networks of a schedule share. `chaos` is the share of calls that are tampered with; `page_rows` is the
    most that the cloud puts into one page, `push_groups` the most it takes in one push.
    """

    service: CloudService
    draw: random.Random
    tally: Tally
    story: Story = field(default_factory=Story)
    page_rows: int = 1_000
    push_groups: int = 1_000
    chaos: float = 0.0
    late: list[tuple[Call, str | None]] = field(default_factory=list[tuple[Call, str | None]])
    access: Access = field(default_factory=Access)
    crash_cloud_in: int | None = None
    coming: Callable[[Call | None], None] = lambda _call: None
    committed: Callable[[Call | None], None] = lambda _call: None
    fell: Callable[[], None] = lambda: None

    def struck(self, fault: Fault) -> None:
        """A fault happened: it is counted and told."""
        self.tally[fault] += 1
        self.story.fault(fault)

    def deliver(self, call: Call, bearer: str | None) -> Any:
        """The call reaches the cloud."""
        if call.path == "sync:push" and len(call.args["groups"]) > self.push_groups:
            self.struck(Fault.TOO_LARGE)
            raise errors.TooLargeError("Too large.")
        self.coming(call)
        try:
            value = self._run(
                lambda: self.service.call(call.kind, call.path, self._bounded(call), bearer), call
            )
        except CallError as error:
            raise translated(error) from error
        except CrashError as error:
            raise errors.UnreachableError("The cloud went away.") from error
        self.access.answered(call, bearer)
        return value

    def bury(self) -> bool:
        """The cloud takes one step of what a large delete left to be done; False where nothing was."""
        return self.operate(self.service.bury, crashed=True)

    def operate(self, work: Callable[[], bool], *, crashed: bool) -> bool:
        """The cloud, or whoever runs it, does something that nobody called for; `crashed` where it went down in it."""
        self.coming(None)
        try:
            return self._run(work, None)
        except CrashError:
            return crashed

    def _run(self, work: Callable[[], T], call: Call | None) -> T:
        """The cloud does something, or goes down in the middle of it and is started again."""
        self.service.database.on_statement = self._count if self.crash_cloud_in is not None else None
        try:
            return work()
        except CrashError:
            self.struck(Fault.CLOUD_CRASH)
            self.crash_cloud_in = None
            self.fell()
            raise
        finally:
            self.service.database.on_statement = None
            self.committed(call)

    @contextmanager
    def small_pages(self) -> Generator[None]:
        """For the length of the block the cloud puts little into one page."""
        before, self.page_rows = self.page_rows, min(self.page_rows, SMALL_PAGE)
        try:
            yield
        finally:
            self.page_rows = before

    def _bounded(self, call: Call) -> Any:
        if call.path != "sync:pull":
            return call.args
        return {**call.args, "limit": min(call.args["limit"], self.page_rows)}

    def _count(self, _sql: str) -> None:
        """Before each statement, and after a commit."""
        if self.crash_cloud_in is not None:
            self.crash_cloud_in -= 1
            if self.crash_cloud_in < 0:
                raise CrashError


class Network:
    """The network of one device."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.cut = False
        self.bearer: str | None = None
        self.borrowed: str | None = None  # another person's, for the next push
        self.forced: Fault | None = None  # strikes the next call
        self.last: Call | None = None

    def call(self, call: Call, *, bearer: str | None = None) -> Any:
        """Carries a call, or does not."""
        world = self._world
        self.last = call
        if self.cut:
            world.struck(Fault.PARTITION)
            raise errors.UnreachableError("No network.")
        if bearer is not None:
            self.bearer = bearer
        if self.borrowed is not None and call.path == "sync:push":
            bearer, self.borrowed = self.borrowed, None
            world.struck(Fault.OTHER_PERSON)
        if self.forced is not None:
            fault, self.forced = self.forced, None
            return self._after(call, bearer, fault)
        if world.draw.random() >= world.chaos:
            return world.deliver(call, bearer)
        if world.draw.random() < 0.5:
            fault = world.draw.choice(BEFORE)
            if fault is Fault.LATE:
                world.late.append((call, bearer))
                world.story.fault(fault)
            else:
                world.struck(fault)
            raise _ERRORS[fault](world.draw)
        return self._after(call, bearer, world.draw.choice(AFTER))

    def _after(self, call: Call, bearer: str | None, fault: Fault) -> Any:
        """The cloud did it; what comes back is another matter."""
        world = self._world
        value = world.deliver(call, bearer)
        world.struck(fault)
        if fault is Fault.DUPLICATED:
            return world.deliver(call, bearer)
        if fault is Fault.HALF_ANSWERED:
            return _halved(value, world.draw)
        raise _ERRORS[fault](world.draw)


def translated(error: CallError) -> errors.CloudError:
    """What the transport makes of a cloud's error."""
    if error.code == "unauthenticated":
        withdrawn = error.more.get("reason") == errors.WITHDRAWN
        return errors.UnauthenticatedError(error.message, withdrawn=withdrawn)
    if error.status == 413:
        return errors.TooLargeError(error.message)
    if error.status in {409, 429, 503}:
        return errors.BusyError(error.message, retry_after_ms=(error.retry_after or 1) * 1_000)
    if error.status is not None and error.status >= 500:
        return errors.FaultError(error.message)
    return errors.RefusedError(error.code, error.message, error.data())


def _halved(value: Any, draw: random.Random) -> Any:
    """The answer with one of its parts missing."""
    if not isinstance(value, dict) or not value:
        return None
    part: dict[str, Any] = copy.copy(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    for name in ("phase", "user", "expiresIn", "rows", "gone"):
        part.pop(name, None)
    del part[draw.choice(sorted(part))]
    return part
